"""The form keeps what was meant: no wheel changes a number, bounds are named, periods understood, several files at once."""

import json

import pytest

from tests.waiting import settle

from .test_form import VERSION, answer, grade, load, opened, result_file, saved

pytestmark = pytest.mark.browser


def load_files(page, files):
    """Choose several files at once."""
    with page.expect_file_chooser() as chooser:
        page.click('[data-do="load"]')
    chooser.value.set_files(
        [
            {"name": name, "mimeType": "", "buffer": raw if isinstance(raw, bytes) else json.dumps(raw).encode()}
            for name, raw in files
        ]
    )
    page.wait_for_selector("#ck-status:not(:empty)")
    settle(page, 150)
    return page.inner_text("#ck-status")


@pytest.mark.parametrize("key", ["ArrowUp", "ArrowDown", "PageUp"])
def test_neither_wheel_nor_arrows_change_a_number(context, form_url, key):
    page = opened(context, form_url)
    page.fill('[name="v-shares"]', "80")
    page.focus('[name="v-shares"]')
    page.hover('[name="v-shares"]')
    page.mouse.wheel(0, 300)
    page.keyboard.press(key)
    settle(page, 100)
    assert page.input_value('[name="v-shares"]') == "80"
    assert saved(page)[1]["answers"]["shares"]["value"] == 80


@pytest.mark.parametrize(
    ("item", "typed", "value"),
    [
        ("days", "1,200", 1200),
        ("shares", "85．５", 85.5),
        ("shares", "85%", 85),
        ("days", "4日", 4),
        ("days", "-1", None),
        ("shares", "100.5", None),
    ],
)
def test_a_number_is_read_as_it_was_meant(context, form_url, item, typed, value):
    page = opened(context, form_url)
    page.fill(f'[name="v-{item}"]', typed)
    settle(page, 50)
    _, data = saved(page)
    assert data["answers"].get(item, {}).get("value") == value
    assert page.is_visible(f"#error-{item}") == (value is None)
    if value is None:
        described = page.get_attribute(f'[name="v-{item}"]', "aria-describedby").split()
        assert all(page.query_selector(f"#{name}") for name in described)
        assert "可填" in page.inner_text(f"#error-{item}")


def test_a_share_is_asked_about_and_counted_as_it_stands(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="v-shares"]', "0.8")
    settle(page, 50)
    assert page.inner_text("#error-shares") == "答案是 0.8，按 0.8% 计；如果是 80%，请改正。"
    assert saved(page)[1]["answers"]["shares"]["value"] == 0.8


@pytest.mark.parametrize(
    ("typed", "kept", "told"),
    [("2025年6月", "2025-06", False), ("二○二五年上半年", "2025-H1", False), ("上学期", "上学期", True)],
)
def test_the_period_is_understood_or_asked_about(context, form_url, typed, kept, told):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    page.fill('[name="period"]', typed)
    page.press('[name="period"]', "Tab")
    assert page.is_visible("#error-period") == told
    assert saved(page)[1]["period"] == kept
    assert ("认不出" in page.inner_text("#ck-status")) == told


def test_a_date_in_words_is_shown_and_kept(context, form_url):
    page = opened(context, form_url)
    load(page, result_file(answers={"yes": {"value": False, "due": "年底前", "owner": "王"}}))
    page.wait_for_selector('[name="d-yes"]')
    assert page.input_value('[name="d-yes"]') == "年底前"
    assert "期限 “年底前” 不是日期，原样保留" in page.inner_text("#ck-complaints")
    assert saved(page)[1]["answers"]["yes"]["due"] == "年底前"


def test_what_is_cut_is_said(context, form_url):
    page = opened(context, form_url)
    load(page, result_file(answers={"yes": {"value": False, "note": "长" * 4001}}))
    assert "备注超过 4000 字，只取前面部分" in page.inner_text("#ck-complaints")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(context, form_url, encoding):
    page = opened(context, form_url)
    raw = json.dumps(result_file(unit="示例村党支部"), ensure_ascii=False).encode(encoding)
    assert "示例村党支部" in load(page, raw)
    assert page.input_value('[name="unit"]') == "示例村党支部"


def test_several_files_are_read_at_once(context, form_url):
    page = opened(context, form_url)
    mine = result_file(answers={"rating": {"value": 5}})
    theirs = result_file(answers={"rating": {"value": 1}}, assessor="masses", unit=" 甲 村")
    status = load_files(
        page,
        [
            ("a.json", mine),
            ("b.json", theirs),
            ("c.json", result_file(unit="乙村")),
            ("d.xlsx", b"PK\x03\x04"),
            ("e.json", mine),
        ],
    )
    assert "a.json：已载入“甲村”的自评结果" in status
    assert "b.json：已载入“甲 村”的服务对象测评结果" in status
    assert "c.json：是另一个单位（乙村）的结果" in status
    assert "d.xlsx：不是 XLSX 文件，或者文件不完整" in status
    assert "e.json：同一评价方已经载入了一份" in status
    assert "总分 42.9" in grade(page)
    page.click('[data-do="undo"]')
    assert grade(page) == "还没有答案，没有得分。"


def test_other_assessors_are_not_compared_with_these(context, form_url):
    page = opened(context, form_url)
    answer(page, "rating", 4)
    load(page, result_file(answers={"rating": {"value": 3}}, period="2024", version=VERSION), "compare")
    load(
        page,
        result_file(answers={"rating": {"value": 5}}, period="2024", version=VERSION, assessor="masses"),
        "compare",
    )
    table = page.inner_text("#ck-table")
    assert "进步 25.0" in table
    assert "退步" not in table
    assert "上次有自评、服务对象测评，这次有自评：评价方不同，合计不比" in table
    assert page.locator(".ck-past").count() == 0


def test_a_saved_answer_remembers_its_question(context, form_url):
    page = opened(context, form_url)
    answer(page, "levels", 2)
    _, data = saved(page)
    data["items"]["levels"] = "00000000"
    assert data["format"] == "anliku-result/2"
    assert "1 条是按旧条目答的，请复核" in load(page, data)
    assert page.is_visible("#item-levels .ck-tag--recheck")
    page.click('[data-recheck="levels"]')
    settle(page, 50)
    assert not page.is_visible("#item-levels .ck-tag--recheck")
