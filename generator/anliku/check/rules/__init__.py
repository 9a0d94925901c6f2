"""The rules, in the order in which they are applied. A rule is a function that yields remarks.

A case rule sees one case and the shared records; its findings are kept as long as neither changes.
A library rule sees the whole library through its entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...library import Library, Origin, Shared
from ...library.models import Case
from ..findings import Remark

CaseRule = Callable[[Case, Shared, Origin], Iterable[Remark]]
LibraryRule = Callable[[Library], Iterable[Remark]]

CASE_RULES: tuple[CaseRule, ...] = ()
LIBRARY_RULES: tuple[LibraryRule, ...] = ()
