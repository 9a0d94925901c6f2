"""Every file that is made for a class, for the commands that write them: one class, or all of a lecturers' pack."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ..check.findings import Severity
from ..check.kits import checked_kit
from ..check.render import as_text
from ..export import kit_papers as papers
from ..export.blocks_docx import paper_docx
from ..export.blocks_pdf import paper_pdf
from ..export.case_blocks import Writer
from ..export.course import Course, lesson_course
from ..export.fonts import FontChoice, NoFontError, choose_fonts
from ..export.pictures import Pictures
from ..export.slides import learners_slides_of, slides_of
from ..export.slides_pptx import slides_pptx
from ..export.stamp import stamp_of
from ..library import Library
from ..library.kit import FILE, Kit, OwnLesson
from ..library.models import Lesson, Status
from ..library.vocabulary import LECTURERS
from ..pack.names import folder_name
from ..pack.texts import CLASSES
from ..site.texts.markdown import MarkdownRenderer
from ..workers import Progress, spread
from .console import fail, warn

_PARALLEL_FROM = 2  # classes


class ClassPress:
    """Makes the files of classes; one in each worker process. fonts: None for no PDF."""

    def __init__(
        self, writer: Writer, stamp: dt.datetime, fonts: FontChoice | None, template: bytes | None = None
    ) -> None:
        self._writer = writer
        self._stamp = stamp
        self._fonts = fonts
        self._template = template

    def files(self, course: Course) -> dict[str, bytes]:
        """Return the files of a class by name."""
        writer = self._writer
        made = {
            "材料甲": papers.handout_a(course, writer),
            "材料乙": papers.handout_b(course, writer),
            "教学说明": papers.teaching_note(course, writer),
            "讨论题与小组任务": papers.question_sheet(course, writer),
            "阅读清单": papers.reading_list(course, writer),
        }
        files = {f"{name}.docx": paper_docx(paper, self._stamp) for name, paper in made.items()}
        if fonts := self._fonts:
            files |= {f"{name}.pdf": paper_pdf(paper, self._stamp, fonts) for name, paper in made.items()}
        shown, shared = (course.title, self._stamp, self._template, course.logo), writer.shared
        files["课件.pptx"] = slides_pptx(slides_of(course, shared), *shown, LECTURERS)
        files["学员课件.pptx"] = slides_pptx(learners_slides_of(course, shared), *shown)
        return files


def press(
    library: Library, template: bytes | None = None
) -> tuple[Writer, dt.datetime, FontChoice | None, bytes | None]:
    """Return what a ClassPress is made of; say so where no font is found and PDF must be left out."""
    fonts = None
    try:
        fonts = choose_fonts(library.config.plugin.pdf.font)
    except NoFontError as error:
        warn(f"没有写 PDF：{error}")
    writer = Writer(library.shared, MarkdownRenderer(), Pictures(library.root, library.config.docs_dir))
    return writer, stamp_of(library), fonts, template


def all_classes(library: Library, tell: Progress) -> Mapping[str, bytes]:
    """Return the files of a class for every published lesson pack, by their paths in a lecturers' pack."""
    kit = own_kit(library, None)
    lessons = [lesson for lesson in library.shared.lessons.values() if lesson.status is Status.PUBLISHED]
    courses = [lesson_course(library, lesson.id, _published(library, lesson, kit)) for lesson in lessons]
    files: dict[str, bytes] = {}
    # Typst runs threads of its own, and a process with threads must not be forked.
    args = press(library)
    with closing(spread(ClassPress, args, ClassPress.files, courses, _PARALLEL_FROM, start="spawn", chunk=1)) as made:
        for number, (lesson, found) in enumerate(zip(lessons, made, strict=True), 1):
            folder = f"{CLASSES}/{folder_name(lesson.title, '', lesson.id)}"
            files |= {f"{folder}/{name}": content for name, content in found.items()}
            tell("备课", number, len(lessons))
    return files


def _published(library: Library, lesson: Lesson, kit: Kit) -> Kit:
    """Return the wishes; where they choose no cases of the lesson, with its published ones, since a pack has no drafts."""
    if lesson.id in kit.lessons and kit.lessons[lesson.id].cases:
        return kit
    own = kit.lessons.get(lesson.id, OwnLesson.model_validate({}))
    kept = tuple(key for key in lesson.cases if key in library.published)
    return kit.model_copy(update={"lessons": {**kit.lessons, lesson.id: own.model_copy(update={"cases": kept})}})


def own_kit(library: Library, file: Path | None) -> Kit:
    """Return what `kit.yml` says, the library's own or another; end with its findings when it has errors."""
    folder, name = (file.parent, file.name) if file else (library.root, FILE)
    kit, findings = checked_kit(library, folder, name, needed=file is not None)
    if findings:
        warn(as_text(findings, folder, color=sys.stderr.isatty()))
    if any(finding.severity is Severity.ERROR for finding in findings):
        fail(f"{name} 有错误，什么也没有写。", "先改好上面的错误")
    return kit
