"""`anliku export`: one page as one file that needs no other and asks for none."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.single import single_file

from .support import change

Run = Callable[..., tuple[int, str]]
PAGE = """<!doctype html><html><head><title>题 · 库</title><meta name="description" content="说明">
<link rel="stylesheet" href="../assets/a.css"><link rel="stylesheet" href="../assets/p.css" media="print"></head>
<body dir="ltr"><nav class="way"><a href="../index.html">首页</a></nav>
<nav class="toc"><a href="#one">一</a></nav>
<article class="x"><h1 id="one">题</h1><a class="chip" href="../lists/dim.html">链接</a> <a href="#one">上</a>
<a href="https://example.org/">外</a> <img alt="图" src="pic.png"><img alt="无" src="../../../etc/passwd">
<nav class="neighbours"><a href="next.html">下一个</a></nav></article>
<script src="../assets/anliku/page.js"></script><script src="../assets/own.js"></script></body></html>"""
FILES = {
    "assets/a.css": b"body{color:red}",
    "assets/p.css": b"nav{display:none}",
    "cases/pic.png": b"PNG",
    "assets/own.js": b"document.title='</script>'",
}


def _read(path: str) -> bytes:
    if path not in FILES:
        raise FileNotFoundError(path)
    return FILES[path]


def test_everything_is_inside_and_links_that_lead_out_are_text() -> None:
    html = single_file("cases/one.html", PAGE, _read, "选自<库>")
    assert "<style>body{color:red}</style>" in html
    assert '<style media="print">nav{display:none}</style>' in html
    assert '<a class="chip">链接</a> <a href="#one">上</a>' in html
    assert '<a href="https://example.org/">外</a>' in html
    assert f'src="data:image/png;base64,{base64.b64encode(b"PNG").decode()}"' in html
    assert "<title>题 · 库</title>" in html
    assert "选自&lt;库&gt;" in html
    assert 'alt="无" src="data:,"' in html
    assert not re.search(r"首页|下一个|page\.js|href=\"\.\.", html)
    assert "document.title='<\\/script>'" in html
    assert re.search(r"script-src 'sha256-[^']+';", html)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["example-village-agent", "lessons/example-lesson", "checklists/village"])
def test_it_opens_alone_and_asks_for_nothing(
    chromium: Any, library: Path, anliku: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "alone" / "页.html"
    file.parent.mkdir()
    code, said = anliku("-C", library, "export", name, "-o", file)
    assert code == 0, said
    page = chromium.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("data:") else None)
    page.goto(file.as_uri())
    assert faults == [file.as_uri()]
    assert "代办" in page.inner_text("article")
    assert page.evaluate("getComputedStyle(document.querySelector('article')).fontFamily") != ""
    page.close()


def test_hints_only_for_lecturers(library: Path, anliku: Run, tmp_path: Path) -> None:
    change(
        library / "cases/example-village-agent.yml",
        "status: published",
        "status: published\nquestions: [{ask: 问, hint: 只给讲师}]",
    )
    text = (library / "cases/example-village-agent.yml").read_text(encoding="utf-8")
    old = re.sub(r"\nquestions:\n(?:  .*\n|- .*\n)+", "\n", text)
    (library / "cases/example-village-agent.yml").write_text(old, encoding="utf-8")
    for options, shown in (((), False), (("--lecturer",), True)):
        code, said = anliku("-C", library, "export", "example-village-agent", "-o", tmp_path / "x.html", *options)
        assert code == 0, said
        assert ("只给讲师" in (tmp_path / "x.html").read_text(encoding="utf-8")) is shown


def test_an_unknown_id_names_the_nearest(library: Path, anliku: Run) -> None:
    code, said = anliku("-C", library, "export", "example-vilage-agent")
    assert code == 2
    assert "example-village-agent" in said


def test_pictures_come_along_and_attachments_are_said_not_to() -> None:
    page = (
        '<title>甲</title><body><article><img alt="楼道" src="../images/a.png"><a class="x" href="../files/登记%20表.pdf">登记<b>表</b></a>'
        '<a href="b.html">另一页</a><a href="../checklists/village.pdf">PDF</a><a href="https://a.cn/c.pdf">网站</a><a href="#x">节</a></article></body>'
    )
    html = single_file("cases/a.html", page, lambda path: path.encode(), "库")
    assert 'src="data:image/png;base64,' in html
    assert "登记<b>表</b>（附件 登记 表.pdf 不随本文件）</a>" in html
    assert html.count("不随本文件") == 1
    assert 'href="https://a.cn/c.pdf"' in html and 'href="#x"' in html
