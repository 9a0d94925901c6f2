"""`anliku kit`: what each paper and slide holds, and that handout A holds nothing of how it ended."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Inches
from tools.sheets import sheets

from anliku.export.blocks import Paper, PaperSection, heading, prose_block
from anliku.export.blocks_docx import paper_docx
from anliku.export.prose import one_paragraph
from anliku.export.slides import LINE, height
from tests.commands.test_commands import anliku
from tests.support import CASE, LESSON, changed, write_library

ROOT = Path(__file__).parent.parent.parent

DECIDED = changed(
    CASE,
    "title: 代办员由退休教师轮流当",
    "summary: 这个摘要说出了退休教师。",
    "decision:\n  title: 谁来替村民跑腿\n  who: 村支书\n  when: 春耕以前\n  knowing: 镇里**不加人**。\n  after_step: 1\n"
    "  options:\n    - {text: 请一个专人, for: 找得到人, against: 要花钱}\n"
    "    - {text: 干部轮着来, for: 不花钱, against: 常常不在}",
    "practice:\n  - {heading: 先数一数, text: 村里数了一年有几件事。}\n  - {heading: 排出值班表, text: 表贴在门口。}",
    "results: 群众少跑了路。",
    "figures:\n" + "".join(
        f"  - {{label: 第{n}样, value: {n}0, unit: 件, source: survey, locator: 村里设代办点}}\n" for n in (1, 2, 3)
    ) + "  - {label: 路程, value: 3～5, unit: 公里, source: survey, locator: 村里设代办点}",
    "dissent: 会计摇头说没钱。",
    "outcome: 末了请了退休教师。",
    "exhibits:\n  - {title: 登记表, text: '| 姓名 | 事由 |\n\n      | --- | --- |\n\n      | 甲 | 办证 |', supposed: 姓名是假设的}",
    "questions:\n  - {ask: 你会怎么定, answer: 密语二, astray: 密语三}\n  - {ask: 值班表管用吗, round: after}",
    "board: 密语四",
    "reading:\n  - {source: survey, why: 读第二部分}",
)  # fmt: skip
AFTERWARDS = (
    "退休教师", "值班表", "表贴在门口", "少跑了路", "会计摇头", "值班表管用吗", "没有算误工", "先问群众要什么", "要有固定的人", "密语",
)  # fmt: skip
CLASS = changed(
    LESSON,
    "cases: [first-case, second-case]",
    "plan:\n  - {minutes: 10, do: 读案例}\n  - {minutes: 20, do: 讨论}",
    'task: {title: 写一条规矩, minutes: 10, brief: "写在纸上：\\n1、先写谁办；\\n2、再写几天。", checklist: [写了时限]}',
    "questions:\n  - {ask: 本村怎么办, answer: 密语六}",
    "exhibits:\n  - {title: 角色卡, text: 你是会计。, supposed: 人物是假设的}",
    "board: 密语五",
)
FILES = {
    "cases/first-case.yml": DECIDED,
    "cases/second-case.yml": changed(CASE, "title: 机关党员进村走访", "summary: 机关党员进村。"),
    "content/lessons/one.yml": CLASS,
}
NAMES = ("材料甲", "材料乙", "教学说明", "讨论题与小组任务", "阅读清单")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"), FILES)


@pytest.fixture(scope="module")
def made(root: Path) -> Path:
    folder = root / "made"
    code, _, errors = anliku("-C", str(root), "kit", "one", "-o", str(folder))
    assert (code, errors) == (0, "")
    return folder


def docx_text(file: Path) -> str:
    """Return all text of a document, heads of pages and cells included."""
    with zipfile.ZipFile(file) as archive:
        parts = [
            archive.read(n).decode() for n in archive.namelist() if re.fullmatch(r"word/(document|header\d*)\.xml", n)
        ]
    return re.sub("<[^>]+>", "", re.sub("</w:p>", "\n", "".join(parts)))


def pdf_text(file: Path) -> str:
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode()).replace("\u200b", "")


def slide_text(file: Path) -> list[str]:
    shapes = ([s for s in slide.shapes if s.has_text_frame] for slide in Presentation(str(file)).slides)
    return ["\n".join(shape.text_frame.text for shape in found) for found in shapes]


def test_every_paper_is_there_twice_and_the_slides_once_for_each_audience(made: Path) -> None:
    assert {file.name for file in made.iterdir()} == {f"{n}.{e}" for n in NAMES for e in ("docx", "pdf")} | {
        "课件.pptx",
        "学员课件.pptx",
    }


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_handout_a_holds_the_case_up_to_its_decision_and_nothing_of_what_followed(made: Path, form: str) -> None:
    text = (docx_text if form == "docx" else pdf_text)(made / f"材料甲.{form}")
    first = text[: text.index("机关党员进村走访")]
    for told in (
        "谁来替村民跑腿",
        "先数一数",
        "春耕以前",
        "请一个专人",
        "找得到人",
        "常常不在",
        "登记表",
        "教学用假设",
        "你会怎么定",
    ):
        assert told in first, told
    for later in AFTERWARDS:
        assert later not in first, later
    for secret in ("退休教师", "值班表", "密语"):
        assert secret not in text, secret
    rest = text[len(first) :]
    assert "群众少跑了路" in rest  # the case that asks for no decision is given whole
    assert "角色卡" in rest
    assert "本村怎么办" in rest


def test_lines_that_stand_alone_stay_so(made: Path) -> None:
    lines = [
        line.strip() for p in Document(str(made / "讨论题与小组任务.docx")).paragraphs for line in p.text.splitlines()
    ]
    assert {"1、先写谁办；", "2、再写几天。"} <= set(lines)


def test_no_byte_of_handout_a_tells_the_outcome(made: Path) -> None:
    with zipfile.ZipFile(made / "材料甲.docx") as archive:
        for name in archive.namelist():
            assert "退休教师".encode() not in archive.read(name), name
    assert "退休教师".encode("utf-16-be").hex().encode() not in (made / "材料甲.pdf").read_bytes().lower()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_handout_b_holds_what_followed_and_the_sources(made: Path, form: str) -> None:
    text = (docx_text if form == "docx" else pdf_text)(made / f"材料乙.{form}")
    for told in (
        "末了请了退休教师",
        "排出值班表",
        "会计摇头",
        "值班表管用吗",
        "没有算误工",
        "调研报告[Z]",
        "其余案例的来源",
    ):
        assert told in text, told
    assert re.search(r"2\.\s?排出值班表", text)  # counted from the first step, which stands on handout A
    for other in ("请一个专人", "密语"):
        assert other not in text, other


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_teaching_note_holds_plan_board_and_answers_on_pages_that_say_whose_it_is(made: Path, form: str) -> None:
    text = (docx_text if form == "docx" else pdf_text)(made / f"教学说明.{form}")
    assert [secret for secret in ("密语二", "密语三", "密语四", "密语五", "密语六") if secret not in text] == []
    assert "讲师版" in text
    assert re.search(r"第\s*10\s*分钟\s*20\s*分钟\s*讨论", text)


def test_questions_and_task_leave_room_and_tell_no_answer(made: Path) -> None:
    text = pdf_text(made / "讨论题与小组任务.pdf")
    assert [told for told in ("本村怎么办", "你会怎么定", "写一条规矩", "写了时限", "组长") if told not in text] == []
    assert "密语" not in text
    assert "值班表管用吗" not in text
    document = Document(str(made / "讨论题与小组任务.docx"))
    assert max(len(table.rows) for table in document.tables) == 12


def test_a_label_stands_on_the_page_of_its_answer_and_no_heading_twice(made: Path) -> None:
    document = Document(str(made / "教学说明.docx"))
    labels = [p for p in document.paragraphs if p.text in ("好的回答", "容易答偏")]
    assert len(labels) > 2
    assert [p.text for p in labels if not p.paragraph_format.keep_with_next] == []
    texts = [p.text for p in document.paragraphs]
    assert [text for text in texts if "小组任务" in text] == ["小组任务：写一条规矩（10 分钟）"]


def test_the_reading_list_names_works_by_the_standard(made: Path) -> None:
    text = docx_text(made / "阅读清单.docx")
    assert "调研报告[Z]. [出版者不详], [日期不详].　读第二部分" in text


def test_the_slides_go_from_the_map_to_the_outcome(made: Path) -> None:
    texts = slide_text(made / "课件.pptx")
    told = [
        "怎样代办",
        "谁来替村民跑腿",
        "先数一数",
        "要作的决定",
        "请一个专人",
        "干部轮着来",
        "你会怎么定",
        "末了请了退休教师",
        "排出值班表",
    ]
    at = [next(n for n, text in enumerate(texts) if word in text) for word in told]
    assert at == sorted(at)
    assert "退休教师" not in "\n".join(texts[: at[7]])
    [charts] = [[s.chart for s in slide.shapes if s.has_chart] for slide in Presentation(str(made / "课件.pptx")).slides
                if any(s.has_chart for s in slide.shapes)]  # fmt: skip
    assert [list(chart.plots[0].series[0].values) for chart in charts] == [[30, 20, 10]]
    notes = [
        s.notes_slide.notes_text_frame.text for s in Presentation(str(made / "课件.pptx")).slides if s.has_notes_slide
    ]
    assert any("密语二" in note and "密语三" in note for note in notes)


def every_part(content: bytes) -> str:
    """Return all texts of a file of an office program, those of the workbooks behind its charts included."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            found.append(every_part(part) if part.startswith(b"PK") else part.decode(errors="replace"))
    return "".join(found)


