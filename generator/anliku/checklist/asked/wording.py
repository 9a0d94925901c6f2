"""How items, targets and scores are put into words; pages, paper and spreadsheets say the same."""

from __future__ import annotations

from collections.abc import Sequence

from ...library.models import Indicator
from .answer_forms import Value, number_text, said
from .items import Item
from .scoring import Given, Score

EXAMPLE_WEIGHT = "示例权重"
UNANSWERED, ABSENT, DONE = "未答", "不适用", "已办结"


def asks_text(asks: Sequence[str], most: int) -> str:
    """Return questions as they stand within a sentence: in quotation marks, so that no mark follows on a question mark."""
    return "".join(f"“{ask}”" for ask in asks[:most]) + (f"等 {len(asks)} 条" if len(asks) > most else "")


def weight_text(indicator: Indicator) -> str:
    """Return the weight, marked when it is an example."""
    mark = f"（{EXAMPLE_WEIGHT}）" if indicator.example_weight else ""
    return f"{number_text(indicator.weight)}{mark}"


def ended_mark(item: Item) -> str:
    """Return the mark behind a question whose basis is no longer in force; "" behind any other."""
    return f"（依据已失效：{item.ended}）" if item.ended else ""


def answer_text(item: Item, value: Value | None) -> str:
    """Return an answer as people read it."""
    return UNANSWERED if value is None else said(item.form, value)


def given_text(item: Item, given: Given) -> str:
    """Return an answer as people read it: of many, their mean and how many chose what."""
    if given.na:
        return ABSENT
    if not given.counts:
        return answer_text(item, given.value)
    chosen = "，".join(f"{said(item.form, value)} {number}" for value, number in given.counts)
    mean = f"，平均 {number_text(round(float(given.value or 0), 1))} {item.form.unit}" if item.form.free else ""
    return f"{given.people} 人：{chosen}{mean}"


def score_text(score: Score | None) -> str:
    """Return a score with one decimal, or a dash."""
    return decimal_text(score.shown if score else None)


def decimal_text(value: float | None) -> str:
    """Return a number with one decimal, or a dash."""
    return "—" if value is None else f"{value:.1f}"
