"""Build small libraries in tests."""

from __future__ import annotations

from pathlib import Path

from anliku.site.build import BuildReport, Options, build
from tests.support import CASE, INDICATOR, LESSON, MKDOCS, changed, write_library

TERMS = """\
terms:
  - {id: daiban, name: 代办, aliases: [代办服务], definition: 替群众跑手续。, source: survey, locator: 村里设代办点}
"""
SECOND = changed(
    CASE,
    "title: 机关党员进村走访",
    "summary: 机关党员每月进村，听意见、办小事。",
    "organisations: [organ, village]",
    "dimensions: [team]",
    "topics: [入户走访]",
    "region: {province: 四川省}",
    "policies: [opinion/visits]",
    "related: [first-case]",
)
MINI = {
    "mkdocs.yml": MKDOCS + "nav:\n  - 首页: index.md\n  - 案例: cases/index.md\n  - 指南: guide.md\n",
    "content/pages/guide.md": "# 指南\n\n先看[首页](index.md)。\n",
    "content/terms.yml": TERMS,
    "content/indicators/carrier.yml": INDICATOR + "    basis: [opinion/agents]\n",
    "content/lessons/how-to.yml": LESSON,
    "cases/first-case.yml": changed(CASE, "related: [second-case]"),
    "cases/second-case.yml": SECOND,
}


def mini_library(folder: Path, **files: str) -> Path:
    """Write a library of two cases that has one of everything; `files` replaces cases by id, `_` standing for `-`."""
    cases = {f"cases/{name.replace('_', '-')}.yml": text for name, text in files.items()}
    return write_library(folder, {**MINI, **cases})


def built(folder: Path, **options: object) -> BuildReport:
    """Build the library in `folder`."""
    return build(folder, Options(**options))  # type: ignore[arg-type]


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of a site by its path."""
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def times(site: Path) -> dict[str, int]:
    """Return the inode of every file of a site: a file that was taken over keeps its own."""
    return {p.relative_to(site).as_posix(): p.stat().st_ino for p in sorted(site.rglob("*")) if p.is_file()}
