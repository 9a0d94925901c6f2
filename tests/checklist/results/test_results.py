"""Result files: whatever stands in one, reading it ends well, and both languages read the same out of it."""

import json
import re
import shutil
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Result, read_json, read_result, result_data
from anliku.checklist.form.sheet import sheet_data
from anliku.checklist.results.result import Complaint
from anliku.checklist.untrusted.complaints import MAX_COMPLAINTS
from anliku.checklist.untrusted.strict_json import parse_json
from anliku.library.models import Assessor
from tests.page_scripts import in_node

from ..build import AT_MOST, LEVELS, RATING, YES_NO, checklist, indicator

SCREENING = [{"id": "q", "ask": "有集体经济吗？"}]
GROWTH = {"type": "number", "target": 5, "unit": "%"}
MADE = checklist(
    indicator("yes", YES_NO), indicator("levels", LEVELS, revision=3), indicator("mean", RATING, na={"allowed": True}),
    indicator("days", AT_MOST, na={"allowed": True, "reason_required": False}),
    indicator("share", {"type": "number", "target": 80, "unit": "%"}, only_if="q"),
    indicator("growth", GROWTH, bounds={"min": -100, "max": 1000}),
    indicator("times", {"type": "number", "target": 4, "unit": "次"}, bounds=[0, 365]),
    screening=SCREENING,
)  # fmt: skip
HEAD = {"format": "anliku-result/1", "library": "demo", "version": "x", "organisation": "village", "assessor": "self"}
LONG = "长" * 4001
ODD_TEXTS = st.sampled_from(
    ["是", "√", "×", "无", "TRUE", "80%", "８５．５", "1,200", "4次", "-3.5%", "0.8", "3分", "2 有一些", "2", "齐 全", "−5", "1e3",
     "\u3000空\ufeff", "\x1c", "\x85a", "\ud800", "soon", LONG, "𠀀" * 3]
)  # fmt: skip
NUMBERS = st.integers(-10, 200) | st.sampled_from(
    [2**53, 2**53 - 1, 10**22, 0.5, 1, 1e-7, 2026.1, -0.0, 3429840088000656.0]
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5) | ODD_TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
DAYS = st.sampled_from(["2026-01-31", "2026-13-01", "soon", 5, "尽快", " 2026-01-31 "])
ENTRY = JSON | st.fixed_dictionaries(
    {},
    optional={
        "value": JSON | st.integers(0, 5) | ODD_TEXTS, "na": JSON | st.booleans(), "note": JSON, "due": DAYS | JSON, "on": DAYS,
        "revision": st.integers(-1, 5) | JSON, "reason": JSON, "evidence": JSON, "owner": JSON, "done": JSON, "extra": JSON,
    },
)  # fmt: skip
IDS = st.sampled_from([*MADE.by_id, "gone", "__proto__", "constructor", "toString"])
ANSWERS = st.dictionaries(IDS, ENTRY, max_size=6)
HASHES = st.dictionaries(IDS, st.sampled_from([MADE.by_id["yes"].hash, "00000000", "x", 5]), max_size=4)
PERIODS = st.sampled_from(
    ["2026", 2026, 2026.6, 2026.1, "2026年6月", "二○二六年上半年", "上学期", "2026-9", None, [], True]
)
CHOICES = st.sampled_from(
    ["true", "false", "是", "0", "2", "没有", "2 有一些", "5", "５", "3.5", "4分", "1,200", "x", "", "80%"]
)
COUNTS = st.dictionaries(CHOICES, st.integers(0, 60) | NUMBERS | JSON, max_size=4)
TALLY = st.dictionaries(IDS, COUNTS | JSON, max_size=4) | JSON
FILES = st.fixed_dictionaries(
    {"answers": ANSWERS},
    optional={
        "screening": JSON | st.fixed_dictionaries({"q": st.booleans() | JSON}), "items": HASHES | JSON, "unit": JSON, "period": PERIODS | JSON,
        "version": JSON | st.just(MADE.version), "saved": JSON, "format": st.just("anliku-result/2"), "stranger": JSON,
        "tally": TALLY, "returned": st.integers(-1, 90) | JSON, "handed_out": st.integers(-1, 90) | JSON,
    },
)  # fmt: skip


