"""The form in a browser on file://: fill, reload, save, load, compare, and what may go wrong."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from anliku.checklist import Settings, assemble, read_json
from tests.waiting import settle

from ..conftest import library, write_form

pytestmark = pytest.mark.browser
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"

VERSION = assemble(library(), "village", Settings(library="demo")).version


def opened(context, url, *, unfolded=True):
    """The form; with every item open, as most tests need it, or as a reader finds it."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.goto(url)
    page.wait_for_selector("[data-ready]")
    if unfolded:
        page.click('[data-do="open"]')
    return page


def answer(page, item, value):
    page.check(f'input[name="a-{item}"][value="{value}"]')


def grade(page):
    settle(page, 50)
    return page.inner_text("#ck-grade")


def saved(page):
    with page.expect_download() as found:
        page.click('[data-do="save"]')
    return found.value.suggested_filename, json.loads(Path(found.value.path()).read_text(encoding="utf-8"))


def load(page, content, button="load"):
    with page.expect_file_chooser() as chooser:
        page.click(f'[data-do="{button}"]')
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    chooser.value.set_files({"name": "结果.json", "mimeType": "application/json", "buffer": raw})
    settle(page, 150)
    return page.inner_text("#ck-status")


def result_file(**fields):
    answers = fields.pop("answers", {"yes": {"value": True}})
    data = {"format": "anliku-result/1", "library": "demo", "version": "x", "organisation": "village", "unit": "甲村"}
    return {**data, "period": "2025", "assessor": "self", "answers": answers, **fields}


def test_scores_follow_every_click(context, form_url):
    page = opened(context, form_url)
    assert grade(page) == "还没有答案，没有得分。"
    answer(page, "yes", "true")
    assert grade(page) == "总分 100.0，等级：优秀（暂定，还有条目未答）"
    answer(page, "levels", 0)
    assert grade(page) == "总分 66.7，等级：合格（暂定，还有条目未答）"
    answer(page, "yes", "false")
    assert "等级：待改进" in grade(page)
    assert "关键项不达标 1 条：yes做到了吗？" in grade(page)
    assert page.problems == []


def test_answers_survive_a_reload(context, form_url):
    page = opened(context, form_url)
    assert "边填边存" in page.inner_text("#ck-storage")
    page.fill('[name="unit"]', "甲村")
    answer(page, "levels", 1)
    page.click("#item-levels .ck-notes summary")
    page.fill('[name="m-levels"]', "第三季度补")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value('[name="unit"]') == "甲村"
    assert page.is_checked('input[name="a-levels"][value="1"]')
    assert page.input_value('[name="m-levels"]') == "第三季度补"


def test_writing_in_a_gap_goes_on_while_the_list_changes(context, form_url):
    """A score that changes elsewhere must not take the field away from somebody who is writing in it."""
    page = opened(context, form_url)
    answer(page, "yes", "false")
    page.locator('[name="o-yes"]').focus()
    page.keyboard.insert_text("王")
    page.evaluate("""() => {
        const other = document.querySelector('[name="v-days"]');
        other.value = "1";
        other.dispatchEvent(new Event("input", { bubbles: true }));
        return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    }""")
    page.keyboard.insert_text("主任")
    assert page.input_value('[name="o-yes"]') == "王主任"
    assert saved(page)[1]["answers"]["yes"]["owner"] == "王主任"


def test_a_saved_file_is_what_the_generator_reads(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="unit"]', "甲村")
    page.fill('[name="period"]', "2026")
    answer(page, "yes", "false")
    page.fill('[name="v-days"]', "45")
    page.fill('[name="o-yes"]', "王主任")
    page.fill('[name="d-yes"]', "2026-12-31")
    name, data = saved(page)
    assert name == "自评-甲村-2026-自评.json"
    from anliku.checklist import Settings, assemble

    made = assemble(library(), "village", Settings(library="demo"))
    result, complaints = read_json(json.dumps(data).encode(), name, {"village": made}.get, "demo")
    assert complaints == []
    assert (result.answers["yes"].value, result.answers["yes"].owner, result.answers["yes"].due) == (
        False, "王主任", "2026-12-31",
    )  # fmt: skip
    assert result.answers["days"].value == 45
    assert set(result.answers) == {"yes", "days"}


