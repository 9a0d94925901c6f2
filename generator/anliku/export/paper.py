"""What a form and its booklet of standards say on paper, as plain data: PDF, DOCX and XLSX are made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..checklist import Checklist, Item
from ..checklist.asked.answer_forms import AnswerForm, number_text
from ..checklist.asked.wording import EXAMPLE_WEIGHT, ended_mark, weight_text
from ..checklist.form.plan import FormPlan
from ..checklist.results.sheet_layout import ASSESSED_BY, PERIOD, UNIT
from ..library import Shared
from ..library.models import Assessor

EMPTY_BOX = "□"
BLANK = "＿＿＿＿"
_YES_NO = f"{EMPTY_BOX} 是　{EMPTY_BOX} 否"


class FormColumn(NamedTuple):
    """A column of a form on A4: its heading and width in millimetres, 0 for what the others leave."""

    heading: str
    width: int


_NUMBER, _ASK = FormColumn("序号", 11), FormColumn("问题和选项", 0)
_OWN = (_NUMBER, _ASK, FormColumn("佐证、备注", 42), FormColumn("责任人", 17), FormColumn("期限", 20))
_OF_MASSES = (_NUMBER, _ASK, FormColumn("想说的话", 45))
HOW_TO_MARK = "不用写名字。每题选一个，在前面的方框里打√。说不清的，空着就行。"  # for those served
TEXT_WIDTH = 182  # of A4, in millimetres, with margins of 14


def form_columns(plan: FormPlan) -> tuple[FormColumn, ...]:
    """Return the columns of a form: who only judges others promises nothing by any date."""
    columns = _OF_MASSES if plan.assessor is Assessor.MASSES else _OWN
    rest = TEXT_WIDTH - sum(column.width for column in columns)
    return tuple(column if column.width else FormColumn(column.heading, rest) for column in columns)


def form_data(plan: FormPlan, shared: Shared) -> dict[str, Any]:
    """Return what stands on a form to fill in by hand."""
    given = plan.screening
    asked = () if given is not None else plan.questions
    return {
        "title": form_title(plan),
        "identity": identity_of(plan),
        "imprint": imprint_of(plan.checklist),
        "particulars": [[UNIT, ""], [PERIOD, ""], [ASSESSED_BY, plan.checklist.words.of(plan.assessor)]],
        "notes": form_notes(plan),
        "screening": [{"ask": q.ask, "hint": q.hint, "answer": _YES_NO} for q in asked],
        "columns": [column._asdict() for column in form_columns(plan)],
        "sections": [
            {"title": title, "rows": [_row(item, plan, shared) for item in items]} for title, items in plan.sections
        ],
        "signature": [] if plan.assessor is Assessor.MASSES else list(plan.checklist.words.signature),
    }


def form_title(plan: FormPlan) -> str:
    """Return the title of a form, with whose it is where that was asked for."""
    marks = [plan.checklist.words.of(plan.assessor)] if plan.named else []
    marks += ["简表"] if plan.short else []
    return plan.checklist.title + (f"（{'·'.join(marks)}）" if marks else "")


def identity_of(plan: FormPlan) -> str:
    """Return what tells one version of a form from another."""
    return f"版本 {plan.checklist.version}　编号 {plan.checklist.organisation}"


def imprint_of(checklist: Checklist) -> str:
    """Return who publishes the library and how to reach them, in a line; "" where it tells neither."""
    return "　".join(checklist.words.imprint)


def form_notes(plan: FormPlan) -> list[str]:
    """Say how a form is filled in."""
    if plan.assessor is Assessor.MASSES:
        return [HOW_TO_MARK]
    notes = ["一条只选一个，在□里打√；没做到的照实选，不知道的先空着，没填不当作“否”。加★的是关键项。"]
    tail = "每条的标准和怎样核实，另见《标准与核实》。序号同网页一致，跳过的号不在这张表上。"
    if plan.short:
        notes.append(f"简表共 {len(plan.items)} 条，只有关键项和权重大的，用来先看一眼；评等级用整张表。{tail}")
    else:
        notes.append(tail)
    if plan.screening is not None:
        answers = "；".join(f"{q.ask}{'是' if plan.screening[q.id] else '否'}" for q in plan.checklist.screening)
        notes += [f"按这些情况印的：{answers}。"] if answers else []
    elif plan.questions:
        notes.append("先答筛选题，答“否”的，注明“答是才填”的条目不填。")
    return notes


def question_of(item: Item, plan: FormPlan) -> str:
    """Return how the item is put to whoever fills the form in."""
    plain = item.indicator.ballot if plan.assessor is Assessor.MASSES else ""
    return plain or ("★" if item.indicator.critical else "") + item.indicator.ask + ended_mark(item)


def choices_of(form: AnswerForm) -> list[str]:
    """Return each choice behind its box, ends of a scale named; none where a number is asked for."""
    ends = {form.low: " 很差", form.high: " 很好"} if form.free else {}
    listed = form.by_number if form.free else form.choices
    return [f"{EMPTY_BOX} {choice.brief}{ends.get(float(choice.value), '')}" for choice in listed]


def _row(item: Item, plan: FormPlan, shared: Shared) -> dict[str, Any]:
    question = shared.screening.get(item.indicator.only_if or "") if plan.screening is None else None
    form = item.form
    choices = choices_of(form) or [f"{BLANK} {form.unit}"]
    standard = f"达标：{form.standard}" if form.standard and plan.assessor is not Assessor.MASSES else ""
    absent = f"{EMPTY_BOX} 不适用，理由：" if item.indicator.na.allowed else ""
    return {
        "number": plan.checklist.numbers[item.id],
        "ask": question_of(item, plan),
        "condition": f"（“{question.ask}”答是才填）" if question else "",
        "choices": choices,
        "standard": standard,
        "absent": absent,
    }


def booklet_data(plan: FormPlan, shared: Shared) -> dict[str, Any]:
    """Return the standards of the items, how to verify them, and how the score is made."""
    wanted = {item.id for item in (*plan.items, *plan.others)}
    sections = ((s.title, [i for i in s.items if i.id in wanted]) for s in plan.checklist.sections)
    return {
        "title": f"{plan.checklist.title}·标准与核实",
        "identity": identity_of(plan),
        "imprint": imprint_of(plan.checklist),
        "notes": list(_scoring_notes(plan)),
        "sections": [
            {"title": title, "rows": [_standard(item, plan, shared) for item in items]}
            for title, items in sections
            if items
        ],
    }


def _standard(item: Item, plan: FormPlan, shared: Shared) -> dict[str, Any]:
    indicator = item.indicator
    cited = [shared.excerpts[ref] for ref in indicator.basis if ref in shared.excerpts]
    standard = f"达标：{item.form.standard}。" if item.form.standard else ""
    return {
        "id": item.id,
        "number": plan.checklist.numbers[item.id],
        "ask": ("★" if indicator.critical else "") + indicator.ask + ended_mark(item),
        "standard": indicator.statement + standard,
        "verify": indicator.verify,
        "evidence": "、".join(indicator.evidence),
        "basis": "；".join(f"{policy.title}·{excerpt.clause}" for policy, excerpt in cited[:1]),
        "who": plan.checklist.words.names(item.assessors),
        "weight": weight_text(indicator),
    }


def _scoring_notes(plan: FormPlan) -> Iterable[str]:
    scheme = plan.checklist.scheme
    shares = "、".join(
        f"{plan.checklist.words.of(a)} {number_text(share)}" for a, share in scheme.shares.items() if share > 0
    )
    bounds = "；".join(f"{grade.name}：{number_text(grade.from_)} 分起" for grade in scheme.grades)
    yield "得分等于各条权重乘以得分率之和，除以已答各条的权重之和，再乘一百；没答的、不适用的不算在内。"
    yield f"合计按{shares}的比例。{bounds}。加★的关键项不达标的，不评{scheme.grades[0].name}。"
    if any(item.indicator.example_weight for item in plan.checklist.items):
        yield f"来源没有给出权重，这里是{EXAMPLE_WEIGHT}；注明“示例目标值”的也一样，用前请按本地规定改。"
