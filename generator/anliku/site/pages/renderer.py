"""Turn views into whole pages. One renderer per process; it holds the parsed templates and frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ...cache import program_file
from ...export.templates import compile_all, templates
from ...library.models import Level, Status
from ...library.sections import frame_path
from ..facts.facets import list_slug
from ..facts.published import Site
from ..frames.frame import Frame, lean
from ..texts import markdown
from ..texts.markdown import MarkdownRenderer, shown
from ..texts.terms import Glossary, TermMarker
from ..views import View
from . import writing
from .listdata import dots
from .listing import Page
from .writing import PageEnvironment

# A heading's own id, or that of the section it opens. It begins with a plain character, which `re` finds six times faster.
_HEADING = re.compile(
    r'<(?:section\b[^>]*\bid="([^"]+)"[^>]*>\s*<)?h([23])\b(?:[^>]*\bid="([^"]+)")?[^>]*>(.*?)</h\2>', re.S
)
_TAG = re.compile(r"<[^>]+>")
_TOC_FROM = 3
_ROWS = 20_000
_SUB = ' class="toc__sub"'
# partials/toc.html has the same.
_TOC = '<nav class="toc"{bar} aria-label="本页目录"><ul>{items}</ul></nav>'

# Browsers that know this wait with their first picture for what stands behind the scripts; others draw twice.
_AWAITED = '<link rel="expect" href="#drawn" blocking="render">\n'
_AWAITED_END = '<span id="drawn" hidden></span>\n'


def compile_templates(site: Site) -> None:
    """Compile all templates, so that neither processes forked from this one nor builds to come, of whichever library, need do
    it again.
    """
    if site.cache:
        compile_all(_environment(site), program_file(site.cache, "templates.pickle"), markdown, writing)


def _environment(site: Site) -> Environment:
    environment = templates(PageEnvironment, finalize=shown, auto_reload=False)
    text = MarkdownRenderer()
    filters = {"md": text, "mdi": text.inline, "chips": _chips, "list_slug": list_slug}
    environment.filters.update(filters)
    environment.globals.update(
        site=site,
        shared=site.shared,
        words=site.shared.vocabulary,
        dots=dots(site.shared),
        levels={x.value: site.shared.vocabulary.of(x) for x in Level},
        Status=Status,
    )
    return environment


class Renderer:
    """Renders pages of one site."""

    def __init__(self, site: Site, frames: Mapping[str, Frame]) -> None:
        self._site = site
        self._frames = frames
        self._glossary = Glossary(site.shared.terms)
        self._environment = _environment(site)
        # A case stands in the lists of everything it is about, with the same row in all of them.
        row: Any = self._environment.get_template("row.html.j2").module
        self._environment.globals["case_row"] = lru_cache(_ROWS)(row.case_row)

    def render(self, page: Page) -> str:
        """Return the HTML of a page."""
        view: View = page.view(self._site, *page.args)
        base = "../" * page.path.count("/")
        template = self._environment.get_template(view.template)
        marker = TermMarker(self._glossary, view.terms, f"{base}terms/index.html")
        frame = self._frames[page.frame]
        intro = Markup(frame.intro) if page.path == frame_path(page.frame) else Markup()  # noqa: S704 - by MkDocs
        body = template.render(view.context, view=view, base=base, explain=marker, intro=intro)
        if intro not in body:
            body = body.replace("</h1>", f"</h1>\n{intro}", 1)
        return frame.fill(
            {
                "title": escape(view.title),
                "description": escape(view.description, quote=True),
                "body": lean(body),
                "toc": lean(_toc(body, view.bar)) if view.toc else "",
                "head": _moved(view)
                + (_AWAITED if view.at_once else "")
                + "".join(f'<link rel="stylesheet" href="{base}{style}">\n' for style in view.styles),
                "scripts": "".join(f'<script src="{base}{script}"></script>\n' for script in view.scripts)
                + (_AWAITED_END if view.at_once else ""),
            }
        )


def _moved(view: View) -> str:
    """Return what the head of a former address tells programs; nothing for every other page."""
    to = escape(view.moved_to, quote=True)
    return f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{to}">\n' if to else ""


def _chips(keys: tuple[str, ...], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (id, name) of those keys that have a name."""
    return [(key, names[key]) for key in keys if key in names]


def _toc(body: str, bar: bool) -> str:
    """Return the table of contents of a body's h2 and h3 that have an id; nothing for a short page."""
    found = ((level, key or own, text) for key, level, own, text in _HEADING.findall(body))
    entries = [(level, key, _TAG.sub("", text).strip()) for level, key, text in found if key]
    if len(entries) < _TOC_FROM:
        return ""
    items = (f'<li{_SUB if level == "3" else ""}><a href="#{key}">{text}</a></li>' for level, key, text in entries)
    return _TOC.format(items="".join(items), bar=" data-bar" if bar else "")
