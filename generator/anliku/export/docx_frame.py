"""Documents of Word whose texts are still missing: python-docx makes them once, and the texts go in as XML.

python-docx needs as long for the page, header and styles of a form as we need for all its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement

from .docx_file import members_of
from .xml_text import MAX_PROPERTY, xml_text
from .zipped import Members

_TITLE = "title"
# The title's mark is a text among the properties, so it comes escaped.
_MARK = re.compile(r"(?:<|&lt;)w:anliku-([\w-]+)/(?:>|&gt;)")


class DocxFrame:
    """The files of a document, with marks where texts are to stand."""

    def __init__(self, document: Any) -> None:
        document.core_properties.title = f"<w:anliku-{_TITLE}/>"
        self._members = members_of(document)
        parts = {name: data.decode() for name, data in self._members.items() if name.endswith(".xml")}
        self._marked = {name: text for name, text in parts.items() if _MARK.search(text)}
        self._marks = {found[1] for text in self._marked.values() for found in _MARK.finditer(text)}

    def filled(self, title: str, texts: Mapping[str, str]) -> Members:
        """Return the files with a title among their properties, and with these pieces of XML, each by the name of its mark.

        Raises ValueError when a mark has no text, or a text no mark: it would be lost.
        """
        known = {_TITLE: escape(xml_text(title)[:MAX_PROPERTY]), **texts}
        if _TITLE in texts or known.keys() != self._marks:
            raise ValueError(f"texts {sorted(texts)} for the marks {sorted(self._marks)}")
        members = Members(self._members)
        for name, text in self._marked.items():
            members[name] = _MARK.sub(lambda found: known[found[1]], text).encode()
        return members


def mark(name: str) -> Any:
    """Return what to put into a document where a text is to stand."""
    return OxmlElement(f"w:anliku-{name}")
