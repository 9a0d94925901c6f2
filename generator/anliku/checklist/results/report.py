"""What a filled-in self-assessment says, put into words once: PDF, DOCX, XLSX and HTML only lay it out.

The report comes first and stands alone; the answers follow as an annex, with every word that somebody wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ...library.models import Assessor
from ...library.problems import Plain
from ..asked.items import Checklist, Item
from ..asked.scoring import Given, Scorecard, asked, gaps, rounded, scorecard
from ..asked.wording import DONE, asks_text, decimal_text, given_text
from .period import label_of
from .result import Result, scheme_note
from .sheet_layout import ASSESSED_BY, PERIOD, UNIT
from .tally import people_text

GAP_COLUMNS = ("问题", "差多少", "措施", "责任人", "期限")
ANNEX_COLUMNS = ("序号", "问题", "回答", "佐证、备注")
NOT_WRITTEN = "未写"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A dimension or the total: its score, None where nothing was answered, and how many items it rests on."""

    name: str
    value: float | None
    answered: int
    applicable: int

    @property
    def text(self) -> str:
        """The score as it is shown."""
        return decimal_text(self.value)

    @property
    def counted(self) -> str:
        """Of how many items how many were answered."""
        return f"{self.answered}/{self.applicable}"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A row of the table of gaps: what, by how much, what to do, who, by when."""

    ask: str
    state: str
    remedy: str
    owner: str
    due: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of GAP_COLUMNS."""
        return (self.ask, self.state, self.remedy, self.owner, self.due)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A row of the annex. remarks: label and text of whatever was written beside the answer."""

    number: str
    ask: str
    answer: str
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ResultReport:
    """One assessor's result of one unit.

    verdict: the grade, what it leaves open and what caps it, a sentence each. unmet, recheck: questions of the critical
    items not met, and of those that were changed after they had been answered. annex: title and rows of each part.
    """

    title: str
    identity: str
    particulars: tuple[tuple[str, str], ...]
    verdict: tuple[str, ...]
    scores: tuple[ScoreLine, ...]
    total: ScoreLine
    unmet: tuple[str, ...]
    recheck: tuple[str, ...]
    gaps: tuple[GapLine, ...]
    screening: tuple[tuple[str, str], ...]
    annex: tuple[tuple[str, tuple[AnswerLine, ...]], ...]
    signature: tuple[str, ...]

    @property
    def gaps_title(self) -> str:
        """The heading of the table of gaps."""
        return f"要补的差距（{len(self.gaps)} 条，★为关键项）"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What stands below the scores: the verdict and, where there are any, the items behind it."""
        named = (("不达标的关键项", self.unmet), ("条目改过、请复核", self.recheck))
        return (*self.verdict, *(f"{label}：{asks_text(asks, len(asks))}" for label, asks in named if asks))


def report_of(checklist: Checklist, result: Result) -> ResultReport:
    """Return the report of a result."""
    answers = {result.assessor: result.answers}
    card = scorecard(checklist, answers, result.screening)
    parts, total = card.by_dimension[result.assessor], card.totals[result.assessor]
    found = gaps(checklist, answers, result.screening)
    return ResultReport(
        title=f"{checklist.title}·结果报告",
        identity=_identity(checklist, result),
        particulars=_particulars(checklist, result),
        verdict=tuple(_verdict(card, checklist, result)),
        scores=tuple(
            ScoreLine(name, part.shown, part.answered, part.applicable)
            for key, name in checklist.dimensions.items()
            if (part := parts[key]).applicable or part.not_applicable
        ),
        total=ScoreLine("总分", total.shown, total.answered, total.applicable),
        unmet=tuple(checklist.by_id[key].indicator.ask for key in card.unmet_critical),
        recheck=tuple(checklist.by_id[key].indicator.ask for key in result.to_recheck(checklist)),
        gaps=tuple(_gap(gap.item, gap.points, gap.urgent, result.answers[gap.item.id]) for gap in found),
        screening=tuple((question.ask, _yes(result.screening.get(question.id))) for question in checklist.screening),
        annex=tuple(_annex(checklist, result)),
        signature=checklist.words.signature,
    )


