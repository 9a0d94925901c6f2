"""The library of another subject, examples/fire-safety: whole, silent, and without a word of the first subject."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anliku.check.survey import survey
from anliku.cli import app

EXAMPLE = Path(__file__).parents[1] / "examples" / "fire-safety"
# Words of the first subject, and the red that went with it.
FIRST = re.compile(
    r"党|六有|五个服务|遵义|zunyi|liuyou|群众|支部|组织考评|先进|后进|便民|乡镇街道|村社区|书记|村党|代办员|village-agent"
    r"|#9b1b1e|#96191c|#7c1215|#b71c1c",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def run(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["-C", str(root), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is made of the library, in one folder."""
    root = tmp_path_factory.mktemp("second") / "library"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("site", "dist"))
    out = root.parent / "out"
    out.mkdir()
    run(root, "build", "--out", str(out / "site"))
    for name in ("docx", "xlsx", "pdf", "html"):
        run(root, "checklist", "boarding", "--format", name, "-o", str(out / f"sheet.{name}"))
    run(root, "checklist", "village", "--ballot", "--format", "docx", "-o", str(out / "ballot.docx"))
    run(root, "export", "dorm-night-rounds", "-o", str(out / "case.html"))
    run(root, "export", "--format", "pdf", "-o", str(out / "handbook.pdf"))
    run(root, "template", "cases", "-o", str(out / "cases.xlsx"))
    run(root, "checklist", "village", "--ballot", "--format", "pdf", "-o", str(out / "ballot.pdf"))
    run(root, "export", "dorm-night-rounds", "corridor-clear", "--format", "docx", "-o", str(out / "chosen.docx"))
    run(root, "kit", "after-the-drill", "-o", str(out / "class"))
    run(root, "pack", "--out", str(out / "pack"))
    results = root.parent / "results"
    results.mkdir()
    for name in ("甲校", "乙校"):
        (results / f"{name}.json").write_text(json.dumps(result_of(name), ensure_ascii=False), encoding="utf-8")
    for name in ("xlsx", "html"):
        run(root, "collect", str(results), "-o", str(out / f"summary.{name}"))
    return out


def result_of(unit: str) -> dict[str, object]:
    answers = {"doors-open": {"value": 2}, "corridor": {"value": 1}, "someone-in-charge": {"value": False}}
    return {
        "format": "anliku-result/1", "library": "fire-safety-example", "version": "", "organisation": "village",
        "unit": unit, "period": "2024", "assessor": "self", "answers": answers,
    }  # fmt: skip


def texts(folder: Path, only: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield every text below a folder, or of one file there: of files, of what is packed in them, of printed pages."""
    for file in [only] if only else sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if file.suffix == ".pdf":
            yield name, subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
        elif zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                for inner in packed.namelist():
                    yield f"{name}/{inner}", packed.read(inner).decode("utf-8", "ignore")
        elif file.suffix not in (".png", ".jpg", ".ico"):
            text = file.read_bytes().decode("utf-8", "ignore")
            yield name, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def test_check_is_silent():
    surveyed = survey(EXAMPLE)
    assert not surveyed.findings and not surveyed.accepted
    shared = surveyed.library.shared
    counts = (
        len(surveyed.library.entries),
        len(shared.indicators),
        len(shared.policies),
        len(shared.lessons),
        len(shared.terms),
    )
    assert counts == (12, 25, 2, 3, 15)
    assert {one.answer.type.value for one in shared.indicators.values()} == {"yes_no", "levels", "number", "rating"}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_no_word_of_the_first_subject_stands_in_anything_that_is_made(made):
    found = {
        f"{name}: …{text[max(0, hit.start() - 20) : hit.end() + 20]}…"
        for name, text in texts(made)
        for hit in FIRST.finditer(text)
    }
    assert not found


def test_the_words_and_colours_of_the_library_stand_in_their_places(made):
    site = made / "site"
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "按四道防线找" in home and 'src="images/logo.png"' in home and "编印：案例库编写组（示例）" in home
    assert 'placeholder="例如：' in (site / "search.html").read_text(encoding="utf-8")
    form = (site / "checklists/boarding.html").read_text(encoding="utf-8")
    assert "学校自查<" in form and "校长：＿" in form and "放心：85 分起" in form
    _, dark = (site / "assets/anliku/style.css").read_text(encoding="utf-8").split("--band:#864807;")
    assert "@media screen{" in dark and "--band:" in dark  # so the colour stands outside it, for paper too


@pytest.mark.parametrize(
    "name",
    [
        "site/index.html", "site/cases/dorm-night-rounds.html", "case.html", "chosen.docx", "sheet.docx", "sheet.xlsx", "ballot.docx", "handbook.pdf", "sheet.pdf", "ballot.pdf",
        "class/课件.pptx", "class/学员课件.pptx", "class/材料甲.docx", "class/材料甲.pdf", "class/教学说明.docx", "pack/*/使用说明.txt", "pack/*/打开案例库.html",
    ],
)  # fmt: skip
def test_everything_says_who_publishes_the_library_and_how_to_reach_them(made, name):
    (file,) = made.glob(name)
    if file.suffix == ".pdf" and not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    said = unescape("".join("".join(text.split()) for _, text in texts(made, file)))
    assert "编印：案例库编写组（示例）" in said and "联系：示例邮箱fire@example.org" in said


def test_the_logo_stands_in_the_handbook_and_on_the_first_slide(made):
    logo = (EXAMPLE / "content/pages/images/logo.png").read_bytes()
    with zipfile.ZipFile(made / "class" / "课件.pptx") as deck:
        assert any(deck.read(name) == logo for name in deck.namelist() if name.startswith("ppt/media/"))
        assert 'descr="标志"' in deck.read("ppt/slides/slide1.xml").decode()
    assert (
        b"/Subtype /Image" in (made / "handbook.pdf").read_bytes()
        or b"/Subtype/Image" in (made / "handbook.pdf").read_bytes()
    )


def test_the_words_of_the_starter_are_those_of_its_own_subject():
    """What the test above looks for is there to be found, in the library that the words belong to."""
    starter = Path(__file__).parents[1] / "generator" / "anliku" / "starter"
    assert any(FIRST.search(text) for _, text in texts(starter))
