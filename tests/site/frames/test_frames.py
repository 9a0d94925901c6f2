"""Frames and the policy of pages."""

from __future__ import annotations

import base64
import hashlib
import re

import nh3
import pytest

from anliku.site.frames.csp import with_policy
from anliku.site.frames.frame import Frame, lean, slot, squeeze


def test_a_frame_is_filled_at_its_marks() -> None:
    frame = Frame.of(f"<h1>{slot('title')}</h1>{slot('body')}<i>{slot('title')}</i>")
    assert frame.fill({"title": "题", "body": "<p>文</p>"}) == "<h1>题</h1><p>文</p><i>题</i>"


def test_a_mark_inside_a_value_is_text() -> None:
    assert Frame.of(slot("body")).fill({"body": slot("title"), "title": "x"}) == slot("title")


def test_a_slot_without_a_value_stays_empty() -> None:
    assert Frame.of(f"a{slot('head')}b").fill({}) == "ab"


def test_what_filled_a_page_can_be_read_from_it() -> None:
    frame = Frame.of(f"<t>{slot('title')}</t><nav>{slot('toc')}</nav>{slot('body')}</html>")
    values = {"title": "题", "toc": "", "body": "<nav>x</nav></html>"}
    assert frame.read(frame.fill(values)) is None  # the body holds what follows it, so that one cannot be sure
    values["body"] = "<nav>x</nav>"
    assert frame.read(frame.fill(values)) == values
    assert frame.read("<t>题</t>") is None
    assert frame.read(frame.fill(values) + "more") is None


def test_indentation_goes_and_scripts_stay() -> None:
    assert squeeze("<p>\n    x\n</p>\n\n<pre>\n  a\n</pre>") == "<p>\nx\n</p>\n<pre>\n  a\n</pre>"


def test_inline_scripts_are_allowed_by_their_hash_only() -> None:
    page = with_policy(f'<meta content="{slot("csp")}"><script>let a=1</script><script src="x.js"></script>')
    digest = base64.b64encode(hashlib.sha256(b"let a=1").digest()).decode()
    assert f"'sha256-{digest}'" in page
    assert page.count("sha256-") == 1
    scripts = page.split("script-src")[1].split(";")[0]
    assert "unsafe" not in scripts


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("<ul><li>一</li>\n<li>二<ol><li>三</li></ol></li></ul>", "<ul><li>一\n<li>二<ol><li>三</ol></ul>"),
        ("<dl><div><dt>甲</dt><dd>乙</dd></div></dl>", "<dl><div><dt>甲<dd>乙</div></dl>"),
        ("<table><thead><tr><th>甲</th></tr></thead>\n<tbody><tr><td>乙</td>\n<td>丙</td></tr>\n<tr><td>丁</td></tr></tbody></table>",
         "<table><thead><tr><th>甲</thead>\n<tbody><tr><td>乙\n<td>丙\n<tr><td>丁</tbody></table>"),
        ("<li>一</li> 文", "<li>一</li> 文"),
        ("<p>一</p><p>二</p>", "<p>一</p><p>二</p>"),
    ],
)  # fmt: skip
def test_ends_that_html_implies_are_left_out_and_no_others(whole: str, short: str) -> None:
    assert lean(whole) == short
    # The cleaner reads as browsers do, and writes every end.
    assert re.sub(r"\s", "", nh3.clean(short)) == re.sub(r"\s", "", nh3.clean(whole))
