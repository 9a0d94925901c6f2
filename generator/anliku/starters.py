"""First texts for new files: every field in its place, with a note on what to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .library import Shared, Vocabulary
from .library.models import Assessor, Case, CaseKind, Choice, Form, Lesson, Level, Part, Record, parts_of, sections_of

_SHOWN = 12


@dataclass(frozen=True)
class Known:
    """What a new record may refer to in one library. case: the id of a published case, "" where there is none."""

    shared: Shared
    case: str = ""
    words: Vocabulary = field(default_factory=Vocabulary)

    @property
    def in_force(self) -> tuple[str, ...]:
        """The excerpts of documents that nothing says are out of force."""
        excerpts = self.shared.excerpts.items()
        return tuple(ref for ref, (p, _) in excerpts if not (p.in_force.to or p.in_force.superseded_by))

    def type_without_profile(self) -> str:
        """Return the first type whose checklist no profile changes, "" where every one has a profile."""
        taken = {profile.organisation for profile in self.shared.profiles.values()}
        return next((key for key in self.shared.organisations.assessed if key not in taken), "")


class Starter(NamedTuple):
    """Where a new record goes, and its text for an id and a title in a library.

    place: a folder, where every record is a file of its own, else the file that holds all of them.
    """

    place: str
    text: Callable[[str, str, Known], str]

    @property
    def is_alone(self) -> bool:
        """Whether each record has a file of its own."""
        return not self.place.endswith(".yml")


def _quoted(text: str, default: str) -> str:
    """A JSON string is a YAML string too."""
    return json.dumps(text or default, ensure_ascii=False)


def _choices(kinds: Iterable[Choice], words: Vocabulary) -> str:
    return "、".join(f"{kind.value} {words.of(kind)}" for kind in kinds)


def _first(ids: Iterable[str]) -> str:
    return next(iter(ids), "")


def _list(ids: Iterable[str]) -> str:
    """The first of some ids as a list; an empty one where the library has none."""
    first = _first(ids)
    return f"[{first}]" if first else "[]"


def _among(names: Mapping[str, str]) -> str:
    """A note with the ids to choose from."""
    shown = [f"{key} {name}" for key, name in list(names.items())[:_SHOWN]]
    return f"   # 这个库里有：{'、'.join(shown)}{' 等' if len(names) > _SHOWN else ''}" if shown else ""


def _types(known: Known) -> str:
    types = {key: node.name for key, node in known.shared.organisations.items() if not node.group}
    return f"[{_first(types)}]{_among(types)}"


def _dimensions(known: Known) -> str:
    return f"{_list(known.shared.dimensions)}{_among(known.shared.dimensions)}"


def _source(known: Known) -> str:
    """The id of a source."""
    return _first(known.shared.sources) or "来源的id"


def _cites(known: Known) -> str:
    return f"[{known.case}]" if known.case else "[]"


def _parts(model: type[Record]) -> str:
    """The parts that have a heading of their own on the page, each with a hint in its place."""
    return "".join(_part(part) for part in sections_of(model))


def _part(part: Part) -> str:
    """A part with a hint in its place, commented out where most records go without it."""
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
    Form.TEACHING: """{key}:
  objectives: [学完能做什么]
  minutes: 45           # 等于下面各段之和
  plan:
    - {{minutes: 15, do: 读案例}}
    - {{minutes: 30, do: 讨论}}
  # note: 讲师备注，只在讲师版里
""",
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
#    at: 2023 年底
#    source: 来源的id
#    locator: 来源里这个数附近的几个字
""",
}


def _case(name: str, title: str, known: Known) -> str:
    shared = known.shared
    services = f"services: {_list(shared.services)}{_among(shared.services)}\n" if shared.services else ""
    return f"""# 案例 {name}。井号后面是说明，可以删掉。
title: {_quoted(title, "谁做了什么（标题）")}
# 摘要不超过 150 字
summary: 一两句话说清楚谁、怎么做、效果怎样。
kind: practice          # {_choices(CaseKind, known.words)}
status: draft           # 写完并审核后改成 published
level: unit             # {_choices(Level, known.words)}
region:
  province: 省名
  # city: 市名
  # county: 县名
  # place: 具体地点
period:
  note: 时间不清楚就在这里说明；清楚就写 from 和 to
  # from: 2023-03
  # to: 2023-12
  # precision: month    # day、month、year、about、unknown
organisations: {_types(known)}
dimensions: {_dimensions(known)}
{services}topics: [主题词]
{_parts(Case)}policies: {_list(known.in_force)}
related: []             # 相关案例的 id，对方也要写上这一个
sources:
  - source: {_source(known)}   # 来源的 id，见 content/sources.yml
    locator: 来源里出现的几个字
    for: [problem, step-1, results, conditions, limits]   # 这一处撑起哪几部分
# reviewed: {{by: 审核人的岗位, on: 2024-01-31}}   # 发布前写上
# asks: [读者会怎么问]
# former_ids: []        # 改过文件名的，旧名字写在这里
# accept: {{提醒的代号: 不必改的理由}}
"""


