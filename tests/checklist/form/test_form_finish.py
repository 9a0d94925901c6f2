"""A form that one can finish: where one is, what comes next, what was restored, and nothing that goes without a word."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.waiting import settle

from ...site.printing import on_paper
from .test_form import FULL_STORAGE, NO_STORAGE, answer, load, opened, result_file, saved

pytestmark = pytest.mark.browser


def bar(page):
    settle(page)
    return page.inner_text("#ck-bar-count") + page.inner_text("#ck-bar-saved")


def test_every_item_is_one_line_until_opened(context, form_url):
    page = opened(context, form_url, unfolded=False)
    assert page.is_visible('input[name="a-yes"][value="true"]')  # the first one without an answer
    assert page.is_visible("#ask-levels")
    assert not page.is_visible('input[name="a-levels"][value="1"]')
    page.click("#item-levels summary")
    answer(page, "levels", 1)
    page.click("#item-levels summary")
    settle(page)
    assert page.inner_text("#item-levels .ck-state") == "有一些"
    assert page.inner_text("#item-rating .ck-state") == "未答"


def test_the_bar_counts_and_leads_to_the_next_without_an_answer(context, form_url):
    page = opened(context, form_url, unfolded=False)
    assert bar(page) == "已答 0 / 6"
    answer(page, "yes", "true")
    settle(page, 400)
    assert bar(page) == "已答 1 / 6 · 已自动保存"
    assert page.inner_text("#section-leadership") == "领导班子 1/2"
    reached = []
    for _ in range(5):
        page.click('#ck-bar [data-do="next"]')
        reached.append(page.evaluate("document.activeElement.closest('[data-item]').dataset.item"))
    assert reached == ["levels", "rating", "days", "shares", "open"]
    for item in ("levels", "rating"):
        answer(page, item, 2)
    for item in ("days", "shares"):
        page.fill(f'[name="v-{item}"]', "5")
    answer(page, "open", "true")
    settle(page, 400)
    assert page.inner_text('#ck-bar [data-do="next"]') == "看得分"
    page.click('#ck-bar [data-do="next"]')
    assert page.evaluate("document.activeElement.id") == "ck-result"
    saved_name = page.inner_text('#ck-bar [data-do="save"]')
    assert saved_name == "保存成文件"
    with page.expect_download():
        page.click('#ck-bar [data-do="save"]')
    assert bar(page) == "已答 6 / 6 · 已存成文件"


def test_what_was_restored_is_said_and_one_goes_on_from_there(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="unit"]', "甲村")
    page.fill('[name="period"]', "2026")
    answer(page, "yes", "true")
    page.click("#item-levels .ck-notes summary")
    page.fill('[name="m-levels"]', "明天问会计")
    settle(page, 400)
    page.close()
    page = opened(context, form_url, unfolded=False)
    status = page.inner_text("#ck-status")
    assert status.startswith("已恢复上次填的：“甲村”2026 的自评 1 条（另有 1 条只记了字）（")
    assert "存的）" in status
    page.click("#ck-resume")
    assert page.evaluate("document.activeElement.name") == "a-levels"


def test_nothing_is_said_to_be_restored_where_nothing_was(context, form_url):
    page = opened(context, form_url)
    assert page.inner_text("#ck-status") == ""
    assert not page.is_visible("#ck-resume")


def test_not_applicable_takes_the_answer_away_and_gives_it_back(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="v-days"]', "45")
    settle(page)
    page.check('[name="n-days"]')
    page.fill('[name="r-days"]', "没有这项业务")
    settle(page)
    assert page.input_value('[name="v-days"]') == ""
    assert page.inner_text("#item-days .ck-said") == "选了“不适用”，原来的答案“45 日”已清除。"
    data = saved(page)[1]["answers"]["days"]
    assert (data["value"], data["na"], data["reason"]) == (None, True, "没有这项业务")
    page.click('[data-restore="days"]')
    settle(page)
    assert page.input_value('[name="v-days"]') == "45"
    assert not page.is_checked('[name="n-days"]')
    page.check('[name="n-days"]')
    page.uncheck('[name="n-days"]')
    assert saved(page)[1]["answers"]["days"]["value"] == 45


def test_a_cleared_answer_can_be_brought_back(context, form_url):
    page = opened(context, form_url)
    answer(page, "levels", 2)
    settle(page)
    page.click('[data-clear="levels"]')
    settle(page)
    assert page.inner_text("#item-levels .ck-said") == "原来的答案“齐全”已清除。"
    page.click('[data-restore="levels"]')
    settle(page)
    assert page.is_checked('input[name="a-levels"][value="2"]')
    assert not page.is_visible("#item-levels .ck-said")


def test_last_times_tasks_are_marked_done_or_not(context, form_url):
    page = opened(context, form_url)
    past = {
        "yes": {"value": False, "owner": "王主任", "due": "2025-12-31"}, "levels": {"value": 0, "owner": "李会计"},
        "shares": {"value": 1, "due": "2025-06-30", "done": True}, "days": {"value": 3},
    }  # fmt: skip
    load(page, result_file(answers=past), "compare")
    page.wait_for_selector("#ck-task-list li")
    assert page.locator("#ck-task-list li").count() == 2
    assert "责任人：王主任，期限：2025-12-31" in page.inner_text("#ck-task-list")
    page.check('[name="done-yes"][value="true"]')
    page.check('[name="done-levels"][value="false"]')
    answers = saved(page)[1]["answers"]
    assert answers["yes"] == {"value": None, "na": False, "owner": "王主任", "due": "2025-12-31", "done": True}
    assert answers["levels"] == {"value": None, "na": False, "owner": "李会计", "done": False}
    settle(page, 400)
    page.reload()
    page.wait_for_selector("[data-ready]")
    load(page, result_file(answers=past), "compare")
    page.wait_for_selector("#ck-task-list li")
    assert page.is_checked('[name="done-yes"][value="true"]')
    assert page.is_checked('[name="done-levels"][value="false"]')


def test_the_radar_says_which_line_is_which(context, form_url):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    settle(page)
    assert page.locator(".ck-legend li").all_text_contents() == [" 这次"]
    load(page, result_file(), "compare")
    settle(page)
    assert page.locator(".ck-legend li").all_text_contents() == [" 这次", " 上次"]


def test_the_first_key_press_reaches_the_form(context, form_url):
    page = opened(context, form_url, unfolded=False)
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到填写"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "unit"


def test_a_link_to_an_item_opens_it(context, form_url):
    page = opened(context, form_url + "#item-shares", unfolded=False)
    assert page.is_visible('[name="v-shares"]')
    answer(page, "yes", "false")
    page.click("#item-yes summary")
    settle(page)
    page.click('#ck-gaps a[href="#item-yes"]')
    assert page.is_visible('input[name="a-yes"][value="true"]')


def test_two_windows_merge_at_once_and_say_so(context, form_url):
    one, two = opened(context, form_url), opened(context, form_url)
    answer(one, "yes", "true")
    two.focus('[name="v-shares"]')
    two.keyboard.insert_text("7")
    settle(one, 400)
    settle(two, 800)
    assert two.is_checked('input[name="a-yes"][value="true"]')
    assert "另一个窗口也在填这张表：第 1 条（共 1 条）已合并进来" in two.inner_text("#ck-status")
    two.keyboard.insert_text("5")
    assert two.input_value('[name="v-shares"]') == "75"
    answer(two, "yes", "false")
    settle(two, 800)
    settle(one, 400)
    assert one.is_checked('input[name="a-yes"][value="false"]')
    assert one.input_value('[name="v-shares"]') == "75"


def test_what_two_windows_stored_at_once_is_put_together(context, form_url):
    """One overwrote what the other had just stored: the one that still knows stores it again."""
    page = opened(context, form_url)
    answer(page, "yes", "true")
    settle(page, 400)
    page.evaluate(
        """() => { const key = Object.keys(localStorage).find(name => name.startsWith("anliku-checklist"));
        const draft = JSON.parse(localStorage[key]);
        draft.answers = { self: { levels: { value: 2, na: false, t: Date.now() } } };
        localStorage[key] = JSON.stringify(draft);
        window.dispatchEvent(new StorageEvent("storage", { key })); }"""
    )
    settle(page, 800)
    stored = page.evaluate(
        "JSON.parse(localStorage[Object.keys(localStorage).find(n => n.startsWith('anliku-checklist'))]).answers.self"
    )
    assert stored["yes"]["value"] is True
    assert stored["levels"]["value"] == 2
    assert page.is_checked('input[name="a-levels"][value="2"]')


def test_a_clock_that_was_set_back_loses_no_answer(context, form_url):
    page = opened(context, form_url)
    page.evaluate("() => { const now = Date.now(); Date.now = () => now + 86400000; }")
    answer(page, "yes", "true")
    settle(page, 400)
    page.reload()  # the clock is right again: a day earlier
    page.wait_for_selector("[data-ready]")
    page.click('[data-do="open"]')
    answer(page, "yes", "false")
    settle(page, 400)
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.click('[data-do="open"]')
    assert page.is_checked('input[name="a-yes"][value="false"]')


def test_a_full_storage_is_still_read(context, form_url):
    page = opened(context, form_url)
    answer(page, "levels", 1)
    settle(page, 400)
    page.close()
    context.add_init_script(FULL_STORAGE)
    page = opened(context, form_url)
    assert page.is_checked('input[name="a-levels"][value="1"]')
    assert "存不了东西" in page.inner_text("#ck-storage")
    answer(page, "yes", "true")
    settle(page, 400)
    assert bar(page) == "已答 2 / 6 · 没有存住，请存成文件！"
    assert "ck-bar--off" in page.get_attribute("#ck-bar", "class")


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE])
def test_leaving_without_storage_is_asked_about(context, form_url, script):
    context.add_init_script(script)
    page = opened(context, form_url)
    answer(page, "yes", "true")
    settle(page, 400)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_another_units_strange_answers_do_not_come_along(context, form_url):
    page = opened(context, form_url)
    load(page, result_file(answers={"gone": {"value": 3}, "yes": {"value": True}}))
    settle(page, 400)
    load(page, result_file(unit="乙村"))
    settle(page, 400)
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert "gone" not in saved(page)[1]["answers"]


def test_closed_items_are_open_on_paper(context, form_url):
    page = opened(context, form_url, unfolded=False)
    blank = "".join(on_paper(page).pages)
    for words in ("有一些", "齐全", "很好", "填数"):
        assert words in blank, words
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.is_visible('input[name="a-levels"][value="1"]')
    load(page, result_file(answers={"levels": {"value": 1, "note": "备注甲"}}))
    assert "备注甲" in "".join(on_paper(page).pages)


def test_axe_finds_nothing_in_lines_bar_tally_and_tasks(context, form_url):
    page = opened(context, form_url, unfolded=False)
    load(page, result_file(answers={"yes": {"value": False, "owner": "王"}}), "compare")
    page.check('[name="assessor"][value="masses"]')
    page.check('[name="tally"]')
    page.click('[data-do="open"]')
    settle(page)
    page.check('[name="assessor"][value="self"]')
    for folded in ("open", "shut"):
        page.click(f'[data-do="{folded}"]')
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()
