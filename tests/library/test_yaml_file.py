from __future__ import annotations

import pytest

from anliku.library.yaml_file import parse_yaml


def data(text: str) -> object:
    found, problems = parse_yaml(text.encode(), "a.yml")
    assert not problems
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", "yes"), ("a: on", "on"), ("a: no", "no"), ("a: 2009-11-16", "2009-11-16"), ("a: 8:30", "8:30"), ("a: 12", 12),
        ("a: -3", -3), ("a: 007", "007"), ("a: 1_000", "1_000"), ("a: 0x1F", "0x1F"), ("a: 1.5", 1.5), ("a: 1e3", "1e3"), ("a: .5", ".5"),
        ("a: true", True), ("a: False", False), ("a: ~", None), ("a:", None), ("a: null", None), ("a: 'null'", "null"), ('a: "12"', "12"),
        ("a: .inf", ".inf"), ("a: 1234567890123456789012", "1234567890123456789012"), ("a: !!str 12", "12"), ("a: = ", "="), ("a: <<", "<<"),
    ],
)  # fmt: skip
def test_scalars_mean_what_an_editor_means(text: str, value: object) -> None:
    assert data(text) == {"a": value}


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
        ("a: b\n c: d", "syntax", 2, 3),
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
