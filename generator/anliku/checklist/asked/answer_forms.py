"""How an item is answered, as data: bounds, choices and points.

Python, the page's script and the workbook's formulas evaluate the same table, and nothing else asks for the type of an
answer. A new form is one function here and its name in `AnswerType`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...library.models import Answer, AnswerType, Bounds, Direction
from ..untrusted.texts import without_blanks

Value = bool | int | float
Points = tuple[tuple[float, float], ...]
MAX_NUMBER = 1e9
EXAMPLE_TARGET = "示例目标值"
YES, NO = "是", "否"
# What people write instead of 是 and 否, in NFKC; the page's script is handed the same words.
YES_WORDS = (YES, "是的", "对", "有", "√", "✓", "✔", "☑", "true", "yes", "y")
NO_WORDS = (NO, "不是", "不对", "错", "无", "没有", "×", "✗", "✘", "✕", "☒", "false", "no", "n")
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer to choose. label: beside its box on screen; said: as an answer in a sentence; brief: on paper.

    cell: in the drop-down of the workbook; words: what else people write for it, in NFKC and lower case.
    """

    value: bool | int
    label: str
    said: str
    brief: str
    cell: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """How an item is answered.

    points: breakpoints (argument, points 0–1) of one piecewise-linear function, constant beyond its ends. The argument
    is the answer as a number (false 0, true 1), or `inverse` divided by it where that is given.
    choices: as shown; their numbers count from 0 where `free` is False. free: any number from low to high is an answer.
    graded: it counts as met from the scheme's pass mark on, others only with full points.
    standard: what earns full points, "" where the form itself tells; hint: how to fill a blank in.
    """

    name: str
    points: Points
    choices: tuple[AnswerChoice, ...] = ()
    free: bool = False
    low: float = 0
    high: float = MAX_NUMBER
    inverse: float | None = None
    graded: bool = False
    unit: str = ""
    standard: str = ""
    hint: str = ""
    range: str = ""
    stacked: bool = False

    @property
    def by_number(self) -> list[AnswerChoice]:
        """The choices from the worst to the best."""
        return sorted(self.choices, key=lambda choice: float(choice.value))


def form_of(answer: Answer, bounds: Bounds | None = None) -> AnswerForm:
    """Return the form of an indicator's answer."""
    return _MAKERS[answer.type](answer, bounds)


def _yes_no(_: Answer, __: Bounds | None) -> AnswerForm:
    yes = AnswerChoice(True, YES, YES, YES, YES, YES_WORDS)
    no = AnswerChoice(False, NO, NO, NO, NO, NO_WORDS)
    return AnswerForm("yes_no", ((0, 0), (1, 1)), (yes, no), high=1, range="是或否")


def _levels(answer: Answer, _: Bounds | None) -> AnswerForm:
    count = len(answer.levels)
    labelled = enumerate(answer.levels)
    made = tuple(
        AnswerChoice(n, label, label, label, f"{n + 1} {label}", (as_compared(label),)) for n, label in labelled
    )
    points: Points = ((0, 0), (count - 1, 1)) if count > 1 else ((0, 1),)
    told = f"0 到 {count - 1}，代表第 1 到第 {count} 档"
    return AnswerForm("levels", points, made, high=max(count - 1, 0), graded=True, range=told, stacked=True)


def _rating(_: Answer, __: Bounds | None) -> AnswerForm:
    ends = {1: "（很差）", 5: "（很好）"}
    made = tuple(AnswerChoice(n, f"{n} 分{ends.get(n, '')}", f"{n} 分", str(n), str(n)) for n in range(1, 6))
    hint = "填 1 到 5，5 分最好；多人评的填平均分"
    return AnswerForm("rating", ((1, 0), (5, 1)), made, True, 1, 5, graded=True, unit="分", hint=hint, range="1 到 5")


def _number(answer: Answer, bounds: Bounds | None) -> AnswerForm:
    """A target met is 1; one missed earns its share, so that half of a target is half the points."""
    target, least = answer.target or 0.0, answer.direction is Direction.AT_LEAST
    low, high = 0.0, 100.0 if answer.unit == "%" else MAX_NUMBER
    if bounds:
        low = low if bounds.min is None else bounds.min
        high = max(MAX_NUMBER if answer.unit == "%" and bounds.max is None else high, low)
        high = high if bounds.max is None else bounds.max
    return AnswerForm(
        "number", ((0, 0), (target, 1)) if least else ((0, 0), (1, 1)), free=True, low=low, high=high,
        inverse=None if least else target, unit=answer.unit, standard=_standard(answer), range=_range(low, high),
    )  # fmt: skip


def _range(low: float, high: float) -> str:
    if high >= MAX_NUMBER:
        return f"不小于 {number_text(low)} 的数"
    return f"{number_text(low)} 到 {number_text(high)}"


def _standard(answer: Answer) -> str:
    if answer.target is None:
        return ""
    words = "不多于" if answer.direction is Direction.AT_MOST else "不少于"
    example = f"（{EXAMPLE_TARGET}）" if answer.example else ""
    return f"{answer.per}{words} {with_unit(answer.target, answer.unit)}{example}"


_MAKERS: Mapping[AnswerType, Callable[[Answer, Bounds | None], AnswerForm]] = {
    AnswerType.YES_NO: _yes_no, AnswerType.LEVELS: _levels, AnswerType.RATING: _rating, AnswerType.NUMBER: _number,
}  # fmt: skip


