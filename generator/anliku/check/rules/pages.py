"""Ordinary pages: marks and icons that would be shown as they are typed, or stop the build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library import Library, OrdinaryPage, Origin
from ..findings import Remark, error, warning
from ..nearest import quoted
from .site_settings import extension_entries, has_icon

# A mark, what it is called, and the extensions of which one must be named in mkdocs.yml.
_MARKS = (
    (re.compile(r"^\[\^[^\]\n]+\]:", re.M), "脚注", ("footnotes",)),
    (re.compile(r"^!!! ?\w", re.M), "提示框", ("admonition",)),
    (re.compile(r"^\?\?\?\+? ?\w", re.M), "折叠框", ("pymdownx.details",)),
    (re.compile(r"^=== ?[\"']", re.M), "标签页", ("pymdownx.tabbed",)),
    (re.compile(r"[^\s{]\s?\{[:]?\s?[#.][\w-]+\s?\}[ \t]*$", re.M), "指定的锚点或样式", ("attr_list",)),
    (re.compile(r"^\s*[-*] \[[ xX]\] ", re.M), "任务清单", ("pymdownx.tasklist",)),
)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.M | re.S)
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\n]+\]:(.*)")
_FOOTNOTE_WITHIN = re.compile(r"[\s>*+.\d-]*(\[\^[^\]\n]+\]:)")  # at the beginning, or that of an item or quotation


def page_marks(library: Library) -> Iterator[Remark]:
    """A page uses a mark of a Markdown extension that mkdocs.yml does not name, or an icon that does not exist."""
    named = {str(name) for _, name, _ in extension_entries(library.config.site.markdown_extensions)}
    for page in library.pages:
        text = _CODE.sub("", page.text)
        for mark, label, wanted in _MARKS:
            found = mark.search(text)
            if found and not named & {*wanted, "markdown.extensions." + wanted[0], "extra"}:
                message = f"{label}的记号{quoted(found.group().strip())}会原样显示出来：没有打开这种写法。"
                remedy = f"在 mkdocs.yml 的 markdown_extensions 下面加一行“- {wanted[0]}”，或改用别的写法。"
                yield warning("needs-extension", Origin(page.path), (), message, remedy).pointing_at(
                    found.group().strip()
                )
        if named & {"footnotes", "markdown.extensions.footnotes", "extra", "markdown.extensions.extra"}:
            yield from _nested_footnotes(page)
        icon = page.head.get("icon")
        if isinstance(icon, str) and not has_icon(icon):
            message = f"没有{quoted(icon)}这个图标。"
            remedy = "到 Material 的图标表里查名称，如 material/home；或删去这一行。"
            yield error("unknown-icon", Origin(page.path), (), message, remedy).pointing_at(icon)


def _nested_footnotes(page: OrdinaryPage) -> Iterator[Remark]:
    """A footnote stands within another: the extension loses it when the other is the last one, and else stops the build."""
    text = _CODE.sub(lambda code: "\n" * code.group().count("\n"), page.text)
    within = False
    for number, line in enumerate(text.split("\n"), 1):
        head = _FOOTNOTE.match(line)
        is_indented = line.startswith(("    ", "\t"))
        within = bool(head) or (within and (is_indented or not line.strip()))
        found = _FOOTNOTE_WITHIN.match(head[1] if head else line) if within else None
        if found:
            message = f"脚注{quoted(found[1])}写在另一条脚注里面，读者看不到它，有时网站也生成不了。"
            yield warning(
                "nested-footnote", Origin(page.path), (number,), message, "移到行首，前面不空格，和上一条之间空一行。"
            ).pointing_at(found[1])
