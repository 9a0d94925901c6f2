"""What templates write into pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from anliku.export.templates import templates
from anliku.site.pages.writing import PageEnvironment, in_page
from anliku.site.texts.markdown import shown

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
