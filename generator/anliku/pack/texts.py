"""The files beside the site: two ways in, the note for whoever gets the stick, and the page that checks the folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from ..paths import notices, theme_dir
from ..printable import UNPRINTABLE
from ..scripts import admitted, shipped

OPEN, OPEN_ASCII = "打开案例库.html", "index.html"
README, CHECK, VERSION = "使用说明.txt", "校验.html", "VERSION.txt"
HANDBOOK = "案例手册"
CLASSES = "讲师备课"

_SLOT = re.compile(r"@@([a-z_]+)@@")
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.S)


def beside_the_site(facts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files beside the site by name. facts: what the templates name."""
    way_in = page("open.html", facts, beside="style-src")
    return {
        OPEN: way_in,
        OPEN_ASCII: way_in,
        README: text_file("readme.txt", facts),
        CHECK: page("verify.html", facts),
        **{f"{name}.txt": _for_notepad(text) for name, text in notices().items()},
        VERSION: f"{facts['version']}\r\n".encode("ascii"),
    }


def handbook_names(volumes: int) -> list[str]:
    """Return the names of the handbook's volumes."""
    return [f"{HANDBOOK}.pdf"] if volumes == 1 else [f"{HANDBOOK}-{number:02}.pdf" for number in range(1, volumes + 1)]


def handbook_line(paths: Iterable[str]) -> str:
    """Return what the note says of the handbook among these files; nothing without one."""
    names = [path for path in paths if path.startswith(HANDBOOK)]
    if not names:
        return ""
    which = names[0] if len(names) == 1 else f"{names[0]} 到 {names[-1]}"
    return f"　　{which}　　全部案例，可以打印\n"


def classes_line(paths: Iterable[str]) -> str:
    """Return what the note says of the folder with classes among these files; nothing without one."""
    if not any(path.startswith(f"{CLASSES}/") for path in paths):
        return ""
    return f"　　{CLASSES}　　　　每堂课一个文件夹：课件、材料甲、材料乙、教学说明等；课前只发材料甲和学员课件\n"


def text_file(name: str, facts: Mapping[str, str]) -> bytes:
    """Return a text that Notepad of any age shows right: UTF-8 with BOM, lines ending in CRLF."""
    text = _SLOT.sub(lambda found: facts[found.group(1)], _template(name))
    return _for_notepad(text)


def _for_notepad(text: str) -> bytes:
    return "\r\n".join(text.split("\n")).encode("utf-8-sig")


def page(name: str, facts: Mapping[str, str], beside: str = "") -> bytes:
    """Return a page that needs no other file: its scripts and styles stand in it, named by hash.

    beside: the one kind of file that it may look for beside itself; none as a rule.
    """

    def value(found: re.Match[str]) -> str:
        key = found.group(1)
        return escape(facts[key]) if key in facts else found.group()

    html = _SLOT.sub(value, _template(name))
    html = re.sub(r"<!--include:([a-z.-]+)-->", lambda found: _included(found.group(1)), html)
    policy = _policy(html)
    if beside:
        policy = policy.replace(f"{beside} ", f"{beside} 'self' file: ")
    return html.replace("@@policy@@", policy, 1).encode()  # a second one is a name


def _included(name: str) -> str:
    file = next(
        place / name for place in (template_folder(), theme_dir() / "assets/anliku") if (place / name).is_file()
    )
    text = shipped(file.read_text(encoding="utf-8"))
    return text.replace("@@unprintable@@", json.dumps(UNPRINTABLE, separators=(",", ":")))


def _policy(html: str) -> str:
    allowed: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(html):
        allowed[kind].append(admitted(text))
    rules = [f"{kind}-src {' '.join(hashes)}; " for kind, hashes in allowed.items() if hashes]
    return f"default-src 'none'; {''.join(rules)}base-uri 'none'; form-action 'none'"


def _template(name: str) -> str:
    return template_folder().joinpath(name).read_text(encoding="utf-8")


def template_folder() -> Path:
    """Return the folder of this part's templates, scripts and styles."""
    return theme_dir() / "pack"
