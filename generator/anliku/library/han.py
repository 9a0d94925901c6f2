"""How Chinese is written: without blanks, so a line break inside a sentence is not one either; with numerals of its own."""

from __future__ import annotations

# Han, Kangxi radicals, Chinese punctuation and full-width forms, for use between the brackets of a pattern.
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—\U00020000-\U0003ffff"
_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def in_han(number: int) -> str:
    """Return a number as it is read, for example 二十三; from 100 on in digits."""
    tens, ones = divmod(number, 10)
    if number >= 100:
        return str(number)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def number_said(text: str) -> int:
    """Return the number that Chinese numerals below 10,000 say, also digit by digit as in 二〇二六; 0 where they say none.

    Raises ValueError for a character that is no numeral.
    """
    plain = [_DIGITS.find(char) for char in text.replace("零", "〇")]
    if len(plain) > 1 and min(plain) >= 0:
        return int("".join(map(str, plain)))
    total, digit = 0, 0
    for char in text.replace("零", ""):
        if char in _UNITS:
            total += (digit or 1) * 10 ** _UNITS.index(char)
            digit = 0
        else:
            digit = 2 if char == "两" else _DIGITS.index(char)
    return total + digit
