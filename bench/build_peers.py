"""The same cases built by others: plain mkdocs-material with its search, and Hugo with Pagefind.

Each peer is given every text of every case as a Markdown page and asked for what it does by itself: pages and search. Hugo
comes from Debian (`apt-get install hugo`), Pagefind as in `bench.search_peers`. What is not installed is said in one line.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from anliku.library.yaml_file import LibraryLoader
from bench.running import Run, measured
from bench.search_peers import pagefind_command

_HUGO = """baseURL = "/"
title = "案例"
languageCode = "zh-CN"
relativeURLs = true
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]
"""
_SINGLE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav><a href="{{ "index.html" | relURL }}">{{ site.Title }}</a></nav>
<main data-pagefind-body><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main></body></html>
"""
_LIST = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></body></html>
"""


class Peer(NamedTuple):
    """What building cost, all steps together, and the bytes of the site."""

    name: str
    run: Run
    size: int


def peers(folder: Path, work: Path) -> Iterator[Peer]:
    """Build the cases of a library with each peer that is installed."""
    pages = {file.stem: _page(file) for file in sorted((folder / "cases").glob("*.yml"))}
    makers: tuple[Callable[[dict[str, tuple[str, str]], Path], Peer], ...] = (_material, _hugo)
    for make in makers:
        try:
            yield make(pages, work / make.__name__.strip("_"))
        except (FileNotFoundError, RuntimeError) as missing:
            print(f"{make.__name__.strip('_'):>10} left out: {missing}", file=sys.stderr)


def _page(file: Path) -> tuple[str, str]:
    """Return the title of a case, and all its other texts as Markdown."""
    case = yaml.load(file.read_bytes(), LibraryLoader)
    parts = (f"## {key}\n\n" + "\n\n".join(_texts(value)) for key, value in case.items() if key != "title")
    return str(case["title"]), "\n\n".join(parts) + "\n"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)


def _material(pages: dict[str, tuple[str, str]], work: Path) -> Peer:
    docs = work / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 案例\n")
    for name, (title, text) in pages.items():
        (docs / f"{name}.md").write_text(f"# {title}\n\n{text}", encoding="utf-8")
    (work / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, language: zh, font: false}\nplugins: [search]\nuse_directory_urls: false\n"
        "nav: [index.md]\n"
    )
    run = measured([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(work / "mkdocs.yml")], watched=False)
    return Peer("material", run, _size(work / "site"))


def _hugo(pages: dict[str, tuple[str, str]], work: Path) -> Peer:
    hugo = shutil.which("hugo")
    if hugo is None:
        raise FileNotFoundError("hugo is not installed")
    for place, text in (("config.toml", _HUGO), ("single.html", _SINGLE), ("list.html", _LIST)):
        file = work / place if place.endswith(".toml") else work / "layouts" / "_default" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (work / "content").mkdir()
    for name, (title, text) in pages.items():
        head = f"+++\ntitle = {title.translate(_QUOTED)!r}\n+++\n\n"
        (work / "content" / f"{name}.md").write_text(head + text, encoding="utf-8")
    pagefind = pagefind_command(work)
    built = measured([hugo, "--quiet", "--source", str(work)], watched=False)
    found = measured([*pagefind, "--site", str(work / "public")], watched=False)
    run = Run(built.seconds + found.seconds, max(built.megabytes, found.megabytes), built.processor + found.processor)
    if len(list((work / "public").glob("*.html"))) <= len(pages):
        raise RuntimeError("hugo made fewer pages than there are cases")
    return Peer("hugo+pf", run, _size(work / "public"))


_QUOTED = str.maketrans({"'": "’", "\\": "/", "\n": " "})


def _size(site: Path) -> int:
    return sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
