"""First texts for new files: every field in its place, with a note on what to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .library import Vocabulary
from .library.models import Case, CaseKind, Choice, Form, Lesson, Level, Part, Record, parts_of, sections_of


class Starter(NamedTuple):
    """Where a new file goes, and its text for an id and a title."""

    folder: str
    text: Callable[[str, str], str]


def _quoted(text: str, default: str) -> str:
    """A JSON string is a YAML string too."""
    return json.dumps(text or default, ensure_ascii=False)


def _choices(kinds: Iterable[Choice]) -> str:
    return "、".join(f"{kind.value} {Vocabulary().of(kind)}" for kind in kinds)


def _parts(model: type[Record]) -> str:
    """The parts that have a heading of their own on the page, each with a hint in its place."""
    return "".join(_part(part) for part in sections_of(model))


def _part(part: Part) -> str:
    """A part with a hint in its place; one that most records go without stands behind # marks."""
    sample = _SAMPLES.get(part.form, "").format(key=part.key, hint=part.hint)
    optional = not part.asked and part.form in (Form.PROSE, Form.SEALED)
    return "".join(f"# {line}\n" for line in sample.splitlines()) if optional else sample


_SAMPLES = {
    Form.PROSE: "{key}: |\n  {hint}\n",
    Form.NOTICE: "{key}: |\n  {hint}\n",
    Form.SEALED: "{key}: |\n  {hint}\n",
    Form.DECISION: """# {key}:                # 要学员自己拿主意的案例才写
#   title: 决策题目，不说出后来怎么定的
#   who: 谁来定
#   when: 什么时候定
#   knowing: 定的时候知道什么、不知道什么
#   options:
#     - text: 一个说得通的办法
#       for: 赞成的理由
#       against: 反对的理由
#   after_step: 0         # 作决定时做法走到第几步
""",
    Form.EXHIBITS: """# {key}:
#   - title: 附件名称
#     text: 表格、表单或角色卡
#     supposed: 假设了什么  # 取自来源的写 source 和 locator
""",
    Form.READING: """# {key}:
#   - source: 来源的id     # 不在来源里的写 text
#     why: 读它做什么
""",
    Form.LIST: "{key}:\n  - {hint}\n",
    Form.QUESTIONS: "{key}:\n  - {hint}\n",
    Form.STEPS: """{key}:
  - heading: 第一步
    text: |
      {hint}
""",
    Form.FIGURES: """{key}: []
#  - label: 数的是什么
#    value: 12
#    unit: 件
#    qualifier: exact    # exact 准确、about 约、more-than 以上、less-than 不足
#    source: 来源的id
#    locator: 来源里这个数附近的几个字
""",
}


def _case(name: str, title: str) -> str:
    return f"""# 案例 {name}。井号后面是说明，可以删掉。
title: {_quoted(title, "谁做了什么（标题）")}
summary: 一两句话说清楚谁、怎么做、效果怎样，不超过150字。
kind: practice          # {_choices(CaseKind)}
status: draft           # 写完并审核后改成 published
level: village          # {_choices(Level)}
region:
  province: ""
  county: ""
  place: ""
period:
  note: 时间不清楚就在这里说明；清楚就写 from 和 to
organisations: [village]
dimensions: [carrier]
services: [masses]
topics: [主题词]
{_parts(Case)}sources: []
#  - source: 来源的id
#    locator: 来源里出现的 6–15 个字
#    for: [problem, step-1]   # 这一处撑起哪几部分
"""


def _policy(name: str, title: str) -> str:
    return f"""# 政策 {name}
title: {_quoted(title, "文件名称")}
issuer: 发文机关
# date: 2014-05-28
in_force:
  note: 时效以发文机关为准
source: 来源的id           # 先在 content/sources.yml 里加上这个来源
excerpts:
  - id: first
    clause: 条款或主题
    digest: 用自己的话写要点。
    locator: 来源里出现的几个字
"""


def _indicator(name: str, title: str) -> str:
    return f"""# 指标文件 {name}：同一个维度的指标写在一起
dimension: carrier
indicators:
  - id: {name}
    statement: {_quoted(title, "做到什么算好。")}
    ask: 做到了吗？
    answer: {{type: yes_no}}
    assessor: [self]
    verify: 看什么、问谁。
    evidence: [台账]
    remedy: 没做到怎么补。
    effort: low
"""


def _optional(model: type[Record]) -> str:
    """The parts that a file shows behind # marks only."""
    forms = (Form.EXHIBITS, Form.READING)
    return "".join(_part(part) for part in parts_of(model) if part.form in forms or part.key == "board")


def _lesson(name: str, title: str) -> str:
    return f"""# 教学包 {name}
title: {_quoted(title, "课题")}
summary: 一两句话说这节课学什么。
status: draft
minutes: 90
objectives:
  - 学完能做什么
cases: []               # 用到的案例 id
plan:
  - {{minutes: 30, do: 读案例}}
  - {{minutes: 40, do: 分组讨论}}
  - {{minutes: 20, do: 交流小结}}
questions:
  - 讨论什么？
{_optional(Lesson)}"""


STARTERS = {
    "case": Starter("cases", _case),
    "policy": Starter("content/policies", _policy),
    "indicator": Starter("content/indicators", _indicator),
    "lesson": Starter("content/lessons", _lesson),
}
