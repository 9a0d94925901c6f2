"""Links and pictures, in pages and in records: each leads to something, and a picture says what it shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from ...library import FieldPath, Library, OrdinaryPage, Origin
from ...library.addresses import FOLDERS, Addresses
from ...library.models import Case, Record
from ...library.pages import MARKDOWN, page_name
from ...library.sections import HOME, SECTION_TITLES
from ...paths import is_file
from ..findings import Remark, error, warning
from ..links import FoundLink, Link, Rendered, links_in, may_hold_links
from ..nearest import listed, quoted
from ..texts import joined, texts_of
from .site_settings import is_address, own_files

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_ALLOWED = {"http", "https", "mailto"}
_REPORTED_ELSEWHERE = {"file", "javascript", "vbscript", "data"}
_BIG = 1_000_000


def links_of(record: Record) -> tuple[FoundLink, ...]:
    """Return every link and picture in the texts of a record, with its place."""
    if not may_hold_links(joined(record)):
        return ()
    return tuple((at, link) for at, text in texts_of(record) for link in links_in(text))


def links_in_case(case: Case) -> tuple[FoundLink, ...]:
    """Return those of a case; they are kept, so that a case that has not changed need not be read."""
    return links_of(case)


class _LinkPlace(NamedTuple):
    """Where a link stands: the record or page, the folder of its page in the site, and that page's name if known."""

    origin: Origin
    at: FieldPath
    folder: str
    page: str = ""


def dead_links(
    library: Library, in_cases: Mapping[str, tuple[FoundLink, ...]], read: Callable[[str], Rendered]
) -> Iterator[Remark]:
    """A link or picture leads to nothing, or is written as no browser takes it; a picture says nothing or is too big.

    in_cases: what `links_in_case` found, by the path of the case. read: reads the text of a page.
    """
    judge = _Judge(library, read)
    for path, found in in_cases.items():
        for at, link in found:
            yield from judge(link, _LinkPlace(Origin(path), at, FOLDERS["case"]))
    shared = library.shared
    for kind, key, record in shared.records():
        for at, link in links_of(record):
            yield from judge(link, _LinkPlace(shared.origins[kind, key], at, FOLDERS[kind]))
    for page in library.pages:
        rendered = judge.rendered(page)
        if rendered is None:
            remedy = "多半是同一种记号（如“>”、“*”）连着写了几百个：删去多余的。"
            yield error("too-deep", Origin(page.path), (), "这个页面嵌套得太深，生成不了。", remedy)
            continue
        for link in rendered.links:
            name = page_name(page.source)
            yield from judge(link, _LinkPlace(Origin(page.path), (), posixpath.dirname(name), name))
    yield from _big_pictures(library)


