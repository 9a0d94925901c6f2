from __future__ import annotations

import pytest

from anliku.library.yaml_file import parse_yaml


def data(text: str) -> object:
    found, problems = parse_yaml(text.encode(), "a.yml")
    assert not problems
    return found


@pytest.mark.parametrize(
    "written",
    ["yes", "on", "no", "2009-11-16", "8:30", "12", "-3", "007", "0120", "1_000", "0x1F", "0o17", "1.5", "3.10", "98.60", "2020.10", "1e3", ".5",
     "true", "False", "~", "null", ".inf", "1234567890123456789012", "=", "<<", "190:20:30", "+86", "1,000"],
)  # fmt: skip
def test_a_scalar_is_the_text_that_was_written(written: str) -> None:
    assert data(f"a: {written}\nb: [{written.replace(',', '')}]") == {"a": written, "b": [written.replace(",", "")]}


@pytest.mark.parametrize(
    ("text", "value"), [("a:", None), ("a: 'null'", "null"), ('a: "12"', "12"), ("a: !!str 12", "12"), ('a: ""', "")]
)
def test_quotation_marks_are_no_part_of_a_text(text: str, value: object) -> None:
    assert data(text) == {"a": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 村里设了\n  代办点", "村里设了代办点"),
        ("a: '村里设了\n\n  代办点，\n  有两名'", "村里设了\n代办点，有两名"),
        ('a: "他说\\"好\n  \\"办，\n  就办"', '他说"好 "办，就办'),
        ("a: >\n  村里设了\n  代办点 两处\n  共 3 个\n  agent 点\n", "村里设了代办点 两处共 3 个 agent 点\n"),
        ("a: >\n  做法：\n  1、先定人\n  （二）再回访\n", "做法：\n1、先定人\n（二）再回访\n"),
        ("a: 做法：\n  一是甲；\n  二是乙", "做法：\n一是甲；\n二是乙"),
        ("a: >\n  - 甲\n  - 乙\n", "- 甲\n- 乙\n"),
        ("- 张三 李四\n  王五", ["张三 李四王五"]),
        ("a: |\n  村里\n  代办 点\n", "村里\n代办 点\n"),
    ],
)  # fmt: skip
def test_a_line_break_between_han_is_no_blank(text: str, value: object) -> None:
    found = data(text)
    assert found in (value, {"a": value})


def test_keys_stay_as_written() -> None:
    assert data("2014: 甲\nnull: 乙\nyes: 丙") == {"2014": "甲", "null": "乙", "yes": "丙"}


def test_a_few_aliases_are_fine() -> None:
    assert data("a: &a [甲]\nb: *a") == {"a": ["甲"], "b": ["甲"]}


def test_many_small_items_are_fine() -> None:
    text = "a:\n" + "  - {b: [c]}\n" * 3_000
    assert data(text) == {"a": [{"b": ["c"]}] * 3_000}


def test_bold_markdown_is_fine_where_text_may_begin() -> None:
    assert data("a: |\n  **甲**乙\nb: 甲**乙**") == {"a": "**甲**乙\n", "b": "甲**乙**"}


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
        ("a: {b: 1, b: 2}", "duplicate-key", 1, 11),
        ("? [a]\n: b", "complex-key", 1, 3),
        ("a: !!set {b}", "tag", 1, 4),
        ("a: !odd b", "tag", 1, 4),
        ("a: *b", "bad-start", 1, 4),
        ("a: @b", "bad-start", 1, 4),
        ("a: b\n c: d", "uneven", 2, 2),
        ("a:\n  - b\n - c", "syntax", 3, 2),
        ("a: {b: 1", "unclosed-bracket", 1, 4),
        ("a:\n\t- b", "tab", 2, 1),
        ("a: [b：c, d\ne: f", "unclosed-bracket", 1, 4),
        ("a: 'b'c", "text-after-quote", 1, 6),
        ("- {a：b, c: d: e}", "full-width-colon", 1, 5),
    ],
)
def test_where_it_goes_wrong(text: str, kind: str, line: int, column: int) -> None:
    found, (problem,) = parse_yaml(text.encode(), "a.yml")
    assert (found, problem.kind, problem.line, problem.column) == (None, kind, line, column)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "? " * 100_000, "a: &x [" + "[" * 99, "-\t" * 100_000, "{a: " * 5_000]
)
def test_nesting_is_limited_before_it_hurts(text: str) -> None:
    found, problems = parse_yaml(text.encode(), "a.yml")
    assert found is None
    assert [problem.kind for problem in problems] in (["too-deep"], ["syntax"], ["tab"], ["unclosed-bracket"])


def test_forty_levels_are_allowed_and_more_are_not() -> None:
    assert parse_yaml(("[" * 40 + "]" * 40).encode(), "a.yml")[1] == []
    assert [p.kind for p in parse_yaml(("[" * 42 + "]" * 42).encode(), "a.yml")[1]] == ["too-deep"]
