"""The data behind the facets of the case list: one classic script, read by assets/anliku/facets.js."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...library import Entry, Shared
from ..facts.published import Site

_DOTS = 10


HEAD = "var anliku=window.anliku||{};anliku.cases="
"""What makes the data known to the page's scripts; belongs to the key of the file."""


def list_script(site: Site) -> str:
    """Return cases/list.js.

    facets: [{key, label, values: [[id, label], …]}]; dots: names of the dimensions; cases: [id, title, summary, place, year,
    indices, own], where indices holds for each facet the numbers of the case's values, and own those types that it names itself.
    """
    facets = [(facet, site.groups[facet.key]) for facet in site.facets if facet.key in site.groups]
    index = [{found.value: number for number, found in enumerate(groups)} for _, groups in facets]
    types = site.shared.organisations
    numbers_of_types = next((numbers for (f, _), numbers in zip(facets, index, strict=True) if f.key == "org"), {})
    data: dict[str, Any] = {
        "facets": [
            {
                "key": facet.key,
                "label": facet.label,
                "values": [
                    [g.value, g.label, len(types.lineage(g.value)) - 1 if facet.key == "org" else 0] for g in groups
                ],
            }
            for facet, groups in facets
        ],
        "dots": dots(site.shared),
        "orders": orders(site.ordered),
        "cases": [
            [
                entry.id,
                entry.title,
                entry.summary,
                entry.place,
                entry.year,
                [[numbers[v] for v in facet.values(entry)] for (facet, _), numbers in zip(facets, index, strict=True)],
                [numbers_of_types[o] for o in entry.organisations if o in numbers_of_types],
            ]
            for entry in site.ordered
        ],
    }
    return f"{HEAD}{script_json(data)};\n"


def orders(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """Return the places of the entries sorted by review, title, place and year, newest first; unknown ones come last."""
    places = range(len(entries))
    return {
        "new": sorted(places, key=lambda i: entries[i].reviewed_on, reverse=True),
        "title": sorted(places, key=lambda i: _pinyin(entries[i].title)),
        "place": sorted(places, key=lambda i: (not entries[i].place, _pinyin(entries[i].place))),
        "year": sorted(places, key=lambda i: entries[i].year, reverse=True),
    }


def dots(shared: Shared) -> list[str]:
    """Return the dimensions for which rows of lists have a dot each; none when there are more than an eye takes in."""
    return list(shared.dimensions.values()) if len(shared.dimensions) <= _DOTS else []


def _pinyin(text: str) -> bytes:
    """Return a key that sorts common characters by their pinyin: GB 18030 keeps the order that GB 2312 gave them."""
    return text.encode("gb18030", errors="replace")


def script_json(data: Any) -> str:
    """Return data as JSON that may stand in a script file or a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