LOCKED = ("退休教师", "值班表", "表贴在门口", "会计摇头", "值班表管用吗", "密语", "讲师")


def test_the_slides_to_hand_out_hold_no_outcome_no_answer_and_no_notes(made: Path) -> None:
    text = every_part((made / "学员课件.pptx").read_bytes())
    for told in ("谁来替村民跑腿", "先数一数", "请一个专人", "常常不在", "你会怎么定", "本村怎么办", "写一条规矩"):
        assert told in text, told
    assert [word for word in LOCKED if word in text] == []
    shown = "".join(slide_text(made / "学员课件.pptx"))
    first = shown[: shown.index("机关党员进村走访")]
    assert [word for word in AFTERWARDS if word in first] == []
    assert "群众少跑了路" in text  # the case that asks for no decision is shown whole
    slides = Presentation(str(made / "学员课件.pptx")).slides
    assert not any(slide.has_notes_slide for slide in slides)
    assert len(slides) < len(Presentation(str(made / "课件.pptx")).slides)
    lecturers = every_part((made / "课件.pptx").read_bytes())
    assert [word for word in LOCKED if word not in lecturers] == ["会计摇头"]  # on handout B alone


def test_nor_do_those_of_a_case_alone_whose_plan_may_tell_it(root: Path, tmp_path: Path) -> None:
    case = changed(DECIDED, "teaching: {objectives: [会请退休教师], minutes: 30, plan: [{minutes: 30, do: 看值班表}]}")
    library = write_library(tmp_path / "library", {"cases/first-case.yml": case})
    assert anliku("-C", str(library), "kit", "first-case", "-o", str(tmp_path / "out"))[0] == 0
    text = every_part((tmp_path / "out/学员课件.pptx").read_bytes())
    assert "请一个专人" in text
    assert [word for word in (*LOCKED, "第1样") if word in text] == []


