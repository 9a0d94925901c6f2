"""Where the files lie that ship with the program; whether a path that somebody wrote leads anywhere."""

from __future__ import annotations

import os
import posixpath
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit


@cache
def theme_dir() -> Path:
    """Return the folder of templates, styles and scripts: inside the installed package, or beside it in a clone."""
    package = Path(__file__).parent
    for folder in (package / "theme", package.parent.parent / "theme"):
        if (folder / "overrides").is_dir():
            return folder
    raise FileNotFoundError("theme")


def theme_text(name: str) -> str:
    """Return a style sheet, script or template of the theme, by its path in it."""
    return (theme_dir() / name).read_text(encoding="utf-8")


def is_file(path: Path) -> bool:
    """Say whether a file is there; a path that no system takes, such as one too long, leads to none."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises for some of them


def is_folder(path: Path) -> bool:
    """Say whether a folder is there; a path that no system takes leads to none."""
    return os.path.isdir(path)  # noqa: PTH112 - as above


def files_in(folder: Path) -> list[str]:
    """Return the files of a folder and of those in it, relative to it and sorted; one that cannot be listed has none."""
    return sorted(
        Path(place, name).relative_to(folder).as_posix()
        for place, _, names in os.walk(folder)  # Path.rglob raises where the system takes no such path
        for name in names
    )


@cache
def notices() -> dict[str, str]:
    """Return the licence of the program, and the notices and licences of the work of others that sites and packs hold."""
    folder = theme_dir().parent  # beside the theme in a clone and in the package alike
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in ("LICENSE", "NOTICE")}


def attachment_note(href: str) -> str:
    """Return what a file that is passed on alone says of a file beside the pages that a text leads to; "" for pages and the web."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    name = posixpath.basename(unquote(parts.path))
    is_page = posixpath.splitext(name)[1].lower() in ("", ".html", ".md")
    return "" if parts.scheme or parts.netloc or is_page else f"（附件 {name} 不随本文件）"
