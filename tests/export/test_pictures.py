"""Pictures of records on paper: shown with what they say of themselves; what cannot be shown is named and stops nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from anliku.export.pictures import Pictures, for_word
from anliku.export.prose import prose
from anliku.site.texts.markdown import MarkdownRenderer
from tests.commands.test_commands import anliku

EXAMPLE = Path(__file__).parents[2] / "examples" / "fire-safety"
ALT = "巡楼路线：从一楼门厅起，逐层走到走廊尽头，再从另一头的楼梯下来"
CASE = "dorm-night-rounds"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="20" height="10"/>{}</svg>'


def raster(form: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).save(out, form, **options)
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return raster("JPEG", exif=exif)


def bare_jpeg() -> bytes:
    """A JPEG without the head that python-docx looks for."""
    data = raster("JPEG")
    end = 4 + int.from_bytes(data[4:6], "big")
    return data[:2] + data[end:]


def with_pictures(folder: Path, **files: bytes | str) -> Pictures:
    """Pictures of a library with these files among its pages, `a__png` for images/a.png."""
    images = folder / "pages" / "images"
    images.mkdir(parents=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (images / name.replace("__", ".")).write_bytes(data)
    return Pictures(folder, "pages")


@pytest.mark.parametrize(
    ("content", "form", "size"),
    [
        (raster(), "png", (30, 22.5)),
        (raster("JPEG"), "jpg", (30, 22.5)),
        (raster("GIF"), "gif", (30, 22.5)),
        (turned(), "jpg", (22.5, 30)),
        (bare_jpeg(), "jpg", (30, 22.5)),
        (SVG.format('width="20" height="10px"', ""), "svg", (15, 7.5)),
        ("\ufeff" + SVG.format('width="100%" viewBox="0, 0 40 20"', '<use href="#a"/>'), "svg", (30, 15)),
    ],
)
def test_a_picture_is_known_by_what_it_holds_and_as_large_as_on_the_page(
    tmp_path: Path, content: bytes | str, form: str, size: tuple[float, float]
) -> None:
    found = with_pictures(tmp_path, a__dat=content)("../images/a.dat")
    assert found is not None
    assert (found.form, (found.width, found.height)) == (form, size)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no picture", raster()[:-40], raster()[:20], raster()[:100] + b"\0" + raster()[101:], raster("JPEG")[:300], raster("BMP"),
        SVG.format("", ""), SVG.format('width="0" height="0"', ""), SVG.format('width="9" height="9"', "")[:-1],
        SVG.format('width="9" height="9"', '<image href="https://example.org/a.png"/>'),
        SVG.format('width="9" height="9"', '<image href="/etc/hostname"/>'),
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SVG.format('width="9" height="9"', "&a;"),
    ],
)  # fmt: skip
def test_what_is_damaged_or_asks_for_more_is_no_picture(tmp_path: Path, content: bytes | str) -> None:
    assert with_pictures(tmp_path, a__png=content)("../images/a.png") is None


@pytest.mark.parametrize(
    "address",
    [
        "", "../images", "../images/none.png", "../../outside.png", "../../../../../../etc/hostname", "/images/a.png", "//host/a.png",
        "https://example.org/images/a.png", "file:///etc/hostname", "data:image/png;base64,AAAA", "..\\images\\a.png", "../images/link.png",
        "../images/loop.png", "../images/%00.png", "http://[", "../images/" + "a" * 5000 + ".png", "images/a.png",
    ],
)  # fmt: skip
def test_only_files_below_the_pages_are_read(tmp_path: Path, address: str) -> None:
    pictures = with_pictures(tmp_path / "library", a__png=raster())
    (tmp_path / "library" / "outside.png").write_bytes(raster())
    (tmp_path / "far.png").write_bytes(raster())
    images = tmp_path / "library" / "pages" / "images"
    (images / "link.png").symlink_to(tmp_path / "far.png")
    (images / "loop.png").symlink_to(images / "loop.png")
    assert pictures("../images/a.png?x#y") is not None
    assert pictures(address) is None


def test_an_address_is_written_for_the_folder_of_the_page(tmp_path: Path) -> None:
    pictures = with_pictures(tmp_path)
    (tmp_path / "pages" / "lessons").mkdir()
    (tmp_path / "pages" / "lessons" / "a.png").write_bytes(raster())
    assert pictures("a.png") is None
    assert pictures.of("lesson")("a.png") is not None


def shape(text: str, pictures: Pictures) -> list[object]:
    """The tags and texts of a Markdown text, a picture by what is said of it."""

    def told(node: object) -> object:
        if not isinstance(node, dict):
            return node
        return f"[{node['alt']}]" if node["tag"] == "img" else (node["tag"], *map(told, node["kids"]))

    return [told(node) for node in prose(MarkdownRenderer()(text), pictures)]


def test_a_picture_stands_between_paragraphs_and_what_is_around_it_stays(tmp_path: Path) -> None:
    pictures = with_pictures(tmp_path, a__png=raster())
    one = "![甲](../images/a.png)"
    assert shape(one, pictures) == ["[甲]"]
    assert shape(f"前**粗{one}体**后", pictures) == [
        ("p", "前", ("strong", "粗")), "[甲]", ("p", ("strong", "体"), "后"),
    ]  # fmt: skip
    assert shape(f"- 一{one}\n- [{one}](../files/b.pdf)", pictures) == [
        ("ul", ("li", ("p", "一"), "[甲]"), ("li", "[甲]", ("p", ("a", "（附件 b.pdf 不随本文件）"))))
    ]
    (table,) = shape(f"| 甲 |\n| - |\n| 字{one} |", pictures)
    assert "[甲]" in str(table)
    assert shape(f"### 题{one}", pictures) == [("h3", "题", "（图：甲）")]
    assert shape("前![坏](../images/b.png)后", pictures) == [("p", "前", "（图：坏）", "后")]


@pytest.mark.parametrize("data", [turned(), bare_jpeg()])
def test_word_gets_a_photograph_upright_and_with_the_usual_head(tmp_path: Path, data: bytes) -> None:
    found = with_pictures(tmp_path, a__jpg=data)("../images/a.jpg")
    assert found is not None
    with Image.open(io.BytesIO(for_word(found))) as image:
        assert (image.width * 0.75, image.height * 0.75) == (found.width, found.height)
        assert image.getexif().get(0x0112, 1) == 1
    Document().add_picture(io.BytesIO(for_word(found)))


# ---- in files ----


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second library, whose case shows a picture, with more that cannot be shown."""
    root = tmp_path_factory.mktemp("pictures") / "library"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("site", "dist"))
    images = root / "content" / "pages" / "images"
    whole = (images / "rounds.png").read_bytes()
    (images / "damaged.png").write_bytes(whole[: len(whole) // 2])
    # What only Typst refuses: a drawing in which another picture is of no known kind.
    odd = SVG.format('width="9" height="9"', '<image width="9" height="9" href="data:image/none"/>')
    (images / "odd.svg").write_text(odd, encoding="utf-8")
    return root


def spoilt(library: Path, folder: Path) -> Path:
    """The same library; its case names four pictures more that cannot be shown."""
    shutil.copytree(library, folder)
    file = folder / "cases" / f"{CASE}.yml"
    named = (
        "![坏图](../images/damaged.png)![缺图](../images/none.png)![外图](../../etc/hostname)![套图](../images/odd.svg)"
    )
    text = file.read_text(encoding="utf-8").replace("text: 夜班由一名", f"text: 先看{named}夜班由一名")
    file.write_text(text, encoding="utf-8")
    return folder


def made(library: Path, file: Path, *names: str) -> Path:
    code, _, errors = anliku("-C", library, "export", *names, "--format", file.suffix[1:], "-o", file)
    assert code == 0, errors
    return file


def pdf_text(file: Path) -> str:
    said = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"[\s\u200b]", "", said)


def pdf_sizes(file: Path) -> list[str]:
    """The sizes in dots of the pictures in a PDF."""
    said = subprocess.run(["pdfimages", "-list", file], capture_output=True, text=True, check=True).stdout
    return ["x".join(line.split()[3:5]) for line in said.splitlines()[2:]]


def described(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return re.findall(r'<wp:docPr[^>]* descr="([^"]*)"', archive.read("word/document.xml").decode())


@pytest.mark.parametrize("names", [(CASE,), ()], ids=["chosen", "handbook"])
def test_a_pdf_shows_the_picture_with_its_text_below_and_is_the_same_each_time(
    library: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    file = made(library, tmp_path / "a.pdf", *names)
    assert pdf_sizes(file).count("640x360") == 1
    assert ALT in pdf_text(file)
    assert "（图：" not in pdf_text(file)
    assert made(library, tmp_path / "b.pdf", *names).read_bytes() == file.read_bytes()


def test_a_picture_that_changes_changes_the_handbook(library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path / "library")
    made(tmp_path / "library", tmp_path / "a.pdf")
    (tmp_path / "library/content/pages/images/rounds.png").write_bytes(raster(size=(50, 70)))
    assert "50x70" in pdf_sizes(made(tmp_path / "library", tmp_path / "b.pdf"))


def test_a_docx_shows_the_picture_with_its_text(library: Path, tmp_path: Path) -> None:
    file = made(library, tmp_path / "a.docx", CASE)
    assert described(file) == [ALT]
    document = Document(str(file))
    (shown,) = document.inline_shapes
    section = document.sections[0]
    assert shown.width <= section.page_width - section.left_margin - section.right_margin
    assert shown.height <= section.page_height / 2
    assert round(shown.width / shown.height, 2) == round(640 / 360, 2)
    assert ALT in [paragraph.text for paragraph in document.paragraphs]
    with zipfile.ZipFile(file) as archive:
        assert archive.read("word/media/image1.png") == (EXAMPLE / "content/pages/images/rounds.png").read_bytes()
    assert made(library, tmp_path / "b.docx", CASE).read_bytes() == file.read_bytes()


def test_a_file_of_several_cases_holds_the_picture(library: Path, tmp_path: Path) -> None:
    page = made(library, tmp_path / "a.html", CASE, "corridor-clear").read_text(encoding="utf-8")
    assert re.findall(r'<img alt="([^"]*)" src="data:image/png;base64,', page) == [ALT]
    assert f"<figcaption>{ALT}</figcaption>" in page
    assert "img-src data:" in page


def test_a_class_shows_it_in_both_forms(library: Path, tmp_path: Path) -> None:
    code, _, errors = anliku("-C", library, "kit", CASE, "-o", tmp_path / "class")
    assert code == 0, errors
    assert described(tmp_path / "class" / "材料甲.docx") == [ALT]
    assert pdf_sizes(tmp_path / "class" / "材料甲.pdf") == ["640x360"]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_what_cannot_be_shown_is_named_and_the_rest_is_shown(library: Path, tmp_path: Path, form: str) -> None:
    file = made(spoilt(library, tmp_path / "library"), tmp_path / f"a.{form}", CASE)
    if form == "pdf":
        said, shown = pdf_text(file), len(pdf_sizes(file))
    else:
        said, shown = "".join(one.text for one in Document(str(file)).paragraphs), len(described(file))
    assert [name for name in ("坏图", "缺图", "外图", "套图") if f"（图：{name}）" not in said] == []
    assert "夜班由一名" in said
    assert shown == 1
