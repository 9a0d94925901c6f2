"""The form keeps what was meant: no wheel changes a number, bounds are named, periods understood, several files at once."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from anliku.checklist import Settings, assemble, read_result
from anliku.export.checklist_xlsx import checklist_xlsx
from tests.waiting import settle

from ..conftest import library
from .test_form import VERSION, answer, grade, load, opened, result_file, saved

pytestmark = pytest.mark.browser
MADE = assemble(library(), "village", Settings(library="demo"))


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
    assert "e.json：与 a.json 内容相同，只载入一次" in status
    assert "总分 42.9" in grade(page)
    page.click('[data-do="undo"]')
    assert grade(page) == "还没有答案，没有得分。"


def packed(*names):
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
STRANGE = {
    "空.json": b"", "空.xlsx": b"", "表.csv": "单位,回答".encode("gb18030"), "表.et": OLE, "表.xls": OLE, "旧.xlsx": OLE, "旧.doc": OLE,
    "密.xlsx": OLE + "EncryptedPackage".encode("utf-16-le"), "表.ods": packed("content.xml"), "文.docx": packed("word/document.xml"),
    "包.zip": packed("a.json", "b.json"), "演示.pptx": packed("ppt/presentation.xml"), "扫描.pdf": b"%PDF-1.7", "扫描2.pdf": b"x",
    "断.xlsx": b"PK\x03\x04", "说明": "看一下".encode(), "说明.txt": "看一下".encode(), "图.png": b"\x89PNG\r\n\x1a\n", "包.rar": b"Rar!\x1a\x07\x00",
    "断.json": b'{"format": ', "杂.json": b"\xff\x00\x81", "页.html": b"<!doctype html><p>x",
}  # fmt: skip


def test_page_and_command_say_the_same_of_what_is_no_result(context, form_url):
    """Several files chosen at once, none of them a result: each is named, in the words of the command."""
    page = opened(context, form_url)
    status = load_files(page, list(STRANGE.items()))
    for name, raw in STRANGE.items():
        result, (told,) = read_result(raw, name, {"village": MADE}.get, "demo")
        assert result is None
        if name == "断.json":  # the command names the place in the file as well
            assert f"{name}：文件不是完整的 JSON" in status
        else:
            assert f"{name}：{told.message.rstrip('。')}。" in status
    assert status.endswith("表里的答案没有动。")


def test_of_two_versions_of_a_file_the_newer_is_loaded_whatever_its_name(context, form_url):
    page = opened(context, form_url)
    older = result_file(saved="2026-06-01T08:00:00Z", answers={"yes": {"value": False}, "rating": {"value": 5}})
    newer = result_file(saved="2026-06-09T08:00:00Z", answers={"yes": {"value": True}, "rating": {"value": 5}})
    for names in (["表.json", "表（最终版）.json"], ["表（最终版）.json", "表.json"]):
        files = [(names[0], newer), (names[1], older)]
        for chosen in (files, files[::-1]):
            status = load_files(page, chosen)
            assert f"{names[0]}：已载入“甲村”的自评结果" in status
            assert (
                f"{names[1]}：与 {names[0]} 是同一单位、同一时期、同一评价方，但有 1 条答案不同，"
                "后者较新（2026-06-09 08:00，这个文件 2026-06-01 08:00），只载入后者。"
            ) in status
            assert page.is_checked('input[name="a-yes"][value="true"]')


def test_results_of_two_periods_are_not_put_together(context, form_url):
    page = opened(context, form_url)
    mine = result_file(answers={"rating": {"value": 5}}, period="2026年6月")
    theirs = result_file(answers={"rating": {"value": 1}}, assessor="masses", period="2026-07")
    status = load_files(page, [("a.json", mine), ("b.json", theirs)])
    assert "b.json：是另一个时期（2026-07）的结果，一次只载入一个时期" in status
    assert "总分 100.0" in grade(page)
    status = load(page, theirs)
    assert "表里原来是“甲村” 2026-06 的答案，已换下" in status
    assert "总分 0.0" in grade(page)
    page.click('[data-do="undo"]')
    assert page.input_value('[name="period"]') == "2026-06"
    assert "总分 100.0" in grade(page)


@pytest.mark.parametrize("raw", ["xlsx", {}, {"yes": {"value": None, "na": False}}])
@pytest.mark.parametrize("button", ["load", "compare"])
def test_a_blank_result_takes_nothing_away(context, form_url, raw, button):
    page = opened(context, form_url)
    answer(page, "yes", "true")
    blank = result_file(answers=raw) if raw != "xlsx" else checklist_xlsx(MADE, datetime(2026, 1, 2, tzinfo=UTC))
    assert load(page, blank, button) == "是空白的，一条也没有填。表里的答案没有动。"
    assert page.is_checked('input[name="a-yes"][value="true"]')
    assert "上次" not in grade(page)


def test_a_result_of_another_unit_is_compared_and_named(context, form_url):
    page = opened(context, form_url)
    page.fill('[name="unit"]', "甲村")
    answer(page, "rating", 4)
    assert "这份是“乙村”的，不是“甲村”的" in load(page, result_file(unit="乙村", period="2024"), "compare")
    assert "前面对照的是2024，换成了这一份" in load(page, result_file(period="2025"), "compare")


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
