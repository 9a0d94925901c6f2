"""What an organiser is told of many units' results, compiled once: page, workbook and report show the same value."""

from .compiling import summarise
from .model import Summary

__all__ = ["Summary", "summarise"]
