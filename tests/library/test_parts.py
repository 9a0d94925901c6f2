"""A part is declared once: a case with one more is complete everywhere without another line."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from anliku.library.models import Case, Form, Indicator, Lesson, Part, Record, heading_of, sections_of
from anliku.library.prose import names_of, prose_places
from anliku.paths import theme_dir
from anliku.search.parts import part_sections


class Longer(Case):
    """A case with two more fields, one of them for lecturers."""

    aside: Annotated[str, Part("旁注", Form.PROSE)] = Field("", description="旁注")
    script: Annotated[str, Part("讲稿", Form.PROSE, lecturers=True)] = Field("", description="讲稿")


LONGER = Longer.model_validate(
    {
        "id": "first-case", "title": "甲", "summary": "乙", "status": "draft", "organisations": ["village"], "dimensions": ["team"],
        "practice": [{"heading": "丙", "text": "丁"}], "sources": [{"source": "survey"}], "aside": "有人**不赞成**。", "script": "写三行",
    }
)  # fmt: skip


def test_one_more_part_is_prose_has_a_name_and_is_searched_unless_it_is_for_lecturers() -> None:
    assert (("aside",), "有人**不赞成**。") in prose_places(LONGER)
    assert "aside" in names_of(LONGER)
    assert [(s.anchor, s.heading, s.text) for s in part_sections(LONGER)][-1] == ("aside", "旁注", "有人不赞成。")
    assert "写三行" not in str([*prose_places(LONGER), *part_sections(LONGER)])


@pytest.mark.parametrize("model", [Case, Lesson])
def test_every_form_has_its_place_on_the_page(model: type[Record]) -> None:
    template = (theme_dir() / "templates/parts.html.j2").read_text(encoding="utf-8")
    for part in sections_of(model):
        assert f'"{part.form.value}"' in template


def test_every_form_of_a_case_has_its_place_on_paper() -> None:
    forms = (
        (theme_dir() / "print/handbook.typ").read_text(encoding="utf-8").split("#let forms = (")[1].split("\n)\n")[0]
    )
    assert {part.form.value for part in sections_of(Case)} <= {
        line.partition(":")[0].strip() for line in forms.splitlines()
    }


def test_a_field_is_headed_as_its_part_or_as_its_description_begins() -> None:
    assert heading_of(Case, "limits") == "局限与提醒"
    assert [heading_of(Indicator, name) for name in ("statement", "verify", "assessor")] == [
        "标准",
        "怎样核实",
        "谁来评",
    ]
