"""What an earlier run learnt of each case, kept in files, so that only what has changed is read again."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast
from zlib import crc32

from .. import __version__
from ..cache import keep, recall
from ..library import Entry, FieldPath, Kind, Place, Problem, Shared
from ..library.frozen import frozen_files
from ..library.kinds import CASE, KINDS
from ..library.models import Words
from .findings import Finding
from .links import FoundLink

P = ParamSpec("P")
Answer = TypeVar("Answer")

Stamp = tuple[int, int, int]
"""Size, time of change, and time of the last change of rights: a file whose rights have changed is
looked at again, since it may no longer be readable."""

_FOLDER = "survey"
_SHARED = "shared.pickle"
_CHUNKS = 64  # so an edit of one case in ten thousand rewrites a chunk of 160 cases, not all of them
_PACKAGE = Path(__file__).parent.parent


class Surveyed(NamedTuple):
    """What is known of one case file: its entry (None when it is invalid) and what the rules say of it.

    places: [line, column] of its title and related cases, for the rules that compare cases.
    accept: the warnings that it accepts. sketch: what near duplicates are found by.
    links: the links and pictures in its texts, with their places.
    data: the case as parsed in this run, pickled, so that whoever needs it whole need not parse it again.
    """

    stamp: Stamp
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()
    links: tuple[FoundLink, ...] = ()
    accept: dict[str, str] | None = None
    sketch: bytes = b""
    data: bytes = b""

    def place(self, at: FieldPath) -> Place | None:
        """Return the place of a field whose place is kept."""
        wanted = ".".join(map(str, at))
        return next((place for kept, place in self.places if kept == wanted), None)


def memory_key(root: Path, files: Mapping[Kind, list[str]], words: Words) -> str:
    """Hash of everything but the cases that what is known of a case depends on, this program included."""
    digest = hashlib.blake2b(f"{__version__}\0{words!r}\0".encode("utf-8", "surrogatepass"), digest_size=16)
    for part in ("library", "check"):
        for file in sorted((_PACKAGE / part).rglob("*.py")):
            stat = file.stat()
            digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    paths = [path for kind in KINDS if kind is not CASE for path in files[kind]]
    for path in (*paths, *frozen_files(root)):
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0")
        try:
            digest.update((root / path).read_bytes())
        except OSError:
            digest.update(b"\0unreadable")
    return digest.hexdigest()


def load(cache: Path | None, key: str) -> dict[str, Surveyed]:
    """Return what an earlier run learnt; nothing when there is no cache, and nothing of a part that is broken or was
    made from other input.
    """
    if cache is None:
        return {}
    known: dict[str, Surveyed] = {}
    collecting = gc.isenabled()
    gc.disable()  # half a million small objects are made here, and none of them is garbage
    try:
        for number in range(_CHUNKS):
            known |= cast(dict[str, Surveyed], recall(_file(cache, number), key) or {})
        gc.freeze()  # and the next collection need not look through them
    finally:
        if collecting:
            gc.enable()
    return known


def save(cache: Path, key: str, cases: Mapping[str, Surveyed], known: Mapping[str, Surveyed]) -> None:
    """Keep what is known of the valid cases; the others are read again next time.

    known: what `load` returned. A chunk in which nothing has changed since stays as it is.
    """
    before = _chunks(known)
    for number, chunk in enumerate(_chunks(cases)):
        if _same(chunk, before[number]):
            continue
        kept = {path: _to_keep(case) for path, case in chunk.items()}
        if not keep(_file(cache, number), key, kept):
            return  # on a full disk a library is checked all the same, only slower


def _to_keep(case: Surveyed) -> Surveyed:
    """Return it without the parsed data, which serves this run only, and with every text of the entry interned: one that occurs
    in several cases of a chunk is written and read once, which makes reading almost twice as fast.
    """
    assert case.entry
    return case._replace(data=b"", entry=Entry._make(map(_interned, case.entry)))


def _interned(value: Any) -> Any:
    if type(value) is tuple:
        return tuple(map(_interned, value))
    return intern(value) if type(value) is str else value


def _chunks(cases: Mapping[str, Surveyed]) -> list[dict[str, Surveyed]]:
    """Divide the valid cases by their path, so that a new case moves no other into another chunk."""
    chunks: list[dict[str, Surveyed]] = [{} for _ in range(_CHUNKS)]
    for path, case in cases.items():
        if case.entry:
            chunks[crc32(path.encode("utf-8", "surrogateescape")) % _CHUNKS][path] = case
    return chunks


def _same(chunk: Mapping[str, Surveyed], before: Mapping[str, Surveyed]) -> bool:
    return len(chunk) == len(before) and all(before.get(path) is case for path, case in chunk.items())


def _file(cache: Path, number: int) -> Path:
    return cache / _FOLDER / f"{number:02}.pickle"


@contextmanager
def remembering(cache: Path | None, key: str, name: str, ask: Callable[P, Answer]) -> Iterator[Callable[P, Answer]]:
    """Give a function that answers as `ask` does, and as it did in the last run when it is asked the same under the same key.

    Of use where an answer takes long and depends on nothing but the arguments, which are plain values.
    """
    file = cache / name if cache else None
    known: dict[object, Answer] = (recall(file, key) if file else None) or {}
    asked: dict[object, Answer] = {}

    def answer(*args: P.args, **kwargs: P.kwargs) -> Answer:
        question = (args, tuple(kwargs.items()))
        if question not in asked:
            asked[question] = known[question] if question in known else ask(*args, **kwargs)
        return asked[question]

    yield answer
    if file and asked.keys() != known.keys():
        keep(file, key, asked)


def recall_shared(cache: Path | None, key: str) -> tuple[Shared, list[Problem]] | None:
    """Return the shared records as an earlier run read them, and their problems; None when they must be read."""
    return cast(tuple[Shared, list[Problem]] | None, recall(cache / _SHARED, key)) if cache else None


def save_shared(cache: Path, key: str, shared: Shared, problems: list[Problem]) -> None:
    """Keep the shared records for the next run."""
    keep(cache / _SHARED, key, (shared, problems))
