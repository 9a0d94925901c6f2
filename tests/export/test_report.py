"""The organiser's report as Word document and workbook: layout by the standard, nothing but what the summary says."""

import io
import json
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from anliku.checklist import Settings
from anliku.checklist.collection.collection import collect
from anliku.checklist.summary.report import lines_taken, report_blocks
from anliku.export.handback_docx import hand_backs
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_docx import summary_docx
from anliku.export.summary_xlsx import summary_xlsx
from tests.checklist.build import summary_of
from tests.checklist.summary.test_summary import LIBRARY, put, summarised

STAMP = stamp_of(LIBRARY)


@pytest.fixture
def summary(tmp_path):
    """Three villages and a coop; one was there a year ago, one was judged by those served too."""
    put(tmp_path, "甲村", "2025", "self", {"yes": True, "mean": 5, "levels": 2})
    put(tmp_path, "甲村", "2026", "self", {"yes": False, "mean": 3, "levels": 1},
        extra={"yes": {"owner": "张三", "due": "6月底前"}})  # fmt: skip
    put(tmp_path, "乙村", "2026", "self", {"yes": True, "mean": 5, "levels": 2, "plan": True, "days": 60})
    put(tmp_path, "丙村", "2026", "self", {"yes": True, "mean": 5})
    put(tmp_path, "丙村", "2026", "masses", {"mean": 1})
    put(tmp_path, "合作社", "2026", "self", {"yes": False}, kind="coop")
    return summarised(tmp_path, day="2026-07-10")


def text_of(raw):
    document = Document(io.BytesIO(raw))
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_the_page_is_that_of_official_documents(summary):
    document = Document(io.BytesIO(summary_docx(summary, STAMP)))
    (section,) = document.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    line = document.styles["Normal"].paragraph_format.line_spacing
    assert int((297 - 37 - 35) / line.mm) == 22
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert 'w:instr="PAGE"' in footer._element.xml
    fonts = {
        style: document.styles[style].element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in ("Normal", "Heading 1", "Heading 2")
    }
    assert fonts == {"Normal": "仿宋_GB2312", "Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    table = next(
        p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml"
    ).blob.decode()
    assert re.findall(r'w:name="(方正小标宋简体|仿宋_GB2312|黑体|楷体_GB2312)"><w:altName w:val="(\w+)"', table) == [
        ("方正小标宋简体", "华文中宋"), ("仿宋_GB2312", "仿宋"), ("黑体", "SimHei"), ("楷体_GB2312", "楷体"),
    ]  # fmt: skip


def test_what_no_number_tells_is_left_to_the_organiser(summary):
    text = text_of(summary_docx(summary, STAMP))
    assert re.findall("〔请填写：(.+?)〕", text) == [
        "主送单位",
        "对上述情况的判断，主要原因",
        "工作安排、责任分工和时限",
        "落款单位",
    ]
    assert "2026年7月10日" in text
    assert not re.search("None|nan|\\{|\\}", text)


def test_page_workbook_and_report_say_the_same(summary):
    told = "\n".join("".join(block) for block in report_blocks(summary))
    assert "共 4 个单位（村党组织 3 个、合作社党组织 1 个）" in told
    assert "甲村：待改进（33.3 分），关键项 1 条不达标" in told
    page, text = report_html(summary), text_of(summary_docx(summary, STAMP))
    book = load_workbook(io.BytesIO(summary_xlsx(summary, STAMP)))
    rows = {row[2]: row for row in book["一览"].iter_rows(min_row=2, values_only=True)}
    for standing in summary.standings:
        shown = f"{standing.total:.1f}"
        assert shown in page
        assert shown in text
        assert (rows[standing.unit.name][1], rows[standing.unit.name][5]) == (standing.rank, standing.total)
    assert [row[:4] for row in book["整改任务"].iter_rows(min_row=2, values_only=True)] == [
        ("已逾期（10 天）", book["整改任务"]["B2"].value, "6月底前", "甲村")
    ]
    assert book["整改任务"]["B2"].value.date().isoformat() == "2026-06-30"
    assert "人数少，只供参考" in page
    assert "人数少，只供参考" in text


