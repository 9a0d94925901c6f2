"""Set a PDF with Typst. Foreign text is handed over as data and never read as markup."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from ..paths import theme_dir
from .fonts import FontChoice, system_fonts
from .pictures import Picture

_threads = False  # whether Typst has started its threads in this process


class PrintError(Exception):
    """The PDF could not be set; the message is Chinese and for the user."""


def set_pdf(
    template: str, data: dict[str, Any], stamp: dt.datetime, fonts: FontChoice, *, tagged: bool = True
) -> bytes:
    """Set a template of theme/print with this data, fonts and time of creation.

    tagged: write its structure into the file as well, for screen readers.
    """
    global _threads  # noqa: PLW0603 - once there, they stay
    _threads = True
    text, pictures = _as_json({**data, "fonts": fonts._asdict()})

    def compiled(root: Path, refused: Sequence[str] = ()) -> Any:
        return typst.compile(
            str(root / template),
            root=str(root),
            font_paths=system_fonts(),
            format="pdf",
            sys_inputs={"data": text, "refused": json.dumps(refused)},
            timestamp=stamp,
            pdf_tags=tagged,
        )

    try:
        with _desk(pictures) as root:
            try:
                made = compiled(root)
            except typst.TypstError:
                refused = [name for name in pictures if not _is_settable(name, root)]
                if not refused:
                    raise
                made = compiled(root, refused)
    except typst.TypstError as error:
        raise PrintError(f"排版 PDF 时出错：{error.message}") from error
    if not isinstance(made, bytes):
        raise PrintError("排版 PDF 时出错：没有得到文件")
    return made


def _as_json(data: Mapping[str, Any]) -> tuple[str, dict[str, bytes]]:
    """Return the data with every picture by its name, and the bytes of each."""
    pictures: dict[str, bytes] = {}

    def named(picture: Picture) -> str:
        pictures[picture.name] = picture.data
        return picture.name

    return json.dumps(data, ensure_ascii=False, default=named), pictures


@contextmanager
def _desk(pictures: Mapping[str, bytes]) -> Iterator[Path]:
    """Give the folder that Typst may read: the templates, and where pictures are shown, a copy of them beside those."""
    templates = theme_dir() / "print"
    if not pictures:
        yield templates
        return
    with TemporaryDirectory(prefix="anliku-") as folder:
        desk = Path(folder)
        for file in templates.glob("*.typ"):
            (desk / file.name).write_bytes(file.read_bytes())
        for name, data in pictures.items():
            (desk / name).write_bytes(data)
        yield desk


def _is_settable(name: str, root: Path) -> bool:
    """Say whether Typst takes a picture, of which its decoder may think otherwise than ours."""
    try:
        alone = root / "alone.typ"
        alone.write_text(f'#image("{name}")', encoding="utf-8")
        typst.compile(str(alone), root=str(root), format="pdf")
    except typst.TypstError:
        return False
    return True


def has_threads() -> bool:
    """Say whether a PDF was set in this process. A forked child lacks the threads of then and would wait for them forever."""
    return _threads
