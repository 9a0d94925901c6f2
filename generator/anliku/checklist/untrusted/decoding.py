"""The text of a file that came from any computer: UTF-8, UTF-16 and GBK are read. The page's script follows the same rule."""

from __future__ import annotations

from .complaints import NotReadableError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 400


def decoded(raw: bytes) -> tuple[str, str]:
    """Return the text, and the name of its encoding where that is not UTF-8, else "".

    Raises NotReadableError when it is in none of the encodings known here.
    """
    for encoding, name in _candidates(raw):
        try:
            return raw.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise NotReadableError("文字编码认不出来，文件可能已损坏。怎么改：重新保存一次，编码选 UTF-8")


def _candidates(raw: bytes) -> tuple[tuple[str, str], ...]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return ((encoding, "UTF-16" if encoding == "utf-16" else ""),)
    sample = raw[:_SAMPLE]
    if sample[1::2].count(0) * 3 > len(sample):
        return (("utf-16-le", "UTF-16"),)
    if sample[::2].count(0) * 3 > len(sample):
        return (("utf-16-be", "UTF-16"),)
    return (("utf-8", ""), ("gb18030", "GBK"))
