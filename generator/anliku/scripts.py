"""Scripts and styles as they are shipped: without comments, and so without types; and as a policy names them."""

from __future__ import annotations

import base64
import hashlib
import re

# Comments on lines of their own, and casts: a quarter of what is read before the first key of a search. /*! names whose
# work it is.
_COMMENT = re.compile(r"^[ \t]*/\*(?!!).*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_UNTYPED = "// @ts-nocheck\n"
_CAST = re.compile(r"/\*\* @type \{[^\n]*?\} \*/ ?(?=\()")


def shipped(text: str) -> str:
    """Return a script or style sheet of the theme without its comments; what it does is the same."""
    return _CAST.sub("", _COMMENT.sub("", text.removeprefix(_UNTYPED)))


def admitted(text: str) -> str:
    """Return the name by which a Content-Security-Policy admits one inline script or style and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
