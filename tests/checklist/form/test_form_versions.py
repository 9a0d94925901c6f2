"""The page knows the versions that are kept: their results keep their meaning, and it says of which version they are."""

import json
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Result, Settings, assemble, result_data, scorecard
from anliku.checklist.asked.freezing import frozen_of
from anliku.checklist.asked.scheme import Scheme
from anliku.checklist.form.pages import FORM_TEMPLATE, checklist_context, kept_context
from anliku.checklist.form.sheet import sheet_data
from anliku.checklist.results.alike import Side, alike
from anliku.checklist.results.json_result import read_json
from anliku.checklist.results.result import version_note
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.stamp import stamp_of
from anliku.library import Library
from anliku.library.models import Assessor
from tests.page_scripts import in_node

from ..build import LEVELS, indicator, shared
from ..page import write_page
from .test_form import answer, grade, load, opened, saved

SELF = Assessor.SELF
STRICT = Scheme.model_validate(
    {"grades": [{"name": "优秀", "from": 95}, {"name": "合格", "from": 80}, {"name": "待改进", "from": 0}]}
)
OLD = [indicator("yes", weight=3), indicator("gone"), indicator("levels", LEVELS), indicator("same")]
CHANGED = indicator("levels", {"type": "levels", "levels": ["差", "好"]}, ask="新的问法")
NEW = [indicator("yes", weight=1), indicator("fresh"), CHANGED, indicator("same")]
THEN = assemble(shared({"leadership": OLD}), "village", Settings(library="demo"))
LIBRARY = shared({"leadership": NEW}, frozen=(frozen_of(THEN, "2025"),))
NOW = assemble(LIBRARY, "village", Settings(library="demo", scheme=STRICT))


@pytest.fixture
def urls(tmp_path):
    """The page of today, with stricter bounds, and that of 2025."""
    own = Settings(library="demo", scheme=STRICT)
    present = checklist_context(LIBRARY, "village", own)
    kept = kept_context(LIBRARY, "village", "2025", own, {})
    return (
        write_page(tmp_path, "checklists/village.html", FORM_TEMPLATE, present),
        write_page(tmp_path, "checklists/village.2025.html", FORM_TEMPLATE, kept),
    )


def result_of(made, values, period="2025", **fields):
    """A result file of a version, as the command writes it."""
    answers = {key: Given(value, hash=made.by_id[key].hash, **fields) for key, value in values.items()}
    return Result("demo", made.version, "village", "甲村", period, SELF, answers)


EARLIER = {"yes": True, "gone": False, "levels": 1, "same": True}


@pytest.mark.browser
def test_a_result_of_a_kept_version_is_compared_as_it_was_scored(context, urls):
    """2025 by its own weights and bounds: (3 + 0 + 0.5 + 1) / 6 = 75, 合格 then; by today's bounds it would be 待改进."""
    page = opened(context, urls[0])
    for item, value in {"yes": "true", "fresh": "true", "levels": 1, "same": "true"}.items():
        answer(page, item, value)
    status = load(page, result_data(result_of(THEN, EARLIER)), "compare")
    assert "照保留的“2025”版计分" in status
    card = scorecard(THEN, {SELF: result_of(THEN, EARLIER).answers}, {})
    assert card.grade.name == "合格"
    assert f"上次（保留的“2025”版）总分 {card.total:.1f}，等级：合格" in grade(page)
    table = page.inner_text("#ck-table")
    assert "75.0（4/4）" in table
    assert "自评两次相同的条目只有 2/5 条，不到七成，不比" in table
    assert "进步" not in table
    assert page.inner_text("#item-levels .ck-before") == "上次（2025）：有一些（当时的条目不一样，不比）"
    assert page.inner_text("#item-same .ck-before") == "上次（2025）：是，这次没有变"
    assert page.problems == []


@pytest.mark.browser
@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_result_of_a_kept_version_is_not_loaded_into_another(context, urls, form):
    result = result_of(THEN, EARLIER, note="看过记录")
    raw = (
        checklist_xlsx(THEN, stamp_of(Library(LIBRARY, {})), result)
        if form == "xlsx"
        else json.dumps(result_data(result)).encode()
    )
    page = opened(context, urls[0])
    answer(page, "yes", "false")
    status = load(page, raw)
    assert "按保留的“2025”版填的" in status
    assert "没有载入" in status
    assert page.is_checked('input[name="a-yes"][value="false"]')
    page.click("#ck-other-page")
    page.wait_for_url("**/village.2025.html")
    page.wait_for_selector("[data-ready]")
    assert "已载入“甲村”的自评结果" in load(page, raw)
    assert grade(page).startswith("总分 75.0，等级：合格")
    _, data = saved(page)
    assert data["version"] == THEN.version
    read, told = read_json(json.dumps(data).encode(), "a", {"village": NOW}.get, "demo")
    assert told == []
    assert {key: given.value for key, given in read.answers.items()} == EARLIER
    assert {key: given.note for key, given in read.answers.items()} == dict.fromkeys(EARLIER, "看过记录")
    assert page.problems == []


