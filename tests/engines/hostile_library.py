"""A library in which every text of every kind of record is hostile.

Which fields are texts is read off the models, so that a new one is covered by itself; what is no text (ids, references,
numbers) comes from `_rest`. A new required field of that sort fails here until it has a value.
"""

from __future__ import annotations

import json
import re
import types
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from anliku.check.fields import fields_of
from anliku.library import kinds
from anliku.library.kinds import KINDS, Kind
from anliku.library.models import Record

from .hostile_texts import HOSTILE

# So many records of each kind that building stays quick; the fewer, the more texts stand in one field.
COUNTS: Mapping[Kind, int] = {
    kinds.CASE: 130, kinds.SOURCE: len(HOSTILE), kinds.TERM: len(HOSTILE), kinds.INDICATORS: 4, kinds.POLICY: 40,
    kinds.ORGANISATION: 30, kinds.FRAMEWORK: 20, kinds.LESSON: 40, kinds.CARD: 40, kinds.SCREENING: 20, kinds.PROFILE: 3,
    kinds.WORDING: 20,
}  # fmt: skip
ASSESSED = ("village", "organ", "school")
PAGES = 40
_BOTH = {"organisations": ["village", "organ"], "dimensions": ["d-0", "d-1"]}
_BASIS = ["policy-0/x-0", "policy-1/x-1"]
_CITED = {"sources": [{"source": "source-0"}, {"source": "source-1"}]}
_PLAN = {"minutes": 20, "plan": [{"minutes": 10}, {"minutes": 10}]}
_ANSWER = {"type": "levels", "target": 5, "levels": None}
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _indicator(key: str) -> dict[str, Any]:
    return {
        "id": key, "organisations": ["village"], "answer": _ANSWER, "assessor": ["self", "masses", "superior"], "basis": _BASIS,
        "drawn_from": _BASIS, "learn_from": ["case-1"], "na": {"allowed": True}, "overrides": {"village": {"answer": _ANSWER}},
    }  # fmt: skip


def _rest(kind: Kind, n: int) -> dict[str, Any]:
    """Return what is no text in the nth record of a kind; None in a list stands for a record of nothing but texts."""
    figure = {"value": 5, "source": "source-0"}
    uses = ("dimensions", "services", "reference")
    rest: dict[Kind, dict[str, Any]] = {
        kinds.CASE: {
            **_BOTH, **_CITED, "status": "published", "level": "village", "period": {"from": "2009"}, "services": ["e1-0"],
            "policies": _BASIS, "related": ["case-0"], "figures": [figure] * 3, "teaching": _PLAN, "reviewed": {"on": "2026-11-22"},
        },
        kinds.POLICY: {"source": "source-0", "excerpts": [{"id": f"x-{one}", **_BOTH} for one in range(5)]},
        kinds.ORGANISATION: {} if n < len(ASSESSED) else {"group": True, "parent": "village" if n % 2 else None},
        kinds.FRAMEWORK: {
            "use": uses[min(n, 2)], "items": [{"id": f"e{n}-{one}" if n else f"d-{one}", "organisations": ["village"]} for one in range(5)],
            **_CITED,
        },
        kinds.INDICATORS: {"dimension": f"d-{n}", "indicators": [_indicator(f"i-{n}-{one}") for one in range(25)]},
        kinds.PROFILE: {
            "organisation": ASSESSED[n % 3], "alter": [{"id": f"i-0-{one}", "answer": _ANSWER} for one in range(10)],
            "add": [{**_indicator(f"a-{n}-{one}"), "dimension": "d-1", "organisations": [], "only_if": "screening-0"} for one in range(10)],
        },
        kinds.CARD: {**_BOTH, **_CITED, "items": [None] * 5, "basis": _BASIS, "drawn_from": _BASIS, "learn_from": ["case-2"]},
        kinds.TERM: {"source": "source-0", "see": ["term-0"]},
        kinds.LESSON: {**_BOTH, **_PLAN, "cases": ["case-3"], "excerpts": _BASIS, "task": {"minutes": 10}},
    }  # fmt: skip
    return rest.get(kind, {})


def _id_of(kind: Kind, n: int) -> str:
    if kind is kinds.PROFILE or (kind is kinds.ORGANISATION and n < len(ASSESSED)):
        return ASSESSED[n]
    return f"{kind.name}-{n}"


