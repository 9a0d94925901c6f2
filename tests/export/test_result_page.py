"""The page of a filled-in self-assessment in a browser: two wide sheets of report, then the answers; no trouble."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from anliku.checklist import Given, Result, assemble
from anliku.checklist.results.report import report_of
from anliku.export.result_html import result_html
from anliku.library.models import Assessor

from ..checklist.build import indicator, shared
from ..site.printing import on_paper

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium, tmp_path):
    remedy = {"ask": "这件事今年都按时办好了吗？", "remedy": "列出清单，一件一件补上。"}
    made = assemble(shared({"leadership": [indicator(f"item-{n}", **remedy) for n in range(50)]}), "village")
    answers = {item.id: Given(n > 30, owner="王主任", due="2026-12-31") for n, item in enumerate(made.items)}
    answers["item-0"] = Given(False, evidence="<script>alert(1)</script>" + "很长的佐证" * 700)
    report = report_of(made, Result("x", made.version, "village", "甲村", "2026", Assessor.SELF, answers))
    (tmp_path / "r.html").write_text(result_html(report), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    yield page
    page.close()


def test_the_report_prints_on_two_wide_sheets_before_the_answers(page):
    paper = on_paper(page)
    assert paper.width > paper.height
    assert ["附：各条答案" in text for text in paper.pages[:3]] == [False, False, True]
    assert "".join(paper.pages).count("很长的佐证") > 690  # a page may end within one
    assert all(name in paper.pages[1] for name in ("问题", "差多少", "措施", "责任人", "期限"))


def test_it_reads_without_a_script_and_axe_finds_nothing(page):
    assert "<script>alert(1)</script>" in page.inner_text(".answers >> nth=0")
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
