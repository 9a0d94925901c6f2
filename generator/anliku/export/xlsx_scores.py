"""The scores of a workbook, as formulas: whoever types an answer sees what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..checklist import Checklist, Scheme
from ..checklist.asked.answer_forms import exact
from ..checklist.form.plan import FormPlan
from ..checklist.results.sheet_layout import LETTERS, MAIN_SHEET
from .xlsx_file import Sheet
from .xlsx_style import GENERAL, HEADING_IN_ONE_LINE, LINE, SCORE, STRONG


def write_scores(sheet: Sheet, plan: FormPlan, first: int, last: int) -> None:
    """Write scores by dimension and in all, as formulas over the rows of the main sheet from `first` to `last`."""
    sheet.line(1, ("维度", "得分", "已答", "应答"), HEADING_IN_ONE_LINE)
    sheet.widen((18, 10, 8, 8))
    rows = [*_score_rows(plan.checklist, first, last)]
    for row, (name, score, *counts) in enumerate(rows, 2):
        sheet.put("A", row, name, SCORE)
        sheet.formula("B", row, score, SCORE, "0.0")
        for column, count in zip("CD", counts, strict=True):
            sheet.formula(column, row, count, SCORE, GENERAL)
    total, failed = len(rows) + 1, _span("failed", first, last)
    sheet.put("A", total + 1, "等级", STRONG)
    grade = _grade_formula(plan.checklist.scheme, f"B{total}", f"SUM({failed})>0")
    sheet.formula("B", total + 1, f'=IF(ISNUMBER(B{total}),{grade},"")')
    sheet.put("A", total + 2, "说明", STRONG)
    unmet = f'IF(SUM({failed})>0,"关键项不达标 "&SUM({failed})&" 条。","")'
    sheet.formula(
        "B", total + 2, f'=IF(C{total}<D{total},"还有 "&(D{total}-C{total})&" 条未答，等级为暂定。","")&{unmet}'
    )
    if plan.left_out:
        told = f"这张表只有 {len(plan.items)} 条，没有列出的 {len(plan.left_out)} 条不算在内；等级以整张表为准。"
        sheet.put("B", total + 3, told, LINE)
    sheet.around.protection.sheet = True


def _span(key: str, first: int, last: int) -> str:
    return f"{MAIN_SHEET}!${LETTERS[key]}${first}:${LETTERS[key]}${last}"


def _score_rows(checklist: Checklist, first: int, last: int) -> Iterator[tuple[str, str, str, str]]:
    span = {key: _span(key, first, last) for key in ("dimension", "counted", "earned", "asked")}
    for row, name in enumerate(checklist.dimensions.values(), 2):
        of = f"{span['dimension']},A{row}"
        score = f'=IFERROR(ROUND(SUMIF({of},{span["earned"]})/SUMIF({of},{span["counted"]})*100,1),"")'
        done = f'=COUNTIFS({of},{span["counted"]},">0")'
        yield name, score, done, f'=COUNTIFS({of},{span["asked"]},"要答")'
    total = f'=IFERROR(ROUND(SUM({span["earned"]})/SUM({span["counted"]})*100,1),"")'
    yield "总分", total, f'=COUNTIF({span["counted"]},">0")', f'=COUNTIF({span["asked"]},"要答")'


def _grade_formula(scheme: Scheme, score: str, capped: str) -> str:
    """Nested IFs from the best grade down; an unmet critical item keeps the best out of reach."""
    names = [grade.name.replace('"', '""') for grade in scheme.grades]
    formula = f'"{names[-1]}"'
    for index in range(len(names) - 2, -1, -1):
        best = f'IF({capped},"{names[1]}","{names[0]}")' if index == 0 else f'"{names[index]}"'
        formula = f"IF({score}>={exact(scheme.grades[index].from_)},{best},{formula})"
    return formula
