"""How items, targets and scores are put into words; pages, paper and spreadsheets say the same."""

from __future__ import annotations

from ..library.models import Answer, AnswerType, Direction, Indicator
from .items import Item
from .scoring import Score, Value

EXAMPLE_WEIGHT = "示例权重"
EXAMPLE_TARGET = "示例目标值"
UNANSWERED = "未答"


def number_text(value: float) -> str:
    """Return a number without a trailing .0."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def target_text(answer: Answer) -> str:
    """Return what earns full points, for example “每年不少于 60 天”; "" where the form itself tells."""
    if answer.type is not AnswerType.NUMBER or answer.target is None:
        return ""
    words = "不多于" if answer.direction is Direction.AT_MOST else "不少于"
    unit = answer.unit if answer.unit in ("%", "") else f" {answer.unit}"
    example = f"（{EXAMPLE_TARGET}）" if answer.example else ""
    return f"{answer.per}{words} {number_text(answer.target)}{unit}{example}"


def weight_text(indicator: Indicator) -> str:
    """Return the weight, marked when it is an example."""
    mark = f"（{EXAMPLE_WEIGHT}）" if indicator.example_weight else ""
    return f"{number_text(indicator.weight)}{mark}"


def choices(answer: Answer) -> list[tuple[str, str]]:
    """Return (value in a result file, label) of each choice; empty for numbers."""
    if answer.type is AnswerType.YES_NO:
        return [("true", "是"), ("false", "否")]
    if answer.type is AnswerType.LEVELS:
        return [(str(index), label) for index, label in enumerate(answer.levels)]
    if answer.type is AnswerType.RATING:
        ends = {1: "（很差）", 5: "（很好）"}
        return [(str(n), f"{n} 分{ends.get(n, '')}") for n in range(1, 6)]
    return []


def answer_text(item: Item, value: Value | None) -> str:
    """Return an answer as people read it."""
    form = item.answer
    if value is None:
        return UNANSWERED
    if form.type is AnswerType.YES_NO:
        return "是" if value else "否"
    if form.type is AnswerType.LEVELS:
        return form.levels[int(value)]
    number = number_text(float(value))
    if form.type is AnswerType.RATING:
        return f"{number} 分"
    return f"{number}{form.unit}" if form.unit in ("%", "") else f"{number} {form.unit}"


def score_text(score: Score | None) -> str:
    """Return a score with one decimal, or a dash."""
    return decimal_text(score.shown if score else None)


def decimal_text(value: float | None) -> str:
    """Return a number with one decimal, or a dash."""
    return "—" if value is None else f"{value:.1f}"