def is_valid(form: AnswerForm, value: object) -> bool:
    """Say whether `value` is an answer of this form and within its bounds."""
    if not form.free:
        return any(type(value) is type(choice.value) and value == choice.value for choice in form.choices)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and form.low <= value <= form.high  # type: ignore[operator]


def points(form: AnswerForm, value: Value) -> float:
    """Return the points of a valid answer, 0–1."""
    number = float(value)
    if form.inverse is not None:
        number = form.inverse / number if number > 0 else math.inf
    return _along(form.points, number)


def _along(table: Points, at: float) -> float:
    """Evaluate a piecewise-linear function; of two breakpoints at one place the later holds."""
    last = None
    for index, (place, _) in enumerate(table):
        if place <= at:
            last = index
    if last is None:
        return float(table[0][1])
    if last == len(table) - 1:
        return float(table[-1][1])
    (x0, y0), (x1, y1) = table[last], table[last + 1]
    return y0 + (at - x0) * (y1 - y0) / (x1 - x0)


def answer_of(form: AnswerForm, text: str) -> Value | None:
    """Return the answer that somebody typed, None when it means nothing that the form takes.

    A choice is known by its words, a number also with full-width digits, thousands separators and the form's own unit.
    """
    typed = as_compared(text)
    for choice in form.choices:
        if typed in choice.words or typed == as_compared(choice.cell):
            return choice.value
    number = number_of(typed, form.unit) if form.free else None
    return number if number is not None and is_valid(form, number) else None


def number_of(text: str, unit: str) -> int | float | None:
    """Return the number that a text says, with or without the unit; None for any other text."""
    typed, ending = as_compared(text), as_compared(unit)
    if ending and typed.endswith(ending):
        typed = typed[: -len(ending)]
    if _THOUSANDS.fullmatch(typed):
        typed = typed.replace(",", "")
    if not _NUMBER.fullmatch(typed):
        return None
    number = float(typed)
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def level_at(form: AnswerForm, number: float) -> int | None:
    """Return the level, from 0, that a workbook's drop-down shows under this number, from 1; None where it shows none."""
    numbered = [choice for choice in form.choices if choice.cell.startswith(f"{number_text(number)} ")]
    return int(numbered[0].value) if numbered and not form.free else None


def doubtful_percent(form: AnswerForm, value: Value | None) -> bool:
    """Say whether a percentage looks like a share: 0.8 where 80 may be meant."""
    return form.free and form.unit == "%" and isinstance(value, (int, float)) and 0 < value <= 1


def as_compared(text: str) -> str:
    """Return a typed text as it is compared: NFKC, lower case, without blanks."""
    return without_blanks(unicodedata.normalize("NFKC", text)).lower().replace("−", "-")


def number_text(value: float) -> str:
    """Return a number without a trailing .0."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def with_unit(value: float, unit: str) -> str:
    """Return a number with its unit."""
    return f"{number_text(value)}{unit}" if unit in ("%", "") else f"{number_text(value)} {unit}"


def said(form: AnswerForm, value: Value) -> str:
    """Return an answer as people read it."""
    chosen = next((choice.said for choice in form.choices if choice.value == value), "")
    return chosen or with_unit(float(value), form.unit)


def cell_of(form: AnswerForm, value: Value | None) -> str | float | None:
    """Return what stands in the answer cell of a workbook for a value."""
    if value is None or form.free:
        return value if value is None else float(value)
    return next((choice.cell for choice in form.choices if choice.value == value), None)


def formula(form: AnswerForm, cell: str, options: str) -> str:
    """Return the workbook's formula for the points of the answer in `cell`, empty text where there is none.

    options: the range that holds the labels of the choices from the worst to the best.
    """
    if not form.free:
        return f'IFERROR({_formula_along(form.points, f"(MATCH({cell},{options},0)-1)", 0)},"")'
    argument, least = cell, form.low
    if form.inverse is not None:
        argument, least = f"IF({cell}>0,{exact(form.inverse)}/{cell},1E+300)", 0
    earned = _formula_along(form.points, argument, least)
    inside = f"AND({cell}>={exact(form.low)},{cell}<={exact(form.high)})"
    return f'IF(ISNUMBER({cell}),IF({inside},{earned},""),"")'


def _formula_along(table: Sequence[tuple[float, float]], argument: str, least: float) -> str:
    made = exact(table[-1][1])
    for (x0, y0), (x1, y1) in reversed(list(pairwise(table))):
        if x1 > x0:
            made = f"IF({argument}<{exact(x1)},{exact(y0)}+({argument}-{exact(x0)})*{exact(y1 - y0)}/{exact(x1 - x0)},{made})"
    return made if least >= table[0][0] else f"IF({argument}<{exact(table[0][0])},{exact(table[0][1])},{made})"


def exact(value: float) -> str:
    """Return a number as a formula needs it: with all its digits."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def answer_data(form: AnswerForm) -> dict[str, object]:
    """Return the form as the page's script takes it; labels are there for what people type."""
    data: dict[str, object] = {
        "points": [list(pair) for pair in form.points], "free": form.free, "low": form.low, "high": form.high,
        "graded": form.graded, "unit": form.unit, "range": form.range,
    }  # fmt: skip
    if form.inverse is not None:
        data["inverse"] = form.inverse
    if form.choices and not form.free:
        data["choices"] = [choice.value for choice in form.choices]
        if any(type(choice.value) is int for choice in form.choices):  # yes and no have words of their own
            data["labels"] = [choice.label for choice in form.choices]
    return data