class _Judge:
    """Says what is wrong with a link."""

    def __init__(self, library: Library, read: Callable[[str], Rendered]) -> None:
        self._root = library.root
        self._docs_dir = library.config.docs_dir
        files = sorted(own_files(library.config, library.root))
        self._addresses = Addresses(library, (name for name in files if not name.lower().endswith(MARKDOWN)))
        self._read = read
        self._sources = {page.source for page in library.pages} | {HOME, *SECTION_TITLES}
        self._made: dict[str, Rendered | None] = {}

    def rendered(self, page: OrdinaryPage) -> Rendered | None:
        """Return what a page holds; None when it is nested too deeply to be rendered."""
        if page.path not in self._made:
            self._made[page.path] = self._render(page)
        return self._made[page.path]

    def _render(self, page: OrdinaryPage) -> Rendered | None:
        try:
            return self._read(page.text)
        except RecursionError:
            return None
        except Exception:  # an extension of others may fail; the build says so
            return Rendered((), frozenset())

    def __call__(self, link: Link, place: _LinkPlace) -> Iterator[Remark]:
        if link.is_picture and not link.text.strip() and link.target:
            message = f"图片{quoted(link.target, 60)}没有说明文字，看不见图的读者不知道是什么。"
            yield _remark(
                "picture-without-text", link, place, message, "在方括号里写一句图上有什么，如“![代办点照片](…)”。"
            )
        target = link.target.strip()
        scheme = _SCHEME.match(target)
        if not is_address(target):
            message = f"{quoted(target, 60)}不是能用的地址。"
            remedy = "改正它，多半是方括号只有一半；或只留文字。"
            yield error("bad-address", place.origin, place.at, message, remedy).pointing_at(link.target)
        elif _DRIVE.match(target):
            message = f"{quoted(target, 60)}是这台电脑上的路径，读者打不开。"
            yield _remark("local-path", link, place, message, self._move(link))
        elif scheme:
            if scheme.group(1).lower() not in _ALLOWED | _REPORTED_ELSEWHERE:
                message = f"链接{quoted(target, 60)}不会显示成链接：只能是 http、https 或 mailto。"
                yield _remark("dropped-link", link, place, message, "改成网址，或只写文字。")
        elif target.startswith("/") and not target.startswith("//"):
            yield _remark("absolute-path", link, place, f"{quoted(target, 60)}从“/”写起，双击打开的网站里走不通。",
                          self._near(target.lstrip("/"), link, place))  # fmt: skip
        elif "\\" in target and not target.startswith("\\\\"):
            right = target.replace("\\", "/")
            yield _remark("windows-path", link, place, f"{quoted(target, 60)}用了反斜杠“\\”。", f"改成 {right}。")
            yield from self._within(right, link, place)
        elif target:
            yield from self._within(target, link, place)

    def _within(self, target: str, link: Link, place: _LinkPlace) -> Iterator[Remark]:
        """Judge a link to another place in the site."""
        address, _, anchor = target.partition("#")
        address = unquote(address.partition("?")[0])
        path = posixpath.normpath(posixpath.join(place.folder, address)) if address else place.page
        if address.lower().endswith(MARKDOWN):
            if place.page and path in self._sources:
                path = page_name(path)
            else:
                page = page_name(path)
                remedy = (
                    f"改成 {self._from(place, page)}。" if self._addresses.has(page) else self._near(page, link, place)
                )
                yield _remark("broken-link", link, place, f"没有{quoted(target, 60)}这个页面。", remedy)
                return
        if path and not self._addresses.has(path):
            yield self._missing(path, target, link, place)
        elif anchor and not link.is_picture:
            yield from self._anchor(unquote(anchor), path, target, link, place)

    def _missing(self, path: str, target: str, link: Link, place: _LinkPlace) -> Remark:
        other = self._addresses.by_small_letters.get(path.lower())
        state = self._addresses.unpublished(path)
        moved = self._addresses.moved.get(path)
        if moved:
            message = f"{quoted(target, 60)}是以前的地址，那一页换了 id。"
            return _remark("broken-link", link, place, message, f"改成 {self._from(place, moved)}。")
        if other:
            message = f"{quoted(target, 60)}的大小写和文件不一样，在有的电脑上打不开。"
            return _remark("wrong-letter-case", link, place, message, f"改成 {self._from(place, other)}。")
        if state:
            message = f"{quoted(target, 60)}的状态是“{state}”，读者看不到，这里却链接了它。"
            return _remark("broken-link", link, place, message, "先发布它，或删去这个链接。")
        what = "这张图片" if link.is_picture else "这个页面或文件"
        return _remark("broken-link", link, place, f"没有{quoted(target, 60)}{what}。", self._near(path, link, place))

    def _anchor(self, anchor: str, path: str, target: str, link: Link, place: _LinkPlace) -> Iterator[Remark]:
        """Judge an anchor where it can be known: in an ordinary page and in the glossary."""
        page = self._addresses.pages.get(path)
        if page and page.source not in SECTION_TITLES and page.source != HOME:
            rendered = self.rendered(page)
            known: Collection[str] = rendered.anchors if rendered else ()
        elif anchor.isascii() and not (path == "" and place.page == ""):
            return
        else:
            known = ()
        if anchor in known or anchor in ("", "top") or (page and not page.text):
            return
        near = get_close_matches(anchor, known, 1, 0.4)
        remedy = (
            f"是不是“#{near[0]}”？"
            if near
            else f"那一页有：{listed(sorted(known))}。"
            if known
            else "删去“#”和它后面的部分。"
        )
        yield _remark("broken-anchor", link, place, f"{quoted(target, 60)}指的那一节没有。", remedy)

    def _near(self, path: str, link: Link, place: _LinkPlace) -> str:
        """Return the remedy that names the nearest target, as it is to be written here."""
        ending = posixpath.splitext(path)[1].lower()
        name = posixpath.basename(path)
        alike = [known for known in self._addresses.known if posixpath.splitext(known)[1].lower() == ending]
        same = sorted((k for k in alike if posixpath.basename(k).lower() == name.lower()), key=lambda k: (len(k), k))
        beside = self._root / place.origin.path.rpartition("/")[0] / name
        if same:
            return f"是不是 {self._from(place, same[0])}？"
        if not place.page and name and is_file(beside):
            return f"文件 {name} 移到 {self._docs_dir}/images/，这里写 {self._from(place, f'images/{name}')}。"
        stems = {_stem(known): known for known in sorted(alike, reverse=True)}
        near = get_close_matches(_stem(path), stems, 1, 0.75)
        full = stems[near[0]] if near else ""
        return f"是不是 {self._from(place, full)}？" if full else self._move(link)

    def _move(self, link: Link) -> str:
        if link.is_picture:
            return f"把图片放进 {self._docs_dir}/images/，再照它的位置写。"
        return "改成存在的页面；不需要就删去链接，只留文字。"

    def _from(self, place: _LinkPlace, path: str) -> str:
        """Return the address of a path of the site as it is written at a place; of pages among pages, their source."""
        page = self._addresses.pages.get(path)
        return posixpath.relpath(page.source if page and place.page else path, place.folder or ".")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _remark(code: str, link: Link, place: _LinkPlace, message: str, remedy: str) -> Remark:
    return warning(code, place.origin, place.at, message, remedy).pointing_at(link.target)


def _big_pictures(library: Library) -> Iterator[Remark]:
    config = library.config
    for name in sorted(own_files(config, library.root)):
        if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".svg")):
            path = f"{config.docs_dir}/{name}"
            try:
                size = (library.root / path).stat().st_size
            except OSError:
                continue
            if size > _BIG:
                message = f"图片有 {size / 1e6:.1f} MB，旧电脑打开慢，U 盘也占地方。"
                yield warning(
                    "big-picture", Origin(path), (), message, "用画图软件缩小到宽 1600 像素以内，另存为 JPG。"
                )
