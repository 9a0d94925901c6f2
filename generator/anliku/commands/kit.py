"""`anliku kit`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import typer

from ..check.nearest import did_you_mean
from ..check.render import as_text
from ..check.schema import finding_of
from ..delivery import deliver, make_folder
from ..export.case_blocks import Writer
from ..export.course import Course, cases_course, lesson_course
from ..export.stamp import stamp_of
from ..library import Library
from ..library.kit import FILE, Kit, read_kit
from ..troubles import told
from .console import fail, force_option, library_root, path_given, say, warn
from .whole import surveyed_library


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def kit(
        names: list[str] = typer.Argument(metavar="教学包或案例…", help="一个教学包的编号，或几个案例的编号"),
        output: Path = typer.Option(..., "-o", "--output", metavar="文件夹", parser=path_given, help="写到哪个文件夹"),
        template: Path | None = typer.Option(
            None, "--template", metavar="模板.pptx", parser=path_given, help="用学校自己的课件模板（pptx、potx）"
        ),
        own: Path | None = typer.Option(
            None,
            "--kit",
            metavar="kit.yml",
            parser=path_given,
            help="讲师自己的题目、先后和分钟；不写就看案例库里的 kit.yml",
        ),
        force: bool = force_option(),
    ) -> None:
        """备一节课：课件、材料甲、材料乙、教学说明、讨论题与小组任务、阅读清单。"""
        root = library_root()
        library = surveyed_library(root).library
        wanted = _own(root, own)
        slides = _template(template)
        stamp = stamp_of(library)
        files: dict[Path, bytes] = {}
        for folder, course in _courses(library, names, wanted, output):
            made = _files(library, course, stamp, slides)
            files.update({folder / name: content for name, content in made.items()})
        for folder in dict.fromkeys(file.parent for file in files):
            make_folder(folder)
        deliver(files, force=force)
        for file in files:
            say(f"已写出 {file}")
        say("材料乙、教学说明和课件里有“后来怎样”，课前不要发给学员。")


def _courses(library: Library, names: list[str], own: Kit, output: Path) -> list[tuple[Path, Course]]:
    """Return the classes that are meant, each with its folder: one for each lesson pack, one for all cases."""
    lessons = [name for name in dict.fromkeys(names) if name in library.shared.lessons]
    cases = [name for name in dict.fromkeys(names) if name not in lessons]
    for name in cases:
        if name not in library.published:
            known = [*library.shared.lessons, *library.published]
            fail(
                f"没有编号为 {name} 的教学包或案例，或它还没有发布。",
                did_you_mean(name, known, "运行 anliku stats 看有什么"),
                2,
            )
    courses = [(name, lesson_course(library, name, own)) for name in lessons]
    if cases:
        courses.append(("cases", cases_course(library, cases, own)))
    alone = len(courses) == 1
    return [(output if alone else output / name, course) for name, course in courses]


def _files(library: Library, course: Course, stamp: dt.datetime, template: bytes | None) -> dict[str, bytes]:
    from ..export import kit_papers as papers
    from ..export.blocks_docx import paper_docx
    from ..export.blocks_pdf import paper_pdf
    from ..export.fonts import NoFontError, choose_fonts
    from ..export.slides import slides_of
    from ..export.slides_pptx import slides_pptx
    from ..site.markdown import MarkdownRenderer

    writer = Writer(library.shared, MarkdownRenderer())
    made = {
        "材料甲": papers.handout_a(course, writer),
        "材料乙": papers.handout_b(course, writer),
        "教学说明": papers.teaching_note(course, writer),
        "讨论题与小组任务": papers.question_sheet(course, writer),
        "阅读清单": papers.reading_list(course, writer),
    }
    files = {f"{name}.docx": paper_docx(paper, stamp) for name, paper in made.items()}
    try:
        fonts = choose_fonts(library.config.plugin.pdf.font)
        files |= {f"{name}.pdf": paper_pdf(paper, stamp, fonts) for name, paper in made.items()}
    except NoFontError as error:
        warn(f"没有写 PDF：{error}")
    files["课件.pptx"] = slides_pptx(slides_of(course, library.shared), course.title, stamp, template)
    return files


def _own(root: Path, file: Path | None) -> Kit:
    """Return what `kit.yml` says; end with its findings when it has errors."""
    folder, name = (file.parent, file.name) if file else (root, FILE)
    kit, problems = read_kit(folder, name, needed=file is not None)
    if problems:
        warn(as_text([finding_of(problem, folder) for problem in problems], folder, color=sys.stderr.isatty()))
        fail(f"{name} 有错误，什么也没有写。", "先改好上面的错误")
    return kit


def _template(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError as error:
        raise told(error, "读不出", str(file)) from error
