"""Put what the loader could not read or validate into words. No sentence of a parser or of Pydantic gets through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, get_origin

from ..library import FieldPath, Kind, Problem, Vocabulary, kind_of, locate
from ..library.han import number_said
from ..library.models import Choice, Level, Record
from .fields import FieldSpot, fields_of, plain_type, spoken, spot_in, spot_of
from .findings import Finding, Severity
from .meant import date_of, dates_in, figure_of, is_at_most, items_of, number_in
from .nearest import did_you_mean, listed, nearest, quoted
from .reading import FULL_WIDTH_SPACE, Words
from .reading import WORDS as READING_WORDS
from .referable import where_of


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    """A problem together with what the model knows of its place."""

    problem: Problem
    spot: FieldSpot
    kind: Kind | None
    words: Vocabulary

    @property
    def at(self) -> FieldPath:
        """The place inside the file."""
        return self.problem.at

    @property
    def key(self) -> str:
        """The last key on the way to the place."""
        return next((str(step) for step in reversed(self.at) if isinstance(step, str)), "")

    @property
    def name(self) -> str:
        """The place in words, quoted."""
        return f"“{spoken(self.at)}”" if self.at else "这个文件"

    @property
    def given(self) -> Any:
        """What stands there."""
        return self.problem.detail.get("input")

    @property
    def purpose(self) -> str:
        """What the field is for, in brackets, or nothing."""
        field = self.spot.field
        return f"（{field.description}）" if field and field.description else ""


def finding_of(problem: Problem, root: Path, spoken_words: Vocabulary | None = None) -> Finding:
    """Return the finding for a problem of reading or validation. spoken_words: those of the library's subject."""
    line, column = problem.line or 0, problem.column or 0
    if not line and problem.at and not _is_file_name(problem):
        line, column = locate(root, problem.path, problem.at) or (0, 0)
    words = READING_WORDS.get(problem.kind)
    code, message, remedy = words(problem) if words else _words_of(problem, spoken_words or Vocabulary())
    severity = Severity.WARNING if problem.detail.get("remark") else Severity.ERROR
    return Finding(code, severity, _printable(problem.path), line, column, _printable(message), _printable(remedy))


