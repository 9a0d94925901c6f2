"""The templates of the theme, as the site fills them and every page that works without a site around it."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from ..cache import keep, recall
from ..library.models import Record, heading_of
from ..paths import theme_dir

# Templates of pages that work without a site, which are compiled when one is asked for.
_WITHOUT_A_SITE = ("checklist/alone.", "checklist/report.", "checklist/result.", "review.")


class Compiled(BytecodeCache):
    """Templates that this process has compiled, which takes a third of a second for those of a site. Jinja looks whether a text is the same."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}
        self._kept = True

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what Jinja has compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()
        self._kept = False

    def recall(self, file: Path, key: str) -> bool:
        """Take what another process has kept under a key; return whether there was anything."""
        kept: dict[str, bytes] | None = recall(file, key)
        self._known = (kept or {}) | self._known
        return kept is not None

    def keep(self, file: Path, key: str) -> None:
        """Keep all of it for other processes, if anything was compiled since that was done."""
        self._kept = self._kept or keep(file, key, self._known)


@cache
def _compiled(**_: Any) -> Compiled:
    """Return what was compiled under these options, which are part of what is compiled."""
    return Compiled()


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


def compile_all(environment: Environment, file: Path, *modules: ModuleType) -> None:
    """Compile all templates of a site, or take what `file`, in the cache, holds of them if they are still the same.

    modules: those that, besides this one, have a say in what is compiled.
    """
    compiled = environment.bytecode_cache
    assert isinstance(compiled, Compiled)
    key = _state(__file__, *(str(module.__file__) for module in modules))
    if compiled.recall(file, key):
        return
    for name in environment.list_templates(filter_func=lambda name: not name.startswith(_WITHOUT_A_SITE)):
        environment.get_template(name)
    compiled.keep(file, key)


def _state(*modules: str) -> str:
    """Return a hash of the templates, and of whatever else decides what is compiled."""
    folder = theme_dir() / "templates"
    state = hashlib.blake2b(
        f"{sys.version} {version('jinja2')} {folder}".encode(errors="surrogateescape"), digest_size=16
    )
    for source in (*sorted(folder.rglob("*.j2")), *map(Path, modules)):
        state.update(source.read_bytes())
    return state.hexdigest()


def _heading(record: Record, name: str) -> str:
    return heading_of(type(record), name)
