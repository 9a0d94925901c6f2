"""`anliku impact`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from ..checklist import Checklist, assemble, settings_of
from ..checklist.collection.gather import gather
from ..library import Library
from ..library.impact import Resting, Target, leads_to, resting_on, targets_of
from ..library.kinds import LABELS
from .checklist import load_library
from .console import fail, library_root, path_given, say, warn


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def impact(
        record: str = typer.Argument(
            ..., metavar="记录", help="政策的 id、<政策id>/<摘编id>，或别的记录（指标、案例、术语、来源……）的 id"
        ),
        results: list[Path] | None = typer.Argument(
            None, metavar="结果文件", parser=path_given, help="结果文件或放着它们的文件夹：看哪些答案受影响"
        ),
    ) -> None:
        """改动一条政策或别的记录以前，列出靠着它的一切，逐条去核。只看字段里的引用，正文里的链接不算。"""
        library = load_library(library_root())
        targets = targets_of(library, record)
        if not targets:
            fail(f"没有 id 是“{record}”的记录。", "摘编写成 <政策id>/<摘编id>；用 anliku search 找 id", 2)
        found = resting_on(library, targets)
        items = _items(library, found, targets)
        lines = [*_records(found), *_checklists(items), *_results(library, items, results or [])]
        names = "、".join(f"{LABELS[kind]} {key}" for kind, key in targets)
        say(f"{names}：{f'有 {len(lines)} 处靠着它' if lines else '没有什么靠着它'}")
        for line in lines:
            say(f"□ {line}")


def _records(found: tuple[Resting, ...]) -> Iterator[str]:
    """One line for each record, with every place in it."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for one in found:
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in one.at)
        places.setdefault((one.kind, one.id, one.path), []).append(f"{place} → {one.on.id}")
    for (kind, key, path), where in places.items():
        yield f"{LABELS[kind]} {key}（{path}）：{'；'.join(where)}"


def _items(
    library: Library, found: tuple[Resting, ...], targets: tuple[Target, ...]
) -> Mapping[str, tuple[Checklist, list[str]]]:
    """Return, for each type whose checklist rests on it, the ids of the items that do; as the type itself sees them."""
    known = {*targets, *(Target(one.kind, one.id) for one in found if one.kind in ("indicator", "screening"))}
    whole = {target.id for target in targets if target.kind == "organisation"}
    settings = settings_of(library.config)
    touched: dict[str, tuple[Checklist, list[str]]] = {}
    for key in library.shared.organisations.assessed:
        made = assemble(library.shared, key, settings)
        every = bool(whole & set(library.shared.organisations.lineage(key)))
        ids = [
            item.id
            for item in made.items
            if every or Target("indicator", item.id) in known or any(leads_to(item.indicator, known))
        ]
        if ids:
            touched[key] = (made, ids)
    return touched


def _checklists(touched: Mapping[str, tuple[Checklist, list[str]]]) -> Iterator[str]:
    for key, (made, ids) in touched.items():
        shown = "、".join(f"第 {made.numbers[one]} 条（{one}）" for one in ids)
        yield f"自评表 {key}（{made.name}）：{shown}"


def _results(library: Library, touched: Mapping[str, tuple[Checklist, list[str]]], paths: list[Path]) -> Iterator[str]:
    gathered, problems = gather(paths, library.shared, settings_of(library.config))
    for problem in problems:
        warn(f"提醒：{problem}")
    for file, result in ((one.file, one.result) for one in gathered):
        ids = touched[result.organisation][1] if result.organisation in touched else []
        given = {key: answer for key, answer in result.answers.items() if answer.na or answer.value is not None}
        answered = [key for key in ids if key in given]
        if answered:
            who = "，".join(
                part for part in (result.unit, result.period, library.shared.vocabulary.of(result.assessor)) if part
            )
            yield f"结果 {file}（{who}）：答过 {len(answered)} 条：{'、'.join(answered)}"
