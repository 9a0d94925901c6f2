"""What an organiser is told, through files and back, against an oracle that shares nothing with the program."""

import datetime as dt
import json
import random

import pytest

from anliku.checklist import Settings, assemble
from anliku.checklist.collection.collection import collect
from anliku.checklist.results.alike import LEAST_SHARE
from anliku.checklist.summary.due import due_day
from anliku.checklist.summary.model import State
from anliku.library import Library

from .. import oracle
from ..build import indicator, shared, summary_of

VALUES = {
    "yes": (True, False),
    "plan": (True, False),
    "levels": (0, 1, 2),
    "mean": (1, 2, 3, 4, 5),
    "days": (10, 30, 60, 90),
}


def library(**changes):
    """The items of the oracle; changes: new questions, by id."""
    pool = {}
    for key, item in oracle.ITEMS.items():
        answer = {"type": item["type"]}
        answer |= {"levels": ["甲", "乙", "丙"]} if item["type"] == "levels" else {}
        answer |= {"target": item["target"], "unit": "天"} if "target" in item else {}
        made = indicator(key, answer, weight=item["weight"], critical=item.get("critical", False), assessor=item["who"])
        if key in changes:
            made = made.model_copy(update={"ask": changes[key]})
        pool.setdefault(item["in"], []).append(made)
    return Library(shared(pool), {})


LIBRARY = library()


