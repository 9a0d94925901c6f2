from __future__ import annotations

import json
from pathlib import Path

import pytest

from anliku.check.findings import Finding, Severity
from anliku.check.render import as_github, as_json, as_text, excerpt

ERROR = Finding("unknown-key", Severity.ERROR, "cases/a.yml", 2, 1, "没有“sumary”这个字段。", "是不是“summary”？")
WARNING = Finding("not-reviewed", Severity.WARNING, "cases/a.yml", 1, 8, "没有审核记录。", "补上审核记录。")
WHOLE = Finding("missing-file", Severity.ERROR, "content/sources.yml", 0, 0, "缺少这个文件。", "补上它。")


def library(folder: Path, text: str = "title: 标题\nsumary: 摘要\n") -> Path:
    (folder / "cases").mkdir()
    (folder / "cases/a.yml").write_text(text, encoding="utf-8")
    return folder


def test_text_shows_the_line_a_caret_and_the_remedy(tmp_path: Path) -> None:
    assert as_text([WARNING, ERROR, WHOLE], library(tmp_path)) == (
        "cases/a.yml:1:8 警告 没有审核记录。 [not-reviewed]\n"
        "    1 │ title: 标题\n"
        "      │        ^\n"
        "      怎么改：补上审核记录。\n"
        "\n"
        "cases/a.yml:2:1 错误 没有“sumary”这个字段。 [unknown-key]\n"
        "    2 │ sumary: 摘要\n"
        "      │ ^\n"
        "      怎么改：是不是“summary”？\n"
        "\n"
        "content/sources.yml 错误 缺少这个文件。 [missing-file]\n"
        "      怎么改：补上它。\n"
        "\n"
        "共 2 处错误、1 处警告，涉及 2 个文件。"
    )


def test_text_says_when_all_is_well(tmp_path: Path) -> None:
    assert as_text([], tmp_path) == "没有发现问题。"


def test_text_counts_warnings_alone(tmp_path: Path) -> None:
    assert as_text([WARNING], library(tmp_path)).endswith("\n共 1 处警告，涉及 1 个文件。")


def test_text_has_colour_only_when_asked(tmp_path: Path) -> None:
    root = library(tmp_path)
    assert "\x1b[1;31m错误" in as_text([ERROR], root, color=True)
    assert "\x1b[" not in as_text([ERROR], root, color=False)


def test_text_does_not_pass_on_what_a_terminal_obeys(tmp_path: Path) -> None:
    root = library(tmp_path, "title: 标\x1b[2J题\nsumary: 摘要\n")
    assert "标·[2J题" in as_text([WARNING], root)


def test_text_copes_with_files_that_are_gone_short_or_not_text(tmp_path: Path) -> None:
    root = library(tmp_path, "title: 标题\n")
    gone = Finding("x", Severity.ERROR, "cases/gone.yml", 3, 1, "甲。", "")
    assert as_text([gone, ERROR], root).startswith("cases/gone.yml:3:1 错误 甲。 [x]\n\ncases/a.yml:2:1")
    (root / "cases/a.yml").write_bytes("标题".encode("gb18030"))
    assert "错误" in as_text([ERROR], root)


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("title: 标题", 8, "title: 标题", "       ^"),
        ("标题：甲", 3, "标题：甲", "\u3000\u3000^"),
        ("ａb标c", 4, "ａb标c", "\u3000 \u3000^"),
        ("\ttitle", 2, " title", " ^"),
        ("a", 1, "a", "^"),
        ("", 1, "", "^"),
        ("x" * 200, 100, "…" + "x" * 78 + "…", " " * 41 + "^"),
        ("x" * 200, 1, "x" * 78 + "…", "^"),
        ("x" * 100, 100, "…" + "x" * 41, " " * 41 + "^"),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, shown: str, caret: str) -> None:
    assert excerpt(line, column) == (shown, caret)


def test_json_is_stable() -> None:
    assert json.loads(as_json([ERROR, WARNING])) == {
        "format": "anliku-findings/1",
        "errors": 1,
        "warnings": 1,
        "findings": [
            {
                "code": "unknown-key",
                "severity": "error",
                "path": "cases/a.yml",
                "line": 2,
                "column": 1,
                "message": "没有“sumary”这个字段。",
                "remedy": "是不是“summary”？",
            },
            {
                "code": "not-reviewed",
                "severity": "warning",
                "path": "cases/a.yml",
                "line": 1,
                "column": 8,
                "message": "没有审核记录。",
                "remedy": "补上审核记录。",
            },
        ],
    }


def test_annotations_for_github() -> None:
    assert as_github([ERROR, WHOLE]).splitlines() == [
        "::error file=cases/a.yml,line=2,col=1,title=错误 unknown-key::没有“sumary”这个字段。 怎么改：是不是“summary”？",
        "::error file=content/sources.yml,title=错误 missing-file::缺少这个文件。 怎么改：补上它。",
    ]


def test_annotations_are_escaped() -> None:
    odd = Finding("x", Severity.WARNING, "cases/a,b:c%.yml", 1, 1, "100%\r\n甲::乙", "")
    assert as_github([odd], prefix="library/") == (
        "::warning file=library/cases/a%2Cb%3Ac%25.yml,line=1,col=1,title=警告 x::100%25%0D%0A甲::乙"
    )
