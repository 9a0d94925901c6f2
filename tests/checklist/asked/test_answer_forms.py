"""Answer forms are tables: they score as the rules that stood in code did, and read what people type."""

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from anliku.checklist import form_of, points
from anliku.checklist.asked.answer_forms import answer_of, doubtful_percent, is_valid
from anliku.checklist.form.sheet import sheet_data
from anliku.library.models import Answer, Bounds, Indicator
from tests.page_scripts import in_node

from ..build import LEVELS, RATING, YES_NO, checklist, indicator


def form(data, bounds=None):
    return form_of(Answer.model_validate(data), bounds and Bounds.model_validate(bounds))


def by_type(data, value):
    """Points as they were reckoned while every place asked for the type of the answer."""
    number = float(value)
    if data["type"] == "yes_no":
        return number
    if data["type"] == "levels":
        return number / (len(data["levels"]) - 1) if len(data["levels"]) > 1 else 1.0
    if data["type"] == "rating":
        return (number - 1) / 4
    target = data.get("target") or 0.0
    if data.get("direction", "at-least") == "at-least":
        return 1.0 if number >= target else number / target
    return 1.0 if number <= target else target / number


SIZES = st.floats(0, 1e9) | st.integers(0, 10**9) | st.sampled_from([0, 5e-324, 1e-9, 1 / 3])
NUMBER = st.builds(
    lambda target, way, value: ({"type": "number", "target": target, "direction": way}, value),
    SIZES, st.sampled_from(["at-least", "at-most"]), SIZES,
)  # fmt: skip
OTHERS = st.one_of(
    st.booleans().map(lambda v: (YES_NO, v)),
    st.integers(1, 9).flatmap(lambda n: st.integers(0, n - 1).map(lambda v: ({"type": "levels", "levels": [str(i) for i in range(n)]}, v))),
    st.floats(1, 5).map(lambda v: (RATING, v)),
)  # fmt: skip


@given(NUMBER | OTHERS)
def test_a_table_gives_the_points_of_the_rules(case):
    data, value = case
    assert points(form(data), value) == by_type(data, value)


@pytest.mark.parametrize(
    ("target", "value", "expected"), [(10, -5, 0), (10, 0, 0), (10, 5, 0.5), (10, 300, 1), (0, -0.1, 0), (0, 0, 1)]
)
def test_growth_may_be_negative_and_over_a_hundred(target, value, expected):
    growth = form({"type": "number", "target": target, "unit": "%"}, [-100, 500])
    assert is_valid(growth, value)
    assert points(growth, value) == expected
    assert growth.range == "-100 到 500"


@pytest.mark.parametrize(
    ("unit", "bounds", "good", "bad"),
    [
        ("%", None, [0, 100], [-1, 100.1]), ("次", None, [0, 9_999], [-1, 1e10]), ("次", [0, 366], [366], [367, 9_999]),
        ("%", {"min": -50}, [-50, 250], [-51]), ("%", {"max": 120}, [0, 120], [121, -1]), ("人", {"min": 3}, [3], [2]),
    ],
)  # fmt: skip
def test_bounds_belong_to_the_indicator(unit, bounds, good, bad):
    made = form({"type": "number", "target": 5, "unit": unit}, bounds)
    assert [v for v in good + bad if is_valid(made, v)] == good


def test_bounds_that_hold_nothing_are_refused():
    with pytest.raises(ValidationError):
        Indicator.model_validate({"id": "a", "statement": "s", "ask": "q", "answer": YES_NO, "bounds": [5, 5]})


TYPED = [
    (YES_NO, {True: ["是", "√", "✓", "对", "有", "TRUE", " 是 ", "ｙｅｓ"], False: ["否", "×", "无", "没有", "False"], None: ["也许", "1", "x", ""]}),
    (LEVELS, {0: ["没有", "1 没有", "1没有"], 2: ["齐全", "3 齐全", " 齐 全"], None: ["差不多", "4", "2 齐全"]}),
    (RATING, {3.4: ["3.4", "3.4分", "３．４ 分"], 5: ["5", "5分"], None: ["6", "0", "3次", "三"]}),
    ({"type": "number", "target": 4, "unit": "次"}, {1200: ["1,200", "1200次", "１，２００ 次"], 4: ["4次", "+4", "4.0"],
     None: ["4人", "1,20", "12,00", "-1", "四次", "1e3", "1_000", "inf", "4次左右", "80%"]}),
    ({"type": "number", "target": 80, "unit": "%"}, {85.5: ["85．５", "85.5%", "85.5 ％"], None: ["101", "-1%", "85分"]}),
]  # fmt: skip
CASES = [(data, text, value) for data, by_value in TYPED for value, texts in by_value.items() for text in texts]


@pytest.mark.parametrize(("data", "text", "value"), CASES)
def test_what_people_type_is_read_or_refused(data, text, value):
    found = answer_of(form(data), text)
    assert (found, type(found) is bool) == (value, type(value) is bool)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_script_reads_what_people_type_alike():
    made = checklist(*(indicator(f"i{n}", data) for n, (data, _) in enumerate(TYPED)))
    number = {id(data): n for n, (data, _) in enumerate(TYPED)}
    code = """const items = input.sheet.items;
    console.log(JSON.stringify(input.cases.map(c => anliku.texts.answerOf(input.sheet, items[c[0]], c[1]))));"""
    payload = {"sheet": sheet_data(made), "cases": [[number[id(data)], text] for data, text, _ in CASES]}
    assert json.loads(in_node(code, payload)) == [value for _, _, value in CASES]


@pytest.mark.parametrize(
    ("value", "expected"), [(0, False), (0.8, True), (1, True), (1.5, False), (80, False), (None, False)]
)
def test_a_share_in_place_of_a_percentage_is_asked_about(value, expected):
    assert doubtful_percent(form({"type": "number", "target": 80, "unit": "%"}), value) is expected
    assert not doubtful_percent(form({"type": "number", "target": 80, "unit": "次"}), value)
