"""The handbook: every text of every published case on paper, pages where the contents say, foreign text stays text."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tools.sheets import sheets

from anliku.check.survey import survey
from anliku.export.chapters import chapters, volumes
from anliku.export.fonts import choose_fonts
from anliku.export.handbook import Book, handbook_data
from anliku.export.handbook_pdf import Print, handbook_pdf
from anliku.export.prose import prose
from anliku.export.typeset import set_pdf
from anliku.library.selection import for_types
from anliku.site.texts.markdown import MarkdownRenderer

from ..support import ORGANISATIONS, case, changed, write_library

ROOT = Path(__file__).parent.parent.parent
STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
HOSTILE = [
    '#import "x.typ": *', "$ integral $", r"\u{41} \ end", "#panic()", "*a* _b_ @case-x <case-x>", "= heading", "// gone",
    "/* gone */", '"]) #sys.inputs', "𠮷野家", "笑脸🙂和👍", "w" * 300, "https://example.org/" + "a" * 200, "\u202ereversed", "a\u0300",
]  # fmt: skip


def library_of(folder, files=None):
    found = survey(write_library(folder, files))
    assert not found.errors
    return found.library


def printed(library, **options):
    """The book as PDF, in one volume."""
    data = handbook_data(library, chapters(library), Book("案例库", **options), MarkdownRenderer())
    return set_pdf("handbook.typ", data, STAMP, choose_fonts(), tagged=False)


def pages(pdf, tmp_path, *options):
    """The text of every page, without the head and the foot of the page."""
    (tmp_path / "book.pdf").write_bytes(pdf)
    command = ["pdftotext", *options, "-x", "0", "-y", "72", "-W", "595", "-H", "700", str(tmp_path / "book.pdf"), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return found.stdout.split("\f")[:-1]


def raw_pages(pdf, tmp_path):
    """The text of every page with its head and its foot, as it is laid out."""
    (tmp_path / "book.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", tmp_path / "book.pdf", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def squeezed(text):
    """The text without blanks, which a PDF sets wherever it likes, and without places to break."""
    return re.sub(r"[\s\u200b]+", "", text)


def without_emoji(text):
    """The text without what no font here may have; on paper it is a box."""
    return re.sub("[🙂👍]", "", text)


def whole(pdf, tmp_path):
    return squeezed("".join(pages(pdf, tmp_path, "-raw")))


@pytest.fixture(scope="module")
def shipped(shipped_survey):
    return shipped_survey.library


@pytest.fixture(scope="module")
def shipped_pdf(shipped):
    return printed(shipped)


def pieces(markdown_text, render):
    """The stretches of a Markdown text between its marks, as readers see them."""
    return [html.unescape(piece) for piece in re.split(r"<[^>]*>", render(markdown_text)) if piece.strip()]


def texts_of(one, render):
    """Every text that the book owes to a case."""
    yield from (one.title, one.summary, one.id)
    for text in (one.problem, one.results, one.conditions, one.limits, *(step.text for step in one.practice)):
        yield from pieces(text, render)
    for text in (*one.insights, *(question.ask for question in one.questions)):
        yield from pieces(text, render)
    yield from (step.heading for step in one.practice)
    for figure in one.figures:
        yield from (figure.label, figure.text, figure.at, figure.locator)
    yield from (citation.locator or "" for citation in one.sources)


def test_every_text_of_every_published_case_is_printed(shipped, shipped_pdf, tmp_path):
    text = whole(shipped_pdf, tmp_path)
    render = MarkdownRenderer()
    missing = [
        (key, piece)
        for key in shipped.published
        for piece in texts_of(shipped.cases[key], render)
        if squeezed(piece) not in text
    ]
    assert missing == []


def test_the_contents_name_the_page_where_each_case_begins(shipped, shipped_pdf, tmp_path):
    sheets = pages(shipped_pdf, tmp_path, "-layout")
    contents = "".join(sheets[1:4])
    listed = re.findall(r"^ *(\d+-\d+) +(.+?)[ .]+(\d+)$", contents, re.M)
    assert len(listed) == len(shipped.published)
    for number, title, page in listed:
        begins = squeezed(sheets[int(page) - 1])
        assert f"案例{number}{squeezed(title)}" in begins
    chapters_listed = dict(re.findall(r"^ *(第.+章) +\S+ +(\d+)$", contents, re.M))
    assert len(chapters_listed) == len(chapters(shipped))
    assert all(squeezed(sheets[int(page) - 1]).startswith(name) for name, page in chapters_listed.items())


def test_the_index_names_the_pages_of_a_topic(shipped, shipped_pdf, tmp_path):
    sheets = pages(shipped_pdf, tmp_path, "-raw")
    index = squeezed(sheets[-1])
    (listed,) = re.findall(r"全程代办((?:\d+、)*\d+)", index)
    titles = [entry.title for entry in shipped.published.values() if "全程代办" in entry.topics]
    held = [squeezed(sheets[int(page) - 1]) for page in listed.split("、")]
    assert len(held) == len(titles)
    assert all(any(squeezed(title) in sheet for sheet in held) for title in titles)


def test_every_page_but_the_first_has_its_number(shipped, shipped_pdf, tmp_path):
    sheets = raw_pages(shipped_pdf, tmp_path)
    assert "第" not in sheets[0]
    for number, sheet in enumerate(sheets[1:], 2):
        assert squeezed(f"第{number}页，共{len(sheets)}页") in squeezed(sheet)


def test_the_head_of_a_page_names_the_cases_on_it(shipped_pdf, tmp_path):
    sheets = [(sheet.partition("\n")[0], sheet) for sheet in raw_pages(shipped_pdf, tmp_path)]
    begun = [(head, sheet) for head, sheet in sheets if re.search(r"^ *案例 \d+-\d+$", sheet, re.M)]
    assert len(begun) > 40
    for head, sheet in begun:
        titles = re.findall(r"案例 \d+-\d+\s+(.+)", sheet)
        assert all(title[:9] in head for title in titles), (head, titles)
    between = [head for head, sheet in sheets[4:-1] if (head, sheet) not in begun]
    assert all(re.search(r"\S {5,}\S", head) for head in between)


def test_no_page_holds_only_a_few_lines_and_few_are_under_half_full(shipped_pdf, tmp_path):
    (tmp_path / "book.pdf").write_bytes(shipped_pdf)
    found = sheets(tmp_path / "book.pdf")
    assert [number for number, sheet in enumerate(found, 1) if sheet.lines <= 3] == []
    assert sum(sheet.filled < 0.5 for sheet in found) <= len(found) / 20


def test_the_chapters_hold_each_case_once_under_its_first_type(tmp_path):
    library = library_of(tmp_path, {
        "cases/b-case.yml": case("organisations: [organ, village]", 'period: {from: "2001"}'),
        "cases/c-case.yml": case("organisations: [village, organ]", 'period: {from: "2001"}'),
        "cases/d-case.yml": case("organisations: [organ]", "status: draft"),
    })  # fmt: skip
    found = {
        (chapter.name, section.name): [e.id for e in section.entries]
        for chapter in chapters(library)
        for section in chapter.sections
    }
    assert found == {("农村", "村党组织"): ["c-case", "first-case"], ("机关党支部", ""): ["b-case"]}


def test_drafts_and_other_types_stay_out(tmp_path):
    library = library_of(tmp_path, {
        "cases/draft-case.yml": case("title: 还没写完的事", "status: draft"),
        "cases/organ-case.yml": case("title: 机关里的事", "organisations: [organ]"),
    })  # fmt: skip
    text = whole(printed(for_types(library, ("village",))), tmp_path)
    assert "村里有了代办员" in text
    assert "还没写完的事" not in text
    assert "机关里的事" not in text


def test_hints_are_the_lecturer_s(tmp_path):
    library = library_of(tmp_path, {"cases/first-case.yml": case("questions: [{ask: 谁来代办？, hint: 先让大家说}]")})
    assert "先让大家说" not in whole(printed(library), tmp_path)
    assert "先让大家说" in whole(printed(library, lecturer=True), tmp_path)


def test_hostile_text_stays_text(tmp_path):
    quoted = [json.dumps(text, ensure_ascii=False) for text in HOSTILE]
    fields = [
        f"title: {quoted[0]}",
        f"summary: {json.dumps(' '.join(HOSTILE), ensure_ascii=False)}",
        f"topics: [{', '.join(quoted)}]",
        f"insights: [{', '.join(quoted)}]",
        f"questions: [{', '.join(quoted)}]",
        f"practice: [{', '.join(f'{{heading: {text}, text: {text}}}' for text in quoted)}]",
        f"region: {{province: 贵州省, place: {quoted[3]}}}",
        f"sources: [{', '.join(f'{{source: survey, locator: {text}}}' for text in quoted)}]",
        "figures: [" + ", ".join(f"{{label: {t}, value: 3, unit: {t}, at: {t}, source: survey, locator: {t}}}" for t in quoted) + "]",
    ]  # fmt: skip
    organisations = changed(ORGANISATIONS).replace("name: 村党组织", f"name: {quoted[3]}, summary: {quoted[1]}")
    folder = write_library(
        tmp_path, {"cases/first-case.yml": case(*fields), "content/organisations.yml": organisations}
    )
    found = survey(folder)
    assert not found.library.problems
    library = found.library
    pdf = printed(library)
    text = without_emoji(whole(pdf, tmp_path))
    for hostile in HOSTILE:
        if hostile.startswith(("\u202e", "a\u0300")):  # order and composition of these are the reader's
            continue
        assert without_emoji(squeezed(hostile)) in text


def test_nothing_runs_over_the_edge_of_the_paper(tmp_path):
    long = "w" * 400
    library = library_of(tmp_path, {"cases/first-case.yml": case(
        f"title: {long}", f"problem: {long}", f"topics: [{long}]", f"practice: [{{heading: {long}, text: '{long}'}}]",
        f"figures: [{{label: {long}, value: 3, unit: {long}, at: '{long}', source: survey, locator: {long}}}]",
    )})  # fmt: skip
    (tmp_path / "book.pdf").write_bytes(printed(library))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "book.pdf", "-"], capture_output=True, text=True, check=True
    )
    right = [float(edge) for edge in re.findall(r'<word [^>]*xMax="([\d.]+)"', boxes.stdout)]
    assert max(right) < 595 - 25 / 25.4 * 72 + 3


def test_markdown_becomes_lists_tables_and_emphasis_and_deep_nesting_is_flattened(tmp_path):
    text = "前**重点**后\n\n- 一\n    - 一之一\n\n3. 三\n4. 四\n\n|甲|乙|\n|-|-|\n|1|2|\n\n" + "> " * 60 + "深处"
    library = library_of(tmp_path, {"cases/first-case.yml": case(f"problem: {json.dumps(text)}")})
    found = whole(printed(library), tmp_path)
    for piece in ("前重点后", "一之一", "3.三", "4.四", "甲乙12", "深处"):
        assert piece in found
    assert "**" not in found


def test_same_input_gives_the_same_bytes_and_a_change_other_ones(tmp_path):
    library = library_of(tmp_path / "a")
    how = Print(STAMP, choose_fonts())

    def made(cache, one):
        return handbook_pdf(one, Book("案例库"), MarkdownRenderer(), how, tmp_path / cache, lambda *_: None)

    first = made("one", library)
    assert made("two", library) == first  # made again
    assert made("one", library) == first  # kept
    other = library_of(tmp_path / "b", {"cases/first-case.yml": case("limits: 另外的话。")})
    changed_book = made("one", other)
    assert "另外的话" in whole(changed_book[0], tmp_path)
    assert len(list((tmp_path / "one" / "handbook").glob("*/*"))) == 1  # the old one is gone


def test_a_large_library_fills_volumes_that_together_hold_every_case_once(tmp_path):
    files = {f"cases/v-{n}.yml": case(f'period: {{from: "{1950 + n}"}}') for n in range(7)}
    files |= {f"cases/o-{n}.yml": case("organisations: [organ]") for n in range(2)}
    held = chapters(library_of(tmp_path, files))
    books = volumes(held, 3)
    assert [[(chapter.name, len(chapter.entries)) for chapter in book] for book in books] == [
        [("农村（一）", 3)], [("农村（二）", 3)], [("农村（三）", 2)], [("机关党支部", 2)],
    ]  # fmt: skip
    assert [e.id for book in books for c in book for e in c.entries] == [e.id for c in held for e in c.entries]
    library = library_of(tmp_path, files)
    numbers = [
        one["number"]
        for book in books
        for chapter in handbook_data(library, book, Book("案例库"), MarkdownRenderer())["chapters"]
        for section in chapter["sections"]
        for one in section["cases"]
    ]
    assert numbers == [*(f"1-{n}" for n in range(1, 9)), "2-1", "2-2"]
    assert volumes(held, 10) == [tuple(held)]
    assert volumes([], 10) == []


def test_a_library_without_reviews_names_no_date(shipped):
    held = chapters(shipped)[:1]
    section = replace(held[0].sections[0], entries=tuple(e._replace(reviewed_on="") for e in held[0].entries[:1]))
    data = handbook_data(shipped, [replace(held[0], sections=(section,))], Book("案例库"), MarkdownRenderer())
    assert data["about"] == ["收 1 个案例"]


def test_a_picture_is_named_and_an_attachment_said_not_to_come_along() -> None:
    html_ = MarkdownRenderer()(
        "![楼道](../images/a.png)，见[登记表](../files/rounds.pdf)和[另一案例](b.html)、[网站](https://a.cn/b.pdf)。"
    )
    said = json.dumps(prose(html_), ensure_ascii=False)
    assert "（图：楼道）" in said
    assert said.count("（附件 rounds.pdf 不随本文件）") == said.count("不随本文件") == 1
