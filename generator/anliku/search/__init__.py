"""Search: an exact index for the browser, an engine for the terminal that gives the same answers without it, and Whoosh, which
finds documents similar to one."""

from .build import build_index
from .model import Document, IndexReport, Section, Tuning
from .store import DocumentSource

__all__ = ["Document", "DocumentSource", "IndexReport", "Section", "Tuning", "build_index"]
