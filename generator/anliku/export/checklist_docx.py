"""The papers of a self-assessment as DOCX: the same as the PDFs hold, to be changed before they are printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..checklist.form.plan import FormPlan
from ..checklist.results.report import ResultReport
from ..library import Shared
from .measure import POINT, packed
from .paper import TEXT_WIDTH, booklet_data, form_data
from .report_layout import report_data
from .word import UPRIGHT, Cell, CellLine, Head, Page, WordPaper, line_xml, table_xml

_ANNEX_WIDTHS = (11, 60, 42, 69)


def form_docx(plan: FormPlan, shared: Shared, stamp: dt.datetime) -> bytes:
    """Return the bytes of a form to fill in by hand."""
    data = form_data(plan, shared)
    paper = WordPaper(data["title"], data["identity"], imprint=data["imprint"])
    paper.title(data["title"])
    paper.table((22, 58, 14, 34, 22, 32), None, [[part for k, v in data["particulars"] for part in (Head(k), v)]])
    for note in data["notes"]:
        paper.line(note, 10)
    if data["screening"]:
        rows: list[list[Cell]] = [
            [
                [CellLine(q["ask"]), *([CellLine(q["hint"], 9, grey=True)] if q["hint"] else [])],
                [CellLine(q["answer"], centred=True)],
            ]
            for q in data["screening"]
        ]
        paper.table((TEXT_WIDTH - 32, 32), None, rows)
    widths = [column["width"] for column in data["columns"]]
    for section in data["sections"]:
        paper.heading(section["title"])
        rows = [_form_row(row, widths) for row in section["rows"]]
        paper.table(widths, [column["heading"] for column in data["columns"]], rows)
    _signature(paper, data["signature"], 12)
    return paper.bytes(stamp)


def prepare() -> None:
    """Make what all forms share, for processes that are forked afterwards."""
    WordPaper("").prepare()


def _form_row(row: dict[str, Any], widths: list[int]) -> list[Cell]:
    room = (widths[1] - 3) / (11 * POINT) - 0.5
    standard = [row["standard"]] if row["standard"] else []
    question = [
        CellLine(row["ask"], 12, bold=True),
        *([CellLine(row["condition"], 9.5, grey=True)] if row["condition"] else []),
    ]
    question += [CellLine(line, 11) for line in packed([*row["choices"], *standard], room)]
    question += [CellLine(f"{row['absent']}{'＿' * 8}", 11)] if row["absent"] else []
    writing = [CellLine(ruled=True), CellLine(ruled=True)]
    return [[CellLine(str(row["number"]), 11, centred=True)], question, writing, *("" for _ in widths[3:])]


def booklet_docx(plan: FormPlan, shared: Shared, stamp: dt.datetime) -> bytes:
    """Return the bytes of the standards that lie beside the form."""
    data = booklet_data(plan, shared)
    paper = WordPaper(data["title"], data["identity"], imprint=data["imprint"])
    paper.title(data["title"])
    for note in data["notes"]:
        paper.line(note, 10)
    for section in data["sections"]:
        paper.heading(section["title"])
        rows = map(_standard_row, section["rows"])
        paper.table((11, 46, 62, 63), ("序号", "问题", "标准", "怎样核实、常见佐证"), rows)
    return paper.bytes(stamp)


def _standard_row(row: dict[str, Any]) -> list[Cell]:
    about = f"{row['who']}　权重 {row['weight']}\n{row['id']}"
    proof = [CellLine(row["verify"])] if row["verify"] else []
    proof += [CellLine(f"佐证：{row['evidence']}", grey=True)] if row["evidence"] else []
    proof += [CellLine(f"依据：{row['basis']}", 8.5, grey=True)] if row["basis"] else []
    return [
        [CellLine(str(row["number"]), centred=True)],
        [CellLine(row["ask"], bold=True), CellLine(about, 8, grey=True)],
        row["standard"],
        proof,
    ]


def report_docx(report: ResultReport, stamp: dt.datetime) -> bytes:
    """Return the bytes of a report on wide pages with its annex of answers on upright ones."""
    data = report_data(report)
    paper = WordPaper(data["title"], data["identity"], Page(flipped=True, margin=12))
    paper.title(data["report"])
    paper.beside((134, 139), (_verdict(data), _scores(data)))
    if data["gaps"]:
        paper.heading(data["gaps_title"], 12)
        size = data["size"]
        rows = [[[CellLine(text, size)] for text in gap] for gap in data["gaps"]]
        paper.table(data["gap_widths"], data["gap_columns"], rows, split=data["split"])
    _signature(paper, data["signature"], 18)
    paper.turn(UPRIGHT)
    paper.title(data["annex_title"])
    paper.table((22, 160), None, [[Head(label), value] for label, value in data["particulars"]])
    if data["screening"]:
        paper.table((158, 24), None, [[ask, [CellLine(said, centred=True)]] for ask, said in data["screening"]])
    for section in data["annex"]:
        paper.heading(section["title"], 12)
        paper.table(_ANNEX_WIDTHS, data["annex_columns"], map(_answer_row, section["rows"]), split=True)
    return paper.bytes(stamp)


def _verdict(data: dict[str, Any]) -> list[str]:
    facts = table_xml((22, 106), None, [[Head(label), value] for label, value in data["particulars"]])
    said = [CellLine(text, 14 if n == 0 else 10.5, bold=n == 0) for n, text in enumerate(data["paragraphs"])]
    return [facts, *map(line_xml, said)]


def _scores(data: dict[str, Any]) -> list[str]:
    """The scores with a bar of blocks, since a table of Word has no other that every program shows."""
    rows: list[list[Cell]] = [
        [row["name"], row["text"], [CellLine("█" * round(row["share"] * 12), grey=True)], row["counted"]]
        for row in data["scores"]
    ]
    return [table_xml((45, 18, 52, 22), ("维度", "得分", "", "已答/应答"), rows), line_xml(CellLine("", 4))]


def _answer_row(row: dict[str, Any]) -> list[Cell]:
    remarks = [CellLine(f"{label}：{text}") for label, text in row["remarks"]]
    return [[CellLine(row["number"], centred=True)], row["ask"], row["answer"], remarks]


def _signature(paper: WordPaper, names: list[str], blanks: int) -> None:
    if names:
        paper.line("")
        paper.line("　　".join(f"{name}：{'＿' * blanks}" for name in names), 11)
