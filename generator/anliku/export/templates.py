"""The templates of the theme, as the site fills them and every page that works without a site around it."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..paths import theme_dir


def templates(**options: Any) -> Environment:
    """Return the theme's templates: every text is escaped, and a name that nobody gave raises UndefinedError."""
    return Environment(
        loader=FileSystemLoader(theme_dir() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
