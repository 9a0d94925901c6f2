"""What a view returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class View:
    """The content of one page before it is HTML.

    scripts, styles: files, from the root of the site, that the page needs beyond the common ones.
    moved_to: for a former address, the address of the page today; search engines are told not to list the former one.
    at_once: whether it is drawn only when its scripts have run, because they change most of what is seen first.
    terms: ids of the glossary terms to mark in the body. toc: whether a table of contents may stand beside it.
    bar: whether it stays in sight where there is no room beside the text, as a row of its first level.
    """

    title: str
    description: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    toc: bool = True
    bar: bool = False
    moved_to: str = ""
    at_once: bool = False