def test_an_outcome_is_for_lecturers_where_nothing_is_decided_too(tmp_path: Path) -> None:
    case = changed(
        CASE, "outcome: 末了请了退休教师。", "questions:\n  - {ask: 先问的题}\n  - {ask: 值班表管用吗, round: after}"
    )
    library = write_library(tmp_path / "library", {"cases/first-case.yml": case})
    assert anliku("-C", str(library), "kit", "first-case", "-o", str(tmp_path / "out"))[0] == 0
    text = every_part((tmp_path / "out/学员课件.pptx").read_bytes())
    assert "群众少跑了路" in text
    assert "先问的题" in text
    assert [word for word in LOCKED if word in text] == []
    shown = slide_text(tmp_path / "out/课件.pptx")
    at = [next(n for n, text in enumerate(shown) if word in text) for word in ("先问的题", "退休教师", "值班表管用吗")]
    assert at == sorted(at)


def test_same_input_gives_the_same_bytes(root: Path, made: Path, tmp_path: Path) -> None:
    assert anliku("-C", str(root), "kit", "one", "-o", str(tmp_path))[0] == 0
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == {f.name: f.read_bytes() for f in made.iterdir()}


def test_a_lecturer_changes_titles_order_and_minutes_beside_the_library(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "kit.yml"
    own.write_text(
        "class: {date: 2026-12-01, teacher: 王老师}\n"
        "lessons:\n  one: {title: 我的课, cases: [second-case, first-case], minutes: [25, 35]}\n"
        "cases:\n  first-case: {title: 跑腿的事}\n"
    )
    assert anliku("-C", str(root), "kit", "one", "--kit", str(own), "-o", str(tmp_path / "out"))[0] == 0
    text = docx_text(tmp_path / "out/材料甲.docx")
    assert "日期：2026年12月01日" in text
    assert "讲课人：王老师" in text
    assert text.index("机关党员进村走访") < text.index("跑腿的事")
    assert "第 25 分钟" in docx_text(tmp_path / "out/教学说明.docx")
    assert slide_text(tmp_path / "out/课件.pptx")[0].startswith("我的课")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lessons:\n  one: {minutes: [5]}\n", "minutes 有 1 段，教学包的时间安排有 2 段"),
        ("lessons:\n  one: {cases: [nowhere]}\n", "没有 id 为“nowhere”的案例"),
        ("lesson: {}\n", "lessons"),
        ("class: {date: 明天}\n", "date"),
    ],
)
def test_a_kit_that_does_not_fit_is_named_and_nothing_is_written(
    root: Path, tmp_path: Path, written: str, said: str
) -> None:
    own = tmp_path / "kit.yml"
    own.write_text(written)
    code, _, errors = anliku("-C", str(root), "kit", "one", "--kit", str(own), "-o", str(tmp_path / "out"))
    assert code == 1
    assert said in errors
    assert not (tmp_path / "out").exists()