def read(raw):
    return read_json(raw, "r.json", {"village": MADE}.get, "demo")


@given(st.binary(max_size=60) | JSON.map(lambda data: json.dumps(data).encode()))
def test_anything_at_all_is_read_without_failing(raw):
    for reader in (read_json, read_result):
        result, complaints = reader(raw, "r.json", {"village": MADE}.get, "demo")
        assert result is None
        assert complaints[0].fatal


@given(FILES)
@settings(suppress_health_check=list(HealthCheck))
def test_odd_files_are_read_and_what_is_odd_is_told(data):
    result, complaints = read(json.dumps({**HEAD, **data}).encode())
    counted = {key for key, given in result.answers.items() if given.counts}
    assert (set(result.answers) - counted) | set(result.unknown) <= set(data["answers"])
    assert set(result.answers) | set(result.unknown) >= set(data["answers"])
    assert len(complaints) <= MAX_COMPLAINTS + 1
    "".join(map(str, complaints)).encode()
    json.dumps(result_data(result)).encode()
    for name in ("unit", "period", "version", "saved"):
        getattr(result, name).encode()


def test_what_is_written_is_read_again():
    yes, mean = MADE.by_id["yes"], MADE.by_id["mean"]
    given_answers = {
        "yes": Given(False, note="备注", on="2026-01-31", revision=1, hash=yes.hash, due="尽快", done=True),
        "mean": Given(na=True, reason="没有", hash=mean.hash), "days": Given(4.5),
    }  # fmt: skip
    result = Result(
        "demo", MADE.version, "village", "甲村", "2026-H1", Assessor.MASSES, given_answers, {"q": True},
        {"gone": {"value": 1}}, "2026-06-01T08:00:00Z",
    )  # fmt: skip
    back, complaints = read(json.dumps(result_data(result)).encode())
    assert back == result
    assert [c.message.split("，")[0] for c in complaints] == [
        "期限 “尽快” 不是日期", "这张自评表没有编号为 “gone” 的条目；原样保留",
    ]  # fmt: skip


def test_answers_under_an_older_revision_are_to_be_looked_at_again():
    answers = {"levels": {"value": 1, "revision": 2}, "yes": {"value": True}}
    result, complaints = read(json.dumps({**HEAD, "answers": answers}).encode())
    assert result.to_recheck(MADE) == ("levels",)
    assert "其中 1 条的条目已改，请复核" in str(complaints[-1])


def changed(**how):
    """The same checklist after somebody changed its first item and raised no revision."""
    return checklist(
        indicator("yes", **{"answer": YES_NO, **how}), *(i.indicator for i in MADE.items[1:]), screening=SCREENING
    )


@pytest.mark.parametrize("how", [{"ask": "换了问法吗？"}, {"answer": LEVELS}, {"statement": "标准变了"}])
def test_an_item_that_was_changed_without_a_revision_is_to_be_looked_at_again(how):
    result = Result(
        "demo", MADE.version, "village", "甲村", "2026", Assessor.SELF, {"yes": Given(True, hash=MADE.items[0].hash)}
    )
    made = changed(**how)
    assert made.version != MADE.version
    assert result.to_recheck(made) == ("yes",)
    assert result.to_recheck(MADE) == ()


def test_what_helps_to_read_on_makes_no_other_version():
    made = changed(learn_from=["a-case"], basis=["a/b"], drawn_from=["c/d"])
    assert made.version == MADE.version
    assert changed(remedy="另一种补法").version != MADE.version
    assert made.items[0].hash == changed(remedy="另一种补法").items[0].hash == MADE.items[0].hash