def _policy(name: str, title: str, known: Known) -> str:
    return f"""# 政策 {name}
title: {_quoted(title, "文件名称")}
issuer: 发文机关
# date: 2014-05-28
# number: 文号
in_force:
  note: 时效以发文机关为准
  # from: 2014-05-28
  # to: 停止施行的日期
  # superseded_by: 取代它的政策id
source: {_source(known)}           # 来源的 id，先写进 content/sources.yml
summary: 这份文件讲什么。
excerpts:
  - id: first
    clause: 条款或主题
    digest: 用自己的话写要点。
    # quote: 原文
    locator: 来源里出现的几个字
    dimensions: {_dimensions(known)}
    # organisations: {_types(known)}
    # topics: [主题词]
# former_ids: []
# accept: {{提醒的代号: 不必改的理由}}
"""


def _indicator(name: str, title: str, known: Known) -> str:
    return f"""# 指标文件 {name}：同一个维度的指标写在一起
dimension: {_first(known.shared.dimensions) or "维度的id"}{_among(known.shared.dimensions)}
indicators:
  - id: {name}
    statement: {_quoted(title, "做到什么算好。")}
    ask: 做到了吗？
    answer: {{type: yes_no}}
    # answer: {{type: levels, levels: [没有做, 做了一部分, 全做到]}}
    # answer: {{type: number, target: 4, unit: 次, per: 每年, direction: at-least}}   # 越少越好写 at-most
    # answer: {{type: rating}}          # 1–5 分
    # bounds: [0, 366]                # 数值可以填的范围
    assessor: [self]                  # {_choices(Assessor, known.words)}
    # organisations: {_types(known)}
    # exclude: []                     # 不适用的类型
    weight: 1
    # example_weight: false           # 权重有出处的写 false
    # critical: true                  # 关键项：不达标，总评不得最高等
    # na: {{allowed: true, reason_required: true}}
    # only_if: {_first(known.shared.screening) or "筛选题的id"}
    verify: 看什么、问谁。
    evidence: [台账]
    basis: {_list(known.in_force)}
    # drawn_from: []                  # 来历；文件可以已经停止执行
    learn_from: {_cites(known)}
    remedy: 没做到怎么补。
    effort: low                       # low 容易、medium 适中、high 较难
    # ballot: 发给服务对象的问法
    # overrides:
    #   类型的id: {{ask: 这一类的问法}}
    # revision: 1                     # 改动实质内容时加一
    # asks: [读者会怎么问]
    # former_ids: []
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _optional(model: type[Record]) -> str:
    """The parts that a file shows behind # marks only."""
    forms = (Form.EXHIBITS, Form.READING)
    return "".join(_part(part) for part in parts_of(model) if part.form in forms or part.key == "board")


def _lesson(name: str, title: str, known: Known) -> str:
    return f"""# 教学包 {name}
title: {_quoted(title, "课题")}
summary: 一两句话说这节课学什么。
status: draft
# audience: 给谁上
minutes: 90             # 等于下面各段之和
objectives:
  - 学完能做什么
# preparation: 课前准备
# task: {{title: 任务名称, brief: 任务说明, minutes: 20, checklist: [成果核对清单]}}
cases: {_cites(known)}
excerpts: {_list(known.in_force)}
organisations: {_types(known)}
dimensions: {_dimensions(known)}
plan:
  - {{minutes: 30, do: 读案例}}
  - {{minutes: 40, do: 分组讨论}}
  - {{minutes: 20, do: 交流小结}}
questions:
  - 讨论什么？
# note: 讲师备注，只在讲师版里
# accept: {{提醒的代号: 不必改的理由}}
{_optional(Lesson)}"""


