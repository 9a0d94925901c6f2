"""The sections of a site: one folder and one frame each, with the Chinese title that stands in the navigation."""

from __future__ import annotations

COMPARISON, PRINTING = "compare.md", "print.md"
FRAMING = (COMPARISON, PRINTING)
"""The pages that show other pages of the site in frames."""

# Source of the frame, as MkDocs names it, and the title of the section's first page.
SECTION_TITLES = {
    "cases/index.md": "案例",
    "lists/index.md": "分类目录",
    "organisations/index.md": "组织类型",
    "frameworks/index.md": "框架",
    "policies/index.md": "政策",
    "terms/index.md": "术语",
    "lessons/index.md": "教学包",
    "checklists/index.md": "自评表",
    "cards/index.md": "行动卡",
    "reference/format.md": "格式参考",
    "sources.md": "参考来源",
    "coverage.md": "覆盖情况",
    "search.md": "搜索",
    "selection.md": "选用",
    COMPARISON: "并排比较",
    PRINTING: "打印全文",
    "study.md": "学习记录",
    "notices.md": "许可与声明",
}
HOME = "index.md"


def frame_path(source: str) -> str:
    """Return the path of the rendered frame for the MkDocs source of a section."""
    return source[: -len(".md")] + ".html"