def _printable(text: str) -> str:
    """Replace what no file can hold: half a character, from a name that is not UTF-8 or from an escape."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _words_of(problem: Problem, vocabulary: Vocabulary) -> Words:
    kind = kind_of(problem.path)
    if problem.within:
        model, depth = problem.within
        spot = spot_in(model, problem.at[depth:])
    else:
        spot = spot_of(kind, problem.at) if kind else FieldSpot(None, None, None)
    fault = PlacedProblem(problem, spot, kind, vocabulary)
    if "input" in problem.detail and fault.given is None and problem.kind not in ("missing", "extra_forbidden"):
        return _empty_value(fault)
    words = _WORDS.get(problem.kind)
    return words(fault) if words else _wrong_value(fault)


def _empty_value(fault: PlacedProblem) -> Words:
    return "empty-value", f"{fault.name}后面没有内容{fault.purpose}。", "填上内容；暂时没有，就把这一行删去。"


def _too_long(fault: PlacedProblem) -> Words:
    most = fault.problem.detail.get("max_length")
    return (
        "too-long-value",
        f"{fault.name}的内容{quoted(fault.given)}太长，最多 {most} 个字{fault.purpose}。",
        "写短一些。",
    )


def _wrong_value(fault: PlacedProblem) -> Words:
    return (
        "wrong-value",
        f"{fault.name}的内容{quoted(fault.given)}不合要求{fault.purpose}。",
        "对照“格式参考”里这个字段的写法改正。",
    )


def _unknown_key(fault: PlacedProblem) -> Words:
    where = f"“{spoken(fault.at[:-1])}”里" if len(fault.at) > 1 else (fault.kind.label + "文件里" if fault.kind else "")
    if fault.key.startswith("\u3000"):
        return FULL_WIDTH_SPACE
    known = _known_keys(fault)
    code, message = "unknown-key", f"{where}没有{quoted(fault.key)}这个字段。"
    by_label = [key for key, field in known.items() if (field.description or "").startswith(fault.key)]
    by_label += [key for key in known if key in _SPOKEN_KEYS.get(fault.key, ())]
    if by_label:
        return code, message, f"字段名用英文，应写 {by_label[0]}。"
    if fault.given is None and fault.key.isdecimal():
        return code, message, "数里的逗号把它断成了两截：去掉千分位逗号，如 6,000 写成 6000。"
    if {"minutes", "do"} <= known.keys() and number_in(fault.key):
        return code, message, f"写成 {{minutes: {number_in(fault.key)}, do: {fault.given}}}。"
    if (fault.given is None and not fault.key.isascii()) or len(fault.key) > 20:
        return code, message, _CUT_BY_A_COMMA
    return code, message, did_you_mean(fault.key, list(known), f"可用的字段有：{listed(known)}。")


# What people call a field, where its description begins otherwise.
_SPOKEN_KEYS = {
    "标题": ("title",), "题目": ("title",), "名称": ("name", "title"), "摘要": ("summary",), "简介": ("summary",),
    "时间": ("period", "date", "minutes"), "日期": ("date", "period", "on"), "地点": ("region", "place"), "数": ("value",),
    "来源": ("sources", "source"), "出处": ("sources", "source", "locator"), "状态": ("status",), "种类": ("kind",),
    "类型": ("organisations", "type", "kind"), "维度": ("dimensions", "dimension"), "政策": ("policies", "basis"),
    "问题": ("problem", "ask"), "做法": ("practice",), "成效": ("results",), "答案": ("answer",), "依据": ("basis",),
}  # fmt: skip
_CUT_BY_A_COMMA = "它像是一段文字被英文逗号截断了：花括号里的文字含“,”时，要用英文引号把整段文字括起来。"


def _known_keys(fault: PlacedProblem) -> dict[str, Any]:
    if fault.kind and fault.kind.key and len(fault.at) == 1:
        return {fault.kind.key: _NoField}
    return dict(fields_of(fault.spot.owner)) if fault.spot.owner else {}


class _NoField:
    description = ""


def _missing_key(fault: PlacedProblem) -> Words:
    where = f"“{spoken(fault.at[:-1])}”" if len(fault.at) > 1 else (fault.kind.label if fault.kind else "")
    if fault.kind and fault.at == (fault.kind.key,):
        return "missing-key", f"文件里没有“{fault.key}:”这一行。", f"第一行写“{fault.key}:”，下面每条以“- ”开头。"
    return "missing-key", f"{where}缺少必填的“{fault.key}”{fault.purpose}。", f"补上一行“{fault.key}: …”。"


def _bad_choice(fault: PlacedProblem) -> Words:
    wanted = plain_type(fault.spot)
    if fault.given == fault.key and fault.spot.key:  # not the value is refused, but the key
        wanted = fault.spot.key
    choices = list(wanted) if isinstance(wanted, type) and issubclass(wanted, Choice) else []
    labels = {choice.value: fault.words.of(choice) for choice in choices}
    shown = "、".join(f"{value}（{label}）" if label else value for value, label in labels.items())
    by_label = [value for value, label in labels.items() if label == fault.given]
    by_part = [value for value, label in labels.items() if len(str(fault.given)) > 1 and str(fault.given) in label]
    by_label = by_label or (by_part if len(by_part) == 1 else [])
    near = by_label[0] if by_label else nearest(str(fault.given), [choice.value for choice in choices])
    remedy = (f"是不是 {near}？" if near else "") + f"只能写：{shown}。"
    if wanted is Level and not near:
        remedy += "页面上叫什么，在 mkdocs.yml 的 vocabulary 的 levels 里改。"
    return "bad-choice", f"{fault.name}不能写{quoted(fault.given)}。", remedy


def _wrong_type(fault: PlacedProblem) -> Words:
    wanted = plain_type(fault.spot)
    found = _NAMES.get(type(fault.given), "别的东西")
    if not fault.at and isinstance(fault.given, str):
        return READING_WORDS["not-a-mapping"](fault.problem)
    name, how = _how_to_write(wanted, fault)
    return "wrong-type", f"{fault.name}应是{name}，这里写成了{found}{fault.purpose}。", how


_NAMES = {str: "一段文字", int: "一个数", float: "一个数", bool: "true/false", list: "一个列表", dict: "一组“字段: 值”"}


def _how_to_write(wanted: Any, fault: PlacedProblem) -> tuple[str, str]:
    """Return what the model wants at the place, and how to write it."""
    if wanted is tuple or get_origin(wanted) is tuple:
        if isinstance(fault.given, str) and fault.given[:1] in _FULL_WIDTH_STARTS:
            return "一个列表", _FULL_WIDTH_STARTS[fault.given[0]]
        several = items_of(fault.given) if isinstance(fault.given, str) else []
        if several:
            return "一个列表", _how_to_write_items(several, fault.given)
        if _step_meant(fault):
            return "一个列表", f"写成 [{_step_meant(fault)}]。"
        if isinstance(fault.given, dict):
            return "一个列表", _how_to_write_entries(fault.given)
        single = quoted(fault.given) if isinstance(fault.given, (str, int, float)) else "…"
        return "一个列表", f"即使只有一条，也写成列表：另起一行，以“- ”开头，后面写{single}。"
    if get_origin(wanted) in (dict, Mapping):
        return _A_MAPPING, "每行写“id: …”，下面缩进两格写内容。"
    if isinstance(wanted, type) and issubclass(wanted, Record):
        return _A_MAPPING, _how_to_write_a_record(wanted, fault.given)
    if wanted in _PLAIN:
        name, how = _PLAIN[wanted]
        number = number_in(fault.given) if wanted in (int, float) and isinstance(fault.given, str) else ""
        if number and not (wanted is int and "." in number):
            how = f"写成 {number}。" + ("“不超过”写在 direction: at-most。" if is_at_most(str(fault.given)) else "")
        return name, how
    return "一段文字", _how_to_write_text(fault.given)


_DASHES = "“－”“—”“·”不是列表的记号：每条另起一行，以英文减号加空格“- ”开头。"
_BRACKETS = "方括号是中文（全角）的：改成英文的“[ ]”，各项之间用英文逗号加空格。"
_FULL_WIDTH_STARTS = dict.fromkeys("－—–·•●", _DASHES) | dict.fromkeys("［【〔", _BRACKETS)
_A_MAPPING = "一组“字段: 值”"
_PLAIN: dict[Any, tuple[str, str]] = {
    int: ("一个数", "只写整数，不加引号、单位和千分位逗号。"),
    float: ("一个数", "只写数字，不加引号、单位和千分位逗号。"),
    bool: (" true 或 false ", "写 true（是）或 false（否）。"),
}


def _how_to_write_items(items: list[str], given: str) -> str:
    if "\n" in given:
        return f"每条另起一行，以“- ”开头，不写编号，如“- {items[0][:20]}”。"
    return f"写成列表，各项之间用英文逗号加空格：[{', '.join(items)}]。"


def _how_to_write_entries(given: dict[Any, Any]) -> str:
    first = next(iter(given), "…")
    if isinstance(given.get(first), dict):
        return f"每条以“- ”开头：先写“- id: {first}”，下一行对齐 id，再写别的字段。"
    return f"每条以“- ”开头，如“- {first}: …”。"


def _how_to_write_a_record(wanted: type[Record], given: Any) -> str:
    meant = _record_meant(wanted, given) if isinstance(given, str) else ""
    if meant:
        return f"写成 {meant}。"
    if isinstance(given, str) and "：" in given:
        return "冒号写成了中文冒号“：”，改成英文冒号加一个空格“: ”。"
    if isinstance(given, str) and given.split(":")[0] in fields_of(wanted):
        return "冒号后面要空一格。"
    return f"分行写各个字段：{listed(list(fields_of(wanted)))}。"


def _record_meant(wanted: type[Record], given: str) -> str:
    """Return the record that somebody meant who wrote the one value that matters, "" when nobody can tell."""
    fields = fields_of(wanted)
    kinds = plain_type(spot_in(wanted, ("type",))) if "type" in fields else None
    if isinstance(kinds, type) and issubclass(kinds, Choice) and given in [kind.value for kind in kinds]:
        return f"{{type: {given}}}"
    dates = dates_in(given) if {"from", "to"} <= fields.keys() else []
    if len(dates) == 2:
        return f"{{from: {dates[0]}, to: {dates[1]}}}"
    return f"{{from: {dates[0]}}}，别的话写在 note 里" if dates else ""


def _how_to_write_text(given: Any) -> str:
    if isinstance(given, dict):
        return "文字里有英文冒号加空格时，用英文引号把整段文字括起来，或改用中文冒号。"
    if isinstance(given, bool):
        return '给它加上英文引号，如 "true"。'
    return "这里只写文字，不写列表；要分行，用“|”再换行缩进。"


def _out_of_range(fault: PlacedProblem) -> Words:
    detail = fault.problem.detail
    bounds = {"gt": "大于", "ge": "不小于", "lt": "小于", "le": "不大于"}
    wanted = "，".join(f"{word} {detail[key]:g}" for key, word in bounds.items() if key in detail)
    return "out-of-range", f"{fault.name}写的是{quoted(fault.given)}，应{wanted}{fault.purpose}。", "改成合理的数。"


def _bad_id(fault: PlacedProblem) -> Words:
    longest = "3–60" if fault.kind and fault.kind.name == "case" and fault.key in ("id",) else "1–60"
    how = f"只用小写英文字母、数字和连字符“-”，{longest} 个字符，如 weekly-open-day。"
    if _is_file_name(fault.problem):
        name = PurePosixPath(fault.problem.path).name
        return "bad-file-name", f"文件名{quoted(name)}不能用：文件名就是 id。", "改文件名：" + how
    if fault.problem.detail.get("meant"):
        how = f"这里写 id：改成 {fault.problem.detail['meant']}。"
    elif isinstance(fault.given, str) and _FULL_WIDTH_COMMA.search(fault.given):
        how = "几个 id 之间用英文逗号加空格隔开，如 [a, b]。" + (
            "这里写 id，不写名称。" if _has_han(fault.given) else ""
        )
    elif isinstance(fault.given, str) and _has_han(fault.given):
        how = _id_for_a_name(fault, how)
    return "bad-id", f"{fault.name}里的 id{quoted(fault.given)}写法不对。", how


def _has_han(text: str) -> bool:
    return bool(re.search("[一-鿿]", text))


def _id_for_a_name(fault: PlacedProblem, otherwise: str) -> str:
    """Return what to write where somebody wrote a name in Chinese."""
    step = _step_meant(fault)
    if step:
        return f"这里写 {step}。"
    if fault.key == "id":
        return "id 用拼音或英文：" + otherwise.removeprefix("只用")
    where = where_of(fault.spot)
    return f"这里写 id，不写名称：在 {where} 里查它的 id。" if where else otherwise


def _step_meant(fault: PlacedProblem) -> str:
    step = _STEP.search(str(fault.given)) if fault.key == "for" else None
    number = "" if not step else step[1] if step[1].isdecimal() else number_said(step[1])
    return f"step-{number}" if step else ""


_STEP = re.compile(r"第([一二三四五六七八九]|\d{1,2})步")
_FULL_WIDTH_COMMA = re.compile("[，、；]")
_CHINESE_QUOTED = re.compile("[“‘”’＂].*")


def _is_file_name(problem: Problem) -> bool:
    """Say whether the problem is about an id that was taken from the file's name."""
    if problem.kind != "string_pattern_mismatch" or problem.at != ("id",):
        return False
    return problem.detail.get("input") == PurePosixPath(problem.path).stem