def _card(name: str, title: str, known: Known) -> str:
    return f"""# 行动卡 {name}：一个停顿点，不超过九条
title: {_quoted(title, "卡片名称，如 出门以前")}
when: 什么时候停下来用
by: 谁来用
mode: do-confirm        # read-do 念一条做一条、do-confirm 做完逐条核对
organisations: {_types(known)}
dimensions: {_dimensions(known)}
items:
  - 第一件要核对的事
  - {{text: 第二件, why: 为什么}}
basis: {_list(known.in_force)}
# drawn_from: []
learn_from: {_cites(known)}
sources:
  - {{source: {_source(known)}, locator: 来源里出现的几个字}}
# accept: {{提醒的代号: 不必改的理由}}
"""


def _profile(name: str, title: str, known: Known) -> str:
    shared = known.shared
    kind = known.type_without_profile() or "类型的id"
    return f"""# 自评表配置 {name}：这一类的自评表和总的指标有什么不同
organisation: {kind}    # 每一类最多一个配置
title: {_quoted(title, f"{shared.organisations[kind].name}自评表" if kind in shared.organisations else "自评表标题")}
# include: {{dimensions: {_list(shared.dimensions)}, indicators: []}}   # 只取这些；不写就取全部适用的
# exclude: [不要的指标id]
# alter:
#   - {{id: {_first(shared.indicators) or "指标的id"}, weight: 2}}
# add: []               # 只有这一类才有的指标，写法同指标，另写 dimension
# accept: {{提醒的代号: 不必改的理由}}
"""


def _term(name: str, title: str, known: Known) -> str:
    return f"""  - id: {name}
    name: {_quoted(title, "术语")}
    aliases: []           # 别名、缩写
    definition: 两句话说清楚。
    # see: [{_first(known.shared.terms) or "参见的术语id"}]
    # source: {_source(known)}
    # locator: 来源里出现的几个字
    # asks: [读者会怎么问]
    # former_ids: []
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _source_entry(name: str, title: str, known: Known) -> str:
    return f"""  - id: {name}
    title: {_quoted(title, "题名")}
    # author: 作者或单位
    # publisher: 出版者、媒体
    # date: 2024-01
    # identifier: ISBN、文号等
    # part_of: {_source(known)}
    # note: 可靠程度等说明
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _organisation(name: str, title: str, known: Known) -> str:
    groups = {key: node.name for key, node in known.shared.organisations.items() if node.group}
    return f"""  - id: {name}
    name: {_quoted(title, "类型名称")}
    # parent: {_first(groups) or "上级类型id"}{_among(groups)}
    aliases: []
    summary: 一两句说明。
    # group: true         # 只用来归类，没有自己的自评表
    # former_ids: []
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _framework(name: str, title: str, known: Known) -> str:  # noqa: ARG001 - every starter takes the library
    return f"""  - id: {name}
    name: {_quoted(title, "框架名称")}
    use: reference        # dimensions 维度、services 服务类别、reference 参考
    summary: 一两句说明。
    # text: 详细说明
    items:
      - id: first
        name: 第一个要素
        summary: 一句话说明。
    # sources: []
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _screening(name: str, title: str, known: Known) -> str:
    return f"""  - id: {name}
    ask: {_quoted(title, "有没有……？")}
    hint: 怎样判断。
    # organisations: {_types(known)}
    # accept: {{提醒的代号: 不必改的理由}}
"""


def _wording(name: str, title: str, known: Known) -> str:  # noqa: ARG001 - every starter takes the library
    return f"""  - avoid: {_quoted(title, "不用的说法")}
    say: 改成怎么说
    why: 为什么
    # unless: [包含它而可以用的词]
"""


STARTERS = {
    "case": Starter("cases", _case),
    "policy": Starter("content/policies", _policy),
    "indicator": Starter("content/indicators", _indicator),
    "lesson": Starter("content/lessons", _lesson),
    "card": Starter("content/cards", _card),
    "checklist": Starter("content/checklists", _profile),
    "term": Starter("content/terms.yml", _term),
    "source": Starter("content/sources.yml", _source_entry),
    "organisation": Starter("content/organisations.yml", _organisation),
    "framework": Starter("content/frameworks.yml", _framework),
    "screening": Starter("content/screening.yml", _screening),
    "wording": Starter("content/wording.yml", _wording),
}
