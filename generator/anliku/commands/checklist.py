"""`anliku checklist`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..checklist import Checklist, Result, Settings, assemble, read_result, settings_of
from ..checklist.asked.freezing import frozen_of
from ..checklist.form.plan import plan_form
from ..delivery import create_all, deliver
from ..library import Library, Shared, renamed
from ..library.frozen import NAME, frozen_bytes
from ..library.models import Assessor
from ..troubles import told
from .console import fail, force_option, library_root, path_given, say, warn
from .papers import ChecklistPress, PaperFormat

ALL = "all"
NONE = "none"


@dataclass(frozen=True)
class Wish:
    """Which paper is wanted, and for whom."""

    form: PaperFormat
    result: Path | None = None
    assessor: Assessor | None = None
    screening: str | None = None
    short: bool = False
    booklet: bool = False
    ballot: bool = False

    @property
    def ending(self) -> str:
        """What stands in the file's name after the type."""
        parts = [self.assessor.value if self.assessor else "", "short" if self.short else ""]
        parts += ["booklet"] if self.booklet else []
        parts += ["tally" if self.form is PaperFormat.XLSX else "ballot"] if self.ballot else []
        parts += ["filled"] if self.result else []
        return "".join(f"-{part}" for part in parts if part) + f".{self.form.value}"

    def check(self, types: int) -> None:
        """End with a message where the options do not go together."""
        chosen = self.assessor or self.screening is not None or self.short
        if self.result and types > 1:
            fail("--result 只能配一种类型。", "把 all 换成结果文件里的那一类", 2)
        if self.ballot and (self.result or self.booklet or chosen or self.form is PaperFormat.HTML):
            fail("测评票只有空白的 pdf 和 docx，计票表是 xlsx。", "只留 --ballot，--format 写 pdf、docx 或 xlsx", 2)
        if self.booklet and (self.result or self.short or self.form not in (PaperFormat.PDF, PaperFormat.DOCX)):
            fail("《标准与核实》只有 pdf 和 docx，不配 --result、--short。", "去掉它们，--format 写 pdf 或 docx", 2)
        if self.result and chosen:
            fail("--result 印的是填过的全部，不能再挑。", "去掉 --assessor、--screening、--short", 2)
        if self.form is PaperFormat.HTML and chosen:
            fail("html 就是网页上那张表，谁来评、筛选题在页面里选。", "换成 pdf、docx 或 xlsx", 2)


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def checklist(  # noqa: PLR0913, PLR0917 - an argument for each option
        organisation: str = typer.Argument(..., metavar="类型", help="组织类型的 id 或名称；写 all 就是全部类型"),
        form: PaperFormat = typer.Option(
            PaperFormat.PDF, "--format", help="pdf、docx 打印，xlsx 在表格软件里填，html 在浏览器里填"
        ),
        result: Path | None = typer.Option(
            None,
            "--result",
            metavar="文件",
            parser=path_given,
            help="结果文件（.json、.xlsx）：先印两页报告，再附各条答案；四种格式都行",
        ),
        assessor: Assessor | None = typer.Option(
            None, "--assessor", help="只印由谁评的条目：self 自己，masses 服务对象，superior 上级"
        ),
        screening: str | None = typer.Option(
            None, "--screening", metavar="题", help=f"筛选题答“是”的 id，用逗号隔开，别的算“否”；都是“否”写 {NONE}"
        ),
        short: bool = typer.Option(False, "--short", help="简表：只有关键项和权重大的，两页"),
        booklet: bool = typer.Option(False, "--booklet", help="《标准与核实》：每条的标准、怎样核实；pdf 和 docx"),
        output: Path | None = typer.Option(
            None, "-o", "--output", metavar="文件", parser=path_given, help="写到哪里；不写就在当前文件夹"
        ),
        ballot: bool = typer.Option(
            False, "--ballot", help="发给服务对象的测评票：pdf、docx 是票，一张 A4 上两张；xlsx 是计票表"
        ),
        freeze: str = typer.Option(
            "", "--freeze", metavar="名称", help="把现在这一版存进案例库，如 2026：以后改了表，当年的结果仍照它计分"
        ),
        force: bool = force_option(),
    ) -> None:
        """导出一类组织的自评表：空白的，或按结果文件填好的；也能导出简表、标准和测评票。"""
        library = load_library(library_root())
        wanted = _types(library.shared, organisation)
        if freeze:
            _freeze(library, wanted, freeze)
            return
        wish = Wish(form, result, assessor, screening, short, booklet, ballot)
        wish.check(len(wanted))
        files: dict[Path, bytes] = {}
        for key in wanted:
            content = _content(library, key, wish)
            if content is not None:
                files[_target(output, key + wish.ending, many=len(wanted) > 1)] = content
        if not files:
            fail(*_nothing(wish))
        deliver(files, force=force)
        for target in files:
            say(f"已写出 {target}")