_VALUE_ERRORS = {
    "date_text": (
        "bad-date",
        "不是日期",
        '日期写成 2009、2009-05 或 2009-05-18（年四位、月日两位），年份要加引号如 "2009"。',
    ),
    "figure_value": (
        "bad-figure",
        "不是数值",
        "只写数字，如 228、93.8；区间写 100–200；单位写在 unit，“多、余、近”写在 qualifier。",
    ),
    "lowest_grade": ("bad-grades", "不能用：最低一级要从 0 分起", "把最低一级的 from 写成 0。"),
    "colour": (
        "bad-colour",
        "不是颜色",
        '写成 "#1f4e79" 这样（井号和六位十六进制数，要加英文引号），或写 blue、green、teal 等颜色名。',
    ),
    "plain_word": ("bad-word", "里有不能用的符号", "不用逗号、引号、冒号、斜杠、方括号、星号和问号。"),
    "same_words": ("same-words", "里有两个相同的称呼，分不清是哪一个", "改成各不相同的。"),
    "three_grades": (
        "bad-grades",
        "不能用：这里要写三个等级的名称",
        "从高到低写三个；级数不同的，改写 assessment 里的 grades。",
    ),
    "too_many_signs": ("too-many-signs", "排不下：签字的最多写三个", "留下三个。"),
    "some_share": ("bad-shares", "不能用：各方占分都是 0", "至少让一方占分。"),
}