def test_a_first_result_of_the_same_checklist_is_of_its_version():
    """Results of the first format carry a version that was reckoned with the references as well."""
    old = next(version for version in MADE.versions if version != MADE.version)
    _, complaints = read(
        json.dumps({**HEAD, "unit": "甲村", "version": old, "answers": {"yes": {"value": True}}}).encode()
    )
    assert complaints == []


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('{"a": 1, "a": 2}', "不是自评结果文件"),
        ('{"unit"： "甲村"}', "全角的“：”"),
        ('{"note": "“引号”和：", "unit"， 1}', "全角的“，”"),
        ('{"format": NaN}', "不是合格的 JSON"),
        ('{"n": ' + "1" * 5000 + "}", "不是自评结果文件"),
    ],
)
def test_what_is_no_result_says_why(raw, told):
    _, complaints = read(raw.encode())
    assert told in complaints[0].message


def test_a_key_that_stands_twice_is_told_and_the_last_holds():
    text = json.dumps({**HEAD, "unit": "甲村"})[:-1] + ', "answers": {"yes": {"value": true}, "yes": {"value": false}}}'
    result, complaints = read(text.encode())
    assert result.answers["yes"].value is False
    assert any("“yes” 写了两次，取后一次" in str(c) for c in complaints)


@pytest.mark.parametrize(
    ("encoding", "told"), [("gb18030", "GBK"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-8-sig", "")]
)  # fmt: skip
def test_other_encodings_are_read_and_said(encoding, told):
    text = json.dumps(
        {**HEAD, "unit": "示例村党支部", "version": MADE.version, "answers": {"yes": {"value": True}}},
        ensure_ascii=False,
    )
    result, complaints = read_result(text.encode(encoding), "r.json", {"village": MADE}.get, "demo")
    assert result.unit == "示例村党支部"
    assert [told in str(c) for c in complaints] == [True] * bool(told)


def test_complaints_of_a_file_that_is_wrong_everywhere_are_few():
    answers = {f"no-{n}": {"value": n} for n in range(50_000)}
    result, complaints = read(json.dumps({**HEAD, "unit": "甲村", "answers": answers}).encode())
    assert len(result.unknown) == 50_000
    assert len(complaints) == MAX_COMPLAINTS + 1
    assert complaints[-1].message == "还有 49981 处问题，没有一一列出"


RUNNER = """
const read = anliku.results, core = anliku.checklist;
console.log(JSON.stringify(input.files.map(text => {
  const found = read.readResult(input.sheet, text);
  if (found.error) return null;
  const r = found.result;
  return [r.unit, r.period, r.version, r.saved, r.returned, r.handed_out, r.screening, r.answers, Object.entries(r.unknown),
    core.toRecheck(input.sheet, r.answers), found.complaints.map(c => [c.place, c.message])];
})));
"""
NAMES = [field.name for field in fields(Given)]


def said(message):
    """What both say alike: what is shown of foreign values, and what only the command adds, aside."""
    message = re.sub(r"筛选题“[^”]*”", "筛选题", message)
    message = re.sub(r"，最接近的是.*；", "；", message)
    message = re.sub(r"填写，|（[^（）]*，现为 [0-9a-f]*）", "填写，", re.sub(r"“.*”", "“”", message, flags=re.DOTALL))
    return re.sub(r"(填写，)+", "填写，", re.sub(r"[\d.e+-]+", "0", message))


def theirs_of(files, made=MADE):
    return parse_json(in_node(RUNNER, {"sheet": sheet_data(made), "files": files}))[0]


def ours_of(text, monkeypatch):
    monkeypatch.setattr("anliku.checklist.untrusted.complaints.MAX_COMPLAINTS", 1000)
    monkeypatch.setattr("anliku.checklist.results.json_result._MOST_GUESSED", 0)
    result, complaints = read(text.encode())
    places = {MADE.place_of(key): key for key in MADE.by_id}
    return [
        result.unit, result.period, result.version, result.saved, result.returned, result.handed_out, dict(result.screening),
        {key: {name: getattr(g, name) for name in NAMES} for key, g in result.answers.items()},
        [[key, value] for key, value in result.unknown.items()],
        [key for key in MADE.by_id if key in result.to_recheck(MADE)],
        sorted([places.get(c.place, ""), said(c.message)] for c in complaints),
    ]  # fmt: skip


PINNED = [
    {"answers": {"yes": {"value": True, "revision": 3429840088000656.0}}},
    {"answers": {"days": {"value": 1e999}, "share": {"value": 10**400}}},
    {"answers": {"yes": {"value": True, "due": "尽快", "note": LONG}}},
]


@pytest.mark.property
@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_script_reads_the_same_out_of_a_file(monkeypatch):
    """The whole result, and the complaints: nothing that one keeps is dropped by the other, or in silence."""
    files = [json.dumps({**HEAD, **data}).replace("Infinity", "1e999") for data in PINNED]

    @given(FILES)
    @settings(max_examples=600, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    def collect(data):
        files.append(json.dumps({**HEAD, **data}))

    collect()
    for text, theirs in zip(files, theirs_of(files), strict=True):
        *head, answers, unknown, stale, told = theirs
        for answer in answers.values():
            answer["counts"] = tuple(map(tuple, answer.get("counts", ())))
        full = {
            key: {name: answer.get(name, getattr(Given(), name)) for name in NAMES} for key, answer in answers.items()
        }
        order = {key: n for n, key in enumerate(json.loads(text)["answers"])}
        unknown = sorted(unknown, key=lambda pair: order[pair[0]])
        assert [*head, full, unknown, stale, sorted([p, said(m)] for p, m in told)] == ours_of(text, monkeypatch), text


RENAMED = replace(
    checklist(indicator("a", former_ids=["old-a"]), indicator("b", former_ids=["old-b", "older-b"])),
    former_ids=("hamlet",),
)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
@pytest.mark.parametrize(
    ("answers", "values", "unknown"),
    [
        ({"old-a": True, "older-b": False}, {"a": True, "b": False}, []),
        ({"old-a": True, "a": False}, {"a": False}, ["old-a"]),
        ({"old-b": True, "older-b": False}, {"b": True}, ["older-b"]),
        ({"constructor": True, "b": True}, {"b": True}, ["constructor"]),
    ],
)
def test_page_and_command_read_answers_under_former_ids_alike(answers, values, unknown):
    answered = {key: {"value": value} for key, value in answers.items()}
    marks = {key: RENAMED.by_id[new].hash for key, new in RENAMED.renamed.items() if key in answers}
    text = json.dumps({**HEAD, "organisation": "hamlet", "unit": "甲村", "answers": answered, "items": marks})
    ours, complaints = read_json(text.encode(), "a.json", dict.fromkeys(("village", "hamlet"), RENAMED).get)
    theirs = theirs_of([text], RENAMED)[0]
    assert {key: given.value for key, given in ours.answers.items()} == values
    assert {key: given["value"] for key, given in theirs[-4].items()} == values
    assert {key: given.get("hash", "") for key, given in theirs[-4].items()} == {
        k: g.hash for k, g in ours.answers.items()
    }
    assert list(ours.unknown) == [key for key, _ in theirs[-3]] == unknown
    assert [said(c.message) for c in complaints] == [said(message) for _, message in theirs[-1]]


def test_a_complaint_moves_no_cursor():
    """Names of files, of items and versions come from a stranger and go to the terminal."""
    shown = str(Complaint("\x1b[2J.json", "answers.\x1b]0;x\x07", "版本 \x9b31m"))
    assert shown == r"\u001b[2J.json：answers.\u001b]0;x\u0007：版本 \u009b31m"


def test_a_result_without_answers_is_blank():
    result = Result("demo", "x", "village", "甲村", "2026", Assessor.SELF, {"yes": Given(revision=1, hash="00000000")})
    assert result.blank
    assert not replace(result, answers={"yes": Given(note="x")}).blank
