"""The pages on which a reader works with chosen cases. Their scripts fill them."""

from __future__ import annotations

import json

from ...library.models import Case, Compared, sections_of
from ...library.sections import COMPARISON, PRINTING, SECTION_TITLES
from ..facts.published import Site
from .view import View


def selection(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page with the cases that a reader has chosen."""
    scripts = ("cases/list.js", "assets/anliku/selection-page.js")
    styles = ("assets/anliku/selection.css",)
    return View(
        SECTION_TITLES["selection.md"],
        "为一堂课选用的案例，可排序、打印、并排比较",
        "selection.html.j2",
        {},
        scripts,
        styles=styles,
    )


def comparison(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page that puts cases side by side."""
    scripts = ("cases/list.js", "assets/anliku/ask-case.js", "assets/anliku/compare-page.js")
    styles = ("assets/anliku/selection.css", "assets/anliku/compare.css")
    compared = (part for part in sections_of(Case) if part.compared is not Compared.NOT)
    rows = [[part.anchor, part.heading, part.form.value, part.compared.value] for part in compared]
    return View(
        SECTION_TITLES[COMPARISON],
        "把二到六个案例并排放在一张表里比较",
        "compare.html.j2",
        {"rows": json.dumps(rows, ensure_ascii=False)},
        scripts,
        styles=styles,
    )


def printing(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page that prints chosen cases as one."""
    scripts = ("cases/list.js", "assets/anliku/ask-case.js", "assets/anliku/print-page.js")
    styles = ("assets/anliku/selection.css", "assets/anliku/print-page.css")
    description = "把选用的案例合成一份打印：封面、目录，每个案例另起一页"
    return View(SECTION_TITLES[PRINTING], description, "print.html.j2", {}, scripts, styles=styles)


def study(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page with what a reader has read and written down, and the self-test."""
    own = ("docx", "page", "quiz")
    scripts = ("cases/list.js", "study/quiz.js", *(f"assets/anliku/study-{part}.js" for part in own))
    styles = ("assets/anliku/selection.css", "assets/anliku/study.css")
    return View(SECTION_TITLES["study.md"], "读过的案例、笔记和自测", "study.html.j2", {}, scripts, styles=styles)
