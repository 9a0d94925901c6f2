"""A lecturers' pack holds a class for each lesson pack; no learners' pack, in either form, holds a word of what is for lecturers."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from .compacting import cases
from .support import change

Run = Callable[..., tuple[int, str]]
CASE, LESSON = "cases/example-village-agent.yml", "content/lessons/example-lesson.yml"
FOLDER = "讲师备课/便民代办怎么起步（示例）-example-lesson"
SECRETS = ("密语甲", "密语乙", "密语丙", "密语丁")


def with_secrets(library: Path) -> Path:
    change(library / LESSON, "代办员谁来当最合适？", "{ask: 代办员谁来当最合适？, answer: 密语甲}\nboard: 密语乙")
    text = (library / CASE).read_text(encoding="utf-8")
    text = re.sub(r"\nquestions:\n(?:  .*\n|- .*\n)+", "\n", text)
    text += "\noutcome: 密语丙，末了请了退休教师。\nquestions: [{ask: 怎么定, astray: 密语丁}]\n"
    (library / CASE).write_text(text, encoding="utf-8")
    return library


def packed(library: Path, anliku: Run, *options: str) -> Path:
    out = library / f"dist{len(list(library.glob('dist*')))}"
    code, said = anliku("-C", library, "pack", "--out", out, "--version", "1", "--allow-unreviewed", *options)
    assert code == 0, said
    (folder,) = (place for place in out.iterdir() if place.is_dir())
    return folder


def readable(folder: Path) -> str:
    """Return all that can be read in the files of a folder: their bytes, what documents hold inside, the texts of PDF."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".pdf":
            found.append(subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode())
        elif file.suffix in (".docx", ".xlsx", ".pptx"):
            with zipfile.ZipFile(file) as inside:
                found += [inside.read(name).decode(errors="replace") for name in inside.namelist()]
        elif file.is_file():
            data = file.read_bytes()
            found += [data.decode(errors="replace"), data.decode("utf-16", errors="replace")]
    return re.sub(r"[\s\u200b]", "", "".join(found))


def test_a_lecturers_pack_holds_a_class_for_each_lesson_pack(library: Path, anliku: Run) -> None:
    folder = packed(with_secrets(library), anliku, "--lecturer", "--no-handbook")
    names = {file.name for file in (folder / FOLDER).iterdir()}
    papers = ("材料甲", "材料乙", "教学说明", "讨论题与小组任务", "阅读清单")
    assert names == {"课件.pptx", "学员课件.pptx"} | {f"{paper}.{form}" for paper in papers for form in ("docx", "pdf")}
    assert "讲师备课" in (folder / "使用说明.txt").read_text(encoding="utf-8-sig")
    text = readable(folder)
    assert [secret for secret in SECRETS if secret not in text] == []
    for_learners = [
        f"{paper}.{form}" for paper in ("材料甲", "讨论题与小组任务", "阅读清单") for form in ("docx", "pdf")
    ]
    for name in (*for_learners, "学员课件.pptx"):
        alone = library / "one" / name
        alone.mkdir(parents=True)
        (alone / name).write_bytes((folder / FOLDER / name).read_bytes())
        assert not [secret for secret in SECRETS if secret in readable(alone)], name


def test_its_classes_are_those_of_kit_yml_and_may_be_left_out(library: Path, anliku: Run) -> None:
    (library / "kit.yml").write_text("lessons:\n  example-lesson: {title: 我的课}\n", encoding="utf-8")
    folder = packed(library, anliku, "--lecturer", "--no-handbook")
    assert "我的课" in readable(folder / FOLDER)
    folder = packed(library, anliku, "--lecturer", "--no-handbook", "--no-classes")
    assert not (folder / "讲师备课").exists()
    assert "讲师备课" not in (folder / "使用说明.txt").read_text(encoding="utf-8-sig")


def test_a_learners_pack_holds_nothing_of_it_in_either_form(library: Path, anliku: Run) -> None:
    with_secrets(library)
    for options in ((), ("--compact",)):
        folder = packed(library, anliku, *options)
        assert not (folder / "讲师备课").exists()
        text = readable(folder)
        assert "代办员谁来当最合适" in text
        assert not [secret for secret in (*SECRETS, "退休教师", "讲师模式") if secret in text]
    assert not [secret for secret in SECRETS if secret in str(cases(folder / "site"))]
    code, said = anliku("-C", library, "pack", "--classes")
    assert (code, "--lecturer" in said) == (2, True)


def test_a_compact_lecturers_pack_bears_the_strip_on_every_page(library: Path, anliku: Run) -> None:
    folder = packed(with_secrets(library), anliku, "--lecturer", "--compact", "--no-handbook", "--no-classes")
    pages = list((folder / "site").rglob("*.html"))
    assert [page for page in pages if 'class="edition"' not in page.read_text(encoding="utf-8")] == []
    assert [secret for secret in SECRETS if secret not in readable(folder) + str(cases(folder / "site"))] == []
