"""Documents of Word whose texts are still missing: python-docx makes them once, and the texts go in as XML.

A form takes python-docx as long for its page, header and styles as all its text takes us.
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
# Among the properties it stands as a text.
_MARK = re.compile(r"(?:<|&lt;)w:anliku-([\w-]+)/(?:>|&gt;)")


class DocxFrame:
    """The files of a document, with marks where texts are to stand."""

    def __init__(self, document: Any) -> None:
        document.core_properties.title = f"<w:anliku-{_TITLE}/>"
        self._members = members_of(document)
        self._marked = {name: text for name, data in self._members.items() if _MARK.search(text := data.decode())}

    def filled(self, title: str, texts: Mapping[str, str]) -> Members:
        """Return the files with a title among their properties, and with these pieces of XML, each by the name of its mark.

        Raises KeyError when a mark has no text.
        """
        known = {**texts, _TITLE: escape(xml_text(title)[:MAX_PROPERTY])}
        members = Members(self._members)
        for name, text in self._marked.items():
            members[name] = _MARK.sub(lambda found: known[found[1]], text).encode()
        return members


def mark(name: str) -> Any:
    """Return what to put into a document where a text is to stand."""
    return OxmlElement(f"w:anliku-{name}")
