"""A checklist as it is filled in: items in sections, with the questions that switch parts of it on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ...library import Vocabulary
from ...library.models import Assessor, Effort, Indicator, Scheme, Screening
from .answer_forms import AnswerForm, form_of

MAX_PER_SECTION = 9
# Changing these leaves a filled-in form what it was; what is not excluded here makes every kept result ask for a review.
_IN_SCREENING = {"id", "ask", "hint", "organisations"}
_ON_THE_FORM = {
    "id", "statement", "ask", "answer", "assessor", "weight", "example_weight", "critical", "na", "only_if", "verify",
    "evidence", "remedy", "effort", "revision",
}  # fmt: skip
_IN_FIRST_VERSIONS = {*_ON_THE_FORM, "basis", "drawn_from", "learn_from"}


@dataclass(frozen=True)
class Item:
    """One item: an indicator as one organisation type sees it, with its dimension.

    ended: in words, which of the documents that it rests on are no longer in force.
    """

    dimension: str
    indicator: Indicator
    ended: str = ""

    @property
    def id(self) -> str:
        """The indicator's id, which is the same in every type's checklist."""
        return self.indicator.id

    @cached_property
    def form(self) -> AnswerForm:
        """How it is answered."""
        return form_of(self.indicator.answer, self.indicator.bounds)

    @cached_property
    def hash(self) -> str:
        """Eight hexadecimal digits that change with the question, its standard or the form of its answer."""
        asked = self.indicator.model_dump(mode="json", include={"ask", "statement", "answer", *_bounds_of(self)})
        return _short_hash(asked)

    @property
    def assessors(self) -> tuple[Assessor, ...]:
        """Who answers, in the order self, masses, superior."""
        return tuple(a for a in Assessor if a in self.indicator.assessor)

    @property
    def effort_cost(self) -> int:
        """1, 2 or 3 for low, medium or high effort."""
        return list(Effort).index(self.indicator.effort) + 1

    def stands(self, screening: Mapping[str, bool]) -> bool:
        """Say whether the item is asked after these screening answers; an unanswered question switches nothing on."""
        return self.indicator.only_if is None or screening.get(self.indicator.only_if) is True


def _bounds_of(item: Item) -> set[str]:
    """The field `bounds`, where the item has any: so the hash of any other item is what it was before bounds existed."""
    return set() if item.indicator.bounds is None else {"bounds"}


def _short_hash(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _scheme_mark(scheme: Scheme) -> str:
    """Four hexadecimal digits that change with shares, bounds and pass mark; what grades are called changes nothing."""
    shares = {who.value: float(share) for who, share in scheme.shares.items() if share}
    bounds = [float(grade.from_) for grade in scheme.grades]
    return _short_hash([shares, bounds, float(scheme.pass_mark)])[:4]


@dataclass(frozen=True, slots=True)
class ChecklistSection:
    """At most nine items of one dimension. `part` counts from 1 when a dimension has several sections, else 0."""

    id: str
    dimension: str
    title: str
    part: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """The self-assessment of one organisation type.

    dimensions: names by id, in order, of the dimensions that have items.
    screening: the questions that some item depends on, in the order of the library.
    former_ids: what the type was called before; results under these count. words: those of the library's subject.
    scheme: how its answers become a grade; of a kept version as it was then.
    kept_as: the name under which this version is kept in the library, "" for the present one. kept: the versions of
    this type that are kept. recorded: how a kept version was named when it was kept. scheme_from: of a kept version
    that was written before schemes were kept, the version whose scheme it is graded by.
    """

    library: str
    organisation: str
    name: str
    title: str
    dimensions: Mapping[str, str]
    sections: tuple[ChecklistSection, ...]
    screening: tuple[Screening, ...] = ()
    former_ids: tuple[str, ...] = ()
    words: Vocabulary = field(default_factory=Vocabulary)
    scheme: Scheme = field(default_factory=Scheme)
    kept_as: str = ""
    kept: tuple[Checklist, ...] = ()
    recorded: frozenset[str] = frozenset()
    scheme_from: str = ""

    def as_of(self, version: str) -> Checklist:
        """Return the checklist by which a result of this version is read: this one, or a kept one; else this one.

        Older results name a version without its scheme. Such a result is read by a kept version with the same items.
        """
        exactly = (one for one in (self, *self.kept) if version == one.version)
        return next(exactly, next((one for one in self.kept if version in one.versions), self))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Every item by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The ids of items by their former ones; answers under these count."""
        olds = ((old, item.id) for item in self.items for old in item.indicator.former_ids)
        return {old: key for old, key in olds if old not in self.by_id}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Position of each item, counted from 1."""
        return {item.id: number for number, item in enumerate(self.items, 1)}

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change when anything that a respondent fills in changes.

        Where answers are not graded by the scheme that comes with the program, `-` and four more that change with it.
        """
        return self._digest(_ON_THE_FORM) + self.scheme_mark

    @cached_property
    def scheme_mark(self) -> str:
        """The part of the version that stands for the scheme; "" for the scheme that comes with the program."""
        mark = _scheme_mark(self.scheme)
        return "" if mark == _scheme_mark(Scheme()) else f"-{mark}"

    @property
    def scheme_told(self) -> str:
        """For a kept version without a scheme of its own, say by whose scheme it is graded; "" for any other."""
        if not self.scheme_from:
            return ""
        return (
            f"保留的“{self.kept_as}”版没有记下当时的评分办法，"
            f"总分和等级按现在的版本（{self.scheme_from}）的等级线、各方占比和达标线算"
        )

    @cached_property
    def versions(self) -> frozenset[str]:
        """Every name that results may give its version. Older ones named no scheme; the first ones hashed references, too."""
        return frozenset((self.version, self._digest(_ON_THE_FORM), self._digest(_IN_FIRST_VERSIONS))) | self.recorded

    def _digest(self, fields: set[str]) -> str:
        content = [
            [item.dimension, item.indicator.model_dump(mode="json", include=fields | _bounds_of(item))]
            for item in self.items
        ]
        asked = [question.model_dump(mode="json", include=_IN_SCREENING) for question in self.screening]
        return _short_hash([self.organisation, content, asked])

    def place_of(self, key: str) -> str:
        """Name an item for people: by its number and the beginning of its question."""
        ask = self.by_id[key].indicator.ask
        return f"第 {self.numbers[key]} 条“{ask[:16]}{'…' if len(ask) > 16 else ''}”"

    def active(self, screening: Mapping[str, bool]) -> tuple[Item, ...]:
        """Return the items that are asked after these screening answers; an unanswered question switches nothing on."""
        return tuple(item for item in self.items if item.stands(screening))
