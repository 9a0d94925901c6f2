"""What an office program takes in the cells of a workbook that are to be filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist import Item
from ..checklist.asked.answer_forms import exact
from ..checklist.asked.wording import ABSENT
from ..checklist.results.sheet_layout import CHOICE_SHEET, LETTERS

_WRONG, _REMEDY = "填法不对", "请从下拉框里选，或按提示填数。"


def add_rule(sheet: Worksheet, places: str, rule: DataValidation) -> None:
    """Let cells take only what a rule says. places: ranges with spaces between, for example `A1 B2:B7`."""
    rule.showErrorMessage = True
    rule.errorTitle = _WRONG
    rule.error = rule.error or _REMEDY
    rule.sqref = MultiCellRange(places)
    sheet.add_data_validation(rule)


def listed(options: Iterable[str]) -> DataValidation:
    """Return the rule of a cell with a drop-down of a few short texts."""
    return DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True)


def whole_numbers(most: int) -> DataValidation:
    """Return the rule of a cell for whole numbers from 0 on."""
    told = f"填 0 到 {most} 的整数。"
    return DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(most), allow_blank=True, error=told
    )


def period_rule(cell: str) -> DataValidation:
    """Return the rule of a cell for periods: a year, alone or with a half, a quarter or a month: what `Period` writes."""
    parts = "|".join(("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"{n:02d}" for n in range(1, 13)), ""))
    part = f'AND(LEN({cell})=7,MID({cell},5,1)="-",ISNUMBER(SEARCH("|"&RIGHT({cell},2)&"|","{parts}")))'
    formula = f"AND(ISNUMBER(VALUE(LEFT({cell},4))),OR(LEN({cell})=4,{part}))"
    told = "写成 2026（全年）、2026-H1（上半年）、2026-Q2（二季度）或 2026-06（六月）的样子。"
    return DataValidation(type="custom", formula1=formula, allow_blank=True, error=told)


class AnswerRule(NamedTuple):
    """What an office program takes as an answer. Its formulas say {row} for that of the cell, so most items share their rule."""

    kind: str
    formula: str
    other: str = ""
    told: str = ""
    warns: bool = False

    def for_cells_from(self, row: int) -> DataValidation:
        """Return the rule for cells of which the uppermost stands in this row."""
        return DataValidation(
            type=self.kind,
            operator="between" if self.other else None,
            formula1=self.formula.format(row=row),
            formula2=self.other.format(row=row) or None,
            allow_blank=True,
            error=self.told or None,
            errorStyle="warning" if self.warns else None,
        )


def rule_of(item: Item) -> AnswerRule:
    """A list for choices; a range for numbers. “Not applicable” is offered only where it is allowed."""
    form, absent = item.form, item.indicator.na.allowed
    cell = f"{LETTERS['answer']}{{row}}"
    if not form.free:
        last = chr(ord("A") + len(form.choices) - (0 if absent else 1))
        return AnswerRule("list", f"{CHOICE_SHEET}!$A{{row}}:${last}{{row}}")
    low, high = exact(form.low), exact(form.high)
    either = f'{cell}="{ABSENT}",' if absent else ""
    inside = f"ISNUMBER({cell}),{cell}>={low},{cell}<={high}"
    told = f"可填 {form.range}。"
    if form.unit == "%":  # 80% typed is 0.8 to an office program; it asks, for 0.8 % may be meant
        told += "要填 80，不要填 80% 或 0.8；确实不到 1%的，点“是”。"
        return AnswerRule("custom", f"OR({either}AND({inside},OR({cell}<=0,{cell}>1)))", told=told, warns=True)
    if absent:
        return AnswerRule("custom", f"OR({either}AND({inside}))", told=told)
    return AnswerRule("decimal", low, high, told)


def cells_of(rows: Iterable[int]) -> str:
    """Return the cells for answers of ascending rows as ranges."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    letter = LETTERS["answer"]
    return " ".join(f"{letter}{first}:{letter}{last}" for first, last in runs)
