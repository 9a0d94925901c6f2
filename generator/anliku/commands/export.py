"""`anliku export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.nearest import did_you_mean
from ..delivery import deliver
from ..pack.clusters import megabytes
from ..pack.single import single_file
from ..site.build import make_site
from ..site.facts.published import Site
from ..site.frames.error import FrameError
from ..site.frames.frameset import FrameSet, frame_set
from ..site.output.last_build import LastBuild
from ..site.pages.listing import Page, all_pages
from ..site.pages.renderer import Renderer
from .console import fail, fail_with, force_option, library_root, path_given, progress_bar, say
from .export_library import Output, export_handbook, export_zim, surveyed_library

_SECTIONS = ("cases", "lessons", "cards", "policies", "checklists", "organisations", "frameworks")


class ExportFormat(StrEnum):
    """What kind of file is made: of one page, or of the whole library."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ZIM = "zim"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def export(
        names: list[str] = typer.Argument(
            None,
            metavar="编号…",
            help="案例、教学包、行动卡、政策或自评表的 id；重名时写 lessons/id；几个案例或教学包合成一个文件；整个案例库的不写",
        ),
        form: ExportFormat = typer.Option(
            ExportFormat.HTML,
            "--format",
            help="html、pdf、docx：写了编号的；不写编号，pdf 是案例手册，zim 是整个案例库，用 Kiwix 打开",
        ),
        output: Path | None = typer.Option(
            None, "-o", "--output", metavar="文件", parser=path_given, help="写到哪里；不写就在当前文件夹"
        ),
        force: bool = force_option(),
        lecturer: bool = typer.Option(False, "--lecturer", help="讲师版：带提示和讲师备注"),
    ) -> None:
        """把案例、教学包导出成一个文件，可以直接发给别人；几个案例合成一本；或把整个案例库导出成 PDF 手册、zim。"""
        root = library_root()
        wanted = list(dict.fromkeys(names or ()))
        if form is ExportFormat.HTML and len(wanted) == 1:
            _single(root, wanted[0], Output(output, force), lecturer)
            return
        if wanted and form is not ExportFormat.ZIM:
            _chosen(root, wanted, form, Output(output, force), lecturer)
            return
        if form in (ExportFormat.HTML, ExportFormat.DOCX):
            fail(
                "没有写要导出哪一个。",
                "写上编号，如 anliku export 案例的id；导出整个案例库用 --format pdf 或 zim",
                code=2,
            )
        if wanted:
            fail(
                f"zim 是整个案例库的，不能只要 {wanted[0]}。",
                "去掉编号；只要几个就用 --format html、pdf 或 docx",
                code=2,
            )
        with progress_bar() as tell:
            made = (export_handbook if form is ExportFormat.PDF else export_zim)(
                root, Output(output, force), lecturer, tell
            )
        for file in made:
            say(f"已写出 {file}（{megabytes(file.stat().st_size)}）")


def _single(root: Path, name: str, output: Output, lecturer: bool) -> None:
    site, frames = _site(root, lecturer)
    page = _page(site, name)
    html = Renderer(site, frames.frames).render(page)
    source = f"选自《{site.name}》，{page.path.removesuffix('.html')}。库内其他页面的链接没有带出来。"
    text = single_file(page.path, html, frames.read, "　".join((source, *site.library.shared.vocabulary.imprint)))
    target = output.named(f"{Path(page.path).stem}.{ExportFormat.HTML.value}")
    deliver({target: text.encode()}, force=output.force)
    say(f"已写出 {target}（{len(text.encode()) // 1000} KB）")


def _chosen(root: Path, names: list[str], form: ExportFormat, output: Output, lecturer: bool) -> None:
    """Write cases and lesson packs as one document."""
    from ..export.blocks_docx import paper_docx
    from ..export.blocks_html import paper_html
    from ..export.blocks_pdf import paper_pdf
    from ..export.case_blocks import Writer
    from ..export.chosen import chosen_paper
    from ..export.fonts import choose_fonts
    from ..export.pictures import Pictures
    from ..export.stamp import stamp_of
    from ..export.typeset import PrintError
    from ..site.texts.markdown import MarkdownRenderer

    library = surveyed_library(root).library
    keys = [name.removeprefix("cases/").removeprefix("lessons/") for name in names]
    known = [*library.published, *library.shared.lessons]
    for key in keys:
        if key not in known:
            remedy = did_you_mean(key, known, "几个合成一个文件的，只能是已发布的案例和教学包")
            fail(f"没有编号为 {key} 的案例或教学包，或它还没有发布。", remedy, code=2)
    pictures = Pictures(root, library.config.docs_dir)
    writer = Writer(library.shared, MarkdownRenderer(), pictures, lecturer)
    paper = chosen_paper(library, keys, writer)
    stamp = stamp_of(library)
    try:
        content = (
            paper_html(paper).encode() if form is ExportFormat.HTML
            else paper_docx(paper, stamp) if form is ExportFormat.DOCX
            else paper_pdf(paper, stamp, choose_fonts(library.config.plugin.pdf.font))
        )  # fmt: skip
    except PrintError as error:
        fail_with(error)
    target = output.named(f"{keys[0] if len(keys) == 1 else '案例选编'}.{form.value}")
    deliver({target: content}, force=output.force)
    say(f"已写出 {target}（{megabytes(len(content))}）")


def _site(root: Path, lecturer: bool) -> tuple[Site, FrameSet]:
    """Return the site and its frames; end with the findings when the library has errors."""
    surveyed = surveyed_library(root)
    try:
        frames = frame_set(root, surveyed.library.config, cache_folder(root), lecturer)
    except FrameError as error:
        fail_with(error)
    return make_site(surveyed, lecturer, LastBuild.load(cache_folder(root), root / "site")), frames


def _page(site: Site, name: str) -> Page:
    """Return the page that is meant; end with a message when it is none or several."""
    pages = {page.path.removesuffix(".html"): page for page in all_pages(site)}
    if name in pages:
        return pages[name]
    found = [f"{section}/{name}" for section in _SECTIONS if f"{section}/{name}" in pages]
    if not found:
        known = [path.partition("/")[2] for path in pages if path.partition("/")[0] in _SECTIONS]
        fail(f"没有编号 {name}，或它还没有发布。", did_you_mean(name, known, "运行 anliku stats 看有什么"), code=2)
    if len(found) > 1:
        fail(f"{name} 有 {len(found)} 个。", f"写全：{'、'.join(found)}", code=2)
    return pages[found[0]]
