"""Small packs for tests, and a small library to make them from."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from anliku.pack.items import PackItem
from anliku.pack.manifest import MANIFEST, SIGNATURE, parse_manifest
from anliku.pack.pack import Order, Packed, pack

WHEN = dt.datetime(2024, 5, 29, tzinfo=dt.UTC)


def quiet(*_: object) -> None:
    """Take progress and say nothing."""


_TYPES = """\
organisations:
  - {id: rural, name: 农村, group: true}
  - {id: village, name: 村党组织, parent: rural}
  - {id: organ, name: 机关党支部}
"""


def starter(folder: Path) -> Path:
    """Copy the library that `anliku init` makes, with few types of organisation: each has its checklist in four forms."""
    with as_file(files("anliku") / "starter") as source:
        shutil.copytree(source, folder)
    (folder / "content" / "organisations.yml").write_text(_TYPES, encoding="utf-8")
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that must be in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def site_of(texts: Mapping[str, bytes]) -> list[PackItem]:
    """Return the items of a site with these files."""
    return [PackItem.of(f"site/{path}", data) for path, data in texts.items()]


def pages(count: int, seed: int) -> dict[str, bytes]:
    """Return a few small files with random content, two of them alike and one of them empty."""
    chance = random.Random(seed)
    made = {f"cases/page-{number}.html": chance.randbytes(chance.randint(1, 3000)) for number in range(count)}
    return made | {"index.html": b"home", "twin-a.js": b"twin", "twin-b.js": b"twin", "empty.css": b""}


def small_pack(dist: Path, key: Any = None, seed: int = 1, **order: Any) -> Packed:
    """Make a pack of a small site."""
    wanted = Order(library="村级案例库", when=WHEN, dist=dist, key=key, **order)
    return pack(site_of(pages(5, seed)), wanted, quiet)


def crafted(pack: Path, folder: Path, **head: Any) -> Path:
    """Copy a pack's folder with another manifest, made as a forger would: whole in itself, but for what `head` says."""
    shutil.copytree(pack, folder)
    made = replace(parse_manifest((pack / MANIFEST).read_bytes()), **{"signed_by": "", **head})
    (folder / MANIFEST).write_bytes(made.to_bytes())
    (folder / SIGNATURE).unlink(missing_ok=True)
    return folder
