"""What was filled in, on paper: all of it, the report first; a blank form prints with its boxes."""

import pytest

from tests.waiting import settle

from ...site.printing import on_paper
from .test_form import answer, load, opened, result_file

pytestmark = pytest.mark.browser
LONG = "很长的佐证材料" * 40


def filled(page):
    answers = {
        "yes": {"value": False, "evidence": LONG, "note": "备注甲", "owner": "王主任", "due": "年底前"},
        "levels": {"value": 1}, "days": {"value": None, "na": True, "reason": "没有这项业务" * 20}, "shares": {"value": 75},
    }  # fmt: skip
    load(page, result_file(unit="名称很长的党支部" * 6, answers=answers, screening={"q": True}))


def test_everything_that_was_written_is_on_paper(context, form_url):
    page = opened(context, form_url)
    filled(page)
    sheets = on_paper(page).pages
    text = "".join(sheets)
    for words in (
        LONG,
        "备注甲",
        "王主任",
        "年底前",
        "没有这项业务" * 20,
        "名称很长的党支部" * 6,
        "75%",
        "有集体经济吗？：是",
    ):
        assert words in text, words
    assert "如2026或2026-06" not in text
    assert text.index("总分") < text.index("措施") < text.index("附：各条答案") < text.index("备注：备注甲")
    assert "未答" in text


def test_the_screen_is_as_before_after_printing(context, form_url):
    page = opened(context, form_url)
    filled(page)
    settle(page, 400)
    before = page.inner_text(".ck")
    on_paper(page)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.inner_text(".ck") == before
    assert page.locator(".ck-print").count() == 0


def test_the_report_alone_is_short(context, form_url):
    page = opened(context, form_url)
    filled(page)
    page.evaluate("window.print = () => { window.dispatchEvent(new Event('beforeprint')); }")
    page.click('[data-do="report"]')
    assert page.get_attribute(".ck", "data-printing") == "report"
    page.evaluate("window.addEventListener('beforeprint', e => e.stopImmediatePropagation(), true)")
    page.emulate_media(media="print")
    assert not page.is_visible("#ck-form")
    assert page.is_visible(".ck-print-gaps")
    assert page.inner_text(".ck-print-gaps thead").split() == ["问题", "差多少", "措施", "责任人", "期限"]


def test_a_blank_form_prints_with_its_boxes(context, form_url):
    page = opened(context, form_url)
    text = "".join(on_paper(page).pages)
    assert "附：各条答案" not in text
    assert "yes做到了吗" in text
    answer(page, "yes", "true")
    assert "附：各条答案" in "".join(on_paper(page).pages)
