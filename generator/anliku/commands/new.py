"""`anliku new`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import typer

from ..check.rules.ids import why_reserved
from ..delivery import create
from ..library import Problem, case_once_called, find_files, load_shared, read_config, read_records, renamed
from ..library.kinds import CASE, KIND_BY_NAME
from ..library.models import Case, Status
from ..library.models.base import CASE_ID_PATTERN, ID_PATTERN
from ..printable import block
from ..starters import STARTERS, Known
from ..troubles import told
from .console import fail, library_root, say


class NewKind(StrEnum):
    """What can be started."""

    CASE = "case"
    POLICY = "policy"
    INDICATOR = "indicator"
    LESSON = "lesson"
    CARD = "card"
    CHECKLIST = "checklist"
    TERM = "term"
    SOURCE = "source"
    ORGANISATION = "organisation"
    FRAMEWORK = "framework"
    SCREENING = "screening"
    WORDING = "wording"

    @property
    def record(self) -> str:
        """The name of the kind of record."""
        return "profile" if self is NewKind.CHECKLIST else self.value


_KINDS = (
    "case 案例、policy 政策、indicator 指标、lesson 教学包、card 行动卡、checklist 自评表配置；"
    "term 术语、source 来源、organisation 组织类型、framework 框架、screening 筛选题、wording 用词"
)


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def new(
        kind: NewKind = typer.Argument(metavar="种类", help=_KINDS),
        name: str = typer.Argument(metavar="编号", help="小写字母、数字和连字符，如 weekly-open-day"),
        title: str = typer.Option("", "--title", metavar="标题", help="标题，可以以后再写"),
    ) -> None:
        """新建一个文件，字段都列好，照着填；几条合写一个文件的，显示出来，贴到那个文件最后。"""
        _check_name(kind, name)
        root = library_root()
        starter = STARTERS[kind.value]
        _check_free(root, kind, name)
        text = starter.text(name, title, _known(root, kind))
        file = root / (f"{starter.place}/{name}.yml" if starter.is_alone else starter.place)
        if not starter.is_alone and file.exists():
            say(f"这一种都写在 {starter.place} 里。把下面几行贴到那个文件最后，左边的空格一起贴：")
            say("")
            say(block(_indented_as(file, text.rstrip("\n"))))
            return
        key = KIND_BY_NAME[kind.record].key
        try:
            create(file, (text if starter.is_alone else f"{key}:\n{text}").encode("utf-8", "replace"))
        except FileExistsError:
            fail(f"{file} 已经有了。", "换一个编号，或直接改那个文件")
        except OSError as error:
            raise told(error, "写不出", file) from error
        say(f"建好了：{file}")
        say("写完运行 anliku check 看看有没有问题。")


def _indented_as(file: Path, text: str) -> str:
    """Return the lines with as many blanks before them as the items of the file have."""
    found = re.search(r"^( *)- ", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    blanks = found[1] if found else "  "
    return "\n".join(blanks + line[2:] for line in text.split("\n"))


def _known(root: Path, kind: NewKind) -> Known:
    """Return what a new record may refer to."""
    config, problems = read_config(root)
    files, more = find_files(root, config.docs_dir)
    shared, others = load_shared(root, files, config.plugin.vocabulary)
    _stop_at_unreadable([*problems, *more, *others])
    known = Known(shared, _published(root, files[CASE]), shared.vocabulary)
    if kind is NewKind.CHECKLIST and not known.type_without_profile():
        fail("每一类组织都已经有自评表配置了。", "直接改 content/checklists 里的那个文件")
    return known


def _stop_at_unreadable(problems: Iterable[Problem]) -> None:
    """End with a message when a file cannot be read: what it holds would be missing from the new one without a word."""
    for problem in problems:
        if problem.kind == "unreadable":
            reason = problem.detail.get("reason", "")
            fail(f"读不了 {problem.path}（{reason}），新文件里举的编号会不全，没有建。", "先让它能读，再运行一次")


def _published(root: Path, paths: list[str]) -> str:
    """Return the id of the first published case, "" where there is none."""
    for path in paths:
        records, problems = read_records(root, path, CASE)
        _stop_at_unreadable(problems)
        for _, record in records:
            if isinstance(record, Case) and record.status is Status.PUBLISHED:
                return record.id
    return ""


def _check_name(kind: NewKind, name: str) -> None:
    """End with a message when `check` would refuse a file or a record of this name."""
    form, least = (CASE_ID_PATTERN, 3) if kind is NewKind.CASE else (ID_PATTERN, 1)
    if not re.fullmatch(form, name):
        near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"，比如 {near}" if re.fullmatch(form, near) and not why_reserved(near) else ""
        fail(f"编号 {name} 不行。", f"只用小写字母、数字和连字符，{least} 到 60 个字{hint}", code=2)
    words = why_reserved(name)
    if words:
        fail(*words, code=2)


def _check_free(root: Path, kind: NewKind, name: str) -> None:
    """End with a message when another record of the kind has this id, or had it: its old address would lead here."""
    shared, _ = load_shared(root, find_files(root)[0])
    first = shared.origins.get((kind.record, name))
    if first and (kind is NewKind.INDICATOR or not STARTERS[kind.value].is_alone):
        fail(f"{KIND_BY_NAME[kind.record].label}“{name}”已经有了，在 {first.path}。", "换一个编号，或直接改那个文件")
    _check_former(root, kind, name)


def _check_former(root: Path, kind: NewKind, name: str) -> None:
    """End with a message when a record of the kind was once called so: its old address would lead here."""
    files, _ = find_files(root)
    if kind is NewKind.CASE:
        present = case_once_called(root, files[CASE], name)
    else:
        present = renamed(load_shared(root, files)[0], kind.record).get(name, "")
    if present:
        fail(f"编号 {name} 是“{present}”以前的 id，旧的链接还通到那里。", "换一个编号")
