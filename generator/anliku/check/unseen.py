"""What is said of a piece of text that readers do not see, because it was taken for a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..library import FieldPath, Origin
from .findings import Remark, warning
from .nearest import quoted

LONGEST = 24  # characters of the piece that are told
STAR = "要突出，写成“**…**”；要显示星号，改用“＊”或“×”。"
BACKSLASH = "在字中间的记号前面不用写“\\”，删去它；要显示“\\”，改用“＼”。"
BAR = "表格每一行的格数要和表头一样多：数一数“|”。"
_PATH_WITH_BLANK = re.compile(r"\]\([^()]*[ \t\u3000]")
_NO_BLANK = "图片和附件的文件名里不能有空格：给文件改名，去掉空格，这里也照着改。"
_OTHER = "它像 Markdown 的记号。要照样显示，改用全角的符号；用不着就删去。"


def not_shown(piece: str, origin: Origin, at: FieldPath, remedies: Mapping[str, str]) -> Remark:
    """Return the remark for a piece that is not shown. remedies: by what the piece begins with, the first that fits."""
    if _PATH_WITH_BLANK.search(piece):
        remedy = _NO_BLANK
    else:
        remedy = next((told for begin, told in remedies.items() if piece.startswith(begin)), _OTHER)
    return warning("text-not-shown", origin, at, f"{quoted(piece)}不会显示给读者。", remedy)
