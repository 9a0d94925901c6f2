"""`anliku search` and `anliku similar`."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.survey import Survey, survey
from ..lock import Busy
from ..printable import block
from ..search.model import KINDS
from .console import fail, library_root, say, warn

if TYPE_CHECKING:
    from ..search.engine import Engine, Hit, SearchAnswer
    from ..search.store import DocumentSource
    from ..search.terminal import SimilarDocument

_SPOKEN = {"alias": "同义", "variant": "繁简", "pinyin": "拼音", "near": "近似"}


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command()
    def search(  # noqa: PLR0913, PLR0917 - an argument for each option
        query: str = typer.Argument(
            metavar="词句", help="要找的词；空格隔开的几个词都要有，引号里的要一字不差，减号后面的不要"
        ),
        kind: list[str] = typer.Option([], "--kind", metavar="种类", help="如 case、policy、term、card，可以写几次"),
        organisation: list[str] = typer.Option([], "--type", metavar="类型", help="组织类型 id，如 village"),
        dimension: list[str] = typer.Option([], "--dimension", metavar="维度", help="维度 id，如 team"),
        topic: list[str] = typer.Option([], "--topic", metavar="主题", help="主题词，如 便民服务"),
        limit: int = typer.Option(20, "--limit", metavar="条数", min=1, max=1000, help="最多列几条"),
        as_json: bool = typer.Option(False, "--json", help="输出 JSON，给程序用"),
        explain: bool = typer.Option(False, "--explain", help="说明每条为什么找到、为什么排在这里"),
    ) -> None:
        """在终端里查，找到的和现在生成的网页上一样：案例、政策、自评条目、行动卡、教学包、术语、框架、指南和页面。"""
        root = library_root()
        surveyed = _surveyed(root)
        library = surveyed.library
        _check_filter("--kind", kind, list(KINDS))
        _check_filter("--type", organisation, list(library.shared.organisations))
        _check_filter("--dimension", dimension, list(library.shared.dimensions))
        filters = {"kind": kind, "org": organisation, "dim": dimension, "topic": topic}
        engine = _engine(root, surveyed)
        answer = engine.search(query, filters, limit)
        why = _explained(engine, answer) if explain else {}
        if as_json:
            _say_json([_as_data(hit) | ({"explain": why[hit.number]} if explain else {}) for hit in answer.hits])
        else:
            _show_answer(answer, query, why)

    @app.command()
    def similar(
        case: str = typer.Argument(metavar="案例", help="案例 id，如 yuqing-eight-ones"),
        limit: int = typer.Option(10, "--limit", metavar="条数", min=1, max=100, help="最多列几条"),
        as_json: bool = typer.Option(False, "--json", help="输出 JSON，给程序用"),
    ) -> None:
        """找和某个案例最像的案例。"""
        from ..search.documents import library_sources
        from ..search.terminal import TerminalIndex

        root = library_root()
        library = _surveyed(root).library
        _check_filter("案例", [case], list(library.published))
        index = TerminalIndex(cache_folder(root), library_sources(library))
        _show(index.similar(f"case:{case}", limit), as_json, "没有相像的案例。")


def _surveyed(root: Path) -> Survey:
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        warn(f"案例库有 {len(surveyed.errors)} 处错误，有错的内容和汇总各条内容的页面查不到；运行 anliku check 查看。")
    return surveyed


def _engine(root: Path, surveyed: Survey) -> Engine:
    from ..search.documents import alias_groups, facet_labels, library_sources
    from ..search.offline import library_engine

    shared = surveyed.library.shared
    sources = (*library_sources(surveyed.library), *_pages(root, surveyed))
    return library_engine(cache_folder(root), sources, alias_groups(shared), facet_labels(shared))


def _pages(root: Path, surveyed: Survey) -> list[DocumentSource]:
    """Return the pages as they are now, never as they were when the site was built; none where they cannot be made."""
    from ..site.build import pages_to_search
    from ..site.frames.error import FrameError

    try:
        return pages_to_search(root, surveyed)
    except FrameError:
        warn("普通页面现在生成不出来，指南和页面查不到；运行 anliku build 看是哪里的问题。")
    except Busy as busy:
        warn(f"另一个 anliku 正在生成这个案例库（{busy.owner}），指南和页面这次没有查；等它结束再查一遍。")
    return []


def _check_filter(name: str, values: list[str], known: list[str]) -> None:
    for value in values:
        if value not in known:
            near = difflib.get_close_matches(value, known, 3)
            listed = "、".join(near or known[:20])
            fail(f"{name} 没有 {value}。", f"{'是不是' if near else '可以写'}：{listed}", code=2)


def _explained(engine: Engine, answer: SearchAnswer) -> dict[int, list[str]]:
    from ..search.explain import explanation

    return {hit.number: explanation(engine, hit) for hit in answer.hits}


def _as_data(hit: Hit) -> dict[str, object]:
    document = hit.document
    return {
        "id": document.id, "kind": document.kind, "url": document.url, "title": document.title,
        "summary": document.summary, "score": hit.score, "matched": hit.matched, "reason": hit.reason,
    }  # fmt: skip


def _say_json(value: object) -> None:
    say(block(json.dumps(value, ensure_ascii=False, indent=2)))


def _show_answer(answer: SearchAnswer, query: str, why: dict[int, list[str]]) -> None:
    say(_summary(answer, query))
    for number, hit in enumerate(answer.hits, 1):
        how = "，".join(part for part in (_SPOKEN.get(hit.matched, ""), hit.reason) if part)
        document = hit.document
        _show_one(number, document.kind, f"{document.title}{how and f'（{how}）'}", document.summary, document.url)
        for line in why.get(hit.number, ()):
            say(f"       {line}")


def _summary(answer: SearchAnswer, query: str) -> str:
    """How many, and what was done to the query, as the page says it."""
    cut = f"词句太长，只按前 {len(answer.query.text)} 个字找。" if answer.query.cut else ""
    if not answer.total:
        return f"没有找到“{answer.query.text if cut else query}”。{cut}换短一些的词，或去掉筛选条件。"
    exact = answer.hits[0].matched == "exact"
    more = f"，另有 {answer.more} 条近似" if answer.more else ""
    said = [f"共 {answer.total} 条{more}" if exact else f"没有完全一致的内容，以下 {answer.total} 条为近似结果"]
    meant = "、".join(note.text for note in answer.notes if note.kind == "meant")
    dropped = "、".join(f"“{note.text}”" for note in answer.notes if note.kind == "dropped")
    said += [f"你是不是要找：{meant}"] if meant else []
    said += [f"{dropped}哪里都没有，没有算进去"] if dropped else []
    return "。".join(said) + "。" + cut


def _show_one(number: int, kind: str, title: str, summary: str, url: str) -> None:
    say(f"{number:>3}. [{KINDS.get(kind, kind)}] {title}")
    if summary:
        say(f"     {summary}")
    say(f"     {url}")


def _show(found: list[SimilarDocument], as_json: bool, empty: str) -> None:
    if as_json:
        _say_json([asdict(one) for one in found])
        return
    if not found:
        say(empty)
    for number, one in enumerate(found, 1):
        _show_one(number, one.kind, one.title, one.summary, one.url)
