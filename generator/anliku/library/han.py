"""Chinese is written without blanks, so a line break inside a sentence is not one either."""

from __future__ import annotations

# Han, Kangxi radicals, Chinese punctuation and full-width forms, for use between the brackets of a pattern.
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—\U00020000-\U0003ffff"
