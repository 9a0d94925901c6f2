"""The line of documents: years, gaps between them, and what rests on each."""

from __future__ import annotations

import re
from pathlib import Path

from tests.site.building import built, mini_library
from tests.support import POLICY, changed


def page(folder: Path, **policies: str) -> str:
    """Return the text of the page of documents of a library with these besides its own, tags as bars."""
    library = mini_library(folder)
    for name, date in policies.items():
        text = changed(POLICY, f"title: 文件{name}", *([f'date: "{date}"'] if date else []))
        (library / "content" / "policies" / f"{name}.yml").write_text(text, encoding="utf-8")
    html = (built(library).out / "policies" / "index.html").read_text(encoding="utf-8")
    return re.sub(r"(?:\s*<[^>]+>\s*)+", "|", html.split('<div id="content">')[1].split("</article>")[0])


def test_documents_stand_by_year_with_what_rests_on_them(tmp_path: Path) -> None:
    text = page(tmp_path, later="2014-05", first="2007", second="2009-11")
    line = text[text.rindex("|一年一年看|") :]
    parts = [
        "|2007 年|文件first|",
        "|2008 年：库里没有文件|",
        "|2009 年|文件second|",
        "|2010—2013 年：库里没有文件|",
        "|2014 年|文件later|",
        "|没有写日期|意见|某市委|",
    ]
    places = [line.index(part) for part in parts]
    assert places == sorted(places)
    assert "|文件first|某市委|摘编 2 条，还没有用到。|" in line
    rest = line[places[-1] :]
    assert "|摘编 2 条，用到 2 条：案例 2 个，自评 1 条|" in rest
    assert "|代办|案例 1 个，自评 1 条|走访|案例 1 个" in rest


def test_documents_of_one_year_or_without_a_date_make_no_line(tmp_path: Path) -> None:
    text = page(tmp_path, one="2014-05", other="2014")
    assert "一年一年看" not in text
    assert "文件one" in text