@pytest.mark.browser
def test_answers_are_taken_over_when_asked_for_and_nothing_is_lost(context, urls):
    page = opened(context, urls[0])
    load(page, result_data(result_of(THEN, EARLIER, note="看过")))
    page.click('[data-do="bring"]')
    page.wait_for_selector("#ck-status:has-text('已载入')")
    assert "1 条是按旧条目答的，请复核" in page.inner_text("#ck-status")
    assert "“gone”" in page.inner_text("#ck-complaints")
    assert not page.is_visible("#ck-other")
    _, data = saved(page)
    assert data["version"] == NOW.version
    assert data["answers"]["gone"] == {"value": False, "na": False, "note": "看过"}
    assert data["items"]["same"] == NOW.by_id["same"].hash
    assert data["items"]["levels"] == THEN.by_id["levels"].hash


@pytest.mark.browser
def test_a_result_of_today_is_not_loaded_into_the_page_of_a_kept_version(context, urls):
    page = opened(context, urls[1])
    assert "“2025”版" in page.inner_text(".ck-note >> nth=0")
    assert "是按现在的表填的" in load(page, result_data(result_of(NOW, {"yes": True})))
    page.click("#ck-other-page")
    page.wait_for_url("**/village.html")


@pytest.mark.browser
def test_other_bounds_alone_are_another_version(context, tmp_path):
    """The same items, graded by other bounds since: 87.5 was 优秀 and stays so; today it is 合格."""
    items = [indicator("a", weight=7), indicator("b")]
    then = assemble(shared({"leadership": items}), "village", Settings(library="demo"))
    records = shared({"leadership": items}, frozen=(frozen_of(then, "2025"),))
    own = Settings(library="demo", scheme=STRICT)
    now = assemble(records, "village", own)
    assert now.version != then.version
    url = write_page(tmp_path, "checklists/village.html", FORM_TEMPLATE, checklist_context(records, "village", own))
    page = opened(context, url)
    answer(page, "a", "true")
    answer(page, "b", "false")
    load(page, result_data(result_of(then, {"a": True, "b": False})), "compare")
    assert "总分 87.5，等级：合格　上次（保留的“2025”版）总分 87.5，等级：优秀。" in grade(page)
    assert "持平" in page.inner_text("#ck-table")
    read = result_of(then, {"a": True, "b": False})
    assert scorecard(now.as_of(read.version), {SELF: read.answers}, {}).grade.name == "优秀"


@pytest.mark.browser
def test_whose_bounds_grade_a_version_without_its_own_is_said(context, tmp_path):
    """What was kept before schemes were is graded by today's, and page and command name the version that has it."""
    bare = frozen_of(THEN, "2025").model_copy(update={"scheme": None})
    records, own = shared({"leadership": NEW}, frozen=(bare,)), Settings(library="demo", scheme=STRICT)
    now, result = assemble(records, "village", own), result_of(THEN, EARLIER)
    present = write_page(tmp_path, "checklists/a.html", FORM_TEMPLATE, checklist_context(records, "village", own))
    kept = write_page(tmp_path, "checklists/b.html", FORM_TEMPLATE, kept_context(records, "village", "2025", own, {}))
    told = now.as_of(THEN.version).scheme_told
    assert f"现在的版本（{now.version}）" in told
    page = opened(context, present)
    load(page, result_data(result), "compare")
    assert page.inner_text("#ck-complaints") == told
    assert "总分 75.0，等级：待改进" in grade(page)
    page = opened(context, kept)
    assert told in page.inner_text(".ck-note >> nth=0")
    load(page, result_data(result))
    assert page.inner_text("#ck-complaints") == told
    _, theirs = read_json(json.dumps(result_data(result)).encode(), "a", {"village": now}.get, "demo")
    assert [one.message for one in theirs] == [told]


