"""The built site as text: no dead link, no doubled id, nothing inline, nothing too heavy."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import anliku
from anliku.site.build import Options, build

THEME = Path(__file__).parents[2] / "theme"
ASSETS = THEME / "assets" / "anliku"
SCRIPTS = [*sorted(ASSETS.glob("*.js")), THEME / "pack" / "viewer.js"]
LISTS = ("selection.html", "compare.html", "print.html", "study.html")
"""Pages that read the part of an address behind # as ids of cases."""


class Links(HTMLParser):
    """Collects what a page points to, the ids it has, and what the policy would forbid."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.targets += [given[name] for name in ("href", "src", "action") if given.get(name)]
        self.ids += [given["id"]] if "id" in given else []
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("script")


@pytest.fixture(scope="module")
def pages(shipped_site):
    return {path: Links(path.read_text(encoding="utf-8")) for path in sorted(shipped_site.rglob("*.html"))}


def test_every_link_leads_somewhere(pages):
    assert dead_links(pages) == []


def test_every_link_of_a_new_library_leads_somewhere(tmp_path):
    root = shutil.copytree(Path(anliku.__file__).parent / "starter", tmp_path / "new")
    site = build(root, Options()).out
    assert dead_links({path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}) == []


def dead_links(pages):
    """The links that lead to no file of the site, or to no place in one."""
    dead = []
    for path, links in pages.items():
        for target in links.targets:
            url = urlsplit(target)
            if url.scheme in ("http", "https", "mailto"):
                continue
            file = (path.parent / unquote(url.path)).resolve() if url.path else path
            fragment = "" if file.name in LISTS else unquote(url.fragment)
            if not file.is_file() or (fragment and file in pages and fragment not in pages[file].ids):
                dead.append(f"{path.name}: {target}")
    return dead


def test_no_page_has_an_id_twice(pages):
    doubled = {path.name: {i for i in links.ids if links.ids.count(i) > 1} for path, links in pages.items()}
    assert {name: ids for name, ids in doubled.items() if ids} == {}


def test_no_page_has_inline_scripts_or_styles(pages):
    assert {path.name: links.inline for path, links in pages.items() if links.inline} == {}


def test_the_frame_of_a_case_is_light(shipped_site):
    html = (shipped_site / "cases" / "songyan-one-stop.html").read_text(encoding="utf-8")
    start, end = html.index('<div id="content"'), html.index("</article>")

    assert len((html[:start] + html[end:]).encode()) < 6_000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_keep_to_what_old_browsers_know(script):
    code = re.sub(
        r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", "", script.read_text(encoding="utf-8"), flags=re.S
    )

    assert not re.search(
        r"\?\.(?!\d)|\?\?|^\s*(import|export)\b|\bfetch\(|innerHTML|outerHTML|insertAdjacentHTML", code, re.M
    )


@pytest.mark.parametrize("sheet", sorted(ASSETS.glob("*.css")), ids=lambda path: path.name)
def test_styles_keep_to_what_old_browsers_know(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)

    assert not re.search(r":(is|where|has)\(|[\s;{](gap|aspect-ratio|inset)\s*:|clamp\(|[\s:](min|max)\(|url\(", css)
