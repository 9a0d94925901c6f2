"""Packs: seconds to pack a built site, bytes on a stick, milliseconds to open a case from file://, and seconds to verify
500 MB in Python and in Chromium.

    python -m bench.pack

BENCH_SIZES="1000 10000" chooses the sizes. Each form that `anliku pack` knows is a row of its own. VERIFY_MB=500 sets how
much is verified, in files of 100 KB.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from anliku.cache import VARIABLE
from anliku.pack.clusters import CLUSTERS, KIB, on_disk
from anliku.pack.items import SITE, PackItem
from anliku.pack.manifest import PackFile, PackForm, parse_manifest
from anliku.pack.pack import Order, pack
from bench.__main__ import SIZES
from bench.running import Run, measured
from bench.search_browser import FLAGS
from bench.synthesise import synthesise

VERIFY_MB = int(os.environ.get("VERIFY_MB", "500"))
FILE_BYTES = 100_000
TARGETS = (
    "targets at 10,000: pack <= 60 s after the build; full <= 1.3 x the bytes built; compact <= 500 files and <= 40 % of"
    f" full on 32 KiB clusters, a case open <= 150 ms; verify {VERIFY_MB} MB <= 10 s in Python, <= 60 s in the browser"
)
_OPENED = 15
# The time from the start of the navigation to the frame after the one in which the case's first section is there.
_SHOWN = """
const seen = new MutationObserver(() => {
  if (window.shown === undefined && document.querySelector("#practice")) {
    window.shown = 0;
    requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now(); }, 0));
  }
});
seen.observe(document, { childList: true, subtree: true });
"""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Row(NamedTuple):
    """A packed form: how long it took, the files in the folder, and the milliseconds to open a case."""

    form: str
    run: Run
    files: list[PackFile]
    opened: float

    @property
    def bytes(self) -> int:
        return sum(file.size for file in self.files)


def forms() -> Iterator[tuple[str, list[str]]]:
    """Yield the forms that the command knows, each with its options."""
    told = subprocess.run([*_anliku("."), "--help"], capture_output=True, text=True, check=True).stdout
    for form in PackForm:
        if form is not PackForm.UPDATE and (form is PackForm.FULL or f"--{form}" in told):
            yield form.value, [] if form is PackForm.FULL else [f"--{form}"]


def _anliku(folder: str | Path) -> list[str]:
    return [sys.executable, "-m", "anliku", "-C", str(folder), "pack"]


def bench_pack(cases: int, place: Path) -> None:
    """Build a synthetic library, pack it in each form, and print a row for each."""
    folder = synthesise(cases, place / f"s{cases}")
    measured([*_anliku(folder)[:-1], "build"])
    built = sum(file.stat().st_size for file in (folder / "site").rglob("*") if file.is_file())
    full = 0
    for form, options in forms():
        dist = place / "dist"
        run = measured([*_anliku(folder), *options, "--allow-unreviewed", "--out", str(dist)])
        row = Row(form, run, _files(dist), opened(dist, form, cases))
        full = full or on_disk(row.files, 32 * KIB)
        _print_row(cases, row, built, full)
        shutil.rmtree(dist)
    shutil.rmtree(folder)


def opened(dist: Path, form: str, count: int) -> float:
    """Return the median milliseconds until a case is painted: each in a new context, as the first page there."""
    (cases,) = dist.glob(f"*/{SITE}/cases")
    address = (
        (cases / "case.html").as_uri() + "#case-{:05d}"
        if form == PackForm.COMPACT
        else cases.as_uri() + "/case-{:05d}.html"
    )
    with chromium() as browser:
        return statistics.median(_opening(browser, address.format(count - 1 - n)) for n in range(_OPENED))


def _opening(browser: Browser, address: str) -> float:
    context = browser.new_context(bypass_csp=True)  # Playwright looks at the page by eval
    context.add_init_script(_SHOWN)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.shown > 0")
    shown = float(page.evaluate("window.shown"))
    context.close()
    return shown


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the system's browser."""
    path = next(filter(None, map(shutil.which, _BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _files(dist: Path) -> list[PackFile]:
    (manifest,) = dist.glob("*/MANIFEST.json")
    return [*parse_manifest(manifest.read_bytes()).files, PackFile(manifest.name, manifest.stat().st_size, "")]


def _print_row(cases: int, row: Row, built: int, full: int) -> None:
    sizes = [on_disk(row.files, cluster) for cluster in CLUSTERS]
    print(
        f"{cases:>7} {row.form:>8} {row.run.seconds:>7.1f} {row.run.processor:>7.1f} {row.run.megabytes:>8.0f} {len(row.files):>7}"
        f" {row.bytes / 1e6:>8.1f} {row.bytes / built:>8.2f} "
        + " ".join(f"{size / 1e6:>8.1f}" for size in sizes)
        + f" {sizes[1] / full:>8.2f} {row.opened:>8.0f}"
    )


def bench_verify(place: Path) -> None:
    """Make a pack of random files and verify it three ways."""
    folder = large_pack(place)
    python = measured([sys.executable, "-m", "anliku", "verify", str(folder)])
    print(
        f"verify {VERIFY_MB} MB, {VERIFY_MB * 1_000_000 // FILE_BYTES} files: Python {python.seconds:.1f} s ({python.processor:.1f} s cpu)",
        end="",
    )
    with chromium() as browser:
        for name, anchor in (("its own SHA-256", ""), ("ours", "#own")):
            print(f", Chromium with {name} {in_browser(browser, folder, anchor):.1f} s", end="", flush=True)
    print()


def in_browser(browser: Browser, folder: Path, anchor: str) -> float:
    """Return the seconds that 校验.html says it took; picking the folder is not among them."""
    page = browser.new_page()
    page.set_default_timeout(600_000)
    page.goto((folder / "校验.html").as_uri() + anchor)
    page.set_input_files("#folder", str(folder))
    page.wait_for_selector("body[data-state]:not([data-state=busy])")
    if page.get_attribute("body", "data-state") != "good":
        sys.exit(page.inner_text("#report"))
    (seconds,) = re.findall(r"用时 ([\d.]+) 秒", page.inner_text("#status"))
    page.close()
    return float(seconds)


def large_pack(place: Path) -> Path:
    """Return the folder of a pack of VERIFY_MB, in files that no disk cache has compressed."""
    chance = random.Random(7)
    source = place / "source"
    source.mkdir()
    items = []
    for number in range(VERIFY_MB * 1_000_000 // FILE_BYTES):
        data = chance.randbytes(FILE_BYTES)
        file = source / f"{number}.png"  # stored, not deflated, in the zip
        file.write_bytes(data)
        known = PackFile(f"{SITE}/f{number // 1000}/{file.name}", len(data), hashlib.sha256(data).hexdigest())
        items.append(PackItem(known, source=file))
    when = dt.datetime(2024, 5, 29, tzinfo=dt.UTC)
    packed = pack(items, Order(library="bench", when=when, dist=place / "large"), lambda *_: None)
    shutil.rmtree(source)
    packed.archive.unlink()
    return packed.folder


def main() -> None:
    """Print the table, then the times of verification."""
    print(f"packs, {os.cpu_count()} cores. {TARGETS}")
    sizes = " ".join(f"{f'{cluster // KIB} KiB':>8}" for cluster in CLUSTERS)
    print(f"  cases     form  pack s   cpu s  peak MB   files       MB  x built {sizes}   x full  open ms")
    with tempfile.TemporaryDirectory() as place:
        os.environ[VARIABLE] = str(Path(place) / "cache")
        for size in SIZES:
            bench_pack(size, Path(place))
        bench_verify(Path(place))


if __name__ == "__main__":
    main()
