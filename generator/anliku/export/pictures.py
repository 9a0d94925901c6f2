"""The pictures that records show, for paper: from the address in a text to bytes that Typst and Word can take.

Only files below the library's pages are read, never the network. What is missing, damaged or of another form is no
picture here, and whoever sets the text names it instead.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from ..library.addresses import FOLDERS
from ..paths import is_file

_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*")
_FORMATS = {
    "PNG": "png",
    "JPEG": "jpg",
    "MPO": "jpg",
    "GIF": "gif",
}  # MPO: what telephones write, a JPEG with more behind it
_TURN, _UPRIGHT, _ON_ITS_SIDE = 0x0112, 1, (5, 6, 7, 8)  # of Exif: how a camera was held


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its file holds it. form: png, jpg, gif or svg. width, height: in points, as browsers show it.

    turned: whether it is to be shown otherwise than its dots lie.
    """

    data: bytes
    form: str
    width: float
    height: float
    turned: bool = False

    @property
    def name(self) -> str:
        """A name that no other picture has."""
        return f"{hashlib.sha256(self.data).hexdigest()}.{self.form}"


@dataclass(frozen=True)
class Pictures:
    """Finds the pictures of a library. folder: of the pages that the addresses are written for."""

    root: Path
    docs_dir: str
    folder: str = FOLDERS["case"]

    def of(self, kind: str) -> Pictures:
        """Return the same for the records of another kind."""
        return replace(self, folder=FOLDERS[kind])

    def __call__(self, address: str) -> Picture | None:
        """Return the picture at an address; None where there is none that can be shown."""
        try:
            file = self._file(address)
            data = file.read_bytes() if file else b""
        except (OSError, ValueError, RuntimeError):  # no such file, no address, a link to itself
            return None
        return _raster(data) or _drawing(data) if data else None

    def _file(self, address: str) -> Path | None:
        """Return the file that is meant, where it lies among the pages and links lead to none outside the library."""
        parts = urlsplit(address)
        path = posixpath.normpath(posixpath.join(self.folder, unquote(parts.path)))
        if parts.scheme or parts.netloc or "\\" in path or path.startswith(("/", "../")):
            return None
        file = (self.root / self.docs_dir / path).resolve(strict=True)
        return file if file.is_relative_to(self.root.resolve()) and is_file(file) else None


def _raster(data: bytes) -> Picture | None:
    """Return a picture of dots that can be read to its end."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF")) as image:
                image.load()
                turn = image.getexif().get(_TURN, _UPRIGHT)
                width, height = image.size[::-1] if turn in _ON_ITS_SIDE else image.size
                form = _FORMATS[image.format or ""]
    except Exception:  # whatever a decoder makes of foreign bytes, they cannot be shown
        return None
    return Picture(data, form, width * _POINTS[""], height * _POINTS[""], turn != _UPRIGHT)


def _drawing(data: bytes) -> Picture | None:
    """Return an SVG that has a size and asks for no other file."""
    if b"<svg" not in data or b"<!ENTITY" in data:
        return None
    try:
        top = ElementTree.fromstring(data.decode("utf-8-sig"))  # noqa: S314 - it has no entities
    except (ValueError, ElementTree.ParseError):
        return None
    named = (value for one in top.iter() for key, value in one.items() if key.rpartition("}")[2] == "href")
    if not top.tag.endswith("}svg") or not all(value.startswith(("#", "data:image/")) for value in named):
        return None
    size = _size(top)
    return Picture(data, "svg", *size) if size else None


def _size(top: ElementTree.Element) -> tuple[float, float] | None:
    """Return width and height as a drawing says them, else those of the field that it shows."""
    given = [_LENGTH.fullmatch(top.get(key, "")) for key in ("width", "height")]
    width, height = (float(found[1]) * _POINTS[found[2] or ""] if found else 0.0 for found in given)
    if not (width and height):
        try:
            width, height = (float(text) * _POINTS[""] for text in re.split(r"[\s,]+", top.get("viewBox", ""))[2:])
        except ValueError:
            return None
    return (width, height) if width > 0 and height > 0 else None


def for_word(picture: Picture) -> bytes:
    """Return the bytes as Word takes them: upright, and a JPEG with the head that it looks for; raise ValueError for a drawing."""
    if picture.form == "svg":
        raise ValueError("svg")
    usual = picture.form != "jpg" or picture.data[6:10] in (b"JFIF", b"Exif")
    if usual and not picture.turned:
        return picture.data
    from PIL import Image, ImageOps

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.data)) as image:
        ImageOps.exif_transpose(image).save(out, format="JPEG" if picture.form == "jpg" else "PNG", quality=92)
    return out.getvalue()