def put(folder, unit, period, who, answers, **more):
    kind = more.pop("kind", "village")
    made = assemble(more.pop("library", LIBRARY).shared, kind, Settings(library="demo"))
    extra = more.pop("extra", {})
    data = {
        "format": "anliku-result/2", "library": "demo", "version": made.version, "organisation": kind, "unit": unit,
        "period": period, "assessor": who, "items": {key: made.by_id[key].hash for key in answers},
        "answers": {key: {"value": value, **extra.get(key, {})} for key, value in answers.items()}, **more,
    }  # fmt: skip
    (folder / f"{unit}-{period}-{who}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def summarised(folder, of=LIBRARY, **options):
    return summary_of(collect([folder], of, settings=Settings(library="demo")), **options)


@pytest.mark.parametrize("seed", range(12))
def test_ranks_grades_gaps_and_changes_are_those_of_the_oracle(tmp_path, seed):
    """Units of two types, one to three assessors, one or two periods, answers left out."""
    rng = random.Random(seed)
    given = {}
    for n in range(rng.randrange(2, 14)):
        kind, unit = rng.choice(["village", "coop"]), f"单位{n}"
        for period in ["2025", "2026"] if rng.random() < 0.5 else ["2026"]:
            for who in ["self", *(w for w in ("masses", "superior") if rng.random() < 0.4)]:
                asked = [key for key, item in oracle.ITEMS.items() if who in item["who"]]
                answers = {key: rng.choice(VALUES[key]) for key in asked if rng.random() < 0.85}
                if answers:
                    put(tmp_path, unit, period, who, answers, kind=kind)
                    given.setdefault((kind, unit), {}).setdefault(period, {})[who] = answers
    summary = summarised(tmp_path)
    latest = {key: periods[max(periods)] for key, periods in given.items()}
    assert len(summary.standings) == len(latest)
    for one in summary.types:
        units = {unit: found for (kind, unit), found in latest.items() if kind == one.id}
        for standing in one.standings:
            mine = units[standing.unit.name]
            assert standing.total == oracle.shown(oracle.total(mine))
            assert standing.grade.removesuffix("（暂定）") == oracle.grade(mine)
            assert {ask.removesuffix("做到了吗？") for ask in standing.unmet} == oracle.failed(mine) & {"yes"}
            alike = [
                oracle.shown(oracle.total(found)) for unit, found in units.items()
                if set(found) == set(mine) and max(given[one.id, unit]) == max(given[one.id, standing.unit.name])
            ]  # fmt: skip
            better = sum(value > standing.total for value in alike)
            assert standing.rank == (better + 1 if len(alike) > 1 else None)
        for gap in one.gaps:
            failing = {unit for unit, found in units.items() if gap.item.id in oracle.failed(found)}
            assert (set(gap.names), gap.unmet) == (failing, len(failing))
            assert gap.units == sum(
                any(gap.item.id in answers for answers in found.values()) for found in units.values()
            )
    for line in summary.trends:
        who = {"自评": "self", "服务对象测评": "masses", "上级考评": "superior"}.get(line.label)
        if who:
            kind = next(key[0] for key in given if key[1] == line.trend.name)
            before, after = (given[kind, line.trend.name][period].get(who, {}) for period in ("2025", "2026"))
            expected = oracle.change(before, after, who) if before and after else None
            assert line.change == expected


def test_only_units_that_may_be_compared_are_ranked_together(tmp_path):
    put(tmp_path, "甲", "2026", "self", {"mean": 5})
    put(tmp_path, "乙", "2026", "self", {"mean": 3})
    put(tmp_path, "丙", "2026", "self", {"mean": 5})
    put(tmp_path, "丁", "2026", "self", {"mean": 5})
    put(tmp_path, "丁", "2026", "masses", {"mean": 1})
    put(tmp_path, "戊", "2025", "self", {"mean": 1})
    (one,) = summarised(tmp_path).types
    told = [(g.period, g.basis, [(s.unit.name, s.rank) for s in g.standings]) for g in one.groups]
    assert told == [
        ("2026年", "自评", [("丙", 1), ("甲", 1), ("乙", 3)]),
        ("2026年", "自评、服务对象测评", [("丁", None)]),
        ("2025年", "自评", [("戊", None)]),
    ]


def test_a_changed_question_is_left_out_of_the_trend(tmp_path):
    """plan was asked otherwise last year: 4 of 5 items are the same, enough for a trend without it."""
    old = library(plan="去年的问法")
    full = {"yes": True, "levels": 2, "mean": 5, "days": 60}
    put(tmp_path, "甲", "2025", "self", {**full, "plan": False}, library=old)
    put(tmp_path, "甲", "2026", "self", {**full, "plan": True})
    (line,) = summarised(tmp_path).trends
    assert line.as_scored == pytest.approx(12.5)
    assert line.change == 0 == oracle.change({**full, "plan": False}, {**full, "plan": True}, "self", ["plan"])
    assert (line.alike.common, line.alike.answered) == (4, 5)


def test_below_seven_tenths_no_trend_is_told(tmp_path):
    old = library(plan="去年的问法", days="去年的问法")
    full = {"yes": True, "levels": 2, "mean": 2, "days": 60, "plan": True}
    put(tmp_path, "甲", "2025", "self", full, library=old)
    put(tmp_path, "甲", "2026", "self", {**full, "mean": 5})
    summary = summarised(tmp_path)
    (line,) = summary.trends
    assert LEAST_SHARE == 0.7
    assert (line.as_scored, line.change) == (None, None)
    assert line.note == "两期相同的条目只占 60%（3/5 条），不到 70%，不比"
    assert summary.standings[0].change.points is None


def test_a_result_that_tells_neither_items_nor_version_is_not_compared(tmp_path):
    put(tmp_path, "甲", "2025", "self", {"mean": 1}, items={}, version="0ld")
    put(tmp_path, "甲", "2026", "self", {"mean": 5})
    (line,) = summarised(tmp_path).trends
    assert (line.change, line.note) == (None, "两期没有看得出是相同的条目，不比")


def test_an_item_missed_in_every_type_is_named_for_each_and_for_all(tmp_path):
    """A type with one unit stands beside one with forty."""
    for n in range(40):
        put(tmp_path, f"村{n:02d}", "2026", "self", {"yes": n % 2 == 0, "plan": False})
    put(tmp_path, "机关一", "2026", "self", {"yes": False, "levels": 0}, kind="organ")
    summary = summarised(tmp_path)
    assert {one.name: [gap.item.id for gap in one.gaps] for one in summary.types} == {
        "村党组织": ["plan", "yes"], "机关党支部": ["levels", "yes"],
    }  # fmt: skip
    (gap,) = summary.shared_gaps
    assert (gap.item.id, gap.types, gap.units, gap.unmet) == ("yes", ("村党组织", "机关党支部"), 41, 21)
    assert set(gap.names) == {"机关一", *(f"村{n:02d}" for n in range(1, 40, 2))}


def test_tasks_stand_by_their_day(tmp_path):
    extra = {
        "yes": {"due": "2026-06-29", "owner": "甲"}, "plan": {"due": "7月底前"}, "levels": {"due": "尽快"},
        "mean": {"due": "2026年10月1日"}, "days": {"due": "2026-01-01", "done": True},
    }  # fmt: skip
    put(tmp_path, "甲", "2026", "self", {"yes": False, "plan": False, "levels": 0, "mean": 1, "days": 1}, extra=extra)
    tasks = summarised(tmp_path, day="2026-06-30").tasks
    assert [(t.item.id, t.state, t.day and t.day.isoformat(), t.late) for t in tasks] == [
        ("yes", State.OVERDUE, "2026-06-29", 1), ("plan", State.LATER, "2026-07-31", 0), ("mean", State.LATER, "2026-10-01", 0),
        ("levels", State.UNDATED, None, 0), ("days", State.DONE, "2026-01-01", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-30", "2026-06-30"), ("2026/7/1", "2026-07-01"), ("20260701", "2026-07-01"), ("2027.1.15", "2027-01-15"),
        ("2026年6月底前", "2026-06-30"), ("９月３０日前", "2026-09-30"), ("十二月三十一日", "2026-12-31"), ("下半年", "2026-12-31"),
        ("二季度", "2026-06-30"), ("年底前", "2026-12-31"), ("2月", "2026-02-28"), ("2026", "2026-12-31"), ("2024年2月", "2024-02-29"),
        ("尽快", None), ("2026-02-31", None), ("3月内", None), ("100天内", None), ("本月底", None), ("", None), ("十十日", None),
    ],
)  # fmt: skip
def test_a_time_as_people_write_it_is_a_day_or_none(text, day):
    assert due_day(text, 2026) == (day and dt.date.fromisoformat(day))


def test_why_a_unit_is_helped_is_said_and_the_worst_comes_first(tmp_path):
    put(tmp_path, "好", "2026", "self", {"yes": True, "mean": 5})
    put(tmp_path, "缺关键", "2026", "self", {"yes": False, "mean": 5, "plan": True, "levels": 2, "days": 60})
    put(tmp_path, "差", "2026", "self", {"yes": False, "mean": 1}, extra={"mean": {"due": "2026-01-01"}})
    put(tmp_path, "退", "2025", "self", {"yes": True, "mean": 5})
    put(tmp_path, "退", "2026", "self", {"yes": True, "mean": 4})
    told = [(one.standing.unit.name, one.reasons) for one in summarised(tmp_path).help]
    assert told == [
        ("差", ("待改进（暂定）（0.0 分）", "关键项 1 条不达标：“yes做到了吗？”", "1 件整改逾期")),
        ("缺关键", ("关键项 1 条不达标：“yes做到了吗？”",)),
        ("退", ("自评比2025年低 15.0 分",)),
    ]


def test_answers_are_counted_by_choice(tmp_path):
    put(tmp_path, "甲", "2026", "self", {"levels": 0, "days": 10})
    put(tmp_path, "乙", "2026", "self", {"levels": 2, "days": 30})
    put(tmp_path, "丙", "2026", "self", {"levels": 2})
    (one,) = summarised(tmp_path).types
    found = {spread.item.id: spread for spread in one.spreads}
    assert [tuple(count) for count in found["levels"].counts] == [("甲", 1), ("乙", 0), ("丙", 2)]
    assert (found["days"].low, found["days"].middle, found["days"].high, found["days"].open) == (10, 20, 30, 1)
