"""`anliku init`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import typer

from ..delivery import aside, is_draft, put
from ..troubles import told
from .console import fail, path_given, say

# What is made from the library, a private key, and what office programs leave lying about.
_GIT_IGNORE = """\
/site/
/dist/
*.key
~$*
.DS_Store
Thumbs.db
"""


# The guides fit any subject.
_THEMED = ("starter",)
_BLANK = ("starter_blank", "starter/content/pages/guide")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def init(
        folder: Path = typer.Argument(metavar="文件夹", parser=path_given, help="新案例库放在哪里"),
        blank: bool = typer.Option(False, "--blank", help="不带主题：类型、维度和用语都是空泛的词，换成自己的"),
    ) -> None:
        """建一个小案例库，每种文件一个例子，带着指南，马上就能生成。"""
        try:
            _make(folder, _BLANK if blank else _THEMED)
        except FileExistsError:
            fail(f"{folder} 已经存在，而且不是空文件夹。", "换一个新文件夹名")
        except OSError as error:
            raise told(error, "写不出", folder) from error
        say(f"建好了：{folder.resolve()}")
        say("下一步：")
        say(f"  anliku -C {folder} build      生成网站")
        say(f"  anliku -C {folder} new case 我的案例id   写一个新案例")


def _make(folder: Path, parts: Iterable[str]) -> None:
    """Put a new library made of these parts of the program in place; raise FileExistsError where anything stands but an empty folder."""
    into = folder.is_dir()  # it stays as it is: somebody may stand in it, and it may be a disk of its own
    if into and not all(is_draft(entry.name) for entry in folder.iterdir()):
        raise FileExistsError
    with aside(folder / "library" if into else folder) as draft:
        library = draft / "library"
        library.mkdir()
        for part in parts:
            below = part.partition("/")[2]
            for path, content in _starter(files("anliku").joinpath(part), f"{below}/" if below else ""):
                file = library / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        (library / ".gitignore").write_text(_GIT_IGNORE, encoding="utf-8")
        if into:
            _move_in(library, folder)
        else:
            put(library, folder)


def _move_in(library: Path, folder: Path) -> None:
    """Move everything into an empty folder, or back again when that fails half-way."""
    parts = sorted(library.iterdir())
    try:
        for part in parts:
            put(part, folder / part.name)
    except BaseException:
        for part in parts:
            if not part.exists():  # it is there; anything else of that name is not ours
                (folder / part.name).rename(part)
        raise


def _starter(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files below a folder with their paths."""
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _starter(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_bytes()
