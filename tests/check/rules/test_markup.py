from __future__ import annotations

from pathlib import Path

import pytest

from ...support import codes_of_case, told_of_case


def test_a_script_is_an_error_where_it_stands(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "limits: |\n  没有算误工。\n  <script>alert()</script>") == [
        "cases/first-case.yml:20:3 error unsafe-html 正文里有 HTML 标签“<script”，不安全。 | 删去它；正文只用 Markdown，不用 HTML。"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<SCRIPT src=x>", "unsafe-html"),
        ("< iframe src=x>", "unsafe-html"),
        ("<svg onload=alert()>", "unsafe-html"),
        ("<b onclick=alert()>点</b>", "unsafe-html"),
        ("[点](javascript:alert())", "unsafe-link"),
        ("[点](JavaScript :alert())", "unsafe-link"),
        ("[点](file:///etc/passwd)", "unsafe-link"),
        ("[点](//host/share)", "unsafe-link"),
        ("[点](\\\\host\\share)", "unsafe-link"),
        ("见 \\\\host\\share", "unsafe-link"),
        ("![图](https://example.org/a.png)", "remote-image"),
        ("<img src=https://example.org/a.png>", "remote-image"),
        ("看不见的\u200b字", "strange-character"),
        ("残缺的\ufffd字", "strange-character"),
        ("倒着的\u202e字", "strange-character"),
    ],
)
def test_what_does_not_belong_in_a_text(tmp_path: Path, text: str, code: str) -> None:
    assert code in codes_of_case(tmp_path, f"limits: '{text}'")


@pytest.mark.parametrize(
    "text",
    [
        "收入 < 支出", "a<b", "[网站](https://example.org/)", "**粗**，`代码`", "用书名号《<意见>》", "C:\\\\目录", "写作 //", "全角　空格",
        "说明：脚本", "<br>",
    ],
)  # fmt: skip
def test_what_may_stand_in_a_text(tmp_path: Path, text: str) -> None:
    assert codes_of_case(tmp_path, f"limits: '{text}'") == []


@pytest.mark.parametrize(
    ("character", "said"),
    [("⼈", "改成普通的“人”。"), ("\ufa0e", "改成普通的汉字"), ("\ue123", "换成普通的字"), ("⺠", "改成普通的汉字")],
)
def test_a_character_that_only_looks_like_one_is_named(tmp_path: Path, character: str, said: str) -> None:
    (one,) = told_of_case(tmp_path, f"limits: 工作{character}员")
    assert one.startswith("cases/first-case.yml:18:11 warning odd-character")
    assert said in one


@pytest.mark.parametrize("character", ["\u00ad", "\u2060", "\u200b", "\u061c"])
def test_a_character_without_width_is_named(tmp_path: Path, character: str) -> None:
    assert any("strange-character" in one for one in told_of_case(tmp_path, f"limits: 工作{character}员"))
