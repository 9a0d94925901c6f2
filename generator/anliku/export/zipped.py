"""Office files are zip archives that carry the time of writing in two places; here both are set, and the order too.

The libraries that write such files would press them on their own. What they write is kept as it is instead, and pressed
here, once.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_CORE = "docProps/core.xml"
_CONTENT_TYPES = "[Content_Types].xml"


class Members(dict[str, bytes]):
    """The files of an archive by name. To those who write into it, it looks like a `zipfile.ZipFile`."""

    @classmethod
    def of(cls, raw: bytes) -> Members:
        """Return what an archive holds."""
        with zipfile.ZipFile(io.BytesIO(raw)) as source:
            return cls((name, source.read(name)) for name in source.namelist())

    def writestr(self, name: str, data: str | bytes) -> None:
        """Keep a file."""
        self[name] = data.encode() if isinstance(data, str) else data

    def write(self, file: str, name: str) -> None:
        """Keep a file of the disk."""
        self[name] = Path(file).read_bytes()

    def namelist(self) -> list[str]:
        """Return the names of all files so far."""
        return list(self)


def stable_zip(raw: bytes, stamp: dt.datetime) -> bytes:
    """Return an archive with every time set to `stamp` and its members in a fixed order."""
    return zipped(Members.of(raw), stamp)


def zipped(members: Mapping[str, bytes], stamp: dt.datetime) -> bytes:
    """Return an archive of these files, in a fixed order, every time in it being `stamp`."""
    stamp = max(stamp.astimezone(dt.UTC), EARLIEST)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(members, key=lambda n: (n != _CONTENT_TYPES, n)):
            data = members[name]
            if name.endswith(".xlsx"):  # the numbers of a chart, an office file of their own
                data = stable_zip(data, stamp)
            if name == _CORE:
                data = _TIMES.sub(rb"\g<1>" + stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>", data)
            member = zipfile.ZipInfo(name, stamp.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            target.writestr(member, data, compresslevel=6)
    return out.getvalue()
