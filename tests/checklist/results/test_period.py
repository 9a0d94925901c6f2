"""Periods: every way of writing one is the same period, and what is none is named."""

import itertools
import json
import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anliku.checklist.results.period import YearPart, label_of, normalised, order_of, parse_period
from tests.page_scripts import in_node

SPELLINGS = {
    "2025": ["2025", "2025年", "２０２５年度", "二○二五年", "二〇二五", "二零二五年度", "2025 年 全年", " 2025\u3000年"],
    "2025-H1": ["2025-H1", "2025h1", "2025上半年", "二○二五年上半年", "2025年1-6月", "2025年1月至6月", "2025年度上半年"],
    "2025-H2": ["2025-H2", "2025年下半年度", "2025年7—12月", "2025.下半年"],
    "2025-Q3": ["2025-Q3", "2025q3", "2025年第三季度", "2025三季度", "2025年3季度", "二零二五年第三季"],
    "2025-04": ["2025-04", "2025-4", "2025.4", "2025/04", "202504", "2025年4月", "2025年04月份", "二○二五年四月", "2025-04-30", "2025年4月30日"],
    "2025-10": ["2025-10", "2025.10", "2025年十月", "二〇二五年十月份"],
    "2025-12": ["2025年十二月", "2025-12"],
}  # fmt: skip
NONE = [
    "",
    "今年",
    "上半年",
    "25年",
    "2025-13",
    "2025年第五季度",
    "2025-0",
    "20254",
    "2025学年",
    "2024-2025",
    "第一季度",
    "2025-Q5",
    "1066",
]


@pytest.mark.parametrize(("kept", "text"), [(kept, text) for kept, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_is_one_period(kept, text):
    assert normalised(text) == (kept, parse_period(kept))


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_period_is_kept_as_it_is(text):
    assert normalised(text) == (text, None)
    assert label_of(text) == text


@given(st.integers(1900, 2199), st.sampled_from([("year", 1), ("half", 2), ("quarter", 4), ("month", 12)]), st.data())
def test_what_is_written_is_read_again(year, unit, data):
    period = YearPart(year, unit[0], data.draw(st.integers(1, unit[1])))
    assert parse_period(str(period)) == parse_period(period.label) == period


def test_periods_follow_each_other_as_in_the_calendar():
    kept = [
        "上学期",
        "2024",
        "2025-01",
        "2025-Q1",
        "2025-03",
        "2025-04",
        "2025-H1",
        "2025-06",
        "2025-09",
        "2025-10",
        "2025",
        "2025-12",
    ]
    kept[3:5] = ["2025-Q1", "2025-03"]
    for shuffled in itertools.islice(itertools.permutations(kept), 0, 40_000, 997):
        assert sorted(shuffled, key=order_of) == kept


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_script_knows_the_same_periods():
    texts = [*NONE, *(text for found in SPELLINGS.values() for text in found)]
    mark = st.sampled_from([*"0123456789年月度第季上下半hHqQ-–−—~至到./_○〇零一二三四五六七八九十日份 \u3000\x85１"])

    @given(st.sampled_from(["2025", "二○二五", "1999年", ""]), st.text(mark, max_size=7))
    @settings(max_examples=1500, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    def collect(year, rest):
        texts.append(year + rest)

    collect()
    theirs_all = json.loads(
        in_node("console.log(JSON.stringify(input.map(text => anliku.texts.periodOf(text))))", texts)
    )
    for text, theirs in zip(texts, theirs_all, strict=True):
        period = parse_period(text)
        assert theirs == (str(period) if period else ""), text