class Filler:
    """Fills models with texts. seen: how many texts each field has met, by its place."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.seen: Counter[str] = Counter()

    def record(self, kind: Kind, n: int) -> dict[str, Any]:
        """Return the nth record of a kind as it stands in a file; all of them put every text into every field."""
        filled = self._record(kind.model, {"id": _id_of(kind, n), **_rest(kind, n)}, kind.name, COUNTS[kind])
        kind.model.model_validate(filled)
        return filled

    def _record(self, model: type[Record], rest: Mapping[str, Any], place: str, times: int) -> dict[str, Any]:
        values = {
            key: self._value(field.annotation, field.metadata, rest.get(key), f"{place}.{key}", times)
            for key, field in fields_of(model).items()
        }
        return {key: value for key, value in values.items() if value is not None}

    def _value(self, wanted: Any, rules: Sequence[Any], rest: Any, place: str, times: int) -> Any:
        """Return a value for one field. times: how many of its like there will be, so that all texts find a place."""
        while get_origin(wanted) in (Annotated, Union, types.UnionType):
            if get_origin(wanted) is Annotated:
                rules = [*rules, *get_args(wanted)[1:]]
            elif type(None) not in get_args(wanted):
                return rest  # a number or a text
            wanted = next(one for one in get_args(wanted) if one is not type(None))
        if wanted is str and rest is None and not any(_restricts(rule) for rule in rules):
            return self._text(place, times)
        if get_origin(wanted) is tuple:
            return self._list(get_args(wanted)[0], rest, place, times)
        if get_origin(wanted) is dict and rest:
            return {key: self._value(get_args(wanted)[1], [], one, place, times) for key, one in rest.items()}
        if isinstance(wanted, type) and issubclass(wanted, Record):
            return self._record(wanted, rest or {}, place, times)
        return rest

    def _list(self, inner: Any, rest: Any, place: str, times: int) -> list[Any] | None:
        given = rest if rest is not None else [None, None]
        made = [self._value(inner, [], one, place, times * len(given)) for one in given]
        return None if None in made else made

    def _text(self, place: str, times: int) -> str:
        share = -(-len(self._texts) // times)
        start = sum(map(ord, place)) + self.seen[place]  # each field begins elsewhere, so that a record is a mixture
        self.seen[place] += share
        text = "\n\n".join(self._texts[(start + one) % len(self._texts)] for one in range(share))
        return text if text.strip() else f"空{text}"


def _restricts(rule: Any) -> bool:
    """Say whether a rule of a model leaves no room for a free text: an id or a date."""
    return bool(getattr(rule, "pattern", None)) or getattr(getattr(rule, "func", None), "__name__", "") == "_check_date"


def as_yaml(data: Any) -> str:
    """Return data as JSON, which is YAML as well, with escapes for what YAML does not take as it is."""
    text = json.dumps(data, ensure_ascii=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def write_hostile_library(root: Path) -> Counter[str]:
    """Write the library below `root` and return how many texts each field has met."""
    filler = Filler(HOSTILE)
    for kind in KINDS:
        made = {_id_of(kind, n): filler.record(kind, n) for n in range(COUNTS[kind])}
        if kind.key:
            _write(root / kind.pattern, as_yaml({kind.key: list(made.values())}))
        else:
            for key, record in made.items():
                if not kind.named_by_file:
                    record.pop("id", None)
                _write(root / kind.pattern.replace("*", key), as_yaml(record))
    _write(
        root / "mkdocs.yml",
        "site_name: '库 & <b>\"名\"</b>'\ndocs_dir: content/pages\ntheme: {name: material}\nplugins: [anliku]\n",
    )
    for n in range(PAGES):
        _write(root / f"content/pages/p-{n}.md", _page(HOSTILE[n::PAGES]))
    for n, section in enumerate(("index.md", "cases/index.md", "terms/index.md")):
        _write(root / "content/pages" / section, _page(HOSTILE[n::30]))
    return filler.seen


def _page(texts: Sequence[str]) -> str:
    """An ordinary page: its head, headings and text are hostile."""
    head = f"---\ntitle: {as_yaml(texts[0])}\ndescription: {as_yaml(texts[1])}\n---\n"
    return head + "".join(f"\n\n## {' '.join(text.split())}\n\n{text}\n" for text in texts)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
