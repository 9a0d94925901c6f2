from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.rules.privacy import id_numbers, landlines, mobile_numbers, secrecy_marks

from ...support import CARD, INDICATOR, LESSON, POLICY, SOURCES, changed, findings, told_of_case

ID = "11010519491231002X"


def test_a_mobile_number_is_an_error_that_does_not_repeat_it(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "limits: 找老王，电话13812345678。")[0] == (
        "cases/first-case.yml:18:15 error mobile-number 这里有一个手机号码（138****5678）。 | 删去号码；案例不写个人联系方式。"
    )


def test_an_id_number_is_an_error(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, f"limits: 身份证{ID}。")[0] == (
        "cases/first-case.yml:18:12 error id-number 这里有一个身份证号码。 | 删去号码；案例只写岗位，不写个人信息。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "电话：138-1234-5678", "138 1234 5678", "１３８１２３４５６７８", "１３８ １２３４ ５６７８", "+8613812345678",
        "8613812345678", "+86 138 1234 5678", "1 3 8 1 2 3 4 5 6 7 8", "138.1234.5678", "138\u200b12345678", "12户 13812345678",
        "13812345678、13912345678",
    ],
)  # fmt: skip
def test_mobile_numbers_in_every_dress(text: str) -> None:
    assert mobile_numbers(text)[0][-11:] in ("13812345678",)


@pytest.mark.parametrize(
    "text",
    [
        "2009-10-18 2010-04-03", "9787511613448", "978-7-5116-1344-8", "12345678901", "1381234567", "138123456789",
        "10-18 2009-10", "13 2009 10 18 20", ID, "100200300400",
    ],
)  # fmt: skip
def test_other_digits_are_no_mobile_number(text: str) -> None:
    assert mobile_numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        ID,
        ID.lower(),
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"号码{ID}号",
    ],
)
def test_id_numbers_in_every_dress(text: str) -> None:
    assert id_numbers(text) == [ID]


@pytest.mark.parametrize(
    "text", ["110105194912310021", "110105194913310021", "123456789012345678", "20091018201004030912"]
)
def test_digits_with_a_wrong_check_digit_or_date_are_no_id_number(text: str) -> None:
    assert id_numbers(text) == []


@pytest.mark.parametrize("text", ["0851-28888888", "（0851）28888888", "电话 010-65252000"])
def test_landlines(text: str) -> None:
    assert len(landlines(text)) == 1


@pytest.mark.parametrize("text", ["12371", "2009-2010", "0.12345678", "2009-10-18"])
def test_other_numbers_are_no_landline(text: str) -> None:
    assert landlines(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "绝密★", "机密★10年", "秘密★启用前", "机密 ★", "★启用前", "密级：秘密", "密 级:机密", "内部资料，注意保存", "内部资料 注意保存",
        "内部文件（不得外传）", "此件不公开", "此件发至县团级", "绝密·启用前", "★长期",
    ],
)  # fmt: skip
def test_secrecy_marks(text: str) -> None:
    assert len(secrecy_marks(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "签订保密承诺书",
        "关系密切",
        "密级管理",
        "企业内部资料室",
        "党内部门",
        "评为四★级",
        "此件公开发布",
        "属于工作机密的不讲",
    ],
)
def test_words_of_secrecy_are_no_marks(text: str) -> None:
    assert secrecy_marks(text) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/policies/opinion.yml", changed(POLICY, "summary: 电话13812345678")),
        ("content/sources.yml", SOURCES + "  - {id: other, title: 甲, note: 电话13812345678, part_of: survey}\n"),
        ("content/terms.yml", "terms:\n  - {id: agent, name: 代办, definition: 电话13812345678}\n"),
        ("content/lessons/agents.yml", changed(LESSON, "note: 电话13812345678")),
        ("content/cards/before.yml", changed(CARD, "items: [{text: 甲, why: 电话13812345678}]")),
        ("content/indicators/carrier.yml", INDICATOR + "    overrides: {village: {verify: 电话13812345678}}\n"),
        ("content/screening.yml", "questions:\n  - {id: big, ask: 甲, hint: 电话13812345678}\n"),
        (
            "content/checklists/village.yml",
            "organisation: village\nalter:\n  - {id: has-agent, remedy: 电话13812345678}\n",
        ),
    ],
)
def test_every_kind_of_record_is_searched(tmp_path: Path, path: str, content: str) -> None:
    files = {"content/indicators/carrier.yml": INDICATOR, path: content}
    found = [f for f in findings(tmp_path, files) if f.code == "mobile-number"]
    assert [f.path for f in found] == [path]
    assert found[0].line > 1


def test_a_number_given_as_a_figure_is_searched_too(tmp_path: Path) -> None:
    figure = "figures:\n  - {label: 电话, value: 13812345678, source: survey, locator: 来源里说的话}"
    assert "mobile-number" in told_of_case(tmp_path, figure)[0]


def test_pages_are_searched_and_the_line_is_told(tmp_path: Path) -> None:
    page = f"# 首页\n\n联系人 138 1234 5678。\n\n身份证{ID}\n\n机密★\n\n<script>\n"
    assert [(f.path, f.line, f.column, f.code) for f in findings(tmp_path, {"content/pages/index.md": page})] == [
        ("content/pages/index.md", 3, 5, "mobile-number"),
        ("content/pages/index.md", 5, 4, "id-number"),
        ("content/pages/index.md", 7, 1, "secrecy-mark"),
        ("content/pages/index.md", 9, 1, "unsafe-html"),
    ]
    assert findings(tmp_path, {"content/pages/index.md": "# 首页\n\n[案例](cases/index.md)\n"}) == []
