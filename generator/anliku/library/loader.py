"""Find the files of a library and read the shared ones: everything that can be read, and all problems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from .frozen import is_frozen_file, read_frozen
from .kinds import (
    CARD,
    CASE,
    FRAMEWORK,
    INDICATORS,
    KINDS,
    LESSON,
    ORGANISATION,
    POLICY,
    PROFILE,
    SCREENING,
    SOURCE,
    TERM,
    WORDING,
    Kind,
    kind_of,
)
from .library import EVERY_ID, Origin, Shared
from .models import IndicatorFile, Record, Words
from .organisations import OrganisationTree
from .problems import Problem
from .reading_on import records_or_problems
from .yaml_file import read_bytes

_TOPS = ("cases", "content")
_ENDINGS = (".yml", ".yaml", ".yml.txt", ".yaml.txt")  # Notepad adds .txt, and Explorer hides it
_NO_PAGE = (".md.txt", ".md.docx", ".md.doc", ".mdx")
_ALMOST_TOPS = {"case": "cases", "contents": "content", "案例": "cases", "内容": "content"}


class NotALibraryError(Exception):
    """Raised when there is no folder to read; the message is Chinese and for the user."""


def find_files(root: Path, pages: str = "content/pages") -> tuple[dict[Kind, list[str]], list[Problem]]:
    """Return the files of each kind, sorted, relative to `root`, and the problems of what is in the wrong place.

    pages: the folder of the ordinary pages, where other files may lie as well.
    """
    if not root.is_dir():
        raise NotALibraryError(f"没有这个文件夹：{root}。请用 -C 指明案例库所在的文件夹。")
    found: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    problems = [*_misnamed_folders(root), *_strays_at_the_top(root)]
    for path, wrong in sorted(_walk(str(root), _TOPS, pages)):
        kind = kind_of(path)
        if wrong:
            problems.append(Problem(wrong, path, detail={"remark": wrong == "passed-over"}))
        elif kind:
            found[kind].append(path)
        else:
            plain = PurePosixPath(path.removesuffix(".txt"))
            twin = plain.suffix != ".YML" and os.path.lexists(root / plain.with_suffix(".yml"))
            problems.append(Problem("stray-file", path, detail={"twin": twin}))
    problems += [Problem("missing-file", kind.pattern) for kind in KINDS if kind.required and not found[kind]]
    return found, problems


def _walk(root: str, folders: tuple[str, ...], pages: str) -> Iterator[tuple[str, str]]:
    """Yield (path, what is wrong with it or "") for the YAML files, and for folders named like one."""
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    name = entry.name
                    path = f"{folder}/{name}"
                    is_yaml = name.lower().endswith(_ENDINGS) and name[0] not in ".~"
                    if entry.is_dir():
                        if is_yaml:
                            yield path, "directory-named-like-file"
                        elif name[0] != "." and not entry.is_symlink():
                            waiting.append(path)
                    elif is_yaml:
                        yield path, "" if entry.is_file() else "unreadable"
                    elif (
                        not _is_junk(name)
                        and not is_frozen_file(path)
                        and (_is_for_no_page(name) or not f"{folder}/".startswith(f"{pages}/"))
                    ):
                        yield path, "passed-over"
        except FileNotFoundError:
            continue
        except OSError as error:
            yield folder, "not-a-folder" if isinstance(error, NotADirectoryError) else "unreadable"


def _is_junk(name: str) -> bool:
    """Say whether a file is a leftover of a system or office program, or not meant to be read."""
    return name[0] in ".~" or name.lower() in ("thumbs.db", "desktop.ini", "readme.md", "readme.txt", "license")


def _is_for_no_page(name: str) -> bool:
    """Say whether a file among the pages is neither a page nor a picture or other file to link to."""
    return "." not in name or name.lower().endswith(_NO_PAGE)


def _strays_at_the_top(root: Path) -> Iterator[Problem]:
    """Yield files beside `cases` and `content` that are named, or begin, like one that belongs there."""
    singles = {PurePosixPath(kind.pattern).name for kind in KINDS if "*" not in kind.pattern}
    for file in sorted(root.iterdir()):
        name = file.name.lower()
        if not name.endswith((*_ENDINGS, ".yml.docx")) or name == "mkdocs.yml" or name[0] in ".~" or not file.is_file():
            continue
        if name in singles or name.startswith("mkdocs.") or _begins_like_a_record(root, file.name):
            yield Problem("passed-over", file.name, detail={"remark": True})


def _begins_like_a_record(root: Path, name: str) -> bool:
    raw, _ = read_bytes(root, name)
    return raw.lstrip(b"\xef\xbb\xbf").startswith((b"title:", b"dimension:"))


def _misnamed_folders(root: Path) -> Iterator[Problem]:
    """Yield the folders beside `cases` and `content` whose name is nearly theirs, when the right one is missing."""
    for folder in sorted(root.iterdir()):
        right = _ALMOST_TOPS.get(folder.name.lower(), folder.name.lower())
        if right in _TOPS and folder.name != right and folder.is_dir() and not (root / right).exists():
            yield Problem("stray-folder", folder.name, detail={"right": right})


def load_shared(root: Path, files: dict[Kind, list[str]], words: Words | None = None) -> tuple[Shared, list[Problem]]:
    """Read every record except the cases. words: those of the library's subject, from mkdocs.yml."""
    reader = _SharedReader(root)
    for kind in KINDS:
        if kind is not CASE:
            for path in files[kind]:
                reader.read(path, kind)
            if kind.required and not files[kind]:
                reader.unread.add((kind.name, EVERY_ID))
    frozen, damaged = read_frozen(root)
    tables: dict[str, Any] = {kind.name: reader.table(kind) for kind in KINDS}
    shared = Shared(
        root=root,
        organisations=OrganisationTree(tables[ORGANISATION.name].values()),
        frameworks=tables[FRAMEWORK.name],
        policies=tables[POLICY.name],
        indicators=tables[INDICATORS.name],
        dimension_of=reader.dimension_of,
        profiles=tables[PROFILE.name],
        cards=tables[CARD.name],
        screening=tables[SCREENING.name],
        terms=tables[TERM.name],
        lessons=tables[LESSON.name],
        sources=tables[SOURCE.name],
        wording=tables[WORDING.name],
        frozen=frozen,
        origins=reader.origins,
        unread=frozenset(reader.unread),
        words=words or Words(),
    )
    return shared, [*reader.problems, *damaged]


