"""Slips and tallies of those served: every answer counts once, the mean is that of all, and small numbers are said."""

import datetime as dt
import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from anliku.checklist import Given, Result, Settings, assemble, read_json, result_data
from anliku.checklist.collection.collection import collect
from anliku.checklist.results.tally import merged
from anliku.export.report_html import report_html
from anliku.export.summary_xlsx import summary_xlsx
from anliku.library import Library
from anliku.library.models import Assessor

from ..build import LEVELS, RATING, indicator, shared, summary_of

SELF, MASSES, _ = Assessor
STAMP = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
ASKED = ["self", "masses"]
LIBRARY = Library(
    shared(
        {
            "leadership": [
                indicator("open", assessor=ASKED, critical=True),
                indicator("found", LEVELS, assessor=ASKED, weight=2),
                indicator("mean", RATING, assessor=ASKED, na={"allowed": True}),
            ]
        }
    ),
    {},
)
MADE = assemble(LIBRARY.shared, "village", Settings(library="demo"))
HEAD = {"format": "anliku-result/2", "library": "demo", "version": MADE.version, "organisation": "village"}
FILE = {**HEAD, "unit": "甲村", "period": "2026", "assessor": "masses", "answers": {}}


def write(folder, name, **fields):
    (folder / name).write_text(json.dumps({**FILE, **fields}, ensure_ascii=False), encoding="utf-8")


def run(folder, **options):
    return collect([folder], LIBRARY, settings=Settings(library="demo"), **options)


def read(**fields):
    return read_json(json.dumps({**FILE, **fields}).encode(), "r.json", {"village": MADE}.get, "demo")


def slip(**values):
    return {key: {"value": value} for key, value in values.items()}


def points(key, value):
    """From the words of the contract: yes 1, levels in equal steps, a rating from 1 to 5 in equal steps."""
    return {"open": Fraction(value), "found": Fraction(value, 2), "mean": Fraction(value - 1, 4)}[key]


def expected(slips):
    """Every slip's points, averaged item by item and then by weight, in exact arithmetic."""
    total = weight = Fraction(0)
    for key, share in (("open", 1), ("found", 2), ("mean", 1)):
        found = [points(key, one[key]) for one in slips if key in one]
        if found:
            total += share * sum(found, Fraction(0)) / len(found)
            weight += share
    return total / weight * 100 if weight else None


SLIP = st.fixed_dictionaries(
    {}, optional={"open": st.booleans(), "found": st.integers(0, 2), "mean": st.integers(1, 5)}
).filter(bool)


@given(st.lists(SLIP, min_size=1, max_size=12), st.integers(0, 12))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_slips_and_tallies_make_the_mean_of_everybody(tmp_path_factory, slips, cut):
    """Some slips in files of their own, the others counted in one tally: the score is that of all slips."""
    folder = tmp_path_factory.mktemp("slips")
    for number, one in enumerate(slips[:cut]):
        write(folder, f"{number:02d}.json", answers=slip(**one), saved=f"2026-06-01T08:00:{number:02d}Z")
    counted = {}
    for one in slips[cut:]:
        for key, value in one.items():
            votes = counted.setdefault(key, {})
            votes[json.dumps(value)] = votes.get(json.dumps(value), 0) + 1
    if slips[cut:]:
        write(folder, "tally.json", tally=counted, returned=len(slips[cut:]))
    (unit,) = run(folder).units
    want = expected(slips)
    assert unit.card.total == (None if want is None else pytest.approx(float(want)))
    for key, answered in unit.results[MASSES].answers.items():
        assert answered.people == sum(key in one for one in slips)


def test_forty_slips_are_one_average_and_one_sentence(tmp_path):
    for number in range(40):
        answers = slip(open=number % 4 > 0, mean=5)
        write(tmp_path, f"{number:02d}.json", answers=answers, saved=f"2026-06-01T08:00:{number:02d}Z")
    collection = run(tmp_path)
    (unit,) = collection.units
    assert unit.card.by_dimension[MASSES]["leadership"].value == pytest.approx((75 + 100) / 2)
    assert unit.results[MASSES].people == 40
    assert [str(p) for p in collection.problems] == [
        "00.json：和另外 39 个文件是同一单位、同一时期的服务对象测评，合起来算：40 份的平均"
    ]
    assert "2/3 条，40 份<" in report_html(summary_of(collection))


def test_a_copy_of_a_slip_counts_once_and_the_same_answers_of_another_count(tmp_path):
    for name, saved in (("a.json", "T1"), ("b.json", "T1"), ("c.json", "T2")):
        write(tmp_path, name, answers=slip(mean=4), saved=saved)
    collection = run(tmp_path)
    assert collection.units[0].results[MASSES].people == 2
    told = [str(p) for p in collection.problems]
    assert told[0].startswith("b.json：与 a.json 内容和保存时间都相同，当作同一份，只计一次。怎么改：")
    assert "2 份的平均（人数少，只供参考）" in told[1]
    assert "人数少，只供参考" in report_html(summary_of(collection))


def test_what_was_written_on_slips_is_kept(tmp_path):
    for number, note in enumerate(["路灯坏了", "", "路灯坏了", "等得久"]):
        answers = {"mean": {"value": 3, "note": note}}
        write(tmp_path, f"{number}.json", answers=answers, saved=f"T{number}")
    assert run(tmp_path).units[0].results[MASSES].answers["mean"].note == "路灯坏了；等得久"


