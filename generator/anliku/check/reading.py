"""Put into words what is wrong with a file as a whole: its name, place, encoding, size and YAML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from ..library import KINDS, Problem, kind_of
from ..library.kinds import INDICATORS
from ..library.yaml_file import MAX_BYTES
from .nearest import listed, nearest, quoted

Words = tuple[str, str, str]

FULL_WIDTH_SPACE: Words = ("full-width-space", "行首是中文全角空格，YAML 不认。", "把全角空格换成普通空格，每层两个。")
_HOW_TO_CONVERT = "用记事本打开，“文件”→“另存为”，“编码”选 UTF-8，再保存。"


def _encoding(problem: Problem) -> Words:
    guess = problem.detail.get("guess")
    known = {"GB18030": "GB18030（GBK）", "UTF-16": "UTF-16 "}.get(str(guess), "")
    what = f"看起来是 {known}编码" if known else "也认不出是什么编码，可能不是文本文件"
    return "encoding", f"文件不是 UTF-8 编码，{what}。", _HOW_TO_CONVERT


def _unreadable(problem: Problem) -> Words:
    reason = problem.detail.get("reason")
    return (
        "unreadable",
        f"文件打不开{f'：{reason}' if reason else ''}。",
        "看看文件是不是还在、有没有读取权限、是不是正被别的程序占用。",
    )


def _too_big(_: Problem) -> Words:
    limit = MAX_BYTES / 1_000_000
    return "too-big", f"文件太大，超过 {limit:g} MB。", "一个案例一个文件；图片等附件不要放进 YAML。"


def _simple(code: str, message: str, remedy: str) -> Callable[[Problem], Words]:
    return lambda _problem: (code, message, remedy)


def _not_a_mapping(problem: Problem) -> Words:
    given = problem.detail.get("input")
    if isinstance(given, list):
        return (
            "not-a-mapping",
            "文件以列表开头，应以“字段: 值”开头。",
            "第一行写字段名，如“title: …”；列表放在字段下面。",
        )
    shown = quoted(given) if given is not None else "这里的内容"
    return (
        "not-a-mapping",
        f"{shown}不是“字段: 值”的形式。",
        "每行先写英文字段名，再写英文冒号和一个空格，如“title: 标题”。",
    )


def _stray_file(problem: Problem) -> Words:
    path = PurePosixPath(problem.path)
    message = f"{path.name} 不在案例库该有的位置，没有读它。"
    name = path.name
    for ending in (".txt", ".TXT"):
        name = name.removesuffix(ending)
    plain = f"{path.parent}/{PurePosixPath(name).stem}.yml"
    patterns = [kind.pattern for kind in KINDS]
    if any(kind.matches(plain) for kind in KINDS):
        if problem.detail.get("twin"):
            twin = PurePosixPath(plain).name
            return (
                "stray-file",
                f"{path.name} 没有读：旁边已有 {twin}，两个文件只有扩展名不同。",
                f"把要的内容合到 {twin}，删去 {path.name}。",
            )
        return "stray-file", f"{path.name} 的扩展名不对，没有读它。", f"文件名改成 {PurePosixPath(plain).name}。"
    folders = [pattern.rpartition("/")[0] for pattern in patterns if "*" in pattern]
    singles = [pattern for pattern in patterns if "*" not in pattern]
    single = nearest(plain, singles)
    if single and str(path.parent) == "content":
        return "stray-file", message, f"是不是 {single}？文件名要一字不差。"
    folder = nearest(str(path.parent), folders)
    if folder and folder != str(path.parent):
        return "stray-file", message, f"是不是该放在 {folder}/ 下面？"
    return "stray-file", message, f"移到该放的地方：{listed(patterns)}；用不着就移出案例库。"


def _passed_over(problem: Problem) -> Words:
    path = PurePosixPath(problem.path)
    name, ending = path.name, path.suffix.lower()
    message = f"{name} 没有读，也不会进网站。"
    if name.lower().startswith("mkdocs."):
        return "passed-over", message, "网站设置的文件名只能是 mkdocs.yml：改名，或合到那个文件里。"
    if "." not in name:
        return "passed-over", message, "文件名没有扩展名：案例等改成 .yml，普通页面改成 .md；用不着就移走。"
    if ending in _PICTURES:
        return "passed-over", message, f"图片放进 content/pages/images/，正文里写“![图上有什么](../images/{name})”。"
    stem = name.lower().removesuffix(ending)
    if stem.endswith((".yml", ".yaml", ".md")):
        return "passed-over", f"{name} 的扩展名不对，没有读它。", f"另存为纯文本，文件名改成 {name[: -len(ending)]}。"
    if ending in (".doc", ".docx", ".wps"):
        return "passed-over", message, "Word 文件不会自动变成案例：照编者指南写成 .yml；作附件就放进 content/pages。"
    if ending in (".yml", ".yaml"):
        return "passed-over", message, "移到该放的地方：案例放 cases，术语、来源等放 content；用不着就移走。"
    return "passed-over", message, "作附件就放进 content/pages，并在正文里链接它；用不着就移走。"


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".heic", ".tif", ".tiff")


def _stray_folder(problem: Problem) -> Words:
    right = problem.detail.get("right")
    return "stray-folder", f"文件夹{quoted(problem.path)}的名字不对，没有读它。", f"改名为 {right}。"


def _missing_file(problem: Problem) -> Words:
    return "missing-file", f"缺少 {problem.path}。", "补上这个文件；可用 anliku init 新建一个样例库，照着写。"


def _duplicate_key(problem: Problem) -> Words:
    key, first = problem.detail.get("key"), problem.detail.get("first")
    kind, remedy = kind_of(problem.path), "合成一处，或删去多余的一处。"
    if kind is INDICATORS and key in ("dimension", "indicators"):
        remedy = "一个文件只写一个维度：另一个维度的指标剪下来，存成 content/indicators 里的另一个文件，第一行写它的 dimension。"
    elif kind and kind.key == key:
        remedy = f"把下面的几条接在第 {first} 行那一组后面，删去这一行。"
    return "duplicate-key", f"字段{quoted(key)}写了两次，前一次在第 {first} 行。", remedy


def _forbidden_character(problem: Problem) -> Words:
    code: Any = problem.detail.get("code", 0)
    return (
        "forbidden-character",
        f"这里有一个看不见的控制字符（U+{code:04X}）。",
        "把光标移到这里，删去前后看不见的字符；多半是从网页或 PDF 粘贴来的。",
    )


def _syntax(problem: Problem) -> Words:
    reason = str(problem.detail.get("reason", ""))
    for part, message, remedy in _SYNTAX:
        if part in reason:
            return "syntax", message, remedy
    return "syntax", "这里不合 YAML 的写法。", "检查这一行和上一行：缩进用空格、冒号后空一格、引号和括号成对。"


_ALIGN = "同一层的字段对齐，下一层多缩进两个空格；上一行的引号或括号要成对。"
_SYNTAX = (
    (
        "mapping values are not allowed",
        "这里不该出现“: ”。",
        "文字里有英文冒号加空格时，用英文引号把整段文字括起来，或改用中文冒号；并检查这一行的缩进。",
    ),
    ("did not find expected key", "这一行与上面没有对齐，或上一行没有写完。", _ALIGN),
    ("did not find expected '-'", "列表各项的“-”没有对齐。", "同一个列表的“-”上下对齐。"),
    (
        "could not find expected ':'",
        "这一行或上一行缺少“: ”。",
        "字段名后写英文冒号加一个空格；多行文字用“|”开头并缩进。",
    ),
    ("',' or '}'", "花括号里的写法不完整。", "各项之间用英文逗号，末尾用“}”；文字里有英文逗号或冒号时加英文引号。"),
    ("',' or ']'", "方括号里的写法不完整。", "各项之间用英文逗号，末尾用“]”；文字以“[”开头时加英文引号。"),
    ("cannot start any token", "这个字符不能放在开头。", "用英文引号把整段文字括起来。"),
    (
        "unexpected end of stream",
        "文件到末尾还没有写完，多半是引号或括号没有成对。",
        "找到只写了一半的引号或括号，补上另一半。",
    ),
    ("undefined alias", "“*”开头的文字会被当成 YAML 的引用。", "用英文引号把整段文字括起来，或用“|”换行后再写。"),
    ("sequence entries are not allowed", "这里不能用“- ”起一项。", "“- ”要另起一行，写在字段下面并缩进。"),
    ("tab character", "缩进用了制表符（Tab）。", "缩进只用空格：把 Tab 换成空格。"),
    ("escape c", "英文双引号里的“\\”写法不对。", "改用英文单引号，或把“\\”写成“\\\\”。"),
)


def _conflict(problem: Problem) -> Words:
    first, middle, end = problem.line, problem.detail.get("middle"), problem.detail.get("end")
    remedy = "商量好留哪一种，删去另一种，再删去“<<<<<<<”“=======”“>>>>>>>”这几行。"
    if first and isinstance(middle, int) and isinstance(end, int) and middle and end:
        both = f"{_lines(first + 1, middle - 1)}一种写法，{_lines(middle + 1, end - 1)}另一种"
        return "conflict", f"两个人的修改没有合并好：{both}。", remedy
    return "conflict", "这里留着两个人的修改没有合并好的记号。", "找到这一处的两种写法，留一种，再删去这样的记号行。"


def _lines(first: int, last: int) -> str:
    if last < first:
        return "空着是"
    return f"第 {first} 行是" if first == last else f"第 {first}–{last} 行是"


WORDS: dict[str, Callable[[Problem], Words]] = {
    "encoding": _encoding,
    "unreadable": _unreadable,
    "too-big": _too_big,
    "not-a-mapping": _not_a_mapping,
    "frozen-changed": _simple(
        "frozen-changed",
        "这个保留的自评表版本不是存下时的原样，读不出来。",
        "从备份取回原来的文件；没有备份就删去它，按这一版填的结果以后按现在的表计分。",
    ),
    "stray-file": _stray_file,
    "stray-folder": _stray_folder,
    "passed-over": _passed_over,
    "missing-file": _missing_file,
    "duplicate-key": _duplicate_key,
    "forbidden-character": _forbidden_character,
    "syntax": _syntax,
    "not-a-folder": _simple("not-a-folder", "这里应是文件夹，却是一个文件。", "把这个文件改名或移走，另建同名文件夹。"),
    "tag": _simple(
        "tag",
        "这里用了 YAML 标签（以“!”开头的记号），本程序不接受。",
        "删去“!”开头的记号；文字以“!”开头时，加英文引号。",
    ),
    "empty": _simple("empty", "文件是空的。", "写上内容，或删去这个文件。"),
    "directory-named-like-file": _simple(
        "directory-named-like-file",
        "这是一个文件夹，名字却像 YAML 文件。",
        "把文件夹改名（去掉 .yml），里面的文件移到该放的地方。",
    ),
    "tab": _simple("tab", "缩进用了制表符（Tab），YAML 不允许。", "把行首的 Tab 换成空格，每层两个。"),
    "full-width-space": _simple(*FULL_WIDTH_SPACE),
    "odd-space": _simple(
        "odd-space",
        "行首的空格不是普通空格（多半是从网页或 Word 粘贴来的），YAML 不认。",
        "删去它，用空格键重新打，每层两个。",
    ),
    "text-after-bracket": _simple(
        "text-after-bracket",
        "文字以英文括号开头，会被当成列表或一组字段。",
        '用英文引号把整段文字括起来，如 "[图1] 先定人"；或改用中文括号“【】”“（）”。',
    ),
    "comment-in-brackets": _simple(
        "comment-in-brackets",
        "括号里的“ #”会使后面的文字连同右括号都成为注释。",
        "用英文引号把这一项括起来，或去掉“#”前面的空格。",
    ),
    "shallow": _simple(
        "shallow", "“|”下面的文字要比它的字段名缩进得多，这里不够。", "这一段每行都比上面的字段名多缩进两格。"
    ),
    "uneven": _simple(
        "uneven", "这一行的缩进和上面同层的字段差一格。", "和上面同层的字段对齐；下一层比上一层多缩进两格。"
    ),
    "full-width-colon": _simple("full-width-colon", "字段名后面用了中文冒号“：”。", "改成英文冒号加一个空格“: ”。"),
    "full-width-comma": _simple(
        "full-width-comma", "花括号里两个字段之间用了中文的逗号、顿号或分号。", "改成英文逗号加一个空格“, ”。"
    ),
    "no-space-after-colon": _simple("no-space-after-colon", "字段名的冒号后面没有空格。", "在冒号后面加一个空格。"),
    "unquoted-colon": _simple(
        "unquoted-colon",
        "文字里有英文冒号加空格，会被当成又一个字段。",
        "用英文引号把整段文字括起来，或改用中文冒号“：”。",
    ),
    "unclosed-quote": _simple(
        "unclosed-quote", "这里的英文引号只有一半。", "在文字末尾补上另一半；文字里本来就有英文引号时，改用中文引号。"
    ),
    "text-after-quote": _simple(
        "text-after-quote", "英文引号结束之后还有文字。", "文字里的引号改用中文引号“ ”，或用英文引号把整段文字括起来。"
    ),
    "unclosed-bracket": _simple(
        "unclosed-bracket", "这里的括号只有一半。", "补上另一半；文字以括号开头时，用英文引号把整段文字括起来。"
    ),
    "bad-start": _simple(
        "bad-start",
        "文字不能以这个符号开头，它在 YAML 里另有用处。",
        "用英文引号把整段文字括起来；多行文字用“|”换行后再写。",
    ),
    "too-deep": _simple("too-deep", "括号或缩进嵌套得太深。", "案例文件最多五六层；检查是否多打了“[”或“- ”。"),
    "too-many-aliases": _simple(
        "too-many-aliases", "YAML 引用（&、*）太多，展开后会无穷大。", "不用 & 和 *，把内容直接写出来。"
    ),
    "complex-key": _simple(
        "complex-key",
        "字段名只能是一个词。",
        "字段名写英文，后面是英文冒号和空格；文字以“?”、“[”或“{”开头时加英文引号。",
    ),
    "conflict": _conflict,
    "open-head": _simple(
        "open-head", "页面开头的“---”只有一行，后面的设置会被当成正文。", "在这几行设置后面补一行“---”。"
    ),
    "swallowed-lines": lambda problem: (
        "swallowed-lines",
        f"页面开头的{quoted(problem.detail.get('input'))}会被当成设置，不会显示。",
        "在它前面加一行标题，如“# 标题”，再空一行。",
    ),
    "bad-date": lambda problem: (
        "bad-date",
        f"{quoted(problem.detail.get('input'))}像日期，却没有这一天。",
        "改成真有的日期；不是日期就用英文引号括起来。",
    ),
    "bad-value": lambda problem: (
        "wrong-value",
        f"{quoted(problem.detail.get('input'))}读不出来。",
        "用英文引号把它括起来，或改成普通的文字、数字。",
    ),
    "second-document": _simple(
        "second-document", "一个文件里有两份内容（中间有“---”）。", "分成两个文件，或删去“---”这一行。"
    ),
}
