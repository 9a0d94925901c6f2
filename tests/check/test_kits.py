"""`kit.yml` beside the library: what is wrong with it is told by `check`, with its line, as of any other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.survey import survey
from tests.commands.test_commands import anliku
from tests.support import CASE, LESSON, changed, codes, told, write_library

FILES = {
    "content/lessons/one.yml": LESSON,
    "cases/second-case.yml": changed(CASE, "title: 机关党员进村走访", "summary: 机关党员进村。", "status: draft", "former_ids: [old-case]"),
}  # fmt: skip


def told_of(folder: Path, kit: str | bytes) -> list[str]:
    return [line for line in told(folder, {**FILES, "kit.yml": kit}) if line.startswith("kit.yml")]


def test_what_fits_the_library_is_accepted(tmp_path: Path) -> None:
    kit = (
        "class: {title: 我的课, date: 2026-12-01, teacher: 王老师, place: 一班}\n"
        "lessons:\n  one: {title: 跑腿, cases: [first-case], minutes: [45]}\n"
        "cases:\n  first-case: {title: 跑腿的事}\n"
    )
    assert told_of(tmp_path, kit) == []


@pytest.mark.parametrize(
    ("kit", "said"),
    [
        ("lesson: {}\n", "kit.yml:1:1 error unknown-key 没有“lesson”这个字段。 | 是不是“lessons”？"),
        (
            "lessons:\n  one:\n    minute: [30]\n",
            "kit.yml:3:5 error unknown-key “lessons.one”里没有“minute”这个字段。 | 是不是“minutes”？",
        ),
        (
            "lessons:\n  ones: {title: 我的课}\n",
            "kit.yml:2:3 error broken-reference 没有 id 为“ones”的教学包。 | 是不是“one”？",
        ),
        (
            "cases:\n  first-cas: {title: 跑腿}\n",
            "kit.yml:2:3 error broken-reference 没有 id 为“first-cas”的案例。 | 是不是“first-case”？",
        ),
        (
            "lessons:\n  one:\n    cases: [first-case, firstcase]\n",
            "kit.yml:3:25 error broken-reference 没有 id 为“firstcase”的案例。 | 是不是“first-case”？",
        ),
        (
            "lessons:\n  one: {cases: [old-case]}\n",
            "kit.yml:2:17 error broken-reference “old-case”是案例以前的 id，现在是“second-case”。 | 改成 second-case。",
        ),
        (
            "lessons:\n  one: {cases: [second-case]}\n",
            "kit.yml:2:17 error unpublished-reference 案例“second-case”的状态是“草稿”，读者看不到，这里却引用了它。"
            " | 先发布那个案例，或从这里删去。",
        ),
        (
            "lessons:\n  one: {cases: [first-case, first-case]}\n",
            "kit.yml:2:29 warning repeated-item “first-case”在 cases 里写了两次。 | 删去多余的一项。",
        ),
        (
            "lessons:\n  one: {minutes: [10, 二十]}\n",
            "kit.yml:2:23 error wrong-type “lessons.one.minutes 第 2 项”应是一个数，这里写成了一段文字。"
            " | 只写整数，不加引号、单位和千分位逗号。",
        ),
        (
            "lessons:\n  one: {minutes: [0]}\n",
            "kit.yml:2:19 error out-of-range “lessons.one.minutes 第 1 项”写的是“0”，应大于 0。 | 改成合理的数。",
        ),
        (
            "lessons:\n  one: {minutes: [10, 20]}\n",
            "kit.yml:2:9 error minutes-unlike-plan minutes 有 2 段，教学包的时间安排有 1 段。"
            " | 一段写一个数，先后照教学包的时间安排。",
        ),
        (
            "lessons: [one]\n",
            "kit.yml:1:1 error wrong-type “lessons”应是一组“字段: 值”，这里写成了一个列表（按教学包的 id）。"
            " | 每行写“id: …”，下面缩进两格写内容。",
        ),
        (
            "class:\n  title：我的课\n",
            "kit.yml:1:1 error wrong-type “class”应是一组“字段: 值”，这里写成了一段文字（这次课）。"
            " | 冒号写成了中文冒号“：”，改成英文冒号加一个空格“: ”。",
        ),
        (
            "class: {title: 我的课}\nclass: {title: 又一课}\n",
            "kit.yml:2:1 error duplicate-key 字段“class”写了两次，前一次在第 1 行。 | 合成一处，或删去多余的一处。",
        ),
        (
            "class:\n  title: 我的课 #一\n",
            "kit.yml:2:14 warning cut-by-comment “#一”会被当成注释，读者看不到。"
            " | 是正文就用英文引号把整段文字括起来，或去掉“#”前面的空格；是注释就另起一行写，“#”后空一格。",
        ),
    ],
)
def test_what_does_not_is_named_with_its_line(tmp_path: Path, kit: str, said: str) -> None:
    assert told_of(tmp_path, kit) == [said]


def test_another_encoding_is_named(tmp_path: Path) -> None:
    [said] = told_of(tmp_path, "class: {title: 我的课}\n".encode("gb18030"))
    assert said.startswith("kit.yml:1:1 error encoding 文件不是 UTF-8 编码，看起来是 GB18030（GBK）编码。")


def test_a_library_without_one_says_nothing_of_it(tmp_path: Path) -> None:
    assert codes(tmp_path) == []


def test_it_stops_check_and_kit_but_no_site(tmp_path: Path) -> None:
    """The pages rest on nothing in it, so whoever keeps the library can build while a lecturer is still writing."""
    root = write_library(tmp_path, {**FILES, "kit.yml": "lesson: {}\n"})
    assert survey(root).errors == ()
    for command in (("check",), ("kit", "one", "-o", str(root / "out"))):
        code, out, errors = anliku("-C", str(root), *command)
        assert (code, "kit.yml" in out + errors, "lessons" in out + errors) == (1, True, True)
    assert not (root / "out").exists()


def test_check_lists_it_alone_when_asked(tmp_path: Path) -> None:
    root = write_library(tmp_path, {**FILES, "kit.yml": "lesson: {}\n"})
    code, out, _ = anliku("-C", str(root), "check", "kit.yml")
    assert (code, "kit.yml" in out) == (1, True)
