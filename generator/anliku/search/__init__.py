"""Search: an exact index for the browser, the same without one for the terminal, and Whoosh for documents like a document."""

from .build import build_index
from .model import Document, IndexReport, Section, Tuning
from .store import DocumentSource

__all__ = ["Document", "DocumentSource", "IndexReport", "Section", "Tuning", "build_index"]
