"""How items, targets and scores are put into words; pages, paper and spreadsheets say the same."""

from __future__ import annotations

from ..library.models import Indicator
from .forms import Value, number_text, said
from .items import Item
from .scoring import Score

EXAMPLE_WEIGHT = "示例权重"
UNANSWERED = "未答"


def weight_text(indicator: Indicator) -> str:
    """Return the weight, marked when it is an example."""
    mark = f"（{EXAMPLE_WEIGHT}）" if indicator.example_weight else ""
    return f"{number_text(indicator.weight)}{mark}"


def answer_text(item: Item, value: Value | None) -> str:
    """Return an answer as people read it."""
    return UNANSWERED if value is None else said(item.form, value)


def score_text(score: Score | None) -> str:
    """Return a score with one decimal, or a dash."""
    return decimal_text(score.shown if score else None)


def decimal_text(value: float | None) -> str:
    """Return a number with one decimal, or a dash."""
    return "—" if value is None else f"{value:.1f}"
