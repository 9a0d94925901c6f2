"""`anliku checklist`."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..checklist import Checklist, Result, Settings, assemble, read_result, settings_of
from ..delivery import deliver
from ..export.stamp import stamp_of
from ..library import Library, Shared, renamed
from ..troubles import told
from .console import fail, force_option, library_root, path_given, say, warn

ALL = "all"


class Form(StrEnum):
    """What kind of file is made."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def checklist(  # noqa: PLR0913, PLR0917 - an argument for each option
        organisation: str = typer.Argument(..., metavar="类型", help="组织类型的 id 或名称；写 all 就是全部类型"),
        form: Form = typer.Option(Form.PDF, "--format", help="pdf、docx 打印，xlsx 在表格软件里填，html 在浏览器里填"),
        result: Path | None = typer.Option(
            None, "--result", metavar="文件", parser=path_given, help="结果文件（.json、.xlsx）：填好再导出"
        ),
        output: Path | None = typer.Option(
            None, "-o", "--output", metavar="文件", parser=path_given, help="写到哪里；不写就在当前文件夹"
        ),
        ballot: bool = typer.Option(
            False, "--ballot", help="发给服务对象的测评票：一张 A4 上两张 A5，从中间裁开；只有 pdf 和 docx"
        ),
        force: bool = force_option(),
    ) -> None:
        """导出一类组织的自评表：空白的，或按结果文件填好的；或者发给服务对象的测评票。"""
        root = library_root()
        library = load_library(root)
        settings = settings_of(library.config)
        wanted = _types(library.shared, organisation)
        if result and len(wanted) > 1:
            fail("--result 只能配一种类型。", "把 all 换成结果文件里的那一类", 2)
        if result and form is Form.HTML:
            fail("html 不能按结果文件填好。", "打开导出的页面，点“载入结果”选这个文件", 2)
        if ballot and (result or form not in (Form.PDF, Form.DOCX)):
            fail("测评票只有空白的 pdf 和 docx。", "去掉 --result，--format 写 pdf 或 docx", 2)
        files: dict[Path, bytes] = {}
        for key in wanted:
            made = assemble(library.shared, key, settings)
            filled = _result(result, made, settings) if result else None
            name = f"{key}{'-ballot' if ballot else '-filled' if filled else ''}.{form.value}"
            target = _target(output, name, many=len(wanted) > 1)
            if not ballot:
                files[target] = _content(library, settings, made, form, filled)
            elif content := _ballot(library, settings, made, form):
                files[target] = content
        if not files:
            fail("没有一类组织有发给服务对象的问题，什么也没有写。", "在指标里写 assessor: [masses] 和 ballot")
        deliver(files, force=force)
        for target in files:
            say(f"已写出 {target}")


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


def _content(library: Library, settings: Settings, made: Checklist, form: Form, filled: Result | None) -> bytes:
    """Return the bytes of the file. The exporters are loaded when needed: they take longer than the work itself."""
    stamp, scheme, shared = stamp_of(library), settings.scheme, library.shared
    if form is Form.XLSX:
        from ..export.checklist_xlsx import checklist_xlsx

        return checklist_xlsx(made, scheme, stamp, filled)
    if form is Form.DOCX:
        from ..export.checklist_docx import checklist_docx

        return checklist_docx(made, scheme, shared, stamp, filled)
    if form is Form.HTML:
        from ..export.form_html import form_html

        cases = {key: entry.title for key, entry in library.published.items()}
        return form_html(shared, made.organisation, settings, cases).encode()
    return _pdf(library, settings, made, stamp, filled)


def _ballot(library: Library, settings: Settings, made: Checklist, form: Form) -> bytes | None:
    """Return the ballot's bytes; None, and say so, where nothing is asked of those served."""
    from ..export.ballot import asked_of_masses, ballot_data, ballot_docx, ballot_pdf
    from ..export.fonts import NoFontError, choose_fonts
    from ..export.typeset import PrintError

    asked, without = asked_of_masses(made)
    if without:
        names = "、".join(item.id for item in without)
        warn(f"提醒：“{made.name}”有 {len(without)} 条由服务对象评的没有写 ballot，没有印在票上：{names}。")
    if not asked:
        warn(f"提醒：“{made.name}”没有发给服务对象的问题，没有写出测评票。")
        return None
    data = ballot_data(made)
    if form is Form.DOCX:
        return ballot_docx(data, stamp_of(library))
    try:
        return ballot_pdf(data, stamp_of(library), choose_fonts(settings.pdf_font))
    except (NoFontError, PrintError) as error:
        fail(str(error))


def _pdf(library: Library, settings: Settings, made: Checklist, stamp: dt.datetime, filled: Result | None) -> bytes:
    from ..export.checklist_pdf import checklist_pdf
    from ..export.fonts import NoFontError, choose_fonts
    from ..export.typeset import PrintError

    try:
        fonts = choose_fonts(settings.pdf_font)
        return checklist_pdf(made, settings.scheme, library.shared, stamp, fonts=fonts, result=filled)
    except (NoFontError, PrintError) as error:
        fail(str(error))
