"""The report of a filled-in self-assessment as plain data, and how large its letters may be so that two pages hold it."""

from __future__ import annotations

from typing import Any

from ..checklist.results.report import ANNEX_COLUMNS, GAP_COLUMNS, ResultReport
from .measure import POINT, line_count

GAP_WIDTHS = (82, 62, 87, 18, 24)  # millimetres of the 273 that a wide A4 has between margins of 12
ANNEX_TITLE = "附：各条答案"
_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)  # points; smaller nobody reads, so a longer report takes a third page
_TALL = 60  # millimetres of a row from which on it may part between pages
_PAGE = 180  # millimetres of height between header and footer


def report_data(report: ResultReport) -> dict[str, Any]:
    """Return what stands on the report and its annex."""
    return {
        "title": report.title,
        "report": report.title,
        "identity": report.identity,
        "particulars": [list(pair) for pair in report.particulars],
        "paragraphs": list(report.paragraphs),
        "scores": [
            {"name": line.name, "text": line.text, "share": (line.value or 0) / 100, "counted": line.counted}
            for line in (*report.scores, report.total)
        ],
        "gaps_title": report.gaps_title,
        "gap_columns": list(GAP_COLUMNS),
        "gap_widths": list(GAP_WIDTHS),
        "gaps": [list(gap.cells) for gap in report.gaps],
        "size": gap_size(report),
        "split": any(_row_height(gap.cells, _SIZES[-1]) > _TALL for gap in report.gaps),
        "signature": list(report.signature),
        "annex_title": ANNEX_TITLE,
        "annex_columns": list(ANNEX_COLUMNS),
        "screening": [list(pair) for pair in report.screening],
        "annex": [
            {
                "title": title,
                "rows": [
                    {
                        "number": row.number,
                        "ask": row.ask,
                        "answer": row.answer,
                        "remarks": [list(r) for r in row.remarks],
                    }
                    for row in rows
                ],
            }
            for title, rows in report.annex
        ],
    }


def two_pages(report: ResultReport) -> bool:
    """Say whether the report fits two pages at letters that can be read."""
    return _height(report, _SIZES[-1]) <= _room(report)


def gap_size(report: ResultReport) -> float:
    """Return the size in points, as large as two pages of report allow."""
    room = _room(report)
    return next((size for size in _SIZES if _height(report, size) <= room), _SIZES[-1])


def _room(report: ResultReport) -> float:
    """What two pages leave for the rows of the table, in millimetres."""
    return 2 * _PAGE - _above(report) - 24  # heading, two heads, signature, rows that do not part


def _above(report: ResultReport) -> float:
    """What stands above the table, in millimetres: the particulars and the verdict beside the scores."""
    scores = 6.5 * (len(report.scores) + 2)
    beside = 6.5 * len(report.particulars) + sum(5.5 * line_count(text, 34) for text in report.paragraphs)
    return 14 + max(scores, beside)


def _height(report: ResultReport, size: float) -> float:
    return sum(_row_height(gap.cells, size) for gap in report.gaps)


def _row_height(cells: tuple[str, ...], size: float) -> float:
    wide = (
        line_count(text, (width - 2.5) / (size * POINT) - 0.5) for text, width in zip(cells, GAP_WIDTHS, strict=True)
    )
    return max(wide) * size * POINT * 1.27 + 2.6
