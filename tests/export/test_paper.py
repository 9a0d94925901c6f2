"""Forms, booklets and reports: the same in every format, every word of them, foreign text stays text, same bytes."""

import datetime as dt
import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from anliku.checklist import Given, Result, assemble
from anliku.checklist.form.plan import plan_form
from anliku.checklist.results.report import report_of
from anliku.checklist.results.sheet_layout import FIRST_ROW, LETTERS
from anliku.checklist.results.workbook import read_xlsx
from anliku.export.checklist_docx import booklet_docx, form_docx, report_docx
from anliku.export.checklist_pdf import booklet_pdf, form_pdf, report_pdf
from anliku.export.checklist_xlsx import checklist_xlsx, form_xlsx, item_rows
from anliku.export.fonts import NoFontError, choose_fonts
from anliku.export.result_html import result_html
from anliku.library.models import Assessor

from ..checklist.build import AT_MOST, LEVELS, RATING, indicator, shared

STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
UNIT = "名称很长的党支部" * 9
LONG = "会议记录、签到册和照片，" * 300 + "佐证写完了"
EVIL = '#strong[x] $1$ <b>&amp; "]}'
POOL = {
    "leadership": [indicator("yes", critical=True), indicator("levels", LEVELS)],
    "team": [indicator("mean", RATING), indicator("late", AT_MOST, na={"allowed": True})],
    "venue": [
        indicator("hall", only_if="q"),
        indicator("asked", LEVELS, assessor=["masses"], ballot="您找得到人吗？"),
    ],
}


@pytest.fixture(scope="module")
def library():
    return shared(POOL, screening=[{"id": "q", "ask": "有窗口吗？"}])


@pytest.fixture(scope="module")
def made(library):
    return assemble(library, "village")


@pytest.fixture(scope="module")
def result(made):
    answers = {
        "yes": Given(False, note=EVIL, evidence=LONG, owner="王主任", due="2026-12-31"), "levels": Given(2), "mean": Given(3.4),
        "late": Given(na=True, reason="没有这项" * 5), "hall": Given(True, evidence="没有窗口也填了"),
    }  # fmt: skip
    return Result("anliku", made.version, "village", UNIT, "2026", Assessor.SELF, answers, {"q": False})


@pytest.fixture(scope="module")
def fonts():
    try:
        return choose_fonts()
    except NoFontError:
        pytest.skip("needs a Chinese font")