def test_one_no_among_many_is_no_failed_critical_item(tmp_path):
    write(tmp_path, "a.json", tally={"open": {"true": 39, "false": 1}})
    assert run(tmp_path).units[0].card.unmet_critical == ()
    write(tmp_path, "a.json", tally={"open": {"true": 10, "false": 30}})
    assert run(tmp_path).units[0].card.unmet_critical == ("open",)


def test_those_who_say_it_of_themselves_are_not_averaged(tmp_path):
    write(tmp_path, "a.json", assessor="self", answers=slip(mean=1), saved="2026-01-01")
    write(tmp_path, "b.json", assessor="self", answers=slip(mean=5), saved="2026-02-01")
    assert run(tmp_path).units[0].card.total == 100


def test_the_mean_of_a_paper_count_weighs_as_many_as_were_returned(tmp_path):
    write(tmp_path, "a.json", answers=slip(mean=4.5), returned=30)
    write(tmp_path, "b.json", answers=slip(mean=2.5), returned=10)
    result = run(tmp_path).units[0].results[MASSES]
    assert (result.answers["mean"].value, result.people) == (4.0, 40)


def test_nobody_is_named_but_the_counts_stay(tmp_path):
    write(tmp_path, "a.json", tally={"mean": {"5": 3, "1": 1}}, returned=4)
    (unit,) = run(tmp_path, anonymous=True).units
    assert unit.results[MASSES].answers["mean"].counts == ((1, 1), (5, 3))


@pytest.mark.parametrize(
    ("tally", "counts"),
    [
        ({"open": {"是": 3, "false": 1}}, {"open": ((False, 1), (True, 3))}),
        ({"found": {"0": 2, "齐全": 5}}, {"found": ((0, 2), (2, 5))}),
        ({"mean": {"5分": 2, "5": 1, "1": 0}}, {"mean": ((5, 3),)}),
        ({"mean": {"5": 0}}, {}),
    ],
)
def test_choices_are_known_by_value_and_by_word(tally, counts):
    result, complaints = read(tally=tally)
    assert {key: given.counts for key, given in result.answers.items()} == counts
    assert complaints == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"tally": [1]}, "计票写法不对"),
        ({"tally": {"gone": {"5": 1}}}, "计票里的 “gone” 不是这张自评表的条目；没有读"),
        ({"tally": {"mean": 5}}, "计票写法不对：“5”；没有读"),
        ({"tally": {"mean": {"6": 1}}}, "计票里的选项 “6” 认不出（1 到 5）；没有读"),
        ({"tally": {"mean": {"5": -1}}}, "不是 0 到 1000000 的整数"),
        ({"tally": {"mean": {"5": 1.5}}}, "不是 0 到 1000000 的整数"),
        ({"tally": {"mean": {"5": True}}}, "不是 0 到 1000000 的整数"),
        ({"tally": {"mean": {"5": 9}}, "returned": 8}, "有一条计了 9 人，多于收回的 8 份"),
        ({"returned": 8, "handed_out": 7}, "收回 8 份，多于发出的 7 份"),
        ({"returned": "四十"}, "收回的份数 “四十” 不是"),
        ({"tally": {"mean": {"5": 1}}, "answers": slip(mean=2)}, "既有答案又有计票；按计票算"),
    ],
)
def test_what_is_wrong_in_a_tally_is_named(fields, told):
    _, complaints = read(**fields)
    assert len(complaints) == 1
    assert told in complaints[0].message


def test_a_tally_is_written_as_it_was_read():
    fields = {"tally": {"open": {"false": 1, "true": 3}, "mean": {"2": 1, "4.5": 2}}, "returned": 4, "handed_out": 9}
    result, _ = read(**fields)
    data = result_data(result)
    assert {name: data[name] for name in fields} == fields
    again, complaints = read(**data)
    assert (again, complaints) == (result, [])


def test_merged_answers_to_an_older_item_are_to_be_looked_at_again():
    one = Result(
        "demo", MADE.version, "village", "甲村", "2026", MASSES, {"mean": Given(3, hash=MADE.by_id["mean"].hash)}
    )
    old = replace(one, answers={"mean": Given(3, hash="00000000")})
    hashes = {item.id: item.hash for item in MADE.items}
    assert merged([one, old, one], hashes).to_recheck(MADE) == ("mean",)
    assert merged([one, one], hashes).to_recheck(MADE) == ()


def test_what_units_and_those_served_say_stands_side_by_side(tmp_path):
    write(tmp_path, "self.json", assessor="self", answers=slip(mean=5, open=True))
    for number, mean in enumerate([1, 2, 3]):
        write(tmp_path, f"{number}.json", answers=slip(mean=mean), saved=f"T{number}")
    book = load_workbook(io.BytesIO(summary_xlsx(summary_of(run(tmp_path)), STAMP)))
    _, row = book["自评和服务对象测评"].iter_rows(values_only=True)
    assert row[3:] == ("领导班子", 100, 25, 75, 3, "人数少，只供参考")
    (tmp_path / "self.json").unlink()
    assert (
        "自评和服务对象测评" not in load_workbook(io.BytesIO(summary_xlsx(summary_of(run(tmp_path)), STAMP))).sheetnames
    )
