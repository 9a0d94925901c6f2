"""`anliku kit`."""

from __future__ import annotations

from pathlib import Path

import typer

from ..check.nearest import did_you_mean
from ..delivery import deliver, make_folder
from ..export.course import Course, cases_course, lesson_course
from ..library import Library
from ..library.kit import Kit
from ..troubles import told
from .console import fail, force_option, library_root, path_given, say
from .export_library import surveyed_library


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
        """备一节课：课件、学员课件、材料甲、材料乙、教学说明、讨论题与小组任务、阅读清单。"""
        root = library_root()
        library = surveyed_library(root).library
        from .class_files import ClassPress, own_kit, press

        wanted = own_kit(library, own)
        made = ClassPress(*press(library, _template(template)))
        files: dict[Path, bytes] = {}
        for folder, course in _courses(library, names, wanted, output):
            files |= {folder / name: content for name, content in made.files(course).items()}
        for folder in dict.fromkeys(file.parent for file in files):
            make_folder(folder)
        deliver(files, force=force)
        for file in files:
            say(f"已写出 {file}")
        say("材料乙、教学说明和课件.pptx 里有“后来怎样”，课前不要发给学员；课件要发，发学员课件.pptx。")


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


def _template(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError as error:
        raise told(error, "读不出", str(file)) from error