def _bad_value(fault: PlacedProblem) -> Words:
    known = _VALUE_ERRORS.get(str(fault.problem.detail.get("error")))
    if not known:
        return _wrong_value(fault)
    code, what, remedy = known
    given = str(fault.given)
    meant = {"bad-date": date_of, "bad-figure": figure_of}.get(code)
    if meant and meant(given):
        remedy = f"写成 {meant(given)}。"
    if isinstance(fault.given, str) and _CHINESE_QUOTED.match(fault.given):
        remedy = "中文引号“”不是 YAML 的引号，会算进内容里：去掉它，或换成英文引号。"
    return code, f"{fault.name}的{quoted(fault.given)}{what}。", remedy


def _duplicate_id(fault: PlacedProblem) -> Words:
    detail = fault.problem.detail
    return (
        "duplicate-id",
        f"id{quoted(detail['id'])}已经用过，第一次在 {detail['first']}。",
        "给其中一条换一个 id，并改正引用它的地方；若是同一条，删去一处。",
    )


def _unknown_setting(fault: PlacedProblem) -> Words:
    known = list(_known_keys(fault))
    near = nearest(fault.key, known)
    remedy = f"是不是“{near}”？" if near else "用不着就删去这一行。"
    return "unknown-setting", f"没有{quoted(spoken(fault.at))}这项设置，写了不起作用。", remedy