def _identity(checklist: Checklist, result: Result) -> str:
    filled = f"，按版本 {result.version} 填写" if result.version and result.version != checklist.version else ""
    return f"版本 {checklist.version}{filled}　编号 {checklist.organisation}"


def _particulars(checklist: Checklist, result: Result) -> tuple[tuple[str, str], ...]:
    rows = [
        (UNIT, result.unit or NOT_WRITTEN),
        (PERIOD, label_of(result.period) or NOT_WRITTEN),
        (ASSESSED_BY, checklist.words.of(result.assessor)),
    ]
    counted = result.assessor is Assessor.MASSES and (result.returned or any(g.counts for g in result.answers.values()))
    return (*rows, ("收回", people_text(result))) if counted else tuple(rows)


def _verdict(card: Scorecard, checklist: Checklist, result: Result) -> Iterator[str]:
    scheme, score = checklist.scheme, card.totals[result.assessor]
    if card.grade is None or card.total is None:
        yield "还没有得分：一条也没有答。"
        return
    yield f"等级：{card.grade.name}{'（暂定）' if card.provisional else ''}"
    if score.open:
        yield f"还有 {score.open} 条没有答，答完等级可能变。"
    plain = scheme.grade(rounded(card.total), False)
    if card.unmet_critical and plain.name != card.grade.name:
        yield f"按分数是{plain.name}；有 {len(card.unmet_critical)} 条关键项不达标，只能评{card.grade.name}。"
    elif card.unmet_critical:
        yield f"有 {len(card.unmet_critical)} 条关键项不达标：分数再高，也不评{scheme.grades[0].name}。"
    graded = scheme_note(result.version, checklist)
    if graded:
        yield f"{graded}。"


def _yes(value: bool | None) -> str:
    return "未答" if value is None else "是" if value else "否"


def _gap(item: Item, points: float, urgent: bool, given: Given) -> GapLine:
    standard = f"；达标：{item.form.standard}" if item.form.standard else ""
    return GapLine(
        ask=("★" if urgent else "") + item.indicator.ask,
        state=f"{given_text(item, given)}，得 {points:.0%}{standard}",
        remedy=item.indicator.remedy,
        owner=given.owner,
        due=given.due,
    )


def _annex(checklist: Checklist, result: Result) -> Iterator[tuple[str, tuple[AnswerLine, ...]]]:
    """Yield the answers by section; then what was answered but does not count, so that nothing is lost on paper."""
    put = {item.id for item in asked(checklist, {result.assessor: {}}, result.screening)[result.assessor]}
    for section in checklist.sections:
        rows = tuple(_answer(checklist, item, result) for item in section.items if item.id in put)
        if rows:
            yield section.title, rows
    rest = [item for item in checklist.items if item.id not in put and _written(result.answers.get(item.id, Given()))]
    unknown = tuple(_unknown(key, entry) for key, entry in result.unknown.items())
    if rest or unknown:
        yield "填了、但没有计分的", (*(_answer(checklist, item, result) for item in rest), *unknown)


def _written(given: Given) -> bool:
    return given.value is not None or given.na or bool(_remarks(given))


def _answer(checklist: Checklist, item: Item, result: Result) -> AnswerLine:
    given = result.answers.get(item.id, Given())
    ask = ("★" if item.indicator.critical else "") + item.indicator.ask
    return AnswerLine(str(checklist.numbers[item.id]), ask, given_text(item, given), _remarks(given))


def _remarks(given: Given) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("不适用的理由", given.reason), ("佐证", given.evidence), ("备注", given.note),
        ("责任人、期限", "，".join(text for text in (given.owner, given.due, DONE if given.done else "") if text)),
    )  # fmt: skip
    return tuple((label, text) for label, text in pairs if text)


def _unknown(key: str, entry: Plain) -> AnswerLine:
    return AnswerLine("", f"这张表没有的条目：{key}", "没有计分", (("原文", json.dumps(entry, ensure_ascii=False)),))
