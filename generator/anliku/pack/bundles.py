"""The search index in fewer files: neighbouring shards one after the other in one script."""

from __future__ import annotations

from collections.abc import Sequence

from ..data_scripts.scripts import one_script, value_script
from .items import SITE, PackItem

_FOLDER = f"{SITE}/search/"
_META = f"{_FOLDER}meta.js"
# How the files are divided between postings (p/) and texts (t/). A query reads about three files of postings and ten of
# texts, and all texts are half as large as all postings; with these shares a query reads the fewest bytes. What readers
# ask (a/), where a library has so much of it that it is divided, is little beside them and goes into one.
_SHARES = {"p/": 0.43, "t/": 0.57}
_ASKED = "a/"


def is_shard(item: PackItem) -> bool:
    """Say whether a file is one of the index's many shards."""
    return item.file.path.startswith(tuple(_FOLDER + kind for kind in (*_SHARES, _ASKED)))


def is_meta(item: PackItem) -> bool:
    """Say whether a file is `meta`, which is read before any shard."""
    return item.file.path == _META


def bundled(shards: Sequence[PackItem], meta: PackItem, most: int) -> list[PackItem]:
    """Return the index in at most `most` files besides `meta`, which learns where each shard is now."""
    if len(shards) <= most:
        return [*shards, meta]
    table: list[tuple[str, str, str]] = []
    made: list[PackItem] = []
    asked = _of_kind(shards, _ASKED)
    groups = [asked] if asked else []
    rest = most - len(groups)
    for kind, share in _SHARES.items():
        mine = _of_kind(shards, kind)
        size = -(-len(mine) // max(1, int(rest * share))) or 1
        groups += [mine[start : start + size] for start in range(0, len(mine), size)]
    for group in groups:
        name = f"b/{len(table):03x}"
        table.append((_name(group[0]), _name(group[-1]), name))
        made.append(PackItem.of(f"{_FOLDER}{name}.js", one_script([item.read() for item in group])))
    return [*made, PackItem.of(_META, one_script([value_script("bundles", table), meta.read()]))]


def _of_kind(shards: Sequence[PackItem], kind: str) -> list[PackItem]:
    return sorted((i for i in shards if i.file.path.startswith(_FOLDER + kind)), key=lambda item: item.file.path)


def _name(item: PackItem) -> str:
    return item.file.path.removeprefix(_FOLDER).removesuffix(".js")