class _SharedReader:
    """Collects records by kind and id while files are read; the second record of an id is a problem."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables: dict[str, dict[str, Record]] = {}
        self.origins: dict[tuple[str, str], Origin] = {}
        self.dimension_of: dict[str, str] = {}
        self.unread: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []

    def table(self, kind: Kind) -> dict[str, Record]:
        return self._tables.setdefault(kind.name, {})

    def read(self, path: str, kind: Kind) -> None:
        raw, unreadable = read_bytes(self._root, path)
        document, records, problems = records_or_problems(raw, path, kind, unreadable)
        self.problems += problems
        self.unread.update((kind.name, _id_of(document.data, problem, kind)) for problem in problems)
        for at, record in records:
            if isinstance(record, IndicatorFile):
                for index, indicator in enumerate(record.indicators):
                    self.dimension_of.setdefault(indicator.id, record.dimension)
                    self._add(kind, indicator, Origin(path, (*at, "indicators", index)))
                self.origins.setdefault(("indicator-file", path), Origin(path))
            else:
                self._add(kind, record, Origin(path, at))

    def _add(self, kind: Kind, record: Any, origin: Origin) -> None:
        first = self.origins.setdefault((kind.name, record.id), origin)
        if first is origin:
            self.table(kind)[record.id] = record
        else:
            detail = {"id": record.id, "first": first.path}
            self.problems.append(Problem("duplicate-id", origin.path, (*origin.at, "id"), detail=detail))


def _id_of(data: Any, problem: Problem, kind: Kind) -> str:
    """Return the id of the record that a problem keeps out of the library, or EVERY_ID when nobody can tell."""
    if kind.named_by_file:
        return PurePosixPath(problem.path).stem
    try:
        found = data[problem.at[0]][problem.at[1]]["id"] if kind.key else EVERY_ID
    except (IndexError, KeyError, TypeError):
        return EVERY_ID
    return str(found)


def without_drafts(shared: Shared) -> Shared:
    """Return the shared records that readers see: lessons that are not published are left out."""
    lessons = {key: lesson for key, lesson in shared.lessons.items() if lesson.status == "published"}
    return replace(shared, lessons=lessons)