def test_every_sheet_can_be_filtered_and_printed(summary):
    book = load_workbook(io.BytesIO(summary_xlsx(summary, STAMP)))
    assert {"一览", "先帮谁", "总表", "失分最多", "共同短板", "整改任务", "整改清单", "趋势", "答案分布"} <= set(
        book.sheetnames
    )
    for sheet in book:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == 1 or sheet.row_dimensions[2].height >= 15


def test_a_long_list_of_names_makes_its_row_high_enough(tmp_path):
    for n in range(40):
        put(tmp_path, f"名字有八个字的单位{n:02d}", "2026", "self", {"yes": False})
    book = load_workbook(io.BytesIO(summary_xlsx(summarised(tmp_path), STAMP)))
    sheet = book["失分最多"]
    names = sheet["F2"].value
    assert names.count("、") == 39
    room = sheet.column_dimensions["F"].width * sheet.row_dimensions[2].height / 15
    assert room >= 2 * len(names) * 0.8


def many(folder, units):
    for n in range(units):
        kind = ("village", "coop", "organ", "window")[n % 4]
        answers = {"yes": n % 3 == 0, "plan": n % 5 == 0, "levels": n % 3, "mean": 1 + n % 5, "days": 10 * (n % 7)}
        extra = {"plan": {"due": "2026-01-01"}}
        name = f"一个名字相当长的乡镇的第{n}个单位"
        put(folder, name, "2026", "self", answers, kind=kind, extra=extra)
        put(folder, name, "2025", "self", {**answers, "mean": 5}, kind=kind)
        if n % 2:
            put(folder, name, "2026", "masses", {"mean": 1 + n % 5}, kind=kind)


@pytest.mark.parametrize("units", [1, 30, 300])
def test_the_text_takes_two_pages_however_many_units_there_are(tmp_path, units):
    many(tmp_path, units)
    summary = summary_of(collect([tmp_path], LIBRARY, settings=Settings(library="demo")))
    lines = sum(map(lines_taken, report_blocks(summary)))
    assert 12 < lines <= 33
    attached = text_of(summary_docx(summary, STAMP)).split("附件 1\n", 1)[1]
    assert len(attached) < 25_000


def test_what_is_left_out_of_a_long_list_is_counted(tmp_path):
    many(tmp_path, 300)
    summary = summary_of(collect([tmp_path], LIBRARY, settings=Settings(library="demo")))
    page = report_html(summary)
    shown = re.findall("中间 (\\d+) 个单位", page)
    groups = [len(group.standings) for one in summary.types for group in one.groups]
    assert [int(number) for number in shown] == [size - 50 for size in groups if size > 60]
    late = summary.tasks
    assert f"还有 {len(late) - 150} 条，见汇总的表格文件（XLSX）里的“整改任务”" in page


def test_a_unit_gets_its_own_sheet_and_nothing_of_others(summary):
    files = hand_backs(summary, STAMP)
    assert [name[2:] for name in files] == ["-乙村.docx", "-甲村.docx", "-丙村.docx", "-合作社.docx"]
    for name, raw in files.items():
        text = text_of(raw)
        mine = name[3:].removesuffix(".docx")
        assert f"{mine}：" in text
        assert not [s.unit.name for s in summary.standings if s.unit.name in text and s.unit.name != mine]
    told = text_of(next(raw for name, raw in files.items() if "甲村" in name))
    assert "在 2 个同类单位（同一时期、评价方相同）中列第 2" in told
    assert "关键项 1 条不达标" in told
    assert "1 件整改逾期" in told
    assert "退步 " in told


def test_names_that_no_file_can_have_make_files_all_the_same(tmp_path):
    for n, name in enumerate(["a/b", "a\\b", "CON", '<>:"|?*', "..", "长" * 300]):
        put(tmp_path, f"{n}", "2026", "self", {"yes": True})
        file = tmp_path / f"{n}-2026-self.json"
        file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"unit": name}), encoding="utf-8")
    files = hand_backs(summarised(tmp_path), STAMP)
    assert len(files) == 6
    for name in files:
        assert re.fullmatch(r"\d\d-[\w-]{1,40}\.docx", name), name


def test_same_input_same_bytes(summary):
    assert summary_docx(summary, STAMP) == summary_docx(summary, STAMP)
    assert summary_xlsx(summary, STAMP) == summary_xlsx(summary, STAMP)
    assert hand_backs(summary, STAMP) == hand_backs(summary, STAMP)