def test_cases_alone_make_a_class_and_unknown_names_are_refused(root: Path, tmp_path: Path) -> None:
    assert anliku("-C", str(root), "kit", "first-case", "-o", str(tmp_path / "out"))[0] == 0
    assert slide_text(tmp_path / "out/课件.pptx")[0].startswith("谁来替村民跑腿")
    code, _, errors = anliku("-C", str(root), "kit", "first-cas", "-o", str(tmp_path / "other"))
    assert (code, "first-case" in errors) == (2, True)


def test_a_file_that_somebody_changed_is_not_replaced(root: Path, tmp_path: Path) -> None:
    assert anliku("-C", str(root), "kit", "first-case", "-o", str(tmp_path))[0] == 0
    mine = tmp_path / "课件.pptx"
    deck = Presentation(str(mine))
    deck.slides[0].shapes[0].text_frame.text = "我改过"
    deck.save(str(mine))
    changed_bytes = mine.read_bytes()
    code, _, errors = anliku("-C", str(root), "kit", "first-case", "-o", str(tmp_path))
    assert (code, "课件.pptx" in errors, mine.read_bytes() == changed_bytes) == (1, True, True)


def test_the_school_s_own_template_gives_its_look_and_none_of_its_slides(root: Path, tmp_path: Path) -> None:
    theirs = Presentation()
    theirs.slide_width = Inches(10)
    slide = theirs.slides.add_slide(theirs.slide_layouts[0])
    slide.shapes.title.text = "学校旧课件"
    theirs.save(str(tmp_path / "x.pptx"))
    out = tmp_path / "out"
    assert anliku("-C", str(root), "kit", "one", "-o", str(out), "--template", str(tmp_path / "x.pptx"))[0] == 0
    deck = Presentation(str(out / "课件.pptx"))
    assert deck.slide_width == Inches(10)
    assert not [text for text in slide_text(out / "课件.pptx") if "学校旧课件" in text]
    (tmp_path / "bad.pptx").write_bytes(b"no archive")
    for bad in ("bad.pptx", "missing.pptx"):
        code, _, errors = anliku(
            "-C", str(root), "kit", "one", "-o", str(tmp_path / "n"), "--template", str(tmp_path / bad)
        )
        assert (code, "Traceback" in errors, "怎么改" in errors) == (1, False, True)


