"""Mutants of result files: of JSON and of XLSX, by structure and by bytes. The same dice give the same mutants."""

from __future__ import annotations

import copy
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

# Written into the JSON as they stand, since no JSON library writes them.
RAW = [
    "1e999", "-1e999", "1" * 400, "NaN", "Infinity", "-Infinity", '"\\ud800"', '"\\udc00x"', "[" * 100_000, '{"a":' * 5_000,
    "[" * 900 + "]" * 900, '{"a":1,"a":2}', '"' + "长" * 5_000 + '"', "1.5e-400", "0x10", "-0", "1e5", "01", "tru", '"\x01"', "",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 5, 2.5, 101, 1e300, 2**63, "", " ", "是", "√", "80%", "８５．５", "1,200", "4次", "尽快", "2026-13-45",
    "2026-06-31", "二○二六年六月", "inf", "nan", "\ud800", "\0\x1b[2J", "<script>", "=1+1", "🏠" * 50, [], {}, [[]], {"value": {"value": 1}},
]  # fmt: skip
NUMBERS = [
    "1e999", "-1e999", "1" * 400, "inf", "nan", "", "x", "1_0", "-1", "46174", "0.8", "9" * 5_000, "1e-400", "٣", " 5 ",
]  # fmt: skip
_MARK = "@@raw@@"


def mutant(good: dict[str, Any], book: bytes, dice: random.Random) -> tuple[str, bytes]:
    """Return the ending and the bytes of one mutant."""
    if dice.random() < 0.5:
        return ".json", json_mutant(good, dice)
    return ".xlsx", xlsx_mutant(book, dice)


def json_mutant(good: dict[str, Any], dice: random.Random) -> bytes:
    """Change some values, keys or bytes of a good result."""
    data: Any = copy.deepcopy(good)
    raw: list[str] = []
    for _ in range(dice.choice((0, 1, 1, 2, 5, 30))):
        data = _change(data, dice, raw)
    text = json.dumps(data, ensure_ascii=dice.random() < 0.5, indent=dice.choice((None, 1)))
    for piece in raw:
        text = text.replace(f'"{_MARK}"', piece, 1)
    encoding = dice.choice(
        ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "latin-1", "utf-7")
    )
    content = text.encode(encoding, "surrogatepass" if encoding.startswith("utf-8") else "replace")
    return damaged(content, dice) if dice.random() < 0.3 else content


def _change(data: Any, dice: random.Random, raw: list[str]) -> Any:
    """Change one place, anywhere in the data."""
    if not isinstance(data, (dict, list)) or not data or dice.random() < 0.1:
        if dice.random() < 0.3:
            raw.append(dice.choice(RAW))
            return _MARK
        return copy.deepcopy(dice.choice(VALUES))
    key = dice.choice(list(data) if isinstance(data, dict) else range(len(data)))
    how = dice.random()
    if how < 0.08:
        del data[key]
    elif how < 0.16 and isinstance(data, dict):
        data[dice.choice(("__proto__", "x" * 10_000, "\ud800", "", "值", str(key).upper(), "format"))] = data.pop(key)
    else:
        data[key] = _change(data[key], dice, raw)
    return data


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Cut, flip, repeat or overwrite bytes."""
    content = bytearray(content)
    for _ in range(dice.choice((1, 1, 3, 20))):
        place = dice.randrange(len(content)) if content else 0
        how = dice.randrange(4)
        if how == 0 and dice.random() < 0.4:
            del content[place:]
        elif how == 1 and content:
            content[place] ^= 1 << dice.randrange(8)
        elif how == 2:
            content[place:place] = content[place : place + dice.randrange(1, 60)]
        else:
            content[place : place + 4] = dice.randbytes(4)
    return bytes(content)


def xlsx_mutant(book: bytes, dice: random.Random) -> bytes:
    """Change parts of a good workbook, or the bytes of the archive."""
    if dice.random() < 0.25:
        return damaged(book, dice)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(dice.choice((1, 1, 2, 4))):
        name = dice.choice([n for n in parts if n.startswith("xl/")] or list(parts))
        changed = dice.choice(PART_CHANGES)(parts[name], dice)
        if changed is None:
            del parts[name]
        else:
            parts[name] = changed
    out = io.BytesIO()
    method = dice.choice(
        (zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    )
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content = out.getvalue()
    return damaged(content, dice) if dice.random() < 0.1 else content


def _some(pattern: bytes, make: Callable[[random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """Return a change that puts something else into some of the places that match."""

    def change(part: bytes, dice: random.Random) -> bytes:
        share = dice.choice((0.02, 0.3, 1))
        return re.sub(pattern, lambda found: make(dice) if dice.random() < share else found[0], part)

    return change


def _value(dice: random.Random) -> bytes:
    return b"<v>" + dice.choice(NUMBERS).encode() + b"</v>"


def _reference(dice: random.Random) -> bytes:
    return dice.choice((b"", b'r="A1"', b'r="ZZZZ9"', b'r="A99999999"', b'r="XFD1048576"', b'r="\xe7\x94\xb21"'))


def _empty_elements(part: bytes, dice: random.Random) -> bytes:
    many = dice.choice((b"<row/>", b"<row><c/></row>", b"<c><v/></c>", b"<si/>", b"<a><b/></a>")) * dice.choice(
        (10, 20_000, 400_000)
    )
    return part.replace(b"<sheetData>", b"<sheetData>" + many, 1).replace(b"<sst", many + b"<sst", 1)


def _encoding(part: bytes, dice: random.Random) -> bytes:
    name = dice.choice((b"x", b"utf-16", b"gb2312", b"utf-7", b"ibm-1047", b"idna", b"base64", b"", b"unicode_escape"))
    body = re.sub(rb"^<\?xml[^>]*\?>", b"", part)
    return b'<?xml version="1.0" encoding="' + name + b'"?>' + body


def _doctype(part: bytes, dice: random.Random) -> bytes:
    body = re.sub(rb"^<\?xml[^>]*\?>", b"", part)
    bomb = (
        b"<!DOCTYPE x [" + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]>"
    )
    text = bomb + body.replace(b"<v>", b"<v>&e11;", 1)
    return text.decode("utf-8", "replace").encode("utf-16") if dice.random() < 0.5 else text


def _deep(part: bytes, _: random.Random) -> bytes:
    return part.replace(b"<sheetData>", b"<sheetData>" + b"<row>" * 30_000, 1)


PART_CHANGES: list[Callable[[bytes, random.Random], bytes | None]] = [
    _some(rb"<v>[^<]*</v>", _value), _some(rb'r="[A-Z]+[0-9]+"', _reference), _empty_elements, _encoding, _doctype, _deep, damaged,
    _some(rb't="[a-zA-Z]+"', lambda d: d.choice((b't="b"', b't="e"', b't="d"', b't="zz"', b't="s"', b""))),
    _some(rb's="[0-9]+"', lambda d: d.choice((b's="999999999999"', b's="-1"', b's="x"', b""))),
    _some(rb"<t[^>]*>[^<]*</t>", lambda d: b"<t>" + d.choice((b"", b"\xff", "是".encode(), b"&#55296;", b"&#1;", b"x" * 40_000)) + b"</t>"),
    _some(rb"formatCode=\"[^\"]*\"", lambda d: b'formatCode="' + d.choice((b"%", b"yyyy", b"[h]:mm", b"&quot;", b"0" * 9_000)) + b'"'),
    lambda part, dice: None, lambda part, dice: b"", lambda part, dice: part[: dice.randrange(len(part) + 1)],
]  # fmt: skip
