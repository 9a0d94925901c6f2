"""Ordinary pages: marks and icons that would be shown as they are typed, or stop the build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library import Library, Origin
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
        icon = page.head.get("icon")
        if isinstance(icon, str) and not has_icon(icon):
            message = f"没有{quoted(icon)}这个图标。"
            remedy = "到 Material 的图标表里查名称，如 material/home；或删去这一行。"
            yield error("unknown-icon", Origin(page.path), (), message, remedy).pointing_at(icon)
