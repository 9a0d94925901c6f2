"""The compact form as files: everything is there, every link leads somewhere, few files, the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from anliku.pack import casepacks
from anliku.pack.bundles import bundled
from anliku.pack.compact import Limits, compact
from anliku.pack.errors import PackError
from anliku.pack.items import PackItem, site_items
from anliku.pack.links import Links
from anliku.site.build import Options, build
from anliku.site.frames.frame import Frame

from .compacting import SMALL, cases, compact_items, shards, write
from .support import quiet, starter

CASE = "cases/example-village-agent.yml"


class Tags(HTMLParser):
    """What a piece of HTML points to, the ids it has, and what a policy would forbid."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.targets += [given[name] for name in ("href", "src", "action") if name in given]
        self.ids |= {given["id"]} if "id" in given else set()
        self.forbidden += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag in ("script", "style", "iframe", "object", "embed") and "src" not in given:
            self.forbidden += [tag] if given.get("type") != "application/json" else []


@pytest.fixture
def site(compact_site: Path) -> Path:
    return compact_site


# ---- what is in it -----------------------------------------------------------------------------------------------------


def test_every_case_is_in_a_pack_and_no_page_of_its_own_is_left(site: Path, shipped_site: Path) -> None:
    pages = {page.stem for page in (shipped_site / "cases").glob("*.html")} - {"index"}
    assert set(cases(site)) == pages
    assert {page.name for page in (site / "cases").glob("*.html")} == {"index.html", "case.html"}
    assert len(list((site / "cases").glob("pack-*.js"))) == 6


def test_a_case_in_a_pack_has_all_that_its_page_had_but_for_the_links(site: Path, shipped_site: Path) -> None:
    for case, found in cases(site).items():
        page = (shipped_site / "cases" / f"{case}.html").read_text(encoding="utf-8")
        for name, value in found.items():
            assert re.sub(r'href="[^"]*"', "", value) in re.sub(r'href="[^"]*"', "", page), (case, name)
        assert len(found["body"]) > 0.4 * len(page)


