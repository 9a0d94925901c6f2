"""Office files are zip archives that carry the time of writing in two places; here both are set, and the order too."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_CORE = "docProps/core.xml"
_CONTENT_TYPES = "[Content_Types].xml"


def stable_zip(raw: bytes, stamp: dt.datetime) -> bytes:
    """Return the archive with every time set to `stamp` and its members in a fixed order."""
    stamp = max(stamp.astimezone(dt.UTC), _EARLIEST)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != _CONTENT_TYPES, n)):
            data = source.read(name)
            if name.endswith(".xlsx"):  # the numbers of a chart, an office file of their own
                data = stable_zip(data, stamp)
            if name == _CORE:
                data = _TIMES.sub(rb"\g<1>" + stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>", data)
            member = zipfile.ZipInfo(name, stamp.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            target.writestr(member, data, compresslevel=6)
    return out.getvalue()
