"""What one cell means, and how a value is written into one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from ..check.nearest import did_you_mean, quoted
from ..library import kinds
from .columns import Column, Shape
from .names import PARTS, Names, name_key

LABELS = kinds.LABELS | {PARTS: "部分"}
_BETWEEN = re.compile(r"[、，,；;\n]+")
_PAIR = re.compile(r"\s*([a-z-]+)\s*[:：]\s*(\S.*)")
_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[年月日号]?(?: 00:00(?::00)?)?")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(rf"(约|近|不足|不到)?\s*((?:{_NUMBER})(?:\s*[-–—~～至]+\s*(?:{_NUMBER}))?)([^\d,.]*?)(以上)?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_QUALIFIERS = {"约": "about", "近": "about", "不足": "less-than", "不到": "less-than", "以上": "more-than"}


class Read(NamedTuple):
    """The value of a cell, and what could not be understood of it, with the remedy."""

    value: Any = None
    message: str = ""
    remedy: str = ""


def read_cell(column: Column, text: str, names: Names) -> Read:
    """Return what the text of a cell means in a column; None for nothing."""
    text = text.strip()
    if not text:
        return Read()
    if column.shape is Shape.WORDS:
        return _words(column, text, names)
    if column.shape is Shape.CHOICE:
        return _choice(column, text, names)
    if column.shape is Shape.LINES:
        return Read(_lines(text))
    if column.shape is Shape.PAIRS:
        pairs = [_PAIR.fullmatch(line) for line in text.splitlines()]
        return (
            Read({pair[1]: pair[2] for pair in pairs if pair})
            if all(pairs)
            else Read(None, "要写成“代号：理由”，一行一条。")
        )
    plain = unicodedata.normalize("NFKC", text)
    if column.shape is Shape.DATE:
        return Read(_date(plain))
    if column.shape is Shape.NUMBER:
        number = plain.removesuffix("分钟").strip()
        return Read(int(number) if number.isdecimal() and number.isascii() else plain)
    return Read(text)


def _lines(text: str) -> list[str]:
    """Return the items of a list, one a line; a line that begins with two blanks goes on with the one above it."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and (line.startswith("  ") or not line.strip()):
            found[-1] += f"\n{line[2:]}"
        elif line.strip():
            found.append(line.strip())
    return [one.strip() for one in found]


def _words(column: Column, text: str, names: Names) -> Read:
    kind = column.ref or (PARTS if column.path[-1] == "for" else "")
    if kind and names.id_of(kind, text):
        return Read([names.id_of(kind, text)])
    between = re.compile(r"\n+") if "\n" in text and not kind else _BETWEEN
    words = [word.strip() for word in between.split(text) if word.strip()]
    if not kind:
        return Read(words)
    unknown = [word for word in words if not names.id_of(kind, word)]
    found = [key for word in words if (key := names.id_of(kind, word))]
    return Read(found or None, *_unknown(kind, unknown, names)) if unknown else Read(found)


def _unknown(kind: str, words: list[str], names: Names) -> tuple[str, str]:
    shown = "、".join(quoted(word) for word in words)
    return f"没有名称或 id 为{shown}的{LABELS[kind]}。", did_you_mean(words[0], names.all(kind), "从下拉框里选。")


def _choice(column: Column, text: str, names: Names) -> Read:
    if column.options:
        labels = {name_key(names.label_of(option)): option.value for option in column.options}
        labels |= {name_key(option.value): option.value for option in column.options}
        found = labels.get(name_key(text))
        options = [names.label_of(option) for option in column.options]
        return Read(found) if found else Read(None, f"{quoted(text)}不在可选的里面。", did_you_mean(text, options))
    key = names.id_of(column.ref, text)
    return Read(key) if key else Read(None, *_unknown(column.ref, [text], names))


def _date(text: str) -> str:
    """Return a date as files hold it; anything else stays as it was, for `check` to name it."""
    found = _DATE.fullmatch(text.replace("年 ", "年").replace("月 ", "月"))
    if not found:
        return text
    return "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])


def read_figure(text: str) -> dict[str, Any]:
    """Return value, unit and qualifier of a number as people write it: 约3.1万件, 80%, 1,200 户, 3000人以上, 3～5."""
    plain = text.translate(_HALF_WIDTH).strip()
    found = _FIGURE.fullmatch(plain)
    if not found:
        return {"value": text}
    before, number, unit, after = (part or "" for part in found.groups())
    number = number.replace(",", "").replace("至", "–")
    made: dict[str, Any] = {"value": _number(number)}
    if unit.strip():
        made["unit"] = unit.strip()
    mark = _QUALIFIERS.get(before or after)
    return made | ({"qualifier": mark} if mark else {})


def _number(text: str) -> int | float | str:
    """Return the number when it is shown as it is written, and otherwise the text: 98.60 says more than 98.6."""
    plain = int(text) if text.isdecimal() else float(text) if re.fullmatch(r"\d+\.\d+", text) else text
    return plain if str(plain) == text else text


def cell_text(column: Column, value: Any, names: Names) -> str:
    """Return the text of a cell that `read_cell` reads back as the value."""
    if value is None or value in ("", (), {}):
        return ""
    if column.shape is Shape.PAIRS:
        return "\n".join(f"{key}：{reason}" for key, reason in value.items())
    if column.options:
        return names.label_of(value)
    kind = column.ref or (PARTS if column.path[-1] == "for" else "")
    if column.shape is Shape.WORDS:
        words = [names.shown(kind, key) if kind else key for key in value]
        if kind:  # a name with a mark of its own would be taken for two
            words = [key if _BETWEEN.search(word) else word for key, word in zip(value, words, strict=True)]
        return ("\n" if any(_BETWEEN.search(word) for word in words) else "、").join(words)
    if column.shape is Shape.LINES:
        return "\n".join(item.replace("\n", "\n  ") for item in value)
    return names.shown(kind, value) if kind else str(value)