def test_every_link_leads_somewhere(site: Path) -> None:
    inside = {case: Tags(found["toc"] + found["body"]) for case, found in cases(site).items()}
    pages = {path: Tags(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    viewer = site / "cases" / "case.html"
    every = [(path, target) for path, tags in pages.items() for target in tags.targets]
    every += [(viewer, target) for tags in inside.values() for target in tags.targets]
    dead = [(path.name, target) for path, target in every if not _leads_somewhere(path, target, pages, inside, site)]
    assert dead == []
    assert sum(target.startswith("#") and "/" in target for _, target in every) > 500


def _leads_somewhere(path: Path, target: str, pages: dict[Path, Tags], inside: dict[str, Tags], site: Path) -> bool:
    url = urlsplit(target)
    if url.scheme in ("http", "https", "mailto"):
        return True
    file = (path.parent / unquote(url.path)).resolve() if url.path else path
    place = unquote(url.fragment)
    if file == site / "cases" / "index.html" and url.query:
        return _is_facet(url.query, site)
    named = {site / "selection.html": "ids=", site / "study.html": "plan="}.get(file)
    if named and place.startswith(named):
        return file.is_file() and set(place.removeprefix(named).split(",")) <= inside.keys()
    if file == site / "cases" / "case.html" and place and not (path == file and place in pages[file].ids):
        case, _, place = place.partition("/")
        return case in inside and (not place or place in inside[case].ids)
    return file.is_file() and (not place or file not in pages or place in pages[file].ids)


def _is_facet(query: str, site: Path) -> bool:
    text = (site / "cases" / "list.js").read_text(encoding="utf-8")
    facets = {facet["key"]: facet for facet in json.loads(text[text.index(".cases=") + 7 : text.rindex(";")])["facets"]}
    wanted = parse_qs(query)
    return all(value in [v[0] for v in facets[key]["values"]] for key, values in wanted.items() for value in values)


def test_a_list_has_become_the_choice_of_a_facet(site: Path) -> None:
    html = (site / "lists" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../cases/index.html?org=village">' in html
    assert {page.name for page in (site / "lists").iterdir()} == {"index.html"}
    assert "不启用 JavaScript" not in html


def test_what_is_true_of_the_full_form_alone_is_left_out_and_nothing_else(tmp_path: Path) -> None:
    library = starter(tmp_path / "library")
    (library / "content" / "pages" / "about.md").write_text('# 页\n\n<p title="a data-full b">一段话</p>\n', "utf-8")
    packed = {item.file.path: item.read() for item in compact_items(build(library, Options()).out)}
    assert "一段话" in packed["site/about.html"].decode()
    assert b" data-full>" not in packed["site/lists/index.html"]


def test_nothing_in_a_case_can_run(site: Path) -> None:
    assert {
        case: Tags(found["body"]).forbidden for case, found in cases(site).items() if Tags(found["body"]).forbidden
    } == {}


def test_the_policy_of_the_viewer_admits_its_own_script_and_no_other(site: Path) -> None:
    viewer = (site / "cases" / "case.html").read_text(encoding="utf-8")
    assert Tags(viewer).forbidden == ["script"]
    (script,) = re.findall(r"<script data-packs[^>]*>(.*?)</script>", viewer, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' file: blob: 'sha256-{digest}' ;" in viewer


def test_without_a_script_the_viewer_says_what_this_is(site: Path) -> None:
    (said,) = re.findall(r"<noscript>(.*?)</noscript>", (site / "cases" / "case.html").read_text(encoding="utf-8"))
    assert "紧凑版" in said
    assert "完整版" in said


def test_the_sites_own_manifest_lists_what_is_there(site: Path) -> None:
    listed = {file["path"] for file in json.loads((site / "manifest.json").read_bytes())["files"]}
    assert listed | {"manifest.json"} == {f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file()}


def test_the_same_site_gives_the_same_bytes(shipped_site: Path) -> None:
    first, second = ([(item.file, item.read()) for item in compact_items(shipped_site)] for _ in range(2))
    assert first == second


# ---- how many files ----------------------------------------------------------------------------------------------------


def _many(folder: Path, count: int) -> Path:
    library = starter(folder)
    text = (library / CASE).read_text(encoding="utf-8")
    for number in range(count):
        case = text.replace("示例村设代办员", f"第{number}村设代办员").replace(
            "村子离镇上远", f"第{number}个村子离镇上远"
        )
        (library / "cases" / f"case-{number:04d}.yml").write_text(case, encoding="utf-8")
    return build(library, Options()).out


def test_the_number_of_files_stays_within_its_limit(tmp_path: Path) -> None:
    built = _many(tmp_path / "library", 300)
    limits = Limits(files=115, bundles=10, pack_bytes=20_000, packs=12)
    items = compact_items(built, limits)
    names = [item.file.path for item in items]
    assert len(site_items(built)) > 370
    assert 105 < len(names) <= 115
    assert sum("/pack-" in name for name in names) == 12
    assert len(cases(write(items, tmp_path / "out"))) == 301


def test_a_pack_may_be_empty(tmp_path: Path) -> None:
    built = build(starter(tmp_path / "library"), Options()).out
    site = write(compact_items(built, Limits(pack_bytes=1, packs=5)), tmp_path / "out")
    packs = sorted((site / "cases").glob("pack-*.js"))
    assert [next(iter(shards(pack))) for pack in packs] == [f"pack-0{number}" for number in range(5)]
    assert set(cases(site)) == {"example-village-agent"}


def test_packs_are_of_about_equal_size_and_their_number_seldom_changes() -> None:
    counts = [casepacks.pack_count(size, 1000, 48) for size in (0, 1, 1000, 1001, 5900, 6100, 60_000, 10**6)]
    assert counts == [1, 1, 1, 2, 6, 8, 48, 48]
    sizes = [0] * 48
    for number in range(10_000):
        sizes[casepacks.pack_of(f"case-{number:05d}", 48)] += 1
    assert 150 < min(sizes) <= max(sizes) < 270


def test_bundles_hold_every_shard_once_in_order() -> None:
    scripts = [f"t/00/{n:03x}" for n in range(30)] + [f"p/0/{n:02x}" for n in range(25)]
    files = [PackItem.of(f"site/search/{name}.js", _script(name)) for name in scripts]
    meta = PackItem.of("site/search/meta.js", _script("meta"))
    made = {item.file.path.removeprefix("site/search/"): item.read() for item in bundled(files, meta, 11)}
    assert len(made) <= 12
    table = json.loads(re.findall(r'"bundles",-1,(.*?)\)\n', made["meta.js"].decode("utf-16"))[0])
    for name in scripts:
        (holder,) = [file for first, last, file in table if first <= name <= last]
        assert f'anliku.shard("{name}"' in made[f"{holder}.js"].decode("utf-16")
        assert made[f"{holder}.js"].count(b"\xff\xfe") == 1


def test_few_shards_are_left_as_they_are() -> None:
    files = [PackItem.of("site/search/p/0/00.js", _script("p/0/00"))]
    meta = PackItem.of("site/search/meta.js", _script("meta"))
    assert bundled(files, meta, 1) == [*files, meta]


def _script(name: str) -> bytes:
    return b"\xff\xfe" + f'anliku.shard("{name}",-1,0)\n'.encode("utf-16-le")


# ---- small parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "case", "href", "wanted"),
    [
        ("index.html", "", "cases/one-case.html", "cases/case.html#one-case"),
        ("terms/index.html", "", "../cases/one-case.html#step-1", "../cases/case.html#one-case/step-1"),
        ("cases/index.html", "", "one-case.html", "case.html#one-case"),
        ("cases/two-cases.html", "two-cases", "one-case.html#a", "#one-case/a"),
        ("cases/two-cases.html", "two-cases", "#source-1", "#two-cases/source-1"),
        ("cases/two-cases.html", "two-cases", "../lists/org-x.html", "index.html?org=x"),
        ("cases/two-cases.html", "two-cases", "../terms/index.html#t", "../terms/index.html#t"),
        ("index.html", "", "lists/org-x-2.html", "cases/index.html?org=x"),
        ("index.html", "", "#top", "#top"),
        ("index.html", "", "#", "#"),
        ("index.html", "", "cases/index.html?org=x&amp;dim=y", "cases/index.html?org=x&amp;dim=y"),
        ("index.html", "", "cases/other.html", "cases/other.html"),
        ("index.html", "", "https://example.org/cases/one-case.html", "https://example.org/cases/one-case.html"),
        ("index.html", "", "mailto:a@example.org", "mailto:a@example.org"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("quote", ['"', "'"])
def test_links(page: str, case: str, href: str, wanted: str, quote: str) -> None:
    links = Links({"one-case", "two-cases"}, {"lists/org-x.html": "?org=x", "lists/org-x-2.html": "?org=x"})
    html = f'<a class="x" href={quote}{href}{quote}>a</a><img src="cases/one-case.html">'
    assert links.rewrite(html, page, case) == html.replace(f"={quote}{href}{quote}", f"={quote}{wanted}{quote}", 1)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (
            '<a href="one-case.html#&quot; onclick=&quot;x()">a</a>',
            '<a href="case.html#one-case/&quot; onclick=&quot;x()">a</a>',
        ),
        ("<a href='one-case.html#&#39;&lt;b&gt;&amp;lt;'>a</a>", "<a href='case.html#one-case/&#x27;&lt;b&gt;&amp;lt;'>a</a>"),
        ("<a title=\"an href='one-case.html#\">a'</a>", "<a title=\"an href='one-case.html#\">a'</a>"),
        ("<a title='an href=\"x\"' href=\"one-case.html\">a</a>", "<a title='an href=\"x\"' href=\"case.html#one-case\">a</a>"),
        ('<a href="http://[one-case.html">a</a>', '<a href="http://[one-case.html">a</a>'),
    ],
)  # fmt: skip
def test_a_link_stays_inside_its_attribute(html: str, wanted: str) -> None:
    assert Links({"one-case"}, {}).rewrite(html, "cases/index.html") == wanted


def test_a_record_keeps_what_a_script_cannot_say() -> None:
    values = {"title": "题", "description": "", "toc": "", "body": '<pre class="x">a\tb\\n\u2028</pre>\n\x0b'}
    record = casepacks.case_record(values)
    assert not re.search('["\\\\\n\u2028\t]', record)
    back = record.split("\x01")[3].replace("\x05", '"').replace("\x07", "\\").replace("\x04", "\n")
    assert unescape(back) == '<pre class="x">a\tb\\n\u2028</pre>\n '


def test_a_page_that_is_not_of_the_frame_is_not_packed(tmp_path: Path) -> None:
    built = build(starter(tmp_path / "library"), Options()).out
    with pytest.raises(PackError, match="对不上"):
        compact(site_items(built), Frame(("<html>", "body", "</html>")), SMALL, quiet)


def test_a_site_without_its_list_of_cases(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"cases/list\.js"):
        compact([PackItem.of("site/index.html", b"x")], Frame(("", "body", "")), SMALL, quiet)