def pdf_text(raw, tmp_path):
    """The text as it was set, cell after cell, without what repeats on every page."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    (tmp_path / "a.pdf").write_bytes(raw)
    command = ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"]
    found = squeezed(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return re.sub(
        r"第\d+页，共\d+页|(?<!^)村党组织自评表·结果报告版本\w{8}编号village|序号问题回答佐证、备注", "", found
    )


def docx_text(raw):
    """All the text of the body, tables within tables too, in its order."""
    body = Document(io.BytesIO(raw)).element.body
    return squeezed("".join(node.text or "" for node in body.iter("{*}t")))


def html_text(page):
    return squeezed(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", page, flags=re.DOTALL)))


def xlsx_text(raw, *sheets):
    book = load_workbook(io.BytesIO(raw))
    cells = (cell.value for name in sheets for row in book[name].iter_rows() for cell in row)
    return squeezed("".join(str(value) for value in cells if value is not None))


def squeezed(text):
    """The text without spaces, which a PDF sets wherever it likes."""
    return "".join(text.split())


def forms(plan, library, fonts, tmp_path):
    """The text of a form in every format; what a workbook prints is its print area."""
    return [
        pdf_text(form_pdf(plan, library, STAMP, fonts), tmp_path),
        docx_text(form_docx(plan, library, STAMP)),
        printed_text(form_xlsx(plan, STAMP)),
    ]


def printed_text(raw):
    sheet = load_workbook(io.BytesIO(raw))["自评表"]
    area = str(sheet.print_area).partition("!")[2].replace("$", "")
    return squeezed("".join(str(cell.value) for row in sheet[area] for cell in row if cell.value is not None))


def test_a_form_holds_the_items_of_its_assessor_with_their_choices(made, library, fonts, tmp_path):
    for text in forms(plan_form(made), library, fonts, tmp_path):
        assert made.title in text
        for key in ("yes", "levels", "mean", "late", "hall"):
            assert f"{key}做到了吗？" in text
        assert "□是□否" in text
        assert "□1很差□2□3□4□5很好" in text
        assert "“有窗口吗？”答是才填" in text
        assert "责任人" in text and "期限" in text and "填表人" in text
        assert "asked做到了吗" not in text and "您找得到人吗" not in text
        assert "标准：" not in text and "权重" not in text and "自评" in text


def test_the_form_of_those_served_asks_plainly(made, library, fonts, tmp_path):
    for text in forms(plan_form(made, Assessor.MASSES), library, fonts, tmp_path):
        assert "您找得到人吗？" in text and "服务对象测评" in text
        assert "yes做到了吗" not in text and "★" not in text and "权重" not in text
    assert "责任人" not in docx_text(form_docx(plan_form(made, Assessor.MASSES), library, STAMP))


def test_a_form_for_known_answers_leaves_out_what_is_not_asked(made, library, fonts, tmp_path):
    for text in forms(plan_form(made, screening={"q": False}), library, fonts, tmp_path):
        assert "hall做到了吗" not in text and "有窗口吗？" in text and "答是才填" not in text
    for text in forms(plan_form(made, screening={"q": True}), library, fonts, tmp_path):
        assert "hall做到了吗" in text


def test_the_booklet_has_what_the_form_leaves_out(made, library, fonts, tmp_path):
    plan = plan_form(made)
    papers = [
        pdf_text(booklet_pdf(plan, library, STAMP, fonts), tmp_path),
        docx_text(booklet_docx(plan, library, STAMP)),
    ]
    for text in papers:
        for item in made.items:
            assert item.indicator.statement in text and squeezed(item.id) in text
        assert "示例权重" in text and "服务对象测评" in text and "85分起" in text


@pytest.fixture(scope="module")
def reports(made, result, fonts, tmp_path_factory):
    """The text of the report with its annex in every format."""
    report = report_of(made, result)
    return {
        "pdf": pdf_text(report_pdf(report, STAMP, fonts), tmp_path_factory.mktemp("pdf")),
        "docx": docx_text(report_docx(report, STAMP)),
        "html": html_text(result_html(report)),
        "xlsx": xlsx_text(checklist_xlsx(made, STAMP, result), "报告", "各条答案"),
    }


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "xlsx"])
def test_every_word_that_was_written_is_on_paper_and_the_report_comes_first(reports, form):
    text = reports[form]
    order = ["等级：", "总分", "要补的差距", "措施", "附：各条答案", "佐证：", "没有这项" * 5, "填了、但没有计分的"]
    places = [text.index(squeezed(words)) for words in order]
    assert places == sorted(places)
    for words in (UNIT, LONG, EVIL, "王主任", "2026-12-31", "没有窗口也填了", "关键项", "有窗口吗？"):
        assert squeezed(words) in text, words[:20]
    assert "＿＿＿＿" not in text.partition("附：各条答案")[2]
    assert "□" not in text and "☑" not in text


@pytest.mark.parametrize("count", [0, 1, 34, 45])
def test_the_report_alone_takes_two_wide_pages(fonts, count, tmp_path):
    """However many gaps a checklist of fifty-nine items may have in earnest."""
    if not shutil.which("pdfinfo"):
        pytest.skip("needs pdfinfo")
    pool = [
        indicator(f"item-{n}", ask="这件事今年都按时办好了吗？", remedy="列出清单，一件一件补上。") for n in range(59)
    ]
    made = assemble(shared({"leadership": pool}), "village")
    answers = {item.id: Given(n >= count, owner="王主任", due="2026-12-31") for n, item in enumerate(made.items)}
    report = report_of(made, Result("x", made.version, "village", "甲村", "2026", Assessor.SELF, answers))
    (tmp_path / "a.pdf").write_bytes(report_pdf(report, STAMP, fonts))
    command = ["pdfinfo", "-f", "1", "-l", "9", str(tmp_path / "a.pdf")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sizes = [float(width) for width in re.findall(r"Page +\d+ size: +([\d.]+) x", found)]
    wide = [size > 800 for size in sizes]
    assert wide == sorted(wide, reverse=True)
    assert sum(wide) == (2 if count > 20 else 1)


def test_same_input_same_bytes(made, library, result, fonts):
    plan, report = plan_form(made), report_of(made, result)
    makers = [
        lambda: form_docx(plan, library, STAMP), lambda: form_xlsx(plan, STAMP),
        lambda: form_pdf(plan, library, STAMP, fonts), lambda: booklet_docx(plan, library, STAMP),
        lambda: booklet_pdf(plan, library, STAMP, fonts), lambda: report_docx(report, STAMP),
        lambda: report_pdf(report, STAMP, fonts), lambda: result_html(report).encode(),
        lambda: checklist_xlsx(made, STAMP, result),
    ]  # fmt: skip
    assert [make() for make in makers] == [make() for make in makers]


def test_docx_names_east_asian_fonts_and_repeats_headings(made, library):
    with zipfile.ZipFile(io.BytesIO(form_docx(plan_form(made), library, STAMP))) as archive:
        body = archive.read("word/document.xml").decode()
        assert 'w:eastAsia="仿宋"' in archive.read("word/styles.xml").decode()
    assert body.count("<w:tblHeader/>") == len(plan_form(made).sections)
    assert body.count("<w:cantSplit/>") == len(re.findall(r"<w:tr[ >]", body))


def test_any_title_is_fit_for_a_docx(made, library):
    raw = form_docx(plan_form(replace(made, title="长\0" * 300)), library, STAMP)
    assert Document(io.BytesIO(raw)).core_properties.title == "长" * 255


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_papers_open_in_libreoffice(made, library, result, tmp_path):
    report = report_of(made, result)
    (tmp_path / "a.docx").write_bytes(form_docx(plan_form(made), library, STAMP))
    (tmp_path / "b.docx").write_bytes(report_docx(report, STAMP))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text"]
    papers = [str(tmp_path / name) for name in ("a.docx", "b.docx")]
    subprocess.run([*command, "--outdir", str(tmp_path), *papers], check=True, capture_output=True)
    assert "levels做到了吗？" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert "佐证写完了" in (tmp_path / "b.txt").read_text(encoding="utf-8-sig")


PLANS = {
    "whole": plan_form, "self": lambda made: plan_form(made, Assessor.SELF),
    "masses": lambda made: plan_form(made, Assessor.MASSES), "off": lambda made: plan_form(made, screening={"q": False}),
    "short": lambda made: plan_form(made, short=True),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_what_is_typed_into_any_form_comes_back_without_a_word(made, name):
    plan = PLANS[name](made)
    book = load_workbook(io.BytesIO(form_xlsx(plan, STAMP)))
    sheet = book["自评表"]
    sheet[f"{LETTERS['answer']}{FIRST_ROW}"], sheet[f"{LETTERS['answer']}{FIRST_ROW + 1}"] = "甲村", "2026"
    typed = {"yes": "是", "levels": "3 齐全", "mean": 4, "late": 20, "hall": "否", "asked": "2 有一些"}
    rows = item_rows(plan)
    for key, row in rows.items():
        sheet[f"{LETTERS['answer']}{row}"] = typed[key]
        sheet[f"{LETTERS['note']}{row}"] = f"说明 {key}"
    out = io.BytesIO()
    book.save(out)
    back, complaints = read_xlsx(out.getvalue(), "甲村.xlsx", {"village": made}.get, "anliku")
    assert [str(c) for c in complaints] == []
    meant = {"yes": True, "levels": 2, "mean": 4, "late": 20, "hall": False, "asked": 1}
    assert {key: given.value for key, given in back.answers.items()} == {key: meant[key] for key in rows}
    assert {given.note for given in back.answers.values()} == {f"说明 {key}" for key in rows}
    assert back.assessor is plan.assessor
    assert back.screening == (plan.screening or {})
    assert {given.hash for given in back.answers.values()} <= {item.hash for item in made.items}


def test_a_deleted_row_is_named_but_not_what_the_form_leaves_out(made):
    book = load_workbook(io.BytesIO(form_xlsx(plan_form(made, Assessor.SELF), STAMP)))
    book["自评表"].delete_rows(item_rows(plan_form(made, Assessor.SELF))["levels"])
    out = io.BytesIO()
    book.save(out)
    _, complaints = read_xlsx(out.getvalue(), "甲村.xlsx", {"village": made}.get, "anliku")
    assert [c.message for c in complaints if "表里没有" in c.message] == [
        "表里没有第 2 条“levels做到了吗？”，按未答处理"
    ]


def test_no_font_says_what_to_do():
    with pytest.raises(NoFontError, match="fonts-noto-cjk"):
        choose_fonts(families=["DejaVu Sans"])
    with pytest.raises(NoFontError, match="仿造体"):
        choose_fonts("仿造体", ["Noto Serif CJK SC"])
    assert choose_fonts("noto serif cjk sc", ["Noto Serif CJK SC"]).body == "Noto Serif CJK SC"
