"""SOURCE_DATE_EPOCH: the time that a builder wants in everything that is written, by https://reproducible-builds.org."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping

from .troubles import UserError

VARIABLE = "SOURCE_DATE_EPOCH"
_SECONDS = re.compile(r"[0-9]{1,10}")
_LATEST = dt.datetime(2105, 12, 31, 23, 59, 59, tzinfo=dt.UTC)  # gzip and ZIM count with 32 bits, to February 2106


def source_date(environment: Mapping[str, str] = os.environ) -> dt.datetime | None:
    """Return the time that the environment wants; None when it wants none.

    Raises UserError when what stands there is no number of seconds from 1970 to 2105.
    """
    text = environment.get(VARIABLE, "").strip()
    if not text:
        return None
    when = dt.datetime.fromtimestamp(int(text), dt.UTC) if _SECONDS.fullmatch(text) else None
    if when is None or when > _LATEST:
        raise UserError(
            f"环境变量 {VARIABLE} 不是 1970 年到 2105 年之间的秒数：{text}。",
            "写成 1970 年以来的秒数，如 1700000000；或去掉这个变量",
        )
    return when


def settle_environment() -> None:
    """Check the variable once for all, and drop it when it is blank: the libraries that read it too would fail."""
    if source_date() is None:
        os.environ.pop(VARIABLE, None)
