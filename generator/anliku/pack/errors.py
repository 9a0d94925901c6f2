"""The errors of this part. Their messages are Chinese and for the user."""

from __future__ import annotations

from ..troubles import UserError, trouble


class PackError(UserError):
    """Raised when a pack cannot be made or read; `remedy` says how to mend it."""


def disk_error(error: OSError, target: str) -> PackError:
    """Return what to tell the user about a disk that would not take the pack."""
    what = trouble(error)
    return PackError(f"写不出 {target}：{what.reason}。原来的包没有动。", f"{what.remedy}（用 --out 指定）")