@pytest.mark.browser
def test_a_draft_of_a_kept_version_stays_with_it(context, urls):
    page = opened(context, urls[1])
    answer(page, "gone", "true")
    page.wait_for_selector("#ck-bar-saved:has-text('已自动保存')")
    page = opened(context, urls[0])
    assert "按保留的“2025”版填的草稿" in page.inner_text("#ck-status")
    assert grade(page) == "还没有答案，没有得分。"
    page.click('[data-do="bring"]')
    page.wait_for_selector("#ck-status:has-text('上一版填的答案')")
    assert "另有 1 条这张表里没有，原样留在结果文件里，不计分" in page.inner_text("#ck-status")
    assert saved(page)[1]["answers"]["gone"] == {
        "value": True, "na": False, "on": page.evaluate("new Date().toLocaleDateString('sv')"), "revision": 1,
    }  # fmt: skip


@pytest.mark.browser
def test_a_form_that_was_saved_alone_offers_no_page(context, tmp_path):
    from anliku.export.form_html import form_html

    file = tmp_path / "form.html"
    file.write_text(form_html(LIBRARY, "village", Settings(library="demo", scheme=STRICT)), encoding="utf-8")
    page = opened(context, file.as_uri())
    assert "没有载入" in load(page, result_data(result_of(THEN, EARLIER)))
    assert not page.is_visible("#ck-other-page")
    assert page.is_visible('[data-do="bring"]')


# --- page and command by the same rules --------------------------------------------------------------------------------

SCHEMES = [Scheme(), STRICT, Scheme.model_validate({"pass_mark": 0.5})]
POOLS = [OLD, NEW, [OLD[0]]]


@st.composite
def histories(draw):
    """A type's checklist with what was kept of it, and the versions that results may name."""
    steps = draw(st.lists(st.tuples(st.sampled_from(POOLS), st.sampled_from(SCHEMES)), min_size=1, max_size=4))
    kept, made = (), None
    for number, (pool, scheme) in enumerate(steps):
        made = assemble(shared({"leadership": pool}, frozen=kept), "village", Settings(library="demo", scheme=scheme))
        if draw(st.booleans()) and all(made.version != one.version for one in made.kept):
            own = made.scheme if draw(st.booleans()) else None  # files of before schemes were kept have none
            kept = (*kept, frozen_of(made, f"v{number}").model_copy(update={"scheme": own}))
    known = sorted({name for one in (made, *made.kept) for name in one.versions})
    return made, draw(st.sampled_from([*known, "", "12345678", "12345678-abcd", made.version.partition("-")[0]]))


_AS_OF = """
const versions = anliku.versions, read = anliku.results;
console.log(JSON.stringify(input.map((one) => {
  const made = versions.asOf(one.sheet, one.version), side = (which) => (
    { sheet: one.sheet, version: one.versions[which], answers: { self: one.answers[which] }, screening: {} });
  const pair = versions.alike(side(0), side(1), "self", "");
  return [made.kept_as || "", read.versionNote(made, { version: one.version, answers: {} }),
    [pair.common, pair.answered, pair.before, pair.after, pair.comparable]];
})));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_page_and_command_choose_the_same_version_and_compare_alike():
    drawn = []

    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
        derandomize=True,
    )
    @given(histories(), st.data())
    def collect(history, data):
        made, version = history
        marks = st.sampled_from(["", "00000000"])
        answers = [
            {
                item.id: Given(data.draw(st.booleans()), hash=data.draw(st.sampled_from([item.hash, ""]) | marks))
                for item in made.items
                if item.form.name == "yes_no" and data.draw(st.booleans())
            }
            for _ in range(2)
        ]
        drawn.append(
            (made, version, [data.draw(st.sampled_from([made.version, version, ""])) for _ in range(2)], answers)
        )

    collect()
    cases = [
        {
            "sheet": sheet_data(made, made.kept), "version": version, "versions": versions,
            "answers": [{key: {"value": one.value, "na": False, "hash": one.hash} for key, one in side.items()} for side in answers],
        }
        for made, version, versions, answers in drawn
    ]  # fmt: skip
    for (made, version, versions, answers), theirs in zip(drawn, json.loads(in_node(_AS_OF, cases)), strict=True):
        chosen = made.as_of(version)
        result = Result("demo", version, "village", "甲", "2025", SELF, {})
        sides = [
            Side("2025", replace(result, version=name, answers=given_), made.items)
            for name, given_ in zip(versions, answers, strict=True)
        ]
        pair = alike(*sides)
        ours = [pair.common, pair.answered, pair.before, pair.after, pair.comparable]
        assert theirs == [chosen.kept_as, version_note(result, chosen), ours], (made.version, version)
    assert len({made.as_of(version).kept_as for made, version, *_ in drawn}) > 2
