"""A thousand packs, each spoilt in one way: all are found out, and the right files are named."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.errors import PackError
from anliku.pack.keys import new_key
from anliku.pack.manifest import MANIFEST, SIGNATURE
from anliku.pack.pack import Packed
from anliku.pack.verify import Expected, Verdict, verify

from .support import quiet, small_pack

TIMES = 125
Check = Callable[[Verdict], bool]


@pytest.fixture(scope="module")
def key() -> Any:
    return new_key()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, key: Any) -> Packed:
    return small_pack(tmp_path_factory.mktemp("good"), key)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, key: Any) -> Packed:
    return small_pack(tmp_path_factory.mktemp("old"), key, seed=2)


def _any_file(folder: Path, chance: random.Random, least: int = 0) -> Path:
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.stat().st_size >= least)
    return chance.choice(files)


def _named(folder: Path, file: Path, kind: str) -> Check:
    path = file.relative_to(folder).as_posix()
    if path in (MANIFEST, SIGNATURE):
        return lambda verdict: bool(verdict.fault) or not verdict.seal.holds
    return lambda verdict: getattr(verdict, kind) == [path]


def flip(folder: Path, chance: random.Random, old: Path) -> Check:
    file = _any_file(folder, chance, 1)
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    return _named(folder, file, "changed")


def truncate(folder: Path, chance: random.Random, old: Path) -> Check:
    file = _any_file(folder, chance, 1)
    data = file.read_bytes()
    file.write_bytes(data[: chance.randrange(len(data))])
    return _named(folder, file, "changed")


def extend(folder: Path, chance: random.Random, old: Path) -> Check:
    file = _any_file(folder, chance)
    file.write_bytes(file.read_bytes() + chance.randbytes(chance.randint(1, 9)))
    return _named(folder, file, "changed")


def delete(folder: Path, chance: random.Random, old: Path) -> Check:
    file = _any_file(folder, chance)
    file.unlink()
    return _named(folder, file, "missing")


def add(folder: Path, chance: random.Random, old: Path) -> Check:
    file = folder / chance.choice(["", "site", "site/cases", "site/new"]) / f"more-{chance.randrange(99)}.html"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(chance.randbytes(chance.randrange(50)))
    return _named(folder, file, "added")


def rename(folder: Path, chance: random.Random, old: Path) -> Check:
    file = chance.choice(sorted((folder / "site" / "cases").iterdir()))
    new = file.with_name(f"renamed-{chance.randrange(99)}.html")
    file.rename(new)
    pair = (file.relative_to(folder).as_posix(), new.relative_to(folder).as_posix())
    return lambda verdict: verdict.renamed == [pair] and not (verdict.missing or verdict.added)


def swap(folder: Path, chance: random.Random, old: Path) -> Check:
    first, second = chance.sample(sorted((folder / "site" / "cases").iterdir()), 2)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    both = sorted(file.relative_to(folder).as_posix() for file in (first, second))
    return lambda verdict: verdict.changed == both


def old_manifest(folder: Path, chance: random.Random, old: Path) -> Check:
    """Put an older pack's manifest, properly signed, into the new pack; sometimes some of its files too."""
    shutil.copy(old / MANIFEST, folder)
    shutil.copy(old / SIGNATURE, folder)
    for file in sorted(old.rglob("*.html"))[: chance.randrange(5)]:
        shutil.copy(file, folder / file.relative_to(old))
    return lambda verdict: bool(verdict.changed)


@pytest.mark.parametrize("spoil", [flip, truncate, extend, delete, add, rename, swap, old_manifest])
def test_every_mutation_is_detected_and_named(spoil: Any, good: Packed, old: Packed, tmp_path: Path) -> None:
    chance = random.Random(spoil.__name__)
    wanted = Expected(good.fingerprint)
    for number in range(TIMES):
        folder = tmp_path / str(number)
        shutil.copytree(good.folder, folder)
        right = spoil(folder, chance, old.folder)
        verdict = verify(folder, wanted, quiet)
        assert not verdict.whole, number
        assert right(verdict), (number, verdict)
        shutil.rmtree(folder)


def test_a_good_pack_is_whole_as_folder_and_as_zip(good: Packed) -> None:
    for place in (good.folder, good.archive):
        verdict = verify(place, Expected(good.fingerprint, good.manifest.version), quiet)
        assert verdict.whole, verdict
        assert verdict.fingerprint == good.fingerprint


def _gets(file: Path) -> dict[str, tuple[Any, ...]]:
    """Return all that a reader gets out of a zip: names, contents, and what is set on the unpacked files."""
    with zipfile.ZipFile(file) as packed:
        return {
            info.orig_filename: (
                packed.read(info), info.date_time, info.external_attr, info.create_system, info.compress_type, info.comment,
                info.extra, info.flag_bits, info.internal_attr, info.extract_version,
            )
            for info in packed.infolist()
        }  # fmt: skip


def _verdict(file: Path, fingerprint: str) -> str:
    try:
        found = verify(file, Expected(fingerprint), quiet)
    except PackError:
        return "refused"
    if not found.whole:
        return "different"
    return "repacked" if found.repacked else "whole"


def _outcomes(good: Packed, file: Path, places: Iterable[int]) -> Counter[str]:
    """Flip a bit at each place; what passes as whole must give a reader exactly the same."""
    chance = random.Random("zip")
    whole, before = good.archive.read_bytes(), _gets(good.archive)
    seen: Counter[str] = Counter()
    for place in places:
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        said = _verdict(file, good.fingerprint)
        seen[said] += 1
        if said == "whole":
            assert _gets(file) == before, place
        elif said == "repacked":  # said so, and the contents are right all the same
            after = _gets(file)
            assert {name: gets[0] for name, gets in after.items()} == {n: gets[0] for n, gets in before.items()}, place
    return seen


def test_every_flipped_byte_of_a_zips_directory_is_found_or_said(good: Packed, tmp_path: Path) -> None:
    with zipfile.ZipFile(good.archive) as packed:
        start = packed.start_dir
    seen = _outcomes(good, tmp_path / "x.zip", [*range(start, good.archive.stat().st_size)] * 2)
    assert seen["whole"] == 0, seen
    assert min(seen["refused"], seen["different"], seen["repacked"]) > 0, seen


def test_every_flipped_byte_before_a_file_in_a_zip_is_found_or_means_nothing(good: Packed, tmp_path: Path) -> None:
    with zipfile.ZipFile(good.archive) as packed:
        heads = [
            range(i.header_offset, i.header_offset + 30 + len(i.orig_filename.encode())) for i in packed.infolist()
        ]
    _outcomes(good, tmp_path / "x.zip", [place for head in heads for place in head])


def test_a_flipped_bit_anywhere_in_a_zip_is_found_unless_all_files_are_still_right(
    good: Packed, tmp_path: Path
) -> None:
    """The data of a file holds bits that mean nothing, such as the fill of its last byte."""
    chance = random.Random("zip")
    size = good.archive.stat().st_size
    seen = _outcomes(good, tmp_path / "x.zip", [chance.randrange(size) for _ in range(300)])
    assert seen["whole"] < 30, seen
