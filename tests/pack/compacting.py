"""Compact packs for tests, and a reader of their cases that shares no code with the writer."""

from __future__ import annotations

import json
import re
from pathlib import Path

from anliku.cache import cache_folder
from anliku.library import read_config
from anliku.pack.compact import CASE_FRAME, Limits, compact
from anliku.pack.items import PackItem, site_items
from anliku.site.frames.frameset import frame_set

from .support import quiet

SMALL = Limits(files=150, bundles=8, pack_bytes=40_000, packs=6)
"""Sizes that give even the shipped library several case packs and bundles of the search."""
_SHARD = re.compile(r'anliku\.shard\("([^"]+)",(-?\d+),(.*?)\)\n', re.S)


def compact_items(site: Path, limits: Limits = SMALL) -> list[PackItem]:
    """The items of the compact form of a site that was built in the folder of its library."""
    frame = frame_set(site.parent, read_config(site.parent)[0], cache_folder(site.parent)).frames[CASE_FRAME]
    return compact(site_items(site), frame, limits, quiet)


def write(items: list[PackItem], folder: Path) -> Path:
    """Put the items into a folder; return that of the site."""
    for item in items:
        file = folder / item.file.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(item.read())
    return folder / "site"


def shards(file: Path) -> dict[str, str]:
    """What a data script hands over, by name, as it is written."""
    return {name: value for name, _, value in _SHARD.findall(file.read_text(encoding="utf-16"))}


def cases(site: Path) -> dict[str, dict[str, str]]:
    """What fills the page of every case, by its id."""
    pairs = json.loads(shards(site / "cases" / "pairs.js")["pairs"])
    found = {}
    for file in sorted((site / "cases").glob("pack-*.js")):
        for name, value in shards(file).items():
            if name.startswith("#"):
                fields = _expanded(value[2:-2], pairs).split("\x01")
                found[name[1:]] = dict(zip(("title", "description", "toc", "body"), fields, strict=True))
    return found


def _expanded(text: str, pairs: str) -> str:
    while any("\ue000" <= char <= "\uf8ff" for char in text):
        text = "".join(
            pairs[at : at + 2] if (at := 2 * (ord(c) - 0xE000)) >= 0 and "\ue000" <= c <= "\uf8ff" else c for c in text
        )
    return text.replace("\x05", '"').replace("\x07", "\\").replace("\x04", "\n")
