"""`anliku stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..library.models import CaseKind, Level
from ..printable import printable
from ..site.build import make_site
from ..site.facts.published import Site
from ..site.output.last_build import LastBuild
from .console import library_root

if TYPE_CHECKING:
    from rich.table import Table


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def stats() -> None:
        """数一数：有多少案例、政策、术语，每一类各有几个。"""
        from rich.console import Console

        root = library_root()
        surveyed = survey(root, cache_folder(root))
        site = make_site(surveyed, False, LastBuild.empty())
        console = Console(highlight=False)
        console.print(_totals(site, len(surveyed.library.entries)))
        console.print(_matrix(site))
        console.print(f"错误 {len(surveyed.errors)} 条，提醒 {len(surveyed.findings) - len(surveyed.errors)} 条。")


def _totals(site: Site, written: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    shared = site.shared
    table = Table("内容", "数量", title=Text(printable(site.name)), title_justify="left")
    published = list(site.entries.values())
    kinds = "，".join(f"{kind.label} {sum(e.kind == kind.value for e in published)}" for kind in CaseKind)
    levels = "，".join(
        f"{shared.vocabulary.of(level)} {sum(e.level == level.value for e in published)}" for level in Level
    )
    rows = (
        ("案例", f"{written}（已发布 {len(published)}）"),
        ("其中", kinds),
        ("层级", levels),
        ("有出处的数字", str(sum(entry.figures for entry in published))),
        ("政策文件 / 摘编", f"{len(shared.policies)} / {len(shared.excerpts)}"),
        ("术语", str(len(shared.terms))),
        ("指标", str(len(shared.indicators))),
        ("行动卡", str(len(shared.cards))),
        ("教学包", str(len(shared.lessons))),
        ("来源", str(len(shared.sources))),
    )
    for row in rows:
        table.add_row(*row)
    return table


def _matrix(site: Site) -> Table:
    from rich.table import Column, Table
    from rich.text import Text

    shared = site.shared
    # Folded, because Rich would cut off what it takes for one long word.
    names = ("组织类型", *shared.dimensions.values())
    columns = (Column(Text(printable(name)), overflow="fold") for name in names)
    table = Table(*columns, title="案例分布", title_justify="left")
    for kind in shared.organisations.assessed:
        counts = (str(site.matrix[kind, dimension]) for dimension in shared.dimensions)
        table.add_row(Text(printable(shared.organisations[kind].name)), *counts)
    return table
