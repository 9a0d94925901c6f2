"""Every character of a text reaches its readers: what the rules of Markdown take away is named where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...library import Library, Origin, Shared
from ...library.dialect import ADDRESS, plain_html, shown_text
from ...library.models import Case, Record, markdown_of
from ...library.office_lines import marks_of_items
from ..findings import Remark
from ..unseen import BACKSLASH, BAR, LONGEST, STAR, not_shown
from .markup import is_unsafe

# Marks that are meant as such and need not be seen, wherever they stand …
_MEANT = re.compile(
    r"(?:\*\*|`+|!?\[|\]\([^()]*(?:\([^()]*\)[^()]*)*\)|<br\s*/?>|</?(?:sub|sup|strong|em|del|code)>|\s)+",
    re.I,
)
# … and at the beginning of a line.
_BEGINNING = re.compile(r"[ \t\u3000]*(?:(?:[-+*>]|\d{1,9}\.|#{1,6})[ \t]*)+")
_ROW = re.compile(r"[|:\s-]+")
_AUTOLINK = re.compile(r"<(?:https?:|mailto:|[^<>@\s]+@)[^<>\s]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});")
# Bold and lists alone lose nothing: most texts hold no other mark, and need not be rendered to know it. All alternatives of an
# expression begin with a plain character, so that `re` passes over all others at once.
_MARK = re.compile(r"\\|`|\[|<|&|\||\*(?!\*)(?<!\*\*)")
_MARKED_LINE = re.compile(r"[ \t]*(?:[>+#]|\d+\.[ \t])")
_LINE_BELOW = re.compile(r"\n" + _MARKED_LINE.pattern)


class Lost(NamedTuple):
    """A piece of a text that readers do not see, and where it begins."""

    start: int
    piece: str


def case_conserved(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A character of a case is taken for a mark and not shown."""
    yield from _in_record(case, origin)


def shared_conserved(library: Library) -> Iterator[Remark]:
    """A character of a shared record is taken for a mark and not shown."""
    for kind, key, record in library.shared.records():
        yield from _in_record(record, library.shared.origins[kind, key])


def _in_record(record: Record, origin: Origin) -> Iterator[Remark]:
    for at, text in markdown_of(record):
        lost = lost_in(text)
        if lost and not is_unsafe(text):
            shown = lost.piece[:LONGEST].split("\n", maxsplit=1)[0]
            line_end = text.find("\n", lost.start)
            word = text[lost.start : line_end if line_end >= 0 else len(text)][:LONGEST].strip()
            yield not_shown(shown, origin, at, _REMEDIES).pointing_at(word)


_REMEDIES = {
    "&": "直接写出要显示的那个字符，如“<”“&”。",
    "<!--": "不要显示的话写进 YAML 的注释；要显示就改用“（）”。",
    "<": "正文不用 HTML 标签：删去它；要显示“<”“>”，改用“＜”“＞”。",
    "*": STAR,
    "\\": BACKSLASH,
    "|": BAR,
}


def lost_in(text: str) -> Lost | None:
    """Return the first piece of a Markdown text that readers do not see and that is no mark of Markdown, or None."""
    if not _may_lose(text) or plain_html(text) is not None:
        return None
    entity = _ENTITY.search(text)
    if entity:
        return Lost(entity.start(), entity[0])
    shown = "".join(shown_text(text).split())
    for start, end in _gaps(_without_marks(text), shown):
        if not (_is_needed(text, shown) if text[start] == "\\" else _is_meant(text, start, end)):
            return Lost(start, text[start:end])
    return None


def _may_lose(text: str) -> bool:
    return bool(_MARK.search(text) or _MARKED_LINE.match(text) or _LINE_BELOW.search(text))


# Code is shown as it is; the address of a link is not shown.
_ADDRESS = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|(?<=\])\((?P<to>[^()\s]+)(?:\s+\"[^\"\n]*\")?\)"
)


def _without_marks(text: str) -> str:
    """Return a text of the same length with blanks for marks of lists and addresses, whose letters may stand after them again."""
    lines = text.split("\n")
    bare = "\n".join(
        " " * len(mark) + line[len(mark) :] for mark, line in zip(marks_of_items(lines), lines, strict=True)
    )
    return _ADDRESS.sub(lambda part: " " * len(part[0]) if part["to"] and ADDRESS.match(part["to"]) else part[0], bare)


def _is_needed(text: str, shown: str) -> bool:
    """Say whether the backslashes before marks make a difference, as they do in `\\*注\\*`."""
    without = re.sub(r"\\(?=[`*\[\]#+.|<>&-])", "", text)
    return "".join(shown_text(without).split()) != shown


def _gaps(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are missing in what is shown, which has no blanks."""
    seen = 0
    start = -1
    for place, char in enumerate(text):
        if char.isspace():
            continue
        if seen < len(shown) and char == shown[seen]:
            seen += 1
            if start >= 0:
                yield start, place
                start = -1
        elif start < 0:
            start = place
    if start >= 0:
        yield start, len(text)


def _is_meant(text: str, start: int, end: int) -> bool:
    piece = text[start:end].rstrip()
    end = start + len(piece)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if _ROW.fullmatch(piece):
        return (
            "|" in line
            or "|" in piece
            or bool(re.fullmatch(r"\s*(?:-{3,}|[-+*]\s*)+\s*", line))
            or _begins(text, line_start, end)
        )
    if piece in "<>" and _AUTOLINK.search(line):
        return True
    if line.startswith("#") and re.fullmatch(r"#+", piece):
        return True
    rest = text[max(start, line_start) : end]
    beginning = _BEGINNING.match(text, line_start)
    if beginning and start < beginning.end():
        rest = text[beginning.end() : end]
    first, *others = rest.split("\n")
    parts = (first, *(_BEGINNING.sub("", part + " ", count=1) for part in others))
    return all(not part.strip() or _MEANT.fullmatch(part) for part in parts)


def _begins(text: str, line_start: int, end: int) -> bool:
    beginning = _BEGINNING.match(text, line_start)
    return beginning is not None and end <= beginning.end()
