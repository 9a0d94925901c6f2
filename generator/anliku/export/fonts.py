"""Choose Chinese fonts for PDF from what the system has. None is shipped: good ones are free, but not ours to carry."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import typst

from ..troubles import UserError

# GB/T 9704 asks for 仿宋 in the text and 黑体 or 小标宋 in headings; the free families after them look closest.
_BODY = (
    "FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "STFangsong", "FandolFang R", "FandolFang",
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Noto Sans CJK SC", "Noto Sans SC",
    "Source Han Sans SC", "WenQuanYi Zen Hei",
)  # fmt: skip
_HEADING = (
    "SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Noto Sans SC",
    "Noto Serif CJK SC",
)  # fmt: skip


class NoFontError(UserError):
    """No Chinese font was found; the message is Chinese and for the user."""


class FontChoice(NamedTuple):
    """The families for text and for headings."""

    body: str
    heading: str


@cache
def system_fonts() -> typst.Fonts:
    """Return the fonts of this system; they are searched once a process."""
    return typst.Fonts()


def choose_fonts(wanted: str = "", families: Iterable[str] | None = None) -> FontChoice:
    """Return the families to use: `wanted` (`pdf.font` in mkdocs.yml) or the best that there is."""
    known = {family.casefold(): family for family in (families if families is not None else system_fonts().families())}
    if wanted and wanted.casefold() not in known:
        raise NoFontError(f"没有找到 mkdocs.yml 里 pdf.font 指定的字体“{wanted}”。装上这个字体，或改写成已装的字体名。")
    body = known.get(wanted.casefold()) if wanted else _first(_BODY, known)
    if body is None:
        raise NoFontError(
            "没有找到中文字体，不能生成 PDF。请安装 fonts-noto-cjk，或在 mkdocs.yml 的 pdf.font 指定已装的中文字体。"
        )
    return FontChoice(body, _first(_HEADING, known) or body)


def _first(names: Iterable[str], known: dict[str, str]) -> str | None:
    return next((known[name.casefold()] for name in names if name.casefold() in known), None)
