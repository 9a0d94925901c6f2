"""What a self-assessment says on paper, as plain data: DOCX and PDF are made of it, so they hold the same items."""

from __future__ import annotations

from typing import Any

from ..checklist import Checklist, Given, Item, Result, Scheme, Scorecard, gaps, scorecard
from ..checklist.forms import number_text
from ..checklist.wording import EXAMPLE_WEIGHT, answer_text, decimal_text, given_text, weight_text
from ..library import Shared
from ..library.models import Assessor

EMPTY_BOX, TICKED_BOX = "□", "☑"
_BLANK = "＿＿＿＿"
_YES_NO = [("true", "是"), ("false", "否")]


def paper_data(checklist: Checklist, scheme: Scheme, shared: Shared, result: Result | None = None) -> dict[str, Any]:
    """Return title, particulars, sections and, for a filled-in one, scores and gaps."""
    given = result.answers if result else {}
    screening = result.screening if result else {}
    on = {item.id for item in checklist.active(screening)} if result else {item.id for item in checklist.items}
    rows = {item.id: _row(item, checklist, given.get(item.id, Given()), shared) for item in checklist.items}
    return {
        "title": checklist.title,
        "identity": f"版本 {checklist.version}　编号 {checklist.organisation}",
        "particulars": _particulars(checklist, result),
        "notes": _notes(checklist, scheme),
        "screening": [
            {"ask": q.ask, "hint": q.hint, "answer": "　".join(_boxes(_YES_NO, _mark(screening.get(q.id))))}
            for q in checklist.screening
        ],
        "sections": [
            {"title": section.title, "rows": [rows[item.id] for item in section.items if item.id in on]}
            for section in checklist.sections
        ],
        "result": _result(checklist, scheme, shared, result) if result else None,
        "signature": list(checklist.words.signature),
    }


def _mark(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _particulars(checklist: Checklist, result: Result | None) -> list[dict[str, str]]:
    values = (result.unit, result.period) if result else ("", "")
    ticked = result.assessor if result else None
    who = "　".join(f"{TICKED_BOX if a is ticked else EMPTY_BOX} {checklist.words.of(a)}" for a in Assessor)
    return [
        {"label": "单位名称", "value": values[0]},
        {"label": "时期", "value": values[1]},
        {"label": "由谁评价", "value": who},
    ]


def _notes(checklist: Checklist, scheme: Scheme) -> list[str]:
    shares = "、".join(f"{checklist.words.of(a)} {share:g}" for a, share in scheme.shares.items() if share > 0)
    bounds = "；".join(f"{grade.name}：{grade.from_:g} 分起" for grade in scheme.grades)
    notes = [
        "先答筛选题，答“否”的，注明“答是才填”的条目不填。一条只勾一格；没有做的事照实填，不知道的先空着。",
        "没填不当作“否”。确实不适用的写明理由，不计分。加★的是关键项，不达标的不评" + scheme.grades[0].name + "。",
        f"得分等于各条权重乘以得分率之和，除以已填各条的权重之和，再乘一百。合计按{shares}的比例。{bounds}。",
    ]
    if any(item.indicator.example_weight for item in checklist.items):
        notes.append(f"来源没有给出权重，表中是{EXAMPLE_WEIGHT}；注明“示例目标值”的也一样，用前请按本地规定改。")
    return notes


def _row(item: Item, checklist: Checklist, given: Given, shared: Shared) -> dict[str, Any]:
    indicator = item.indicator
    question = shared.screening.get(indicator.only_if or "")
    return {
        "id": item.id,
        "number": checklist.numbers[item.id],
        "critical": indicator.critical,
        "ask": indicator.ask,
        "condition": f"“{question.ask}”答是才填" if question else "",
        "statement": indicator.statement,
        "verify": indicator.verify,
        "evidence": "、".join(indicator.evidence),
        "who": checklist.words.names(item.assessors),
        "weight": weight_text(indicator),
        "answer": _answer(item, given),
        "notes": [f"{label}：{text}" for label, text in _remarks(given)],
    }


def _remarks(given: Given) -> list[tuple[str, str]]:
    pairs = (("佐证", given.evidence), ("备注", given.note), ("不适用的理由", given.reason if given.na else ""))
    return [(label, text) for label, text in pairs if text]


def _answer(item: Item, given: Given) -> list[str]:
    """Lines of the answer cell: boxes, or a blank with its unit."""
    form = item.form
    if not form.choices:
        value = answer_text(item, given.value) if given.value is not None else f"{_BLANK} {form.unit}"
        lines = [value, f"达标：{form.standard}"]
    else:
        boxes = [f"{TICKED_BOX if given.value == c.value else EMPTY_BOX} {c.brief}" for c in form.choices]
        lines = boxes if form.stacked else ["  ".join(boxes)]
        if form.free:
            between = given.value is not None and all(given.value != choice.value for choice in form.choices)
            average = f"平均 {answer_text(item, given.value)}" if between else ""
            lines.append(f"（{number_text(form.high)} {form.unit}最好）{average}")
    if item.indicator.na.allowed:
        lines.append(f"{TICKED_BOX if given.na else EMPTY_BOX} 不适用")
    return lines


def _boxes(options: list[tuple[str, str]], mark: str | None) -> list[str]:
    return [f"{TICKED_BOX if mark == value else EMPTY_BOX} {label}" for value, label in options]


def _result(checklist: Checklist, scheme: Scheme, shared: Shared, result: Result) -> dict[str, Any]:
    answers = {result.assessor: result.answers}
    card = scorecard(checklist, answers, result.screening, scheme)
    score = card.totals[result.assessor]
    rows = [
        [name, decimal_text(part.shown), f"{part.answered}/{part.applicable}"]
        for key, name in checklist.dimensions.items()
        for part in [card.by_dimension[result.assessor][key]]
    ]
    stale = result.to_recheck(checklist)
    return {
        "scores": [*rows, ["总分", decimal_text(score.shown), f"{score.answered}/{score.applicable}"]],
        "grade": _grade_text(card),
        "critical": [checklist.by_id[key].indicator.ask for key in card.unmet_critical],
        "recheck": [checklist.by_id[key].indicator.ask for key in stale],
        "gaps": [
            _gap(gap.item, gap.points, gap.urgent, result.answers[gap.item.id], shared)
            for gap in gaps(checklist, answers, result.screening, scheme)
        ],
    }


def _grade_text(card: Scorecard) -> str:
    if card.grade is None:
        return "还没有得分"
    return f"等级：{card.grade.name}{'（暂定，还有条目未答）' if card.provisional else ''}"


def _gap(item: Item, points: float, urgent: bool, given: Given, shared: Shared) -> dict[str, Any]:
    cited = [shared.excerpts[ref] for ref in item.indicator.basis if ref in shared.excerpts]
    return {
        "ask": ("★" if urgent else "") + item.indicator.ask,
        "state": f"{given_text(item, given)}（得 {points:.0%}）",
        "remedy": item.indicator.remedy,
        "basis": "；".join(f"{policy.title}·{excerpt.clause}" for policy, excerpt in cited[:2]),
        "owner": given.owner,
        "due": given.due,
    }
