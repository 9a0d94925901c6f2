"""The compact form: a built site with its cases in a few dozen scripts behind one page, and its search in fewer files.

Everything is made of the site as it was built. See docs/pack.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..data_scripts.pairs import PairCoder
from ..paths import theme_dir
from ..scripts import shipped
from ..site.facts.facets import list_slug
from ..site.frames.csp import admitting
from ..site.frames.frame import Frame
from ..site.output.place import MANIFEST as SITE_MANIFEST
from ..site.output.tree import Written, manifest
from ..workers import Progress
from . import casepacks
from .bundles import bundled, is_meta, is_shard
from .errors import PackError
from .items import BUILD_AGAIN, SITE, PackItem
from .links import VIEWER, Links
from .texts import template_folder

CASE_FRAME = "cases/index.md"
"""Source of the frame that the pages of cases are filled from."""

_LIST = "cases/list.js"
_CHARSET = '<meta charset="utf-8">'
_LISTED = re.compile(r"var anliku=window\.anliku\|\|\{\};anliku\.cases=(.*);\s*", re.S)
_PAGE_OF_LIST = re.compile(r"-\d+$")
_FULL_ONLY = re.compile(r"""<(p|nav)\b(?:[^>"']|"[^"]*"|'[^']*')*?\sdata-full\b[^>]*>.*?</\1>""", re.S)
_BODY = re.compile(r"<body\b")


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that trade what is read for one case or query against the number of files.

    files: how many the site should have; only bundling the search can lower the number. bundles: the fewest files that
    the search is put in, whatever `files` says.
    pack_bytes, packs: wanted size of a case pack, and how many there are at most.
    """

    files: int = 485
    bundles: int = 60
    pack_bytes: int = 700_000
    packs: int = 96


def compact(site: Sequence[PackItem], frame: Frame, limits: Limits, tell: Progress) -> list[PackItem]:
    """Return the items of the compact form of a built site. frame: that of the pages of cases."""
    by_path = {item.file.path.removeprefix(f"{SITE}/"): item for item in site}
    listed = _listed(by_path)
    cases = [row[0] for row in listed["cases"] if f"cases/{row[0]}.html" in by_path]
    lists = _lists(by_path, listed["facets"])
    links = Links(frozenset(cases), lists)
    gone = {*lists, *(f"cases/{case}.html" for case in cases), SITE_MANIFEST}
    kept = [item for path, item in by_path.items() if path not in gone]
    made = _Cases(by_path, frame, links).items(sorted(cases), limits, tell)
    made += [_page(item, links) for item in kept if item.file.path.endswith(".html")]
    others = [item for item in kept if not (item.file.path.endswith(".html") or is_shard(item) or is_meta(item))]
    made += others
    made += _search(kept, max(limits.bundles, limits.files - len(made) - 1))
    return [*made, _manifest(made)]


def _listed(by_path: Mapping[str, PackItem]) -> Any:
    """Return the data behind the facets: which cases and which lists there are."""
    found = _LISTED.fullmatch(by_path[_LIST].read().decode("utf-8")) if _LIST in by_path else None
    if not found:
        raise PackError(f"站点里没有 {_LIST}，或它不是这个程序写的。", BUILD_AGAIN)
    return json.loads(found.group(1))


def _lists(by_path: Mapping[str, PackItem], facets: Iterable[Any]) -> dict[str, str]:
    """Return for the path of each list of cases the query with which the facets show the same."""
    queries = {"all": ""}
    for facet in facets:
        for value, *_ in facet["values"]:
            queries[list_slug(value, facet["key"])] = f"?{facet['key']}={quote(value)}"
    found = {}
    for path in by_path:
        slug = path.removeprefix("lists/").removesuffix(".html")
        if path == f"lists/{slug}.html":
            for name in (slug, _PAGE_OF_LIST.sub("", slug)):
                if name in queries and path not in found:
                    found[path] = queries[name]
    return found


class _Cases:
    """The cases of a site as packs, and the page that shows them."""

    def __init__(self, by_path: Mapping[str, PackItem], frame: Frame, links: Links) -> None:
        self._by_path = by_path
        self._frame = frame
        self._links = links

    def items(self, cases: Sequence[str], limits: Limits, tell: Progress) -> list[PackItem]:
        """Return the packs, their dictionary, and the viewer with its script."""
        pairs = casepacks.coder(cases, self._record)
        count = casepacks.pack_count(self._size(cases, pairs), limits.pack_bytes, limits.packs)
        groups: list[list[str]] = [[] for _ in range(count)]
        for case in cases:
            groups[casepacks.pack_of(case, count)].append(case)
        made = [self._viewer(count)]
        made.append(_item(f"cases/{casepacks.PAIRS}.js", casepacks.dictionary(pairs)))
        for number, group in enumerate(groups):
            data = casepacks.case_pack(number, group, [self._record(case) for case in group], pairs)
            made.append(_item(f"cases/{casepacks.pack_name(number)}.js", data))
            tell("收拢案例", number + 1, count)
        return made

    def _record(self, case: str) -> str:
        path = f"cases/{case}.html"
        values = self._frame.read(self._by_path[path].read().decode("utf-8"))
        if values is None or any(value for name, value in values.items() if name not in casepacks.FIELDS):
            raise PackError(f"site/{path} 和案例库现在的页面框架对不上。", BUILD_AGAIN)
        inside = {name: self._links.rewrite(values[name], path, case) for name in ("toc", "body")}
        return casepacks.case_record({**values, **inside})

    def _size(self, cases: Sequence[str], pairs: PairCoder) -> int:
        """Estimate the bytes of all packs: the sizes of the pages, times how far a few of them were seen to shrink."""
        some = cases[:: max(1, len(cases) // 64)]
        pages = sum(self._by_path[f"cases/{case}.html"].file.size for case in some)
        coded = sum(map(len, pairs.encode([self._record(case) for case in some])))
        whole = sum(self._by_path[f"cases/{case}.html"].file.size for case in cases)
        return whole * coded // max(1, pages)

    def _viewer(self, packs: int) -> PackItem:
        html = self._frame.fill(
            {
                "title": "案例",
                "description": "案例",
                "body": template_folder().joinpath("viewer.html").read_text(encoding="utf-8"),
            }
        )
        script = _viewer_script()
        html = admitting(_marked(self._links.rewrite(html, VIEWER)), script)
        # Before the styles: it asks for the pack at once, and an inline script behind them would wait until they are read.
        tag = f'{_CHARSET}\n<script data-packs="{packs}">{script}</script>'
        return _item(VIEWER, html.replace(_CHARSET, tag, 1).encode())


def _viewer_script() -> str:
    """Return the viewer's script with what it needs to read a pack, so that it need not wait for the search's."""
    assets = theme_dir() / "assets" / "anliku"
    parts = (assets / "search-load.js", assets / "search-hit.js", template_folder() / "viewer.js")
    return "\n".join(shipped(part.read_text(encoding="utf-8")) for part in parts)


def _page(item: PackItem, links: Links) -> PackItem:
    path = item.file.path.removeprefix(f"{SITE}/")
    return PackItem.of(item.file.path, _marked(links.rewrite(item.read().decode("utf-8"), path)).encode())


def _marked(html: str) -> str:
    """Return a page without what holds for the full form alone, and with the mark that its scripts read (search-view.js)."""
    return _BODY.sub("<body data-compact", _FULL_ONLY.sub("", html), count=1)


def _search(kept: Sequence[PackItem], most: int) -> list[PackItem]:
    meta = [item for item in kept if is_meta(item)]
    return bundled([item for item in kept if is_shard(item)], meta[0], most - len(meta)) if meta else []


def _manifest(items: Sequence[PackItem]) -> PackItem:
    files = {i.file.path.removeprefix(f"{SITE}/"): Written("", i.file.size, i.file.sha256, 0) for i in items}
    return _item(SITE_MANIFEST, manifest(files))


def _item(path: str, data: bytes) -> PackItem:
    return PackItem.of(f"{SITE}/{path}", data)