def test_nothing_on_a_slide_is_longer_than_a_line_holds_or_a_slide_has_room_for(root: Path) -> None:
    """Counted on a case of long texts: a paragraph that is longer than a slide goes on over the next."""
    from anliku.check.survey import survey
    from anliku.export.course import cases_course
    from anliku.export.slides import slides_of
    from anliku.library.kit import Kit

    surveyed = survey(root)
    case = surveyed.library.cases["first-case"]
    long = case.model_copy(update={"problem": "很长的一句话" * 200 + "。\n\n" + "短句。" * 300, "outcome": "A" * 900})
    course = cases_course(surveyed.library, ["first-case"], Kit())
    slides = slides_of(course.__class__(**{**course_fields(course), "cases": (long,)}), surveyed.library.shared)
    assert LINE <= 40
    assert max(sum(map(height, slide.lines)) for slide in slides) <= 9
    assert "".join(line.text for slide in slides for line in slide.lines).count("短句。") == 300


def test_what_goes_on_over_several_slides_is_shared_out_evenly(root: Path) -> None:
    from anliku.check.survey import survey
    from anliku.export.course import cases_course
    from anliku.export.slides import slides_of
    from anliku.library.kit import Kit

    library = survey(root).library
    case = library.cases["first-case"]
    odd = tuple(case.figures[3].model_copy(update={"label": f"样{n}", "unit": f"个{n}"}) for n in range(17))
    long = case.model_copy(update={"problem": "\n\n".join("一句话。" for _ in range(10)), "figures": odd})
    course = cases_course(library, ["first-case"], Kit())
    slides = slides_of(course.__class__(**{**course_fields(course), "cases": (long,)}), library.shared)
    assert [len(slide.table) for slide in slides if slide.table] == [6, 6, 5]
    assert [len(slide.lines) for slide in slides if slide.title.startswith("原来")] == [5, 5]


def test_slides_with_one_title_are_counted(tmp_path: Path) -> None:
    case = changed(CASE, "questions: [一, 二, {ask: 三, round: after}]")
    library = write_library(tmp_path / "library", {"cases/first-case.yml": case})
    assert anliku("-C", str(library), "kit", "first-case", "-o", str(tmp_path / "out"))[0] == 0
    titles = [text.split("\n")[0] for text in slide_text(tmp_path / "out/课件.pptx")]
    assert [title for title in titles if title.startswith("讨论")] == ["讨论（1/2）", "讨论（2/2）", "讨论"]


def course_fields(course: object) -> dict[str, object]:
    return {name: getattr(course, name) for name in course.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_office_programs_open_the_papers(made: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(made / "材料甲.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert "谁来替村民跑腿" in pdf_text(tmp_path / "材料甲.pdf")


def test_the_numbers_behind_a_chart_bear_no_clock(made: Path) -> None:
    with zipfile.ZipFile(made / "课件.pptx") as deck:
        [book] = [name for name in deck.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(deck.read(book))) as inside:
            core = inside.read("docProps/core.xml").decode()
    assert "2026-11-22T00:00:00Z" in core


def test_no_page_of_a_class_holds_only_a_few_lines(tmp_path: Path) -> None:
    code, _, errors = anliku("-C", ROOT, "kit", "masses-decide", "-o", tmp_path / "made")
    assert (code, errors) == (0, "")
    found = [(file.name, sheets(file)) for file in sorted((tmp_path / "made").glob("*.pdf"))]
    assert len(found) == len(NAMES)
    assert [name for name, pages in found if any(page.lines <= 3 and page.filled < 1 / 3 for page in pages)] == []


def test_the_end_of_each_section_of_a_document_stays_together() -> None:
    ends = [prose_block(one_paragraph(f"第{n}段。")) for n in range(60)]
    sections = tuple(PaperSection(name, (heading(name, 1), *ends)) for name in ("甲", "乙"))
    content = paper_docx(Paper("题目", "库", (), sections), dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    kept = [(p.text, p.paragraph_format.keep_with_next) for p in Document(io.BytesIO(content)).paragraphs]
    for number, (text, is_kept) in enumerate(kept):
        if text == "第59段。":
            assert all(one for _, one in kept[number - 10 : number]), kept[number - 10 : number]
            assert not any(one for _, one in kept[number - 58 : number - 30])
        assert text != "甲" or is_kept
    assert [text for text, _ in kept].count("第59段。") == 2
