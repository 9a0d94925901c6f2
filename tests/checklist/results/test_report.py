"""What a report says of a result, before any format lays it out."""

from anliku.checklist import Given, Result
from anliku.checklist.results.report import report_of
from anliku.library.models import Assessor

from ..build import DAYS, LEVELS, RATING, checklist, indicator

POOL = (
    indicator("core", critical=True, weight=1),
    indicator("big", weight=20),
    indicator("days", DAYS),
    indicator("theirs", RATING, assessor=["masses"]),
    indicator("hall", LEVELS, only_if="q"),
)
MADE = checklist(*POOL, screening=[{"id": "q", "ask": "有窗口吗？"}])


def report(answers, assessor=Assessor.SELF, made=MADE, **fields):
    return report_of(made, Result("demo", made.version, "village", "甲村", "2026-H1", assessor, answers, **fields))


def test_the_grade_says_what_caps_it():
    made = report({"core": Given(False), "big": Given(True), "days": Given(60)}, screening={"q": False})
    assert made.verdict == ("等级：合格", "按分数是优秀；有 1 条关键项不达标，只能评合格。")
    assert made.unmet == ("core做到了吗？",)
    assert made.gaps[0].cells == ("★core做到了吗？", "否，得 0%", "补core", "", "")


def test_a_grade_that_may_change_is_provisional():
    made = report({"big": Given(True)}, screening={"q": False})
    assert made.verdict == ("等级：优秀（暂定）", "还有 2 条没有答，答完等级可能变。")
    assert (made.total.text, made.total.counted) == ("100.0", "1/3")
    assert report({}).verdict == ("还没有得分：一条也没有答。",)


def test_a_low_score_with_a_critical_item_is_told_both():
    made = report({"core": Given(False), "big": Given(False), "days": Given(30)}, screening={"q": False})
    assert made.verdict[1:] == ("有 1 条关键项不达标：分数再高，也不评优秀。",)
    assert [gap.state for gap in made.gaps if gap.ask == "days做到了吗？"] == ["30 天，得 50%；达标：每年不少于 60 天"]


def test_the_annex_holds_everything_that_was_written():
    answers = {
        "core": Given(True, evidence="佐证" * 900, note="备注", owner="王主任", due="尽快", done=True),
        "days": Given(na=True, reason="没有"), "hall": Given(1, note="没有窗口也填了"), "theirs": Given(3),
    }  # fmt: skip
    made = report(answers, screening={"q": False}, unknown={"old-item": {"value": True, "note": "旧条目"}})
    (_, rows), (title, rest) = made.annex
    assert [(row.number, row.answer) for row in rows] == [("1", "是"), ("2", "未答"), ("3", "不适用")]
    assert rows[0].remarks == (("佐证", "佐证" * 900), ("备注", "备注"), ("责任人、期限", "王主任，尽快，已办结"))
    assert rows[2].remarks == (("不适用的理由", "没有"),)
    assert title == "填了、但没有计分的"
    assert [row.ask for row in rest] == ["theirs做到了吗？", "hall做到了吗？", "这张表没有的条目：old-item"]
    assert "旧条目" in rest[2].remarks[0][1]
    assert made.screening == (("有窗口吗？", "否"),)


def test_of_many_people_it_says_how_many():
    counted = Given(3.5, counts=((3, 4), (4, 4)))
    made = report({"theirs": counted}, Assessor.MASSES, returned=8, handed_out=10)
    assert made.particulars[-1] == ("收回", "8 份（发出 10），人数少，只供参考")
    assert made.gaps[0].state == "8 人：3 分 4，4 分 4，平均 3.5 分，得 62%"
    assert made.particulars[:3] == (("单位名称", "甲村"), ("时期", "2026年上半年"), ("由谁评价", "服务对象测评"))


def test_what_was_not_written_is_said():
    bare = report_of(MADE, Result("demo", MADE.version, "village", "", "", Assessor.SELF, {}))
    assert bare.particulars[:2] == (("单位名称", "未写"), ("时期", "未写"))


def test_answers_to_items_of_today_only_need_no_second_look():
    item = MADE.by_id["core"]
    assert report({"core": Given(True, hash=item.hash)}).recheck == ()
    assert report({"core": Given(True, hash="00000000")}).recheck == ("core做到了吗？",)
