"""Search: an exact index for the browser, the same without one for the terminal, and Whoosh for documents like a document."""

from .build import build_index
from .model import Document, IndexReport, Section, Tuning
from .store import Source

__all__ = ["Document", "IndexReport", "Section", "Source", "Tuning", "build_index"]
