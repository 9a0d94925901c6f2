"""Slides as PPTX: from the school's own template, or ours. Charts are native, so that they can be changed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from ..troubles import UserError
from .slides import LINE, Chart, Slide, SlideLine, height
from .xlsx_file import Book
from .xml_text import MAX_PROPERTY, xml_text
from .zipped import EARLIEST, stable_zip

_WIDE, _HIGH = Emu(12192000), Emu(6858000)  # 16:9, as projectors are
_RED, _GREY = RGBColor(0x9B, 0x1B, 0x1E), RGBColor(0x59, 0x59, 0x59)
_FONT = "微软雅黑"
_LARGEST = 24  # points
_MARGIN = 0.055  # of the width
_FEW, _ROOMY = 5, 1.2  # on a slide with so few lines, letters are so many times as large


def slides_pptx(  # noqa: PLR0913, PLR0917 - what a presentation is made of
    slides: Sequence[Slide],
    title: str,
    stamp: dt.datetime,
    template: bytes | None = None,
    logo: bytes = b"",
    edition: str = "",
) -> bytes:
    """Return the bytes of a presentation.

    edition: whose it is, where that is not everybody's. template: a PPTX or POTX whose layouts are used and whose own
    slides are left out. logo: stands on the first slide of ours; a school's template has its own. Raises UserError when
    the template is none.
    """
    deck = _Deck(template)
    for slide in slides:
        deck.add(slide)
    if logo and template is None:
        deck.mark(logo)
    deck.describe(title, edition)
    out = io.BytesIO()
    deck.presentation.save(out)
    return stable_zip(out.getvalue(), stamp)


class _Deck:
    """A presentation in the making."""

    def __init__(self, template: bytes | None) -> None:
        self.presentation = _opened(template)
        self._own = template is None
        if self._own:
            _widen(self.presentation)
        self._width, self._height = self.presentation.slide_width, self.presentation.slide_height
        self._layout = _layout_of(self.presentation)
        self._size = self._text_size()

    def describe(self, title: str, edition: str) -> None:
        """Say what the presentation is, in its properties."""
        properties = self.presentation.core_properties
        properties.author = properties.last_modified_by = "anliku"
        properties.title, properties.language = xml_text(title)[:MAX_PROPERTY], "zh-CN"
        properties.category = edition
        properties.revision = 1

    def add(self, slide: Slide) -> None:
        """Add a slide."""
        made = self.presentation.slides.add_slide(self._layout)
        for shape in list(made.placeholders):
            if shape.placeholder_format.type is not None and shape != made.shapes.title:
                shape._element.getparent().remove(shape._element)
        top = self._title(made, slide)
        if slide.chart:
            self._chart(made, slide.chart, top)
        elif slide.table:
            self._table(made, slide.table, top)
        elif slide.lines:
            self._text(made, slide.lines, top, small=slide.cover)
        if slide.notes:
            made.notes_slide.notes_text_frame.text = xml_text(slide.notes)

    def mark(self, logo: bytes) -> None:
        """Put a picture on the first slide, where it is of a kind that slides can hold."""
        try:
            picture = self.presentation.slides[0].shapes.add_picture(io.BytesIO(logo), self._left, self._part(0.08))
        except (OSError, ValueError):  # SVG and the like
            return
        scale = min(self._part(0.12) / picture.height, self._room / 2 / picture.width)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture._element.nvPicPr.cNvPr.set("descr", "标志")

    # ---- pieces of a slide ----

    def _title(self, made: Any, slide: Slide) -> int:
        """Write the title, and the case it belongs to; return where the room below them begins."""
        box = made.shapes.title or made.shapes.add_textbox(0, 0, 1, 1)
        box.left, box.width = self._left, self._room
        box.top, box.height = self._part(0.25 if slide.cover else 0.07), self._part(0.2 if slide.cover else 0.15)
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if slide.cover else MSO_ANCHOR.MIDDLE
        long = len(slide.title) > LINE * 0.75
        self._write(frame.paragraphs[0], slide.title, self._size * (1.2 if long else 1.45), bold=True, color=_RED)
        frame.paragraphs[0].alignment = 1
        if slide.running:
            strip = made.shapes.add_textbox(self._left, self._part(0.03), self._room, self._part(0.05))
            strip.text_frame.word_wrap = True
            self._write(strip.text_frame.paragraphs[0], slide.running, 12, color=_GREY)
        return self._part(0.48 if slide.cover else 0.24)

    def _text(self, made: Any, lines: Sequence[SlideLine], top: int, *, small: bool) -> None:
        box = made.shapes.add_textbox(self._left, top, self._room, self._height - top - self._part(0.05))
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        full = self._size * (0.85 if small else _ROOMY if sum(map(height, lines)) <= _FEW else 1)
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            paragraph.space_after = Pt(full * 0.3)
            if line.level:
                _bullet(paragraph, full)
            if line.label:
                self._write(paragraph, line.label, full, bold=True)
            self._write(paragraph, line.text, full)

    def _chart(self, made: Any, chart: Chart, top: int) -> None:
        data = CategoryChartData()
        data.categories = [xml_text(label) for label in reversed(chart.labels)]
        data.add_series(xml_text(chart.unit), list(reversed(chart.values)))
        tall = self._height - top - self._part(0.06)
        frame = made.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, self._left, top, self._room, tall, data)
        made_chart = frame.chart
        made_chart.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
        made_chart.has_legend = made_chart.has_title = False
        made_chart.font.size = Pt(round(self._size * 0.7))
        plot = made_chart.plots[0]
        plot.gap_width, plot.has_data_labels = 60, True
        plot.data_labels.font.size, plot.data_labels.show_value = Pt(round(self._size * 0.75)), True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = _RED
        axis = made_chart.value_axis
        axis.visible, axis.has_major_gridlines, axis.minimum_scale = False, False, 0

    def _table(self, made: Any, rows: Sequence[tuple[str, str]], top: int) -> None:
        tall = self._part(0.08)
        shape = made.shapes.add_table(len(rows), 2, self._left, top, self._room, tall * len(rows))
        table = shape.table
        table.first_row = False
        table.columns[0].width = round(self._room * 0.68)
        table.columns[1].width = self._room - table.columns[0].width
        for row, texts in zip(table.rows, rows, strict=True):
            row.height = tall
            for cell, text, bold in zip(row.cells, texts, (False, True), strict=True):
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                self._write(cell.text_frame.paragraphs[0], text, self._size * 0.75, bold=bold)

    def _write(self, paragraph: Any, text: str, size: float, *, bold: bool = False, color: Any = None) -> None:
        run = paragraph.add_run()
        run.text = xml_text(text)
        run.font.size, run.font.bold = Pt(round(size)), bold
        if color is not None and self._own:
            run.font.color.rgb = color
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN")

    # ---- measures ----

    @property
    def _left(self) -> int:
        return int(self._width * _MARGIN)

    @property
    def _room(self) -> int:
        return int(self._width * (1 - 2 * _MARGIN))

    def _part(self, share: float) -> int:
        return int(self._height * share)

    def _text_size(self) -> float:
        """Return the size, in points, at which a line holds what `slides.py` counts on, and nine of them a slide."""
        inside = Emu(self._room).pt - 36  # the box's own margins, and the bullet
        return float(min(_LARGEST, inside / LINE, Emu(self._height).pt * 0.7 / (9 * 1.55)))


def _opened(template: bytes | None) -> Any:
    if template is None:
        return Presentation()
    try:
        deck = Presentation(io.BytesIO(_as_presentation(template)))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UserError("给的模板打不开，它不是 PPTX 或 POTX 文件。", "在演示软件里另存为 pptx，再试") from error
    _drop_slides(deck)
    if not len(deck.slide_layouts):
        raise UserError("给的模板里没有版式。", "换一个有母版和版式的 pptx")
    return deck


def _as_presentation(raw: bytes) -> bytes:
    """Return a template (POTX) as a presentation, which differs from it by one word."""
    theirs, ours = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(theirs, ours) if name == "[Content_Types].xml" else data)
    return out.getvalue()


def _drop_slides(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for one in list(listed):
        deck.part.drop_rel(one.get(qn("r:id")))
        listed.remove(one)


def _layout_of(deck: Any) -> Any:
    """Return the layout with a title and as little else as may be."""
    titled = [one for one in deck.slide_layouts if any(p.placeholder_format.type in (1, 3) for p in one.placeholders)]
    return min(titled or list(deck.slide_layouts), key=lambda one: len(one.placeholders))


def _widen(deck: Any) -> None:
    """Make the library's own presentation as wide as projectors are, and name a Chinese font."""
    factor = _WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    master = deck.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{_FONT}"/>'.encode())


def _bullet(paragraph: Any, size: float) -> None:
    """Give a paragraph a bullet and a hanging indent; text boxes have none of their own."""
    properties = paragraph._p.get_or_add_pPr()
    indent = round(Pt(size * 0.9))
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    bullet = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(bullet)


def _workbook(chart: Chart) -> bytes:
    """Return the workbook that opens when somebody changes a chart; a label that begins like a formula stays a text.

    Laid out as python-pptx refers to it, whose own would be a formula.
    """
    book = Book("")
    sheet = book.sheet("Sheet1")
    sheet.put("B", 1, chart.unit)
    for row, pair in enumerate(zip(reversed(chart.labels), reversed(chart.values), strict=True), 2):
        sheet.line(row, pair)
    return book.bytes(EARLIEST)  # like all of the deck it is given its time when that is packed
