"""HTML, links and characters that a text may not hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from ...library import FieldPath, Origin
from ..findings import Remark, Severity

_HINTS = ("<", "](", "\\\\", "://", "script:")
_DROP = "删去它；正文只用 Markdown，不用 HTML。"
_RULES = (
    (
        "unsafe-html",
        Severity.ERROR,
        re.compile(
            r"<\s*/?\s*(?:script|iframe|object|embed|form|input|button|style|link|meta|base|svg|math|template)\b", re.I
        ),
        "正文里有 HTML 标签“{}”，不安全。",
        _DROP,
    ),
    (
        "unsafe-html",
        Severity.ERROR,
        re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
        "HTML 标签里有事件脚本“{}”，不安全。",
        _DROP,
    ),
    (
        "unsafe-link",
        Severity.ERROR,
        re.compile(r"(?:java|vb)script\s*:|\bdata\s*:\s*text/html", re.I),
        "链接“{}”会运行程序，不安全。",
        "删去这个链接。",
    ),
    (
        "unsafe-link",
        Severity.ERROR,
        re.compile(
            r"(?:\]\(\s*<?\s*|(?:href|src)\s*=\s*[\"']?)(?:\\\\|//|file:)[^\s)>]*|\\\\[A-Za-z0-9.-]+\\[^\s]+", re.I
        ),
        "链接“{}”指向别的电脑或本机文件，读者打不开，也不安全。",
        "删去这个链接，把内容写进正文。",
    ),
    (
        "remote-image",
        Severity.WARNING,
        re.compile(r"!\[[^\]]*\]\(\s*<?\s*https?://[^\s)]*|<\s*(?:img|video|audio|source|picture)\b[^>]*//[^>]*", re.I),
        "图片等外部文件“{}”不会显示：网站离线使用，不取外面的文件。",
        "用文字写清楚，或把图片做成附件另行分发。",
    ),
)

_STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufff9-\ufffb\u2066-\u2069\ufeff\ufffd\ud800-\udfff\ufffe\uffff]"
)


# Characters that look like another, or like nothing at all, on a machine that is not the writer's.
_ODD = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\U000f0000-\U0010fffd]")


def unsafe(texts: Callable[[], Iterable[tuple[FieldPath, str]]], whole: str, origin: Origin) -> Iterator[Remark]:
    """Yield the remarks for markup and characters that do not belong in a text; `whole` is all the texts in one."""
    if any(hint in whole for hint in _HINTS):
        for at, text in texts():
            yield from _unsafe_markup(at, text, origin)
    if (not whole.replace("\n", "").isprintable() or "\ufffd" in whole) and _STRANGE.search(whole):
        for at, text in texts():
            yield from _strange_character(at, text, origin)
    if not whole.isascii() and _ODD.search(whole):
        for at, text in texts():
            yield from _odd_character(at, text, origin)


def _odd_character(at: FieldPath, text: str, origin: Origin) -> Iterator[Remark]:
    found = _ODD.search(text)
    if found:
        character = found.group()
        name = f"U+{ord(character):04X}"
        if unicodedata.category(character) == "Co":
            message = f"这里是自造字或图标字体的字符（{name}），别人的电脑上显示成空白或方框。"
            remedy = "换成普通的字；没有这个字就用“（左某右某）”说明。"
        else:
            plain = unicodedata.normalize("NFKC", character)
            message = f"“{character}”（{name}）是部首或兼容字，不是普通的汉字；多半是从 PDF 粘贴来的。"
            remedy = f"改成普通的“{plain}”。" if plain != character else "改成普通的汉字，重新打一遍。"
        yield Remark("odd-character", Severity.WARNING, origin, at, message, remedy, character)


def is_unsafe(text: str) -> bool:
    """Say whether a text has a finding for unsafe markup."""
    return any(severity is Severity.ERROR and pattern.search(text) for _, severity, pattern, _, _ in _RULES)


def _unsafe_markup(at: FieldPath, text: str, origin: Origin) -> Iterator[Remark]:
    for code, severity, pattern, message, remedy in _RULES:
        found = pattern.search(text)
        if found:
            shown = found.group()[:40]
            yield Remark(code, severity, origin, at, message.format(shown), remedy, found.group())


def _strange_character(at: FieldPath, text: str, origin: Origin) -> Iterator[Remark]:
    found = _STRANGE.search(text)
    if found:
        character = found.group()
        message = f"文字里有看不见或残缺的字符（U+{ord(character):04X}）。"
        remedy = "删去它；多半是从网页或 PDF 粘贴来的，会使读者搜不到这段文字。"
        yield Remark("strange-character", Severity.ERROR, origin, at, message, remedy, character)