def _plugins_form(fault: PlacedProblem) -> Words:
    return (
        "wrong-type",
        f"{fault.name}的写法不对。",
        "plugins 下面每行一个插件，如“- anliku”；带设置的写“- anliku:”，下面缩进。",
    )


def _nav_form(fault: PlacedProblem) -> Words:
    return (
        "bad-nav",
        f"导航{fault.name}的写法不对。",
        "每行写“- 名称: 页面.md”；有下级的写“- 名称:”，下级另起一行并缩进。",
    )


def _no_such_parent(fault: PlacedProblem) -> Words:
    return (
        "no-such-file",
        f"INHERIT 指的文件{quoted(fault.given)}没有，或者绕回了自己。",
        "改成存在的文件，或删去这一行。",
    )


_WORDS: dict[str, Callable[[PlacedProblem], Words]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "enum": _bad_choice,
    "string_pattern_mismatch": _bad_id,
    "string_too_short": _empty_value,
    "string_too_long": _too_long,
    "too_short": _empty_value,
    "value_error": _bad_value,
    "duplicate-id": _duplicate_id,
    "unknown-setting": _unknown_setting,
    "plugins-form": _plugins_form,
    "nav-form": _nav_form,
    "no-such-parent": _no_such_parent,
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _out_of_range),
    **dict.fromkeys(
        (
            "string_type",
            "tuple_type",
            "dict_type",
            "model_type",
            "model_attributes_type",
            "int_type",
            "int_parsing",
            "int_from_float",
            "float_type",
            "float_parsing",
            "finite_number",
            "bool_type",
            "bool_parsing",
            "mapping_type",
            "list_type",
        ),
        _wrong_type,
    ),
}
