"""Chapters of a long document, read off the names of its clauses."""

from __future__ import annotations

from anliku.library.models import Excerpt
from anliku.site.views.catalogue import chapters_of


def excerpts(*clauses: str) -> list[Excerpt]:
    return [
        Excerpt(id=f"one-{number}", clause=clause, digest="要点", locator="来源里的字")
        for number, clause in enumerate(clauses)
    ]


def told(*clauses: str) -> list[tuple[str, list[str]]]:
    return [(name, [one.clause for one in held]) for name, held in chapters_of(excerpts(*clauses))]


def test_neighbours_with_the_same_beginning_are_a_chapter() -> None:
    long = ("总则·一", "总则·二", "保障·经费", "保障·报酬", "保障·场所", "总则·三", "总则·四", "附则·一", "附则·二")
    assert told(*long) == [
        ("总则", ["总则·一", "总则·二"]),
        ("保障", ["保障·经费", "保障·报酬", "保障·场所"]),
        ("总则", ["总则·三", "总则·四"]),
        ("附则", ["附则·一", "附则·二"]),
    ]


def test_clauses_that_stand_alone_share_a_chapter_without_a_name_and_none_is_lost() -> None:
    assert told("党员·一", "党员·二", "台账", "窗口·预约", "义工", "经费·一", "经费·二", "附则") == [
        ("党员", ["党员·一", "党员·二"]),
        ("", ["台账", "窗口·预约", "义工"]),
        ("经费", ["经费·一", "经费·二"]),
        ("", ["附则"]),
    ]


def test_a_short_document_is_one() -> None:
    assert told("总则·一", "总则·二", "附则") == [("", ["总则·一", "总则·二", "附则"])]
