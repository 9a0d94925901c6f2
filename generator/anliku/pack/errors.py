"""The errors of this part. Their messages are Chinese and for the user."""

from __future__ import annotations

_REASONS = {
    28: "磁盘满了",
    13: "没有写入的权限",
    30: "磁盘是只读的",
    20: "路径上有一个同名的文件，不是文件夹",
    27: "文件太大，这种磁盘放不下",
}


class PackError(Exception):
    """Raised when a pack cannot be made or read; `remedy` says how to mend it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


def disk_error(error: OSError, target: str) -> PackError:
    """Return what to tell the user about a disk that would not take the pack."""
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    return PackError(
        f"写不出 {error.filename or target}：{reason}。原来的包没有动。", "腾出空间，或用 --out 写到别的盘、别的文件夹"
    )
