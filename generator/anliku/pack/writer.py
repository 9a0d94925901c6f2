"""Write a pack: the folder and the zip, each complete beside the old one and then put in its place."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ..delivery import aside
from ..site.output.tree import Tree
from ..workers import Progress
from .errors import PackError, disk_error
from .items import PackItem
from .manifest import listed_in_pack
from .verify import Expected, verify

_STORED = (".pdf", ".png", ".jpg", ".docx", ".xlsx", ".pptx", ".woff2")  # compressed already
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_UNIX = 3


def write_pack(items: Sequence[PackItem], folder: Path, when: dt.datetime, tell: Progress) -> Path:
    """Write the items into `folder` and into a zip beside it; return the zip. Old ones stay whole until the end."""
    archive = folder.with_name(folder.name + ".zip")
    in_order = sorted(items, key=lambda item: item.file.path)
    _check_free(archive)
    try:
        with Tree(folder, listed=listed_in_pack) as tree, aside(archive) as beside:
            draft = beside / "draft.zip"
            with zipfile.ZipFile(draft, "w") as packed:
                for done, item in enumerate(in_order, 1):
                    data = item.read()
                    _write_file(tree.folder / item.file.path, data, when)
                    _write_member(packed, f"{folder.name}/{item.file.path}", data, when)
                    tell("打包", done, len(in_order))
            draft.chmod(_FILE_MODE)
            _settle_folders(tree.folder, when)
            draft.replace(archive)
            tree.swap()
    except OSError as error:
        raise disk_error(error, str(folder)) from error
    return archive


def _check_free(archive: Path) -> None:
    """Raise PackError when the file there is anything but a pack that is as it was written."""
    if os.path.lexists(archive) and not _is_pack(archive):
        raise PackError(
            f"{archive} 已经有了，而且不是完整的包，没有动它。", "把它移走或改名，再打包；或用 --out 写到别处"
        )


def _is_pack(archive: Path) -> bool:
    return archive.is_file() and verify(archive, Expected(), lambda *_: None).whole


def _write_file(file: Path, data: bytes, when: dt.datetime) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(_FILE_MODE)
    os.utime(file, (when.timestamp(), when.timestamp()))


def _write_member(packed: zipfile.ZipFile, name: str, data: bytes, when: dt.datetime) -> None:
    member = zipfile.ZipInfo(name, when.timetuple()[:6])
    member.create_system = _UNIX
    member.external_attr = (0o100000 | _FILE_MODE) << 16
    member.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    packed.writestr(member, data)


def _settle_folders(folder: Path, when: dt.datetime) -> None:
    """Give every folder the same rights and time, whatever the user's umask; the innermost first."""
    for place, _, _ in os.walk(folder, topdown=False):
        Path(place).chmod(_FOLDER_MODE)
        os.utime(place, (when.timestamp(), when.timestamp()))
