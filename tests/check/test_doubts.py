"""What YAML takes from a text without a word is named: comments, escapes, full-width marks that look like syntax."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support import CASE, MKDOCS, SOURCES, case, changed, codes, told, told_of_case


def doubted(folder: Path, *fields: str) -> list[str]:
    """The findings about texts that may not have been taken as they are written, without their remedies."""
    found = told_of_case(folder, *fields)
    return [
        one.split(" | ")[0] for one in found if any(code in one for code in ("cut-by", "escape", "full-width-mark"))
    ]


@pytest.mark.parametrize(
    "field",
    [
        "title: 示例村 #1 楼试点", "insights:\n  - 先定人 #重要，再定时间", "insights: [先定人, 再看 #重要\n  ]", "limits: '甲' #乙",
        "title: 甲村\n  #2 号楼", "limits: 甲\n  乙 #丙", "questions: [{ask: 谁办 #1？\n  }]", "title: 3 # 楼", "title: 甲村   # 标题",
    ],
)  # fmt: skip
def test_a_comment_after_a_text_is_named(tmp_path: Path, field: str) -> None:
    (one,) = doubted(tmp_path, field)
    assert "cut-by-comment “#" in one
    assert "会被当成注释" in one


@pytest.mark.parametrize(
    "field",
    [
        "status: published  # 已发布", "level: village # 村", "title: 甲#1", "# 一行注释\ntitle: 甲", "title: '甲 #1'",
        "limits: |\n  甲 #1\n  #话题#", "topics: [代办] # 主题词", "period: {from: 2009} # 时间", "title: 甲\n# 顶格的注释", "teaching: {minutes: 30} #",
    ],
)  # fmt: skip
def test_a_comment_that_is_one_is_left_alone(tmp_path: Path, field: str) -> None:
    assert doubted(tmp_path, field) == []


def test_the_line_is_that_of_the_comment(tmp_path: Path) -> None:
    (one,) = told_of_case(tmp_path, "insights:\n  - 先定人\n  - 再看 #重要")
    assert one.startswith("cases/first-case.yml:18:8 warning cut-by-comment")


def test_shared_records_are_read_as_closely(tmp_path: Path) -> None:
    sources = {
        "content/sources.yml": SOURCES.replace("title: 调研报告", "title: 调研 #1 报告")
        .replace("{", "\n    ")
        .replace("}", "")
        .replace(", ", "\n    ")
    }
    assert any("cut-by-comment" in one for one in told(tmp_path, sources))


@pytest.mark.parametrize(
    "field",
    [
        r'limits: "放在 D:\new\table 里"',
        r'limits: "D:\_共享"',
        r'limits: "a\x41"',
        r'limits: "C:\ttt"',
        r'limits: "\\nas"',
        r'limits: "甲\ 乙"',
    ],
)
def test_an_escape_that_looks_like_a_way_is_named(tmp_path: Path, field: str) -> None:
    (one,) = doubted(tmp_path, field)
    assert "escape 英文双引号里的" in one


@pytest.mark.parametrize(
    "field",
    [
        r'limits: "他说\"好\""',
        r'limits: "甲\\乙"',
        r'limits: "\\\\nas"',
        r"limits: 'D:\new'",
        r"limits: D:\new",
        r'limits: "甲\n乙"',
    ],
)
def test_other_quotation_marks_are_fine(tmp_path: Path, field: str) -> None:
    assert doubted(tmp_path, field) == []


@pytest.mark.parametrize(
    ("field", "mark"),
    [("topics: [全程代办，上门服务]", "，"), ("problem: ｜\n  办事远。", "｜"), ("limits: ＞\n  没算。", "＞")],
)
def test_full_width_marks_that_look_like_syntax_are_named(tmp_path: Path, field: str, mark: str) -> None:
    (one,) = doubted(tmp_path, field)
    assert f"“{mark}”" in one


@pytest.mark.parametrize(
    "field",
    [
        "topics: ['甲，乙']",
        "topics: [抓书记、书记抓]",
        "limits: 甲，乙",
        "topics: [《甲，乙》]",
        "insights:\n  - 甲，乙",
    ],
)
def test_full_width_marks_of_texts_are_fine(tmp_path: Path, field: str) -> None:
    assert doubted(tmp_path, field) == []


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ("insights:\n  - [图1] 先定人", "text-after-bracket", "用英文引号把整段文字括起来"),
        ("title: {甲} 乙", "text-after-bracket", "用英文引号"),
        ("insights:\n  - >80%的村", "bad-start", "用英文引号"),
        ("insights:\n  - !重要", "bad-start", "用英文引号"),
        ("insights:\n  - |甲", "bad-start", "用英文引号"),
        ("figures:\n  - {label: 代办员 #1, value: 2}\n  - {label: 甲}", "comment-in-brackets", "去掉“#”前面的空格"),
        ("limits: |\n  甲\n\u00a0\u00a0乙", "odd-space", "用空格键重新打"),
        ("practice:\n  - heading: 甲\n    text: |\n   文", "shallow", "多缩进两格"),
        ("practice:\n  - heading: 甲\n     text: 乙", "uneven", "和上面同层的字段对齐"),
        ("organisations: [村党组织]", "bad-id", "改成 village"),
        ("dimensions: [服务载体]", "bad-id", "改成 carrier"),
        ("organisations: [village，organ]", "bad-id", "英文逗号"),
        ("insights: － 甲", "wrong-type", "英文减号"),
        ("topics: ［甲］", "wrong-type", "改成英文的“[ ]”"),
        ("reviewed: {by: 编者, on: “2021-01-05”}", "bad-date", "中文引号“”不是 YAML 的引号"),
    ],
)  # fmt: skip
def test_the_remedy_fits(tmp_path: Path, fields: str, code: str, said: str) -> None:
    (one,) = (finding for finding in told_of_case(tmp_path, fields) if f" {code} " in finding)
    assert said in one


@pytest.mark.parametrize(
    "text",
    [
        "1、先定人\n  2、再定时间",
        "（1）先定人\n  （2）再定时间",
        "1—6年级都去",
        "三（2）班",
        "6:10 出发",
        "1. 甲\n  2. 乙",
    ],
)
def test_enumerators_and_classes_are_no_figures(tmp_path: Path, text: str) -> None:
    assert "number-without-figure" not in codes(tmp_path, {"cases/first-case.yml": case(f"limits: |\n  {text}")})


@pytest.mark.parametrize("value", ["6分10秒", '"6:10"', "6:10", "1小时20分"])
def test_times_are_values(tmp_path: Path, value: str) -> None:
    assert CASE
    figure = f"figures:\n  - {{label: 用时, value: {value}, source: survey, locator: 全校疏散用时}}"
    assert told_of_case(tmp_path, figure, "results: 全校疏散用时6分10秒。" if "秒" in value else "results: 好。") == []


def test_a_name_that_yaml_takes_is_named(tmp_path: Path) -> None:
    (one,) = (finding for finding in told_of_case(tmp_path, "limits: &A 区试点") if "anchor" in finding)
    assert "cut-by-anchor “&A”会被当成 YAML 的记号" in one
    assert "anchor" not in "".join(told_of_case(tmp_path / "used", "limits: &A 区试点\nconditions: *A"))


@pytest.mark.parametrize(
    ("setting", "finding"),
    [
        ("site_name: 消防 #1 案例库", "1:15 warning cut-by-comment “#1 案例库”"),
        ("site_name: 消防 # 一期", "1:15 warning cut-by-comment"),
        ("site_description: 甲\n  乙 #3", "6:5 warning cut-by-comment"),
        ("site_description: &A 区", "5:19 warning cut-by-anchor"),
        ('copyright: "D:\\new"', "5:13 warning escape"),
        ("nav:\n  - 首页 #1: index.md", "6:8 warning cut-by-comment"),
        ("plugins: [{anliku: {vocabulary: {publisher: 某办 #2\n  }}}]", "4:48 warning cut-by-comment"),
    ],
)
def test_a_setting_that_is_cut_is_named(tmp_path: Path, setting: str, finding: str) -> None:
    found = told(tmp_path, {"mkdocs.yml": changed(MKDOCS, setting)})
    assert any(line.startswith(f"mkdocs.yml:{finding}") for line in found), found


@pytest.mark.parametrize(
    "setting", ["site_name: 小库   # 名称待定", "docs_dir: content/pages # 页面", "site_name: '库 #1'"]
)
def test_a_comment_in_settings_is_left_alone(tmp_path: Path, setting: str) -> None:
    assert not [line for line in told(tmp_path, {"mkdocs.yml": changed(MKDOCS, setting)}) if "cut-by" in line]


@pytest.mark.parametrize(
    ("head", "finding"),
    [
        ("title: 说明 #1", "2:11 warning cut-by-comment “#1”"),
        ('title: "D:\\new"', "2:9 warning escape"),
        ("description: 甲\ntags: [甲，乙]", "3:8 warning full-width-mark"),
        ("title: &A 区", "2:8 warning cut-by-anchor"),
    ],
)
def test_a_head_that_is_cut_is_named(tmp_path: Path, head: str, finding: str) -> None:
    found = told(tmp_path, {"content/pages/guide.md": f"---\n{head}\n---\n\n正文\n"})
    assert any(line.startswith(f"content/pages/guide.md:{finding}") for line in found), found
