"""`anliku export ID ID …`: several cases as one document."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

from anliku.seals import is_sealed
from tests.commands.test_commands import anliku
from tests.export.test_kit import FILES, docx_text
from tests.support import write_library


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library"), FILES)


def text_of(file: Path) -> str:
    """Return the text of a document without blanks."""
    if file.suffix == ".docx":
        text = docx_text(file)
    elif file.suffix == ".pdf":
        text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    else:
        text = unescape(re.sub("<[^>]+>", "", file.read_text(encoding="utf-8").split("</head>")[1]))
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_cases_stand_whole_one_after_the_other_below_a_cover_and_contents(
    root: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"two.{form}"
    code, _, errors = anliku("-C", str(root), "export", "second-case", "first-case", "--format", form, "-o", str(file))
    assert (code, errors) == (0, "")
    text = text_of(file)
    for told in (
        "案例选编（2例）",
        "目录" if form != "pdf" else "目",
        "先数一数",
        "排出值班表",
        "少跑了路",
        "要有固定的人",
        "教学用假设",
        "你会怎么定",
    ):
        assert told in text, told
    assert "密语" not in text
    assert "末了请了" not in text
    assert text.count("机关党员进村走访") >= 3  # in the contents, as title, in the head of its pages
    titles = [text.rindex("机关党员进村。"), text.rindex("这个摘要说出了")]
    assert titles == sorted(titles)
    assert is_sealed(file.read_bytes())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_lecturer_s_document_says_so_and_holds_all(root: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"one.{form}"
    assert anliku("-C", str(root), "export", "one", "--lecturer", "--format", form, "-o", str(file))[0] == 0
    text = text_of(file)
    assert [word for word in ("密语二", "密语四", "密语五", "密语六", "末了请了退休教师") if word not in text] == []
    assert text.count("讲师版") > 3


def test_the_file_to_read_asks_for_nothing_and_runs_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "two.html"
    assert anliku("-C", str(root), "export", "second-case", "first-case", "-o", str(file))[0] == 0
    page = file.read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r'(?:src|style)="', page)
    assert "default-src 'none'" in page
    assert re.findall(r'href="([^"]*)"', page) == ["#s1", "#s2"]
    assert page.count('<table class="sheet"') == 2


def test_same_input_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    for form in ("html", "pdf", "docx"):
        files = [tmp_path / f"{n}.{form}" for n in (1, 2)]
        for file in files:
            anliku("-C", str(root), "export", "first-case", "second-case", "--format", form, "-o", str(file))
        assert files[0].read_bytes() == files[1].read_bytes()


def test_what_is_no_case_and_what_names_none_is_refused(root: Path, tmp_path: Path) -> None:
    for words, said in (
        (("first-case", "nowhere"), "nowhere"),
        (("opinion", "--format", "docx"), "opinion"),
        (("--format", "docx"), "没有写要导出哪一个"),
        (("first-case", "--format", "zim"), "zim 是整个案例库的"),
    ):
        code, _, errors = anliku("-C", str(root), "export", *words, "-o", str(tmp_path / "x"))
        assert (code, said in errors) == (2, True), errors
    assert not (tmp_path / "x").exists()
