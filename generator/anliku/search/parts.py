"""The parts of a record as sections to search; their anchors are those of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..library.dialect import shown_text
from ..library.models import Form, Part, Record, sections_of
from .model import Section
from .plain import written


def part_sections(record: Record, kind: str = "") -> Iterator[Section]:
    """Yield the sections of a record, without what learners may not see. kind: of a case, for its headings."""
    for part in sections_of(type(record)):
        value = getattr(record, part.key)
        if value and part.for_learners and part.form in _SECTIONS:
            yield from _SECTIONS[part.form](part, part.title(kind), value)


def _prose(part: Part, title: str, text: str) -> Iterator[Section]:
    yield Section(part.anchor, title, shown_text(text))


def _list(part: Part, title: str, texts: tuple[str, ...]) -> Iterator[Section]:
    yield Section(part.anchor, title, "\n".join(map(shown_text, texts)))


def _steps(_: Part, title: str, steps: Any) -> Iterator[Section]:
    for number, step in enumerate(steps, 1):
        yield Section(f"step-{number}", f"{title}：{step.title}", shown_text(step.text))


def _figures(part: Part, title: str, figures: Any) -> Iterator[Section]:
    yield Section(part.anchor, title, "\n".join(f"{f.label}\n{f.text}\n{f.at}\n{f.locator}" for f in figures))


def _decision(part: Part, title: str, decision: Any) -> Iterator[Section]:
    head = (decision.title, decision.who, decision.when, shown_text(decision.knowing))
    options = (text for option in decision.options for text in (option.text, option.for_, option.against))
    yield Section(part.anchor, title, "\n".join(filter(None, (*head, *options))))


def _exhibits(_: Part, title: str, exhibits: Any) -> Iterator[Section]:
    for number, exhibit in enumerate(exhibits, 1):
        texts = (shown_text(exhibit.text), exhibit.supposed, exhibit.locator)
        yield Section(f"exhibit-{number}", f"{title}：{exhibit.title}", "\n".join(filter(None, texts)))


def _reading(part: Part, title: str, reading: Any) -> Iterator[Section]:
    yield Section(part.anchor, title, "\n".join(text for one in reading for text in (one.text, one.why) if text))


def _questions(part: Part, title: str, questions: Any) -> Iterator[Section]:
    yield from _list(part, title, tuple(question.ask for question in questions))


def _teaching(part: Part, title: str, teaching: Any) -> Iterator[Section]:
    lines = (*map(shown_text, teaching.objectives), *_minutes(teaching.plan))
    yield Section(part.anchor, title, "\n".join(lines))


def _plan(part: Part, title: str, plan: Any) -> Iterator[Section]:
    yield Section(part.anchor, title, "\n".join(_minutes(plan)))


def _minutes(plan: Any) -> Iterator[str]:
    yield from (f"{item.minutes} 分钟\n{shown_text(item.do)}" for item in plan)
    if plan:
        yield f"{sum(item.minutes for item in plan)} 分钟"


def _task(part: Part, title: str, task: Any) -> Iterator[Section]:
    lines = (f"{written(task.title)}\n{shown_text(task.brief)}", *map(shown_text, task.checklist))
    yield Section(part.anchor, title, "\n".join(lines))


_SECTIONS: dict[Form, Callable[[Part, str, Any], Iterator[Section]]] = {
    Form.PROSE: _prose,
    Form.NOTICE: _prose,
    Form.DECISION: _decision,
    Form.EXHIBITS: _exhibits,
    Form.READING: _reading,
    Form.LIST: _list,
    Form.STEPS: _steps,
    Form.FIGURES: _figures,
    Form.QUESTIONS: _questions,
    Form.TEACHING: _teaching,
    Form.TASK: _task,
    Form.PLAN: _plan,
}
