from __future__ import annotations

from pathlib import Path

import pytest

from ...support import CARD, LESSON, POLICY, case, changed, codes, codes_of_case, findings, told_of_case


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("title: " + "长" * 41, "标题有 41 个字，超过 40 个字。"),
        ("summary: " + "长" * 151, "摘要有 151 个字，超过 150 个字。"),
        ("practice: [{heading: %s, text: 甲}]" % ("长" * 41), "小标题有 41 个字，超过 40 个字。"),
        ("topics: [%s]" % ("长" * 16), "主题词有 16 个字，超过 15 个字。"),
    ],
)
def test_a_text_that_is_too_long(tmp_path: Path, field: str, message: str) -> None:
    found = findings(tmp_path, {"cases/first-case.yml": case(field)})
    assert [(f.code, f.message) for f in found] == [("too-long", message)]


def test_texts_as_long_as_they_may_be(tmp_path: Path) -> None:
    assert codes_of_case(tmp_path, "title: " + "长" * 40, "summary: " + "长" * 150) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/policies/opinion.yml", POLICY.replace("clause: 代办", "clause: " + "长" * 41)),
        ("content/lessons/agents.yml", changed(LESSON, "title: " + "长" * 41)),
        ("content/cards/before.yml", changed(CARD, "title: " + "长" * 41)),
    ],
)
def test_a_shared_text_that_is_too_long(tmp_path: Path, path: str, content: str) -> None:
    assert codes(tmp_path, {path: content}).count("too-long") == 1


@pytest.mark.parametrize(
    "field",
    [
        "organisations: [village, village]", "topics: [代办, 走访, 代办]", "policies: [opinion/agents, opinion/agents]",
        "sources: [{source: survey, locator: 甲乙丙丁戊己}, {source: survey, locator: 甲乙丙丁戊己}]",
    ],
)  # fmt: skip
def test_a_list_that_says_a_thing_twice(tmp_path: Path, field: str) -> None:
    assert codes_of_case(tmp_path, field) == ["repeated-item"]


def test_one_source_may_be_cited_at_two_places(tmp_path: Path) -> None:
    assert (
        codes_of_case(
            tmp_path, "sources: [{source: survey, locator: 甲乙丙丁戊己}, {source: survey, locator: 子丑寅卯辰巳}]"
        )
        == []
    )


def test_a_title_that_another_case_has(tmp_path: Path) -> None:
    found = findings(tmp_path, {"cases/second-case.yml": case()})
    assert [(f.path, f.line, f.code, f.message) for f in found] == [
        ("cases/second-case.yml", 1, "repeated-title", "标题“村里有了代办员”和案例 first-case 的一样。")
    ]
    assert codes(tmp_path, {"cases/second-case.yml": case("status: withdrawn")}) == []


def test_half_width_punctuation_in_chinese_text(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "results: 群众少跑了路,也少花了钱。") == [
        "cases/first-case.yml:15:16 warning ascii-punctuation 中文里用了英文标点“,”。 | 改成中文标点“，”。"
    ]


@pytest.mark.parametrize("text", ["做法:三步", "好!很好", "谁来?他来", "甲;乙", '说"好"的人', "“甲”,“乙”"])
def test_every_half_width_mark(tmp_path: Path, text: str) -> None:
    assert codes_of_case(tmp_path, f"results: '{text}'") == ["ascii-punctuation"]


@pytest.mark.parametrize(
    "text",
    ["GB/T 1, 甲", "WPS, Word", "a:b", "[甲](b.html)", "版本A:甲", "甲(乙)", "`甲,b`", "**甲**: 乙", "- 甲\n  - 乙"],
)
def test_half_width_marks_that_are_right(tmp_path: Path, text: str) -> None:
    found = codes_of_case(tmp_path, "results: |\n  " + text)
    assert "ascii-punctuation" not in found
