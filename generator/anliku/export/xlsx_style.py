"""The look of the workbooks: one font, thin boxes, yellow cells to write in."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
SIZE = 11
_THIN = Side(style="thin", color="999999")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEAD = PatternFill("solid", fgColor="E8E8E8")
OPEN = PatternFill("solid", fgColor="FFF8E1")
GREY = PatternFill("solid", bgColor="DDDDDD")
WRAP = Alignment(wrap_text=True, vertical="top")
PLAIN, BOLD, TITLE = (
    Font(name=FONT, size=SIZE),
    Font(name=FONT, size=SIZE, bold=True),
    Font(name=FONT, bold=True, size=16),
)
BAR = Font(name=FONT, size=SIZE, color="707070")
MARGIN, UPPER_MARGIN = 0.4, 0.7  # inches
GENERAL, TEXT, DAY = "General", "@", "yyyy-mm-dd"  # number formats


class Look:
    """How a cell looks: parts of its style by their names in openpyxl.

    Two looks are the same only if they are one: a workbook numbers each once, and openpyxl takes long to compare them.
    """

    def __init__(self, **parts: Any) -> None:
        self.parts = parts


# A line of text, not in a table.
LINE, STRONG, TITLE_LINE = Look(font=PLAIN), Look(font=BOLD), Look(font=TITLE)
WRAPPED, STRONG_WRAPPED = Look(font=PLAIN, alignment=WRAP), Look(font=BOLD, alignment=WRAP)
# Cells of a table; an open one is to be written in.
_BOXED: dict[str, Any] = {"font": PLAIN, "border": BOX, "alignment": WRAP}
HEADING = Look(font=BOLD, fill=HEAD, border=BOX, alignment=WRAP)
BOXED = Look(**_BOXED)
TO_FILL = Look(**_BOXED, fill=OPEN, protection=Protection(locked=False))
HEADING_IN_ONE_LINE = Look(font=BOLD, fill=HEAD, border=BOX)
SCORE = Look(font=PLAIN, border=BOX)


def set_up(sheet: Worksheet, identity: str, *, landscape: bool = True, repeat: int = 0) -> None:
    """Print a sheet on A4, as wide as the page, with version and page number; repeat: the row that begins every page."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.page_margins.top = sheet.page_margins.bottom = UPPER_MARGIN
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddHeader.right.text = identity.replace("&", "&&")
    if repeat:
        sheet.print_title_rows = f"{repeat}:{repeat}"


def say_publisher(sheet: Worksheet, imprint: str) -> None:
    """Say behind the number of every page who publishes the library; not every program would break a line there."""
    if imprint:
        sheet.oddFooter.center.text += "　　" + imprint.replace("&", "&&")
