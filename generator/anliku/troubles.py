"""What the operating system refuses, in Chinese and with the way out: the only place that reads an OSError."""

from __future__ import annotations

import errno
import os
import re
import shutil
from typing import NamedTuple


class UserError(Exception):
    """Something that the user can mend. The message is Chinese and says what is wrong; `remedy` says how to mend it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Trouble(NamedTuple):
    """Why something cannot be read or written, and what to do about it; both are parts of Chinese sentences."""

    reason: str
    remedy: str


_NO_RIGHT = Trouble("没有权限", "换一个有权限的文件夹，或请管理员开放权限；正被别的程序打开就先关掉")
_FULL = Trouble("磁盘满了", "腾出空间，或写到别的盘")
_BUSY = Trouble("正被别的程序占用", "关掉正在用它的程序，再运行")
_TOO_MANY = Trouble("同时打开的文件太多", "关掉一些程序再运行，或请管理员放宽限制（ulimit -n）")
_NO_DEVICE = Trouble("它是设备或管道，或者所在的盘不在了", "换一个文件名；盘松了就重新插好")
_NO_NETWORK = Trouble("网络上的盘连不上", "检查网络，或换成本机的文件夹")
_NO_MEMORY = Trouble("内存不够", "关掉一些程序再运行")
_NOT_SUPPORTED = Trouble("这种磁盘做不到", "换一个盘上的文件夹")

_TROUBLES = {
    "ENOENT": Trouble("找不到这个文件或文件夹", "检查路径有没有写错，它是不是被移走或改名了"),
    "EACCES": _NO_RIGHT,
    "EPERM": _NO_RIGHT,
    "EEXIST": Trouble("已经有同名的文件或文件夹", "换一个名字，或先把它移走"),
    "EISDIR": Trouble("它是文件夹，不是文件", "写上文件名，或换一个名字"),
    "ENOTDIR": Trouble("路径上有一个是文件，不是文件夹", "换一个路径，或先把那个文件移走"),
    "ENOTEMPTY": Trouble("文件夹不是空的", "换一个名字，或先把它移走"),
    "ENAMETOOLONG": Trouble("名字或路径太长", "换一个短些的名字，或放到层次浅一些的文件夹里"),
    "EINVAL": Trouble("系统不接受这个名字或做法", "换一个普通的名字，或换一个盘上的文件夹"),
    "EILSEQ": Trouble("系统不接受这个名字", "换一个普通的名字"),
    "ENOSPC": _FULL,
    "EDQUOT": Trouble("超过了允许使用的磁盘空间", "腾出空间，或写到别的盘"),
    "EFBIG": Trouble("文件太大，这种磁盘放不下", "换一个盘，如 exFAT 或 NTFS 格式的"),
    "EROFS": Trouble("磁盘是只读的", "换一个能写的盘；U 盘看看有没有写保护开关"),
    "ELOOP": Trouble("符号链接绕成了圈", "删去绕圈的链接，或写真正的路径"),
    "EMFILE": _TOO_MANY,
    "ENFILE": _TOO_MANY,
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    "EXDEV": Trouble("不在同一个盘上", "写到同一个盘"),
    "EIO": Trouble("磁盘读写出错", "检查磁盘和数据线，或换一个盘"),
    "ENODEV": _NO_DEVICE,
    "ENXIO": _NO_DEVICE,
    "ESTALE": _NO_NETWORK,
    "ENOTCONN": _NO_NETWORK,
    "ETIMEDOUT": _NO_NETWORK,
    "EHOSTDOWN": _NO_NETWORK,
    "ENOMEM": _NO_MEMORY,
    "EAGAIN": Trouble("系统一时抽不出内存或进程", "关掉一些程序再运行"),
    "EOPNOTSUPP": _NOT_SUPPORTED,
    "ENOTSUP": _NOT_SUPPORTED,
    "ENOSYS": _NOT_SUPPORTED,
    "EPIPE": Trouble("接收输出的程序已经结束", "不要提前结束它"),
    "EADDRINUSE": Trouble("这个端口已经有程序在用", "换一个端口"),
    "EADDRNOTAVAIL": Trouble("这台机器没有这个地址", "换一个地址"),
}
_BY_NUMBER = {getattr(errno, name): trouble for name, trouble in _TROUBLES.items() if hasattr(errno, name)}
_NUMBER_IN_TEXT = re.compile(r"\[Errno (\d+)\]")


def trouble(error: OSError) -> Trouble:
    """Return what an error of the system means for the user."""
    number = _number(error)
    known = _BY_NUMBER.get(number or 0)
    if known:
        return known
    words = error.strerror or str(error) or type(error).__name__
    return Trouble(f"系统报告“{words}”", "检查这个文件或文件夹，或换一个地方")


def told(error: OSError, doing: str, target: str | os.PathLike[str] = "") -> UserError:
    """Return an error that says what could not be done with which file, and why: `doing` is like 写不出.

    Without `target`, the file is the one that the system names.
    """
    what = trouble(error)
    shown = os.fsdecode(target or (error.filename if isinstance(error.filename, (str, bytes)) else ""))
    return UserError(f"{doing} {shown}：{what.reason}。" if shown else f"{doing}：{what.reason}。", what.remedy)


def _number(error: OSError) -> int | None:
    """Return the number of an error; of several that shutil has put together, the first one's."""
    if isinstance(error, shutil.Error):
        found = _NUMBER_IN_TEXT.search(str(error))
        return int(found.group(1)) if found else None
    return error.errno
