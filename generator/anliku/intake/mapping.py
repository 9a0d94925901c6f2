"""A map from the columns of any table to the fields of a case: proposed once, then the user's own to edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..checklist.untrusted.cells import Workbook
from ..library.yaml_file import parse_yaml
from ..troubles import UserError
from .columns import grids
from .names import name_key
from .rows import heading_row, name_of
from .yaml_text import yaml_text

_ALSO = {
    "案例名称": "标题", "名称": "标题", "题目": "标题", "简介": "摘要", "概要": "摘要", "背景": "背景与问题", "问题": "背景与问题",
    "主要做法": "做法·怎么做", "做法": "做法·怎么做", "具体做法": "做法·怎么做", "效果": "成效", "主要成效": "成效", "经验": "启示",
    "经验启示": "启示", "时间": "开始时间", "地区": "具体地点", "地点": "具体地点", "类型": "组织类型", "关键词": "主题词", "来源": "出处·来源",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Map:
    """Which sheet to read, and which of our columns each of its headings means; "" for none."""

    sheet: str
    columns: Mapping[str, str]


def targets() -> list[str]:
    """Return the names of our columns."""
    return [name_of(grid, column) for grid in grids() for column in grid.columns]


def proposed(book: Workbook) -> str:
    """Return the text of a map for the first sheet that holds a table."""
    known = {name_key(name): name for name in targets()} | {name_key(also): name for also, name in _ALSO.items()}
    sheet = next((sheet for sheet in book.sheets.values() if sheet.cells), None)
    if sheet is None:
        raise UserError("表格是空的，没有可以导入的。", "换一个文件")
    _, headings = heading_row(sheet, set(known))
    taken: set[str] = set()
    columns: dict[str, str] = {}
    for heading in headings:
        name = known.get(name_key(heading), "")
        columns[heading] = name if name not in taken else ""
        taken.add(name)
    note = "# 左边是表里的列名，右边是放进哪里。右边空着的列不会丢，写在草稿的开头。\n# 右边可以写：\n"
    return note + "".join(f"#   {name}\n" for name in targets()) + yaml_text({"sheet": sheet.name, "columns": columns})


def read_map(raw: bytes, name: str, book: Workbook) -> Map:
    """Return the map in a file; raise UserError when it cannot be used with this workbook."""
    data, problems = parse_yaml(raw, name)
    if problems or not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        raise UserError(f"{name} 不是对照表。", "删掉它再运行一次，会写出一份新的")
    sheet, columns = str(data.get("sheet", "")), {str(k): str(v or "") for k, v in data["columns"].items()}
    if sheet not in book.sheets:
        raise UserError(f"{name} 里写的表“{sheet}”，文件里没有。", f"可以写：{'、'.join(book.sheets)}")
    wrong = [target for target in columns.values() if target and target not in targets()]
    if wrong:
        raise UserError(f"{name} 里的“{wrong[0]}”不是可以放的地方。", f"可以写：{'、'.join(targets())}")
    if "标题" not in columns.values():
        raise UserError(f"{name} 里没有哪一列放进“标题”。", "在案例名称那一列的右边写上：标题")
    twice = [target for target in columns.values() if target and list(columns.values()).count(target) > 1]
    if twice:
        raise UserError(f"{name} 里有两列都放进“{twice[0]}”。", "留一列，另一列的右边空着")
    return Map(sheet, columns)
