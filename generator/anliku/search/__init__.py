"""Search: an exact index for the browser, and Whoosh for the terminal."""

from .build import build_index
from .model import Document, IndexReport, Section, Tuning
from .store import Source

__all__ = ["Document", "IndexReport", "Section", "Source", "Tuning", "build_index"]
