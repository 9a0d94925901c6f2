"""Ballots of many, entered by counting: what the page counts, keeps and writes is what the command reads."""

import json

import pytest

from anliku.checklist import Settings, assemble, read_json
from tests.waiting import settle

from ..conftest import library
from .test_form import grade, load, opened, result_file, saved

pytestmark = pytest.mark.browser
MADE = assemble(library(), "village", Settings(library="demo"))
HEAD = {"format": "anliku-result/2", "assessor": "masses", "period": "2026", "answers": {}, "version": MADE.version}


def read(data):
    return read_json(json.dumps(data).encode(), "r.json", {"village": MADE}.get, "demo")


def counting(context, url):
    page = opened(context, url)
    page.check('[name="assessor"][value="masses"]')
    page.check('[name="tally"]')
    settle(page)
    return page


def count(page, item, *numbers):
    fields = page.locator(f'#item-{item} [name="t-{item}"]')
    for place, number in enumerate(numbers):
        fields.nth(place).fill(str(number))
    settle(page)


def test_what_was_counted_is_what_the_command_reads(context, form_url):
    page = counting(context, form_url)
    page.fill('[name="unit"]', "甲村")
    page.fill('[name="handed_out"]', "２０份")
    page.fill('[name="returned"]', "8")
    count(page, "rating", "", 1, 0, "3张", 4)
    assert page.inner_text("#item-rating .ck-tally p") == "共 8 张，平均 4.3 分"
    assert page.inner_text("#item-rating .ck-state") == "8 张"
    assert page.inner_text("#ck-people") == "服务对象测评：8 份（发出 20），人数少，只供参考。"
    score = grade(page)
    name, data = saved(page)
    assert name == "自评-甲村-服务对象测评.json"
    assert data["tally"] == {"rating": {"2": 1, "4": 3, "5": 4}}
    assert data["answers"]["rating"]["value"] is None
    result, complaints = read(data)
    assert complaints == []
    assert (result.returned, result.handed_out) == (8, 20)
    assert result.answers["rating"].counts == ((2, 1), (4, 3), (5, 4))
    assert result.answers["rating"].value == 4.25
    assert "总分 81.3" in score  # (4.25 - 1) / 4


def test_counts_survive_a_reload_and_the_file(context, form_url):
    page = counting(context, form_url)
    count(page, "rating", 0, 0, 2, 0, 1)
    page.fill('[name="returned"]', "3")
    settle(page, 400)
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.click('[data-do="open"]')
    assert page.is_checked('[name="tally"]')
    assert [page.locator('[name="t-rating"]').nth(n).input_value() for n in range(5)] == ["", "", "2", "", "1"]
    _, data = saved(page)
    page.click('[data-do="clear"]')
    settle(page, 400)
    load(page, data)
    page.wait_for_selector('[name="t-rating"]', state="attached")
    again = saved(page)[1]
    assert {**again, "saved": ""} == {**data, "saved": ""}


def test_a_count_that_no_field_stands_for_stays_counted(context, form_url):
    page = opened(context, form_url)
    tally = {"rating": {"3.5": 2, "5": 1}, "gone": {"1": 2}}
    load(page, result_file(**HEAD, tally=tally, returned=3))
    told = page.inner_text("#ck-complaints")
    assert "计票里的 “gone” 不是这张自评表的条目" in told
    assert "不认识的内容" not in told
    page.click('[data-do="open"]')
    assert "另有 3.5 分 2 张" in page.inner_text("#item-rating .ck-tally p")
    page.locator('[name="t-rating"]').nth(0).fill("4")
    settle(page)
    assert saved(page)[1]["tally"] == {"rating": {"1": 4, "3.5": 2, "5": 1}}


def test_numbers_that_cannot_be_are_said(context, form_url):
    page = counting(context, form_url)
    page.fill('[name="returned"]', "3")
    page.fill('[name="handed_out"]', "2")
    count(page, "rating", 4, "-1")
    assert "收回 3 份，多于发出的 2 份，请核对" in page.inner_text("#error-slips")
    assert "多于收回的 3 份，请核对" in page.inner_text("#item-rating .ck-tally p")
    assert page.inner_text("#error-rating").startswith("“-1”不是张数，没有计入")
    page.fill('[name="returned"]', "很多")
    settle(page)
    assert "“很多”不是份数，没有计入" in page.inner_text("#error-slips")
    data = saved(page)[1]
    assert data["tally"] == {"rating": {"1": 4}}
    assert "returned" not in data


def test_one_no_among_many_is_no_failure(context, form_url):
    """A counted mean is graded whatever the form, as in the command; the same answer of one would cap the grade."""
    page = opened(context, form_url)
    page.evaluate(
        """() => { const sheet = JSON.parse(document.getElementById("ck-sheet").textContent), core = anliku.checklist;
        const item = sheet.items.find(one => one.id === "yes");
        window.found = [false, true].map(counted => core.isMet(item, 0.9, sheet.scheme, counted)); }"""
    )
    assert page.evaluate("window.found") == [False, True]
