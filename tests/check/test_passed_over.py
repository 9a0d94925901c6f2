"""Files that nobody reads are named, so that nothing is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import CASE, told


@pytest.mark.parametrize(
    ("path", "code", "remedy"),
    [
        ("cases/second.yml.docx", "passed-over", "另存为纯文本，文件名改成 second.yml。"),
        ("cases/说明.txt", "passed-over", "作附件就放进 content/pages"),
        ("cases/第二个案例", "passed-over", "文件名没有扩展名"),
        (
            "cases/IMG_1.PNG",
            "passed-over",
            "图片放进 content/pages/images/，正文里写“![图上有什么](../images/IMG_1.PNG)”。",
        ),
        ("content/材料.docx", "passed-over", "Word 文件不会自动变成案例"),
        ("cases/first-case.yaml", "stray-file", "把要的内容合到 first-case.yml，删去 first-case.yaml。"),
        ("cases/other.yaml", "stray-file", "文件名改成 other.yml。"),
        ("content/pages/note.md.txt", "passed-over", "另存为纯文本，文件名改成 note.md。"),
        ("content/pages/说明", "passed-over", "文件名没有扩展名"),
        ("content/pages/extra.yml", "stray-file", ""),
        ("terms.yml", "passed-over", "移到该放的地方"),
        ("new-case.yml", "passed-over", "移到该放的地方：案例放 cases"),
        ("mkdocs.yaml", "passed-over", "文件名只能是 mkdocs.yml"),
    ],
)
def test_a_file_that_is_passed_over_is_named(tmp_path: Path, path: str, code: str, remedy: str) -> None:
    found = told(tmp_path, {path: CASE})
    assert [line.startswith(f"{path}:0:0") and f" {code} " in line and remedy in line for line in found] == [True], (
        found
    )


@pytest.mark.parametrize(
    "path",
    ["cases/.DS_Store", "cases/~$a.docx", "content/Thumbs.db", "cases/README.md", "content/pages/附件.pdf", "content/pages/a.png", "docker-compose.yml"],
)  # fmt: skip
def test_what_lies_about_by_right_is_none_of_ours(tmp_path: Path, path: str) -> None:
    assert told(tmp_path, {path: "services: {}\n"}) == []
