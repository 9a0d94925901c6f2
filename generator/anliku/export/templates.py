"""The templates of the theme, as the site fills them and every page that works without a site around it."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from ..library.models import Record, heading_of
from ..paths import theme_dir


class _Compiled(BytecodeCache):
    """Templates that this process has compiled, which takes half a second for those of a site. Jinja looks whether a text is the same."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what Jinja has compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


@cache
def _compiled(**_: Any) -> _Compiled:
    """Return what was compiled under these options, which are part of what is compiled."""
    return _Compiled()


def templates(kind: type[Environment] = Environment, **options: Any) -> Environment:
    """Return the theme's templates: every text is escaped, and a name that nobody gave raises UndefinedError.

    Their filter `heading` gives what readers see above a field of a record.
    """
    environment = kind(
        loader=FileSystemLoader(theme_dir() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(kind=kind.__name__, **options),
        **options,
    )
    environment.filters["heading"] = _heading
    return environment


def _heading(record: Record, name: str) -> str:
    return heading_of(type(record), name)
