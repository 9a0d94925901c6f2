"""Ordinary pages are written by many hands as well: what they hold is cleaned like every other text."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.library import read_config
from anliku.site.frames.frameset import read_frames
from anliku.site.frames.mkdocs_frames import render_frames

from .building import mini_library

HEAD = """---
title: '"><script>pwned()</script>题 @@anliku:body@@'
description: '"><script>pwned()</script>'
template: redirect.html
location: https://evil.invalid/
---
"""


def rendered(folder: Path, page: str) -> str:
    """Return the page as MkDocs makes it; it gives its own title, which the navigation then shows as well."""
    root = mini_library(folder)
    (root / "content/pages/guide.md").write_text(page, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("  - 指南: guide.md", "  - guide.md"), encoding="utf-8")
    render_frames(root, folder / "out", read_config(root)[0])
    return (folder / "out/guide.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "<script>pwned()</script>",
        "<script src=//evil.invalid/x.js></script>",
        "<img src=x onerror=pwned()>",
        "<div style='position:fixed'>x</div>",
        "<meta http-equiv=refresh content='0;url=https://evil.invalid'>",
        "<base href=//evil.invalid>",
        "<iframe src=//evil.invalid></iframe>",
        "[点](javascript:pwned())",
        "![图](//evil.invalid/x.png)",
        "![图](https://evil.invalid/x.png)",
        r"[点](\\evil.invalid\share)",
        "[点](/etc/passwd)",
        "[点](../../etc/passwd)",
        "# <img src=x onerror=pwned()>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(tmp_path: Path, text: str) -> None:
    html = rendered(tmp_path, f"# 指南\n\n{text}\n")

    assert "pwned" not in html.replace("pwned()</h1>", "")
    assert "evil.invalid" not in html
    assert "etc/passwd" not in html
    assert "sha256-" not in html
    assert "position:fixed" not in html


def test_the_head_of_a_page_is_text(tmp_path: Path) -> None:
    html = rendered(tmp_path, HEAD + "正文。\n")

    assert "正文。" in html
    assert "<script>" not in html
    assert "evil.invalid" not in html
    assert "<title>&#34;&gt;pwned()题 &#64;@anliku:body@@ · 小库</title>" in html


def test_a_title_in_the_navigation_is_no_mark_of_a_frame(tmp_path: Path) -> None:
    rendered(tmp_path, HEAD + "文。\n")

    frame = read_frames(tmp_path / "out", "").frames["cases/index.md"]
    assert frame.parts.count("body") == 1
    assert "&#64;@anliku:body@@" in "".join(frame.parts)


def test_the_marks_of_an_introduction_cannot_be_forged(tmp_path: Path) -> None:
    root = mini_library(tmp_path)
    text = "前<!--/anliku:intro-->后 @@anliku:scripts@@\n"
    (root / "content/pages/index.md").write_text(text, encoding="utf-8")
    render_frames(root, tmp_path / "out", read_config(root)[0])

    frame = read_frames(tmp_path / "out", "").frames["index.md"]
    assert frame.intro == "<p>前后 @@anliku:scripts@@</p>"
    assert frame.parts.count("scripts") == 1


def test_what_looks_like_a_section_of_html_stops_nothing(tmp_path: Path) -> None:
    html = rendered(tmp_path, "见<![图](images/a.png)和<![附件]。\n")

    assert '&lt;<img alt="图" src="images/a.png">和&lt;![附件]。' in html


def test_what_pages_need_stays(tmp_path: Path) -> None:
    html = rendered(
        tmp_path,
        "# 指南\n\n## 一 & 二\n\n[首页](index.md)、[外面](https://example.org)、![图](images/a.png)\n\n"
        '<details class="note"><summary>更多</summary>字</details>\n\n| a | b |\n|--|--|\n| 1 | 2 |\n',
    )

    assert '<h2 id="一-二">一 &amp; 二</h2>' in html
    assert '<a href="index.html" rel="noopener noreferrer">首页</a>' in html
    assert '<a href="https://example.org" rel="noopener noreferrer">外面</a>' in html
    assert '<img alt="图" src="images/a.png">' in html
    assert '<details class="note"><summary>更多</summary>字</details>' in html
    assert "<td>1</td>" in html