def _freeze(library: Library, wanted: tuple[str, ...], name: str) -> None:
    """Keep the present version of each type's checklist in the library; what is kept already stays as it is."""
    if not NAME.fullmatch(name):
        fail(f"“{name}”不能作版本的名称。", "用小写字母、数字和连字符，不超过 30 个，如 2026 或 2026-h1", 2)
    files: dict[Path, bytes] = {}
    for key in wanted:
        made = assemble(library.shared, key, settings_of(library.config))
        same = next((one.kept_as for one in made.kept if made.version == one.version and not one.scheme_from), "")
        if same:
            say(f"“{made.name}”的这一版已经存为“{same}”，没有变，不用再存。")
            continue
        if any(one.kept_as == name for one in made.kept):
            fail(f"“{made.name}”已经有存为“{name}”的版本，和现在的不一样，没有动它。", "换一个名称，如加上月份")
        frozen = frozen_of(made, name)
        files[library.root / frozen.path] = frozen_bytes(frozen)
    create_all(files)
    for target in files:
        say(f"已存下 {target.relative_to(library.root)}")


def _nothing(wish: Wish) -> tuple[str, str]:
    if wish.ballot:
        return "没有一类组织有发给服务对象的问题，什么也没有写。", "在指标里写 assessor: [masses] 和 ballot"
    return "没有一条由这一方评，什么也没有写。", "换一个 --assessor"


def _content(library: Library, key: str, wish: Wish) -> bytes | None:
    """Return the bytes of one type's paper; None, and say so, where it would be empty."""
    settings = settings_of(library.config)
    made, press = assemble(library.shared, key, settings), ChecklistPress(library, settings, wish.form)
    if wish.ballot:
        return press.ballot(made)
    if wish.result:
        result = _result(wish.result, made, settings)
        return press.filled(made.as_of(result.version), result)
    answers = None if wish.screening is None else _screening(wish.screening, made, library.shared)
    plan = plan_form(made, wish.assessor, answers, short=wish.short)
    if not plan.items:
        warn(f"提醒：“{made.name}”没有一条由这一方评，没有写。")
        return None
    return press.booklet(plan) if wish.booklet else press.blank(plan)


def _screening(given: str, made: Checklist, shared: Shared) -> Mapping[str, bool]:
    """Return the answers to the screening questions: Yes to those named, No to the others."""
    named = {part.strip() for part in given.replace("，", ",").split(",")} - {"", NONE}
    unknown = sorted(named - set(shared.screening))
    if unknown:
        known = "；".join(f"{question.id}（{question.ask}）" for question in made.screening)
        fail(f"没有筛选题“{'、'.join(unknown)}”。", f"可以写：{known or '这一类没有筛选题'}；都是“否”写 {NONE}", 2)
    return {question.id: question.id in named for question in made.screening}


def load_library(root: Path) -> Library:
    """Return the library; end with a message when it has errors."""
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        fail(f"案例库有 {len(surveyed.errors)} 个错误，什么也没有写。", "运行 anliku check，按提示改好再来")
    return surveyed.library


def _types(shared: Shared, wanted: str) -> tuple[str, ...]:
    """Return the ids of the types meant: an id, a name, an alias, or all."""
    assessed = shared.organisations.assessed
    if wanted == ALL:
        return assessed
    nodes = shared.organisations.values()
    node = next((node for node in nodes if wanted in (node.id, node.name, *node.aliases)), None)
    if node is None and wanted in (present := renamed(shared, "organisation")):
        node = shared.organisations[present[wanted]]
        warn(f"提醒：{wanted} 是以前的 id，现在是 {node.id}。")
    if node is None:
        fail(f"没有组织类型“{wanted}”。", f"可以写：{'、'.join(assessed)}，或 all", 2)
    if node.id not in assessed:
        under = [key for key in shared.organisations.branch(node.id) if key in assessed]
        fail(f"“{node.name}”只用来归类，没有自己的自评表。", f"可以写：{'、'.join(under)}", 2)
    return (node.id,)


def _result(path: Path, made: Checklist, settings: Settings) -> Result:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise told(error, "打不开结果文件", path) from error
    result, complaints = read_result(
        raw, path.name, dict.fromkeys((made.organisation, *made.former_ids), made).get, settings.library
    )
    for complaint in complaints:
        warn(f"提醒：{complaint}")
    if result is None:
        fail(f"结果文件 {path.name} 用不上，什么也没有写。", "换成这一类组织、这个案例库的结果文件")
    return result


def _target(output: Path | None, name: str, *, many: bool) -> Path:
    if output is None:
        return Path(name)
    return output / name if many or output.is_dir() else output