def test_loading_replaces_and_undo_brings_back(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "false")
    assert "已载入“甲村”的自评结果" in load(page, result_file())
    assert page.is_checked('input[name="a-yes"][value="true"]')
    page.click('[data-do="undo"]')
    assert page.is_checked('input[name="a-yes"][value="false"]')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format": "anliku-result/1", "answ', "可能没有保存完"),
        (b"[1,2]", "这不是自评结果文件"),
        (result_file(library="other"), "另一个案例库"),
        (result_file(organisation="coop"), "另一类组织"),
        (result_file(assessor="boss"), "由谁评价"),
        (b" " * 5_100_000, "文件太大"),
    ],
)
def test_a_wrong_file_changes_nothing(context, form_url, content, message):
    page = opened(context, form_url)
    answer(page, "levels", 2)
    status = load(page, content)
    assert message in status
    assert "没有动" in status
    assert page.is_checked('input[name="a-levels"][value="2"]')
    assert page.problems == []


def test_bad_answers_in_a_file_are_named_and_unknown_ones_kept(context, form_url):
    page = opened(context, form_url)
    evil = {"value": 9, "note": "<img src=x onerror=alert(1)>"}
    load(page, result_file(answers={"rating": evil, "gone": {"value": 3}, "yes": {"value": True}}))
    told = page.inner_text("#ck-complaints")
    assert "第 3 条“rating做到了吗？”：答案 “9” 认不出或超出范围（1 到 5）" in told
    assert "没有编号为 “gone” 的条目" in told
    assert page.locator("img").count() == 0
    _, data = saved(page)
    assert data["answers"]["gone"] == {"value": 3}
    assert data["answers"]["rating"]["note"] == evil["note"]


