"""The pack on the disks that sticks have: a real FAT32 and a real exFAT take every name and give every byte back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import pytest

from anliku.pack.items import site_items
from anliku.pack.pack import Order, pack
from anliku.pack.verify import Expected, verify

from .support import WHEN, quiet

MEGABYTE = 1 << 20
_PATH = os.pathsep.join(
    [os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]
)  # where Debian keeps what makes file systems
_ENVIRONMENT = {**os.environ, "PATH": _PATH, "LC_ALL": "C.UTF-8", "MTOOLS_SKIP_CHECK": "1"}


def run(*command: object) -> str:
    """Run a program that asks nothing and must succeed; return what it said."""
    words = [str(word) for word in command]
    found = subprocess.run(
        words, capture_output=True, text=True, check=False, env=_ENVIRONMENT, stdin=subprocess.DEVNULL
    )
    assert found.returncode == 0, f"{words}: {found.stdout}{found.stderr}"
    return found.stdout + found.stderr


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program, path=_PATH), reason=f"needs {program}")


@pytest.fixture(scope="module")
def full(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full pack of the shipped library, with a handbook beside the site."""
    dist = tmp_path_factory.mktemp("full")
    order = Order(library="基层服务型党组织案例库", when=WHEN, dist=dist, extras={"案例手册.pdf": b"%PDF"})
    return pack(site_items(shipped_site), order, quiet).folder


def contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@needs("mcopy")
@needs("fsck.fat")
@pytest.mark.parametrize("cluster", [16, 32])
def test_fat32_takes_the_pack_and_gives_it_back(full: Path, tmp_path: Path, cluster: int) -> None:
    image, out = tmp_path / "stick.img", tmp_path / "out"
    with image.open("wb") as file:
        file.truncate(4096 * MEGABYTE)  # a hole: only what is written takes room
    run("mkfs.fat", "-F", "32", "-s", cluster * 2, image)
    run("mcopy", "-s", "-m", "-i", image, full, "::/")
    with image.open("rb") as file:
        assert file.read(512)[82:87] == b"FAT32"
    run("fsck.fat", "-n", image)
    out.mkdir()
    run("mcopy", "-s", "-i", image, f"::/{full.name}", out)
    assert contents(out / full.name) == contents(full)
    assert verify(out / full.name, Expected(), quiet).whole


# ---- exFAT ----


@needs("mkfs.exfat")
@needs("fsck.exfat")
def test_exfat_takes_the_pack_and_gives_it_back_where_a_mount_is_allowed(full: Path, tmp_path: Path) -> None:
    """Without a mount nothing writes into an exFAT image; then its names are at least held against the specification."""
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(512 * MEGABYTE)
    run("mkfs.exfat", "-c", "128K", image)
    with mounted(image, tmp_path / "stick") as stick:
        if stick:
            shutil.copytree(full, stick / full.name, copy_function=shutil.copyfile)
    assert "clean" in run("fsck.exfat", "-n", image)
    with mounted(image, tmp_path / "stick") as stick:
        if stick:
            assert contents(stick / full.name) == contents(full)
            assert verify(stick / full.name, Expected(), quiet).whole
    assert refused_by_exfat([full.name, *(f"{full.name}/{path}" for path in contents(full))]) == {}


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path | None]:
    """Mount an exFAT image by the kernel or by FUSE; give None where neither is allowed."""
    place.mkdir(exist_ok=True)
    device = _quietly("losetup", "--find", "--show", image)
    tries = (["mount", "-t", "exfat", device, place], ["mount.exfat-fuse", device, place])
    done = bool(device) and any(_quietly(*words) is not None for words in tries)
    try:
        yield place if done else None
    finally:
        if done:
            run("umount", place)
        if device:
            run("losetup", "--detach", device)


def _quietly(*command: object) -> str | None:
    """Run a program that may be forbidden or missing; return its first line, or None when it failed."""
    with suppress(OSError):
        found = subprocess.run(
            [str(word) for word in command],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False, env=_ENVIRONMENT,
        )  # fmt: skip
        if found.returncode == 0:
            return found.stdout.strip()
    return None


def refused_by_exfat(paths: list[str]) -> dict[str, str]:
    """Return why the exFAT specification (7.7 and 6.3) or Windows would refuse a path, told from the text alone."""
    refused = {}
    taken: dict[tuple[str, str], str] = {}
    for path in sorted({str(place) for p in paths for place in (PurePosixPath(p), *PurePosixPath(p).parents[:-1])}):
        folder, _, name = path.rpartition("/")
        if re.search(r'[\x00-\x1f"*/:<>?\\|]', name):
            refused[path] = "character"
        if len(name.encode("utf-16-le")) // 2 > 255:
            refused[path] = "length"
        if name in (".", "..") or name != name.rstrip(". "):
            refused[path] = "end"
        upper = "".join(c.upper() if len(c.upper()) == 1 else c for c in name)
        if taken.setdefault((folder, upper), path) != path:
            refused[path] = "case"
    return refused


def test_the_rules_of_exfat_refuse_what_they_should() -> None:
    assert refused_by_exfat(["a/b.html", "案例.html", "𠮷" * 127, "a/é", "b/B", "c/b"]) == {}
    assert refused_by_exfat(["a:b", "x?/y", "𠮷" * 128, "end.", "end ", "a/b", "a/B", "É", "é"]) == {
        "a:b": "character", "x?": "character", "𠮷" * 128: "length", "end.": "end", "end ": "end", "a/b": "case",
        "é": "case",
    }  # fmt: skip
