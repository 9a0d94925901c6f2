from __future__ import annotations

from pathlib import Path

from ...support import LESSON, case, codes, codes_of_case, findings, told_of_case

DECISION = """\
decision:
  title: 谁来替群众跑腿
  who: 村支书
  when: 2009年春天
  knowing: 镇里没有多给一个人。
  options:
    - {text: 请一个专人, for: 找得到人, against: 没有钱}
    - {text: 干部轮着来, for: 不花钱, against: 常常不在}
"""
TOLD = "outcome: 后来村里请了两位退休教师轮流值班，一直做到现在。"


def test_a_decision_with_its_outcome_exhibits_and_reading_is_accepted(tmp_path: Path) -> None:
    more = (
        DECISION,
        TOLD,
        "dissent: 会计不赞成。",
        "board: 分三栏。",
        "exhibits:\n  - {title: 登记表, text: 一张表, supposed: true}\n"
        "  - {title: 通知, text: 一段话, source: survey, locator: 村里设代办点}",
        "questions:\n  - {ask: 怎么定？, answer: 说得出理由, astray: 只说要重视}\n  - {ask: 后来好吗？, round: after}",
        "reading:\n  - {source: survey, why: 看第二部分}\n  - {text: 某人. 某书, why: 全读}",
    )
    assert codes_of_case(tmp_path, *more) == []


def test_an_exhibit_comes_from_a_source_or_says_that_it_is_made_up(tmp_path: Path) -> None:
    bare = "exhibits:\n  - {title: 登记表, text: 一张表}"
    assert told_of_case(tmp_path / "case", bare) == [
        "cases/first-case.yml:30:5 error exhibit-without-source 附件“登记表”没有写来源，也没有写是教学用假设。"
        " | 取自来源的写 source 和 locator；为教学假设的写 supposed，说明假设了什么。"
    ]
    assert codes(tmp_path / "lesson", {"content/lessons/one.yml": LESSON + bare}) == ["exhibit-without-source"]
    unset = "exhibits:\n  - {title: 登记表, text: 一张表, supposed: false}"
    assert codes_of_case(tmp_path / "unset", unset) == ["exhibit-without-source"]
    unknown = "exhibits:\n  - {title: 登记表, text: 一张表, source: nowhere}"
    assert codes_of_case(tmp_path / "unknown", unknown) == ["broken-reference"]


def test_a_work_to_read_is_named(tmp_path: Path) -> None:
    bare = "reading:\n  - {why: 全读}"
    assert codes_of_case(tmp_path / "case", bare) == ["reading-without-work"]
    assert codes(tmp_path / "lesson", {"content/lessons/one.yml": LESSON + bare}) == ["reading-without-work"]


def test_a_decision_leaves_something_to_decide(tmp_path: Path) -> None:
    one = "decision:\n  who: 村支书\n  options:\n    - {text: 请一个专人, for: 找得到人}"
    assert codes_of_case(tmp_path / "one", one) == ["few-options", "one-sided-option"]
    assert codes_of_case(tmp_path / "whole", DECISION + "  after_step: 1") == []
    [late] = findings(tmp_path / "late", {"cases/first-case.yml": case(DECISION + "  after_step: 2")})
    assert (late.code, late.message, late.remedy) == (
        "unknown-step",
        "after_step 写的是 2，做法只有 1 步。",
        "写 0 到 1 之间的数。",
    )


def test_what_handout_a_shows_does_not_tell_the_outcome(tmp_path: Path) -> None:
    """In the same words, marks and spaces aside, wherever it stands; afterwards it may be talked about."""
    told = "请了两位，退休教师 轮流值班"
    for name, field in {
        "problem": f"problem: 有的村{told}。",
        "exhibit": f"exhibits:\n  - {{title: 表, text: '{told}', supposed: true}}",
        "question": f"questions: ['{told}，好吗？']",
        "option": DECISION.replace("找得到人", told),
    }.items():
        fields = (field,) if name == "option" else (DECISION, field)
        [found] = findings(tmp_path / name, {"cases/first-case.yml": case(*fields, TOLD)})
        assert (found.code, "请了两位退休教师轮流值班" in found.message) == ("outcome-told", True), name
    after = f"questions:\n  - {{ask: '{told}，好吗？', round: after}}"
    assert codes_of_case(tmp_path / "after", DECISION, TOLD, after) == []
    assert codes_of_case(tmp_path / "undecided", TOLD, f"problem: 有的村{told}。") == []