def test_comparing_shows_both_years(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    answer(page, "levels", 0)
    load(page, result_file(answers={"yes": {"value": False}, "levels": {"value": 2}}, version=VERSION), "compare")
    assert page.inner_text("#item-yes .ck-before") == "上次（2025）：否，这次进步了"
    assert page.inner_text("#item-levels .ck-before") == "上次（2025）：齐全，这次退步了"
    assert "进步 33.4" in page.inner_text("#ck-table")
    assert page.locator("#ck-radar > svg .ck-past").count() == 1
    assert page.is_checked('input[name="a-yes"][value="true"]')


def test_each_assessor_has_answers_of_their_own_and_all_are_combined(context, form_url):
    page = opened(context, form_url)
    answer(page, "rating", 5)
    page.check('[name="assessor"][value="masses"]')
    settle(page, 50)
    assert not page.is_visible("#item-yes")
    assert not page.is_checked('input[name="a-rating"][value="5"]')
    page.fill('[name="v-rating"]', "3.4")
    assert "总分 77.1" in grade(page)
    page.check('[name="assessor"][value="self"]')
    assert page.is_checked('input[name="a-rating"][value="5"]')


def test_screening_switches_items_on(context, form_url):
    page = opened(context, form_url)
    assert not page.is_visible("#item-money")
    page.check('[name="s-q"][value="true"]')
    settle(page, 50)
    assert page.is_visible("#item-money")


def test_not_applicable_needs_a_reason(context, form_url):
    page = opened(context, form_url)
    page.check('[name="n-days"]')
    settle(page, 50)
    assert page.inner_text("#error-days") == "请写“不适用”的理由。"
    page.fill('[name="r-days"]', "没有这项业务")
    settle(page, 50)
    assert not page.is_visible("#error-days")
    assert "1 / 6 条" in page.inner_text("#ck-progress-text")


def test_a_number_out_of_range_is_refused_and_said(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="v-shares"]', "180")
    assert grade(page) == "还没有答案，没有得分。"
    assert page.inner_text("#error-shares") == "“180”不是可以填的数，没有计入；可填 0 到 100。"
    assert "error-shares" in page.get_attribute('[name="v-shares"]', "aria-describedby")


def test_gaps_come_with_remedy_and_keep_owner_and_date(context, form_url):
    page = opened(context, form_url)
    answer(page, "levels", 0)
    answer(page, "yes", "false")
    settle(page, 50)
    gaps = page.locator("#ck-gaps li.ck-gap")
    assert [gaps.nth(n).get_attribute("data-gap") for n in range(2)] == ["yes", "levels"]
    assert "怎么补：补yes" in gaps.nth(0).text_content()
    page.fill('[name="o-levels"]', "李会计")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value('[name="o-levels"]') == "李会计"


def test_answers_under_an_older_revision_are_marked(context, tmp_path):
    page = opened(context, write_form(tmp_path))
    answer(page, "levels", 2)
    settle(page, 400)
    page.close()
    page = opened(context, write_form(tmp_path, revision=2))
    assert "其中 1 条请复核" in page.inner_text("#ck-status")
    assert page.is_visible("#item-levels .ck-tag--recheck")
    page.click('[data-recheck="levels"]')
    settle(page, 50)
    assert not page.is_visible("#item-levels .ck-tag--recheck")
    assert page.is_checked('input[name="a-levels"][value="2"]')


def test_two_tabs_lose_nothing(context, form_url):
    one, two = opened(context, form_url), opened(context, form_url)
    answer(one, "yes", "true")
    settle(one, 400)
    answer(two, "levels", 1)
    settle(two, 400)
    one.reload()
    one.wait_for_selector("[data-ready]")
    assert one.is_checked('input[name="a-yes"][value="true"]')
    assert one.is_checked('input[name="a-levels"][value="1"]')


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE])
def test_without_storage_it_says_so_and_works_on(context, form_url, script):
    context.add_init_script(script)
    page = opened(context, form_url)
    assert "存不了东西" in page.inner_text("#ck-storage")
    answer(page, "yes", "true")
    assert "总分 100.0" in grade(page)
    settle(page, 400)
    _, data = saved(page)
    assert data["answers"]["yes"]["value"] is True
    assert page.problems == []


def test_a_hostile_draft_is_cleaned(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    settle(page, 400)
    page.evaluate(
        """() => { const key = Object.keys(localStorage)[0], d = JSON.parse(localStorage[key]);
        d.answers.self.yes.value = "9e99"; d.answers.self.levels = {value: 77, t: 1e15};
        d.answers.self.evil = {value: 1, t: 1e15};
        window.addEventListener("pagehide", e => e.stopImmediatePropagation(), true);
        localStorage[key] = JSON.stringify(d); }"""
    )
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.problems == []
    assert "总分" in grade(page) or "没有得分" in grade(page)


def test_clear_and_undo(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    page.click('[data-do="clear"]')
    assert grade(page) == "还没有答案，没有得分。"
    page.click('[data-do="undo"]')
    assert "总分 100.0" in grade(page)


def test_the_keyboard_is_enough(context, form_url):
    page = opened(context, form_url)
    page.focus('[name="unit"]')
    page.keyboard.type("甲村")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        reached.add(name)
        if name.startswith("a-") and name not in ("a-rating",):
            page.keyboard.press("Space")
    assert {"a-yes", "a-levels", "a-rating", "v-days", "n-days", "v-shares"} <= reached
    assert "总分" in grade(page)


def test_axe_finds_nothing(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "false")
    load(page, result_file(answers={"levels": {"value": 1}}), "compare")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_readable_without_script(chromium, form_url):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(form_url)
    assert "没有开启脚本" in page.inner_text("noscript")
    assert page.is_visible("#item-money")
    assert not page.is_visible("#ck-tools")
    context.close()
