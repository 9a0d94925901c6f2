"""What templates write into pages."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from anliku.export.templates import templates
from anliku.site.pages.listing import Page
from anliku.site.pages.renderer import Renderer
from anliku.site.pages.writing import PageEnvironment, in_page
from anliku.site.texts.markdown import shown
from tests.site.building import built, mini_library

VALUES = st.one_of(
    st.text(st.sampled_from("村a&<>\"'\n ")), st.text().map(Markup), st.integers(), st.floats(), st.none()
)


@given(VALUES)
def test_the_short_cut_for_texts_without_anything_to_escape_is_not_seen(value: object) -> None:
    assert in_page(value) == escape(shown(value))


@given(VALUES)
def test_templates_of_pages_show_what_templates_show(value: object) -> None:
    source = "{% macro one(x) %}<b>{{ x }}</b>{% endmacro %}{{ value }}{{ one(value) }}{{ one(1) ~ value }}{{ '<' }}"
    both = (templates(finalize=shown), templates(PageEnvironment, finalize=shown))
    assert len({environment.from_string(source).render(value=value) for environment in both}) == 1


def test_pages_of_which_there_are_many_leave_nothing_to_the_garbage_collector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Macros that a template defines, or imports with context, are made for each page and refer to each other: to find them
    took the collector a tenth of the time of all pages.
    """
    render, left = Renderer.render, {}

    def watched(self: Renderer, page: Page) -> str:
        render(self, page)  # what is made once for all pages is made now
        gc.collect()
        html = render(self, page)
        left[page.path] = gc.collect()
        return html

    monkeypatch.setattr(Renderer, "render", watched)
    built(mini_library(tmp_path))

    assert left["cases/first-case.html"] == left["lessons/how-to.html"] == left["lists/org-village.html"] == 0
    assert {path for path, count in left.items() if count} <= {
        "index.html", "cases/index.html", "policies/index.html", "policies/opinion.html", "sources.html", "coverage.html",
    }  # fmt: skip
