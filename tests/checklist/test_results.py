"""Result files: whatever stands in one, reading it ends well, and both languages read the same out of it."""

import json
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Result, Scheme, read_json, result_data
from anliku.checklist.results import Complaint
from anliku.checklist.sheet import sheet_data
from anliku.library.models import Assessor

from .build import AT_MOST, LEVELS, RATING, YES_NO, checklist, indicator
from .test_scoring import CORE

MADE = checklist(
    indicator("yes", YES_NO), indicator("levels", LEVELS, revision=3), indicator("mean", RATING, na={"allowed": True}),
    indicator("days", AT_MOST, na={"allowed": True, "reason_required": False}),
    indicator("share", {"type": "number", "target": 80, "unit": "%"}),
)  # fmt: skip
HEAD = {"format": "anliku-result/1", "library": "demo", "version": "x", "organisation": "village", "assessor": "self"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 200) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
ENTRY = JSON | st.fixed_dictionaries(
    {},
    optional={
        "value": JSON | st.integers(0, 5), "na": JSON, "note": JSON, "due": st.sampled_from(["2026-01-31", "soon", 5]),
        "revision": st.integers(-1, 5) | JSON, "reason": st.text(max_size=3),
    },
)  # fmt: skip
ANSWERS = st.dictionaries(st.sampled_from([*MADE.by_id, "gone", "__proto__", "constructor"]), ENTRY, max_size=6)


def read(raw):
    return read_json(raw, "r.json", {"village": MADE}.get, "demo")


@given(st.binary(max_size=60) | JSON.map(lambda data: json.dumps(data).encode()))
def test_anything_at_all_is_read_without_failing(raw):
    result, complaints = read(raw)
    assert result is None
    assert complaints[0].fatal


@given(ANSWERS, JSON)
@settings(suppress_health_check=list(HealthCheck))
def test_odd_answers_never_stop_a_file(answers, screening):
    result, _ = read(json.dumps({**HEAD, "answers": answers, "screening": screening}).encode())
    assert set(result.answers) | set(result.unknown) == set(answers)


def test_what_is_written_is_read_again():
    given_answers = {
        "yes": Given(False, note="备注", on="2026-01-31", revision=1), "mean": Given(na=True, reason="没有"), "days": Given(4.5),
    }  # fmt: skip
    result = Result(
        "demo", MADE.version, "village", "甲村", "2026", Assessor.MASSES, given_answers, {}, {"gone": {"value": 1}}
    )
    back, complaints = read(json.dumps(result_data(result)).encode())
    assert back == result
    assert [c.place for c in complaints] == ["answers.gone"]


def test_answers_under_an_older_revision_are_to_be_looked_at_again():
    answers = {"levels": {"value": 1, "revision": 2}, "yes": {"value": True}}
    result, complaints = read(json.dumps({**HEAD, "answers": answers}).encode())
    assert result.to_recheck(MADE) == ("levels",)
    assert "其中 1 条的条目已改，请复核" in str(complaints[-1])


RUNNER = """
const core = require(process.argv[1]);
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(input.files.map(text => {
  const read = core.readResult(input.sheet, text);
  if (read.error) return null;
  const answers = {};
  Object.keys(read.result.answers).forEach(id => {
    const given = read.result.answers[id];
    answers[id] = [given.value, Boolean(given.na), given.note || "", given.revision || 0];
  });
  return [answers, core.toRecheck(input.sheet, read.result.answers)];
})));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_script_reads_the_same_out_of_a_file():
    files = []

    @given(ANSWERS)
    @settings(max_examples=300, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    def collect(answers):
        files.append(json.dumps({**HEAD, "answers": answers}))

    collect()
    payload = json.dumps({"sheet": sheet_data(MADE, Scheme()), "files": files})
    ran = subprocess.run(["node", "-e", RUNNER, str(CORE)], input=payload, capture_output=True, text=True, check=True)
    for text, theirs in zip(files, json.loads(ran.stdout), strict=True):
        result, _ = read(text.encode())
        ours = {key: [g.value, g.na, g.note, g.revision] for key, g in result.answers.items()}
        answered = [k for k in result.to_recheck(MADE) if result.answers[k].value is not None or result.answers[k].na]
        assert theirs == [ours, [key for key in MADE.by_id if key in answered]]


def test_a_complaint_moves_no_cursor():
    """Names of files, of items and versions come from a stranger and go to the terminal."""
    shown = str(Complaint("\x1b[2J.json", "answers.\x1b]0;x\x07", "版本 \x9b31m"))
    assert shown == "·[2J.json：answers.·]0;x·：版本 ·31m"
