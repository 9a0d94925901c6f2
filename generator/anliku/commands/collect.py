"""`anliku collect`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from ..checklist import Complaint, settings_of
from ..checklist.collection.collection import Collection, collect
from ..checklist.collection.study import gather_study, has_study
from ..checklist.summary import Summary, summarise
from ..delivery import deliver
from ..epoch import source_date
from ..export.stamp import stamp_of
from ..library import Library
from .checklist import load_library
from .console import fail, force_option, library_root, path_given, say, warn

_MOST_REMINDERS = 40
_SAID_EACH = 3
_FORMS = (".xlsx", ".html", ".docx")
_OUTPUT = [Path("summary.xlsx"), Path("summary.html")]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(name="collect")
    def run(  # noqa: PLR0913, PLR0917 - an argument for each option
        paths: list[Path] = typer.Argument(
            ...,
            metavar="文件",
            parser=path_given,
            help="结果文件（.json、填好的 .xlsx），或放着它们的文件夹；也可以是学员的 学习记录.json",
        ),
        output: list[Path] = typer.Option(
            _OUTPUT,
            "-o",
            "--output",
            metavar="文件",
            parser=path_given,
            help="写到哪里：.xlsx 表格、.html 网页、.docx 报告，可以写几次",
        ),
        force: bool = force_option(),
        anonymous: bool = typer.Option(False, "--anonymous", help="隐去单位名称、文件名和所有文字"),
        hand_back: Path | None = typer.Option(
            None,
            "--hand-back",
            metavar="文件夹",
            parser=path_given,
            help="给每个单位写一份反馈（.docx），放进这个文件夹",
        ),
        day: str = typer.Option("", "--day", metavar="日期", help="整改逾期按哪一天算，写成 2026-06-30；不写就是今天"),
    ) -> None:
        """把各单位的结果汇总：一览和名次、先帮谁、共同的短板、整改任务、逐期变化；写成表格、网页或公文格式的报告。

        学员的“学习记录”也这样汇总：谁读了什么，写成表格。
        """
        for target in output:
            if target.suffix.lower() not in _FORMS:
                fail(f"不知道 {target.name} 要写成什么。", "文件名以 .xlsx、.html 或 .docx 结尾", 2)
        if hand_back and anonymous:
            fail("隐去了单位名称，就没法给各单位写反馈。", "去掉 --anonymous 或 --hand-back", 2)
        root = library_root()
        library = load_library(root)
        study, others = has_study(paths)
        if study:
            _collect_study(paths, library, output, others=others, anonymous=anonymous, force=force)
            return
        settings = settings_of(library.config)
        when = _day(day)
        collection = collect(paths, library, anonymous=anonymous, settings=settings)
        _tell(collection)
        if not collection.units:
            fail("没有一个能用的结果文件，什么也没有写。", "检查路径，或看上面每个文件的问题")
        summary = summarise(collection, when, library.config.name)
        files = {target: _content(summary, target, library) for target in output}
        files |= {hand_back / name: content for name, content in _hand_backs(summary, library)} if hand_back else {}
        deliver(files, force=force)
        say(_summary(collection, [*output, hand_back] if hand_back else output))
        if any(problem.fatal for problem in collection.problems):
            raise typer.Exit(1)


def _collect_study(  # noqa: PLR0913 - the options of the command
    paths: list[Path], library: Library, output: list[Path], *, others: bool, anonymous: bool, force: bool
) -> None:
    """Write who read what; of the outputs, the tables."""
    from ..export.study_xlsx import study_xlsx

    if others:
        fail("这些文件里有学习记录，也有别的文件。", "学习记录和自评结果分开放，各汇总一次", 2)
    targets = [target for target in output if target.suffix.lower() == ".xlsx"]
    if not targets:
        fail("学习记录只能汇总成表格。", "-o 后面的文件名以 .xlsx 结尾", 2)
    records, problems = gather_study(paths, library.config.name)
    for problem in problems:
        warn(f"{'没有计入' if problem.fatal else '提醒'}：{problem}")
    if not records:
        fail("没有一份能用的学习记录，什么也没有写。", "看上面每个文件的问题")
    titles = {key: entry.title for key, entry in library.published.items()}
    content = study_xlsx(records, titles, problems, stamp_of(library), anonymous=anonymous)
    deliver(dict.fromkeys(targets, content), force=force)
    say(f"汇总了 {len(records)} 份学习记录。已写出 {'、'.join(map(str, targets))}")
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)


def _day(text: str) -> dt.date:
    """Return the day by which tasks are late: the one given, else that of SOURCE_DATE_EPOCH, else today."""
    if not text:
        wanted = source_date()
        return wanted.date() if wanted else dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(f"--day 后面的“{text}”不是日期。", "写成 2026-06-30 的样子", 2)


def _tell(collection: Collection) -> None:
    """Name every file that was not counted; of the reminders, as many as somebody reads."""
    problems = collection.problems
    for problem in (p for p in problems if p.fatal):
        warn(f"没有计入：{problem}")
    reminders = [p for p in problems if not p.fatal]
    lines = list(_grouped(reminders))
    for line in lines[:_MOST_REMINDERS]:
        warn(f"提醒：{line}")
    if len(lines) > _MOST_REMINDERS:
        warn(f"提醒：还有 {len(lines) - _MOST_REMINDERS} 处，见汇总里的“文件问题”")


def _grouped(problems: Iterable[Complaint]) -> Iterator[str]:
    """Put complaints in the same words about many files into one, with their number."""
    files: dict[tuple[str, str], list[Complaint]] = {}
    for problem in problems:
        files.setdefault((problem.place, problem.message), []).append(problem)
    for same in files.values():
        if len(same) <= _SAID_EACH:
            yield from (str(problem) for problem in same)
        else:
            yield f"{same[0].file} 等 {len(same)} 个文件：{same[0].message}"


def _content(summary: Summary, target: Path, library: Library) -> bytes:
    """Return the bytes of a file. What writes them is loaded when needed: that takes longer than some of the work."""
    if target.suffix.lower() == ".xlsx":
        from ..export.summary_xlsx import summary_xlsx

        return summary_xlsx(summary, stamp_of(library))
    if target.suffix.lower() == ".docx":
        from ..export.summary_docx import summary_docx

        return summary_docx(summary, stamp_of(library))
    from ..export.report_html import report_html

    return report_html(summary).encode()


def _hand_backs(summary: Summary, library: Library) -> Iterable[tuple[str, bytes]]:
    from ..export.handback_docx import hand_backs

    return hand_backs(summary, stamp_of(library)).items()


def _summary(collection: Collection, output: list[Path]) -> str:
    left_out = sum(problem.fatal for problem in collection.problems)
    told = f"，{left_out} 个文件没有计入" if left_out else ""
    return f"汇总了 {len(collection.latest)} 个单位{told}。已写出 {'、'.join(map(str, output))}"
