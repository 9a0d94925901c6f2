"""What may be meant when a query is not found as typed: other names, the other script, pinyin, numbers written otherwise.

The twin of `search-forgive.js`; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..library.han import number_said
from .fold import fold_table
from .near import informative_parts
from .pinyin import Sound

Terms = tuple[str, ...]
MOST_NAMES = 5
_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_HAN_NUMBER = "[〇零一二两三四五六七八九十百千]+"
_NUMBER = f"(?:[0-9]+|{_HAN_NUMBER})"
_COUNTED = "(?=[万亿元人户名个项件次条位亩])"
_YEAR = re.compile("(|.*[^0-9.,])((?:19|20)[0-9]{2})(?:年|(?![多余万亿元人户名个项件次条位亩家]))([^0-9.,].*|)")
_MOST_DIGITS = 3
_LEAST_MEANT = 2
_MOST_MEANT = 3


class OtherName(NamedTuple):
    """A query with one term, or a part of it, called by another name."""

    terms: Terms
    old: str
    new: str


def other_names(terms: Terms, groups: Iterable[Sequence[str]]) -> list[OtherName]:
    """The query by other names. groups: names that mean the same, the main one first."""
    found: dict[Terms, OtherName] = {}
    groups = list(groups)
    for number, term in enumerate(terms):
        for group in groups:
            name = max((one for one in group if one in term), key=len, default="")
            if not name:
                continue
            for other in group[1:] if name == group[0] else group[:1]:
                if other not in term:
                    changed = (*terms[:number], term.replace(name, other, 1), *terms[number + 1 :])
                    found[changed] = OtherName(changed, name, other)
    return list(found.values())[: 2 * MOST_NAMES]


def other_script(terms: Terms) -> list[Terms]:
    """The terms in simplified and in traditional characters, where that makes a difference."""
    table = fold_table()
    forms = (
        _changed(terms, table["traditional"], table["simplified"]),
        _changed(terms, table["simplified"], table["traditional"]),
    )
    return [form for form in forms if form != terms]


def simplified(terms: Terms) -> Terms:
    """The terms in simplified characters."""
    table = fold_table()
    return _changed(terms, table["traditional"], table["simplified"])


def _changed(terms: Terms, old: str, new: str) -> Terms:
    return tuple("".join(new[old.index(char)] if char in old else char for char in term) for term in terms)


def year_apart(terms: Terms) -> list[Terms]:
    """The query with its years apart, where they are typed as one with what they date: 2014意见 → 2014 意见."""
    found = [(term, _YEAR.fullmatch(term)) for term in terms]
    parts = tuple(
        part for term, year in found for part in (informative_parts(filter(None, year.groups())) if year else [term])
    )
    return [parts] if len(parts) > len(terms) else []


def other_forms(terms: Terms) -> list[Terms]:
    """The query with its numbers written otherwise: numerals, 天 or 日, 余 or 多, or neither."""
    found: dict[Terms, None] = {}
    for number, term in enumerate(terms):
        for form in _forms_of(term):
            if form != term:
                found[*terms[:number], form, *terms[number + 1 :]] = None
    return list(found)[: 2 * MOST_NAMES]


def _forms_of(term: str) -> Iterator[str]:
    """Yield the term, then the term with its numbers written in every other way."""
    forms = [term]  # each step below rewrites all forms so far, so that the ways combine
    if re.search(_NUMBER, term):
        forms += [re.sub(f"({_NUMBER})([余多]?){_COUNTED}", _with_more, form) for form in forms]
        forms += [re.sub(f"([余多]){_COUNTED}", lambda f: "多" if f[1] == "余" else "余", form) for form in forms]
        forms += [
            re.sub(f"({_NUMBER})([天日])", lambda f: f[1] + ("日" if f[2] == "天" else "天"), form) for form in forms
        ]
        forms += [re.sub(r"(^|[^.0-9])([0-9]{1,4})(?![.0-9])", lambda f: f[1] + _in_han(f[2]), form) for form in forms]
        forms += [re.sub(_HAN_NUMBER, lambda f: str(number_said(f[0]) or f[0]), form) for form in forms]
        forms += [re.sub(r"([0-9]),(?=[0-9]{3})", r"\1", form) for form in forms]
        forms += [
            re.sub(r"(^|[^.,0-9])([0-9]{4,})(?![.,0-9])", lambda f: f[1] + _in_thousands(f[2]), form) for form in forms
        ]
    return iter(dict.fromkeys(forms))


def _with_more(found: re.Match[str]) -> str:
    return found[1] + ("" if found[2] else "余")


def _in_thousands(number: str) -> str:
    """A number with commas, but for what is most likely a year: 12800 → 12,800."""
    is_year = re.fullmatch("(19|20)..", number)
    return number if is_year else re.sub("[0-9](?=(...)+$)", r"\g<0>,", number)


def _in_han(number: str) -> str:
    """A number below 1,000 in Chinese numerals, a year digit by digit: 35 → 三十五, 2014 → 二〇一四."""
    digits = [*map(int, number)]
    if len(digits) > _MOST_DIGITS:
        return "".join(_DIGITS[digit] for digit in digits)
    words = [_DIGITS[d] + _UNITS[len(digits) - 1 - i] if d else "零" for i, d in enumerate(digits)]
    text = re.sub("(.)零$", r"\1", re.sub("零+", "零", "".join(words)))
    return re.sub("^一十", "十", text)


def meant(terms: Terms, groups: Iterable[Sequence[str]]) -> list[str]:
    """Names that differ from a term by one character: left out, put in or taken for another."""
    names = dict.fromkeys(name for group in groups for name in group)
    if len(terms) != 1:
        return []
    return [name for name in names if len(name) > _LEAST_MEANT and _is_slip(terms[0], name)][:_MOST_MEANT]


def _is_slip(typed: str, name: str) -> bool:
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    same = 0
    while same < len(name) and typed[same : same + 1] == name[same]:
        same += 1
    return any(typed[same + one :] == name[same + other :] for one, other in ((1, 1), (0, 1), (1, 0)))


def sounds_like(letters: str, sounds: Mapping[str, Sound]) -> list[str]:
    """Stretches of names that sound like the letters: liudong, ld, liud, 流dong → 流动党员. Best first."""
    found: list[tuple[float, str]] = []
    for number, (name, sound) in enumerate(sounds.items()):
        for start in range(len(sound)):
            end = _spoken(letters, 0, sound, start, name)
            if end > start + 1 or (end == start + 1 and letters == sound[start]):
                # Lower is better: near the beginning of the name, little of it left out, a name that comes early.
                found.append((start + (len(name) - end) / 4 + number / 1000, name[start:end]))
                break
    found.sort(key=lambda one: one[0])
    return list(dict.fromkeys(name for _, name in found))[:MOST_NAMES]


def _spoken(letters: str, at: int, sounds: Sound, start: int, name: str) -> int:
    """The end of the stretch from `start` that the letters from `at` spell, by whole syllables or initials; or -1."""
    if at == len(letters):
        return start
    if start == len(sounds):
        return -1
    if letters[at] == name[start]:
        return _spoken(letters, at + 1, sounds, start + 1, name)
    sound = sounds[start]
    # A syllable may be shortened to one or two letters (z, zh); the last one typed may break off anywhere.
    for size in range(len(sound), 0, -1):
        partial = 1 < size < len(sound)
        whole = not partial or at + size == len(letters) or size == 2
        if whole and letters.startswith(sound[:size], at):
            end = _spoken(letters, at + size, sounds, start + 1, name)
            if end >= 0:
                return end
    return -1
