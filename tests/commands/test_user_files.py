"""Every file that a command gives a user: whole, never over what a person wrote, and nothing left beside it."""

from __future__ import annotations

import ast
import io
import os
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from anliku.pack.keys import load_key
from tests.commands.test_checklist_commands import result_file
from tests.commands.test_commands import anliku
from tests.site.building import mini_library

SOURCE = Path(__file__).parents[2] / "generator" / "anliku"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return mini_library(tmp_path / "lib")


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_sheet_that_somebody_filled_in_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "village.xlsx"
    words = ("-C", folder, "checklist", "village", "--format", "xlsx")
    assert anliku(*words, cwd=tmp_path)[0] == 0
    blank = sheet.read_bytes()
    assert anliku(*words, cwd=tmp_path)[0] == 0  # as it was written: nothing is lost
    assert sheet.read_bytes() == blank
    book = load_workbook(io.BytesIO(blank))
    book.active["A1"] = "甲村"
    book.save(sheet)
    filled = sheet.read_bytes()
    code, said, error = anliku(*words, cwd=tmp_path)
    assert (code, said, sheet.read_bytes() == filled) == (1, "", True)
    assert "village.xlsx 已经有了" in error
    assert "怎么改：" in error
    assert "--force" in error
    code, said, error = anliku("-C", folder, "checklist", "all", "--format", "xlsx", cwd=tmp_path)
    assert (code, said, _names(tmp_path)) == (1, "", ["lib", "village.xlsx"])
    assert anliku(*words, "--force", cwd=tmp_path)[0] == 0
    assert sheet.read_bytes() == blank


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_later_library_replaces_the_blank_form_of_an_earlier_one(folder: Path, tmp_path: Path, form: str) -> None:
    words = ("-C", folder, "checklist", "village", "--format", form, "-o", tmp_path / f"a.{form}")
    assert anliku(*words)[0] == 0
    first = (tmp_path / f"a.{form}").read_bytes()
    file = folder / "content" / "indicators" / "carrier.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("村里有代办员吗", "村里现在有代办员吗"), encoding="utf-8")
    assert anliku(*words)[0] == 0
    assert (tmp_path / f"a.{form}").read_bytes() != first
    (tmp_path / f"a.{form}").write_bytes(first + b"note")
    assert anliku(*words)[0] == 1
    assert (tmp_path / f"a.{form}").read_bytes() == first + b"note"


def test_other_commands_refuse_a_file_of_somebody_else_too(folder: Path, tmp_path: Path) -> None:
    result_file(folder, tmp_path / "r.json")
    (tmp_path / "mine").mkdir()
    names = ("a.html", "b.xlsx", "c.pdf", "d.zim", "case.schema.json")
    for name in names:
        (tmp_path / "mine" / name).write_text("mine")
    out = tmp_path / "mine"
    for words in (
        ("export", "first-case", "-o", out / "a.html"),
        ("collect", tmp_path / "r.json", "-o", out / "b.xlsx"),
        ("collect", tmp_path / "r.json", "-o", out / "a.html", "-o", out / "new.xlsx"),
        ("export", "--format", "pdf", "-o", out / "c.pdf"),
        ("export", "--format", "zim", "-o", out / "d.zim"),
        ("schema", "case", "--out", out),
    ):
        code, said, error = anliku("-C", folder, *words)
        assert (code, said) == (1, ""), words
        assert "已经有了" in error
        assert _names(out) == sorted(names)
        assert all(file.read_text() == "mine" for file in out.iterdir())
        if words[0] != "collect":
            assert anliku("-C", folder, *words, "--force")[0] == 0
            assert anliku("-C", folder, *words)[0] == 0  # now it is ours
            for name in names:
                (out / name).write_text("mine")


def test_keygen_leaves_no_empty_key_and_never_replaces_one(tmp_path: Path) -> None:
    key = tmp_path / "keys" / "a.key"
    assert anliku("keygen", key)[0] == 0
    assert key.stat().st_mode & 0o777 == 0o600
    load_key(key)
    before = key.read_bytes()
    for gone in (None, key.with_name("a.key.pub")):
        if gone:
            gone.unlink()
        code, _, error = anliku("keygen", key)
        assert (code, key.read_bytes() == before) == (1, True)
        assert "没有动它" in error
    key.unlink()
    key.with_name("a.key.pub").write_text("mine")
    assert anliku("keygen", key)[0] == 1
    assert _names(key.parent) == ["a.key.pub"]


def test_init_takes_an_empty_folder_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".anliku-0123456789abcdef").mkdir()  # what a killed run left
    before = (tmp_path / "empty").stat().st_ino
    assert anliku("init", ".", cwd=tmp_path / "empty")[0] == 0
    assert (tmp_path / "empty").stat().st_ino == before
    assert _names(tmp_path / "empty") == [".gitignore", "cases", "content", "mkdocs.yml"]
    assert anliku("init", tmp_path / "a" / "b")[0] == 0
    assert _names(tmp_path / "a" / "b") == [".gitignore", "cases", "content", "mkdocs.yml"]
    (tmp_path / "file").write_text("mine")
    for name in ("empty", "file"):
        assert "已经存在" in anliku("init", tmp_path / name)[2]


# ---- nobody writes past the writer ----

_WRITERS = {
    "delivery.py": "the writer itself",
    "cache.py": "the cache",
    "lock.py": "the locks",
    "site/output/tree.py": "the site's tree, exchanged whole",
    "site/output/place.py": "the site's tree: what is ours in an old one",
    "site/output/takeover.py": "the site's tree",
    "site/frames/frameset.py": "the cache: frames",
    "search/build.py": "the site's tree",
    "pack/writer.py": "the pack's tree and the draft of its zip",
    "pack/zim.py": "libzim's draft",
    "pack/keys.py": "takes back the key that it has just made when its other half cannot be written",
    "export/typeset.py": "a folder in which Typst finds templates and pictures",
    "commands/init.py": "a draft of a library",
    "commands/console.py": "the null device",
}
_WRITING = re.compile(
    r"write_text|write_bytes|save|mkdir|makedirs|touch|rename|renames|replace|link|symlink|symlink_to|hardlink_to|unlink|"
    r"remove|rmdir|rmtree|copy|copy2|copyfile|copytree|move|truncate|mkstemp|NamedTemporaryFile|ZipFile"
)
_ON_DISK = re.compile(r"os|shutil|tempfile|zipfile")


def _writes(file: Path) -> list[str]:
    """Return the calls of a module that could write, replace or remove a file."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name, owner = "", ""
        if isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
        elif isinstance(node.func, ast.Name):
            name = node.func.id
        if name in ("open", "fdopen"):
            modes = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
            if owner == "os" or any(
                isinstance(m, str) and re.fullmatch(r"[rwaxbt+]+", m) and set(m) & set("wax+") for m in modes
            ):
                found.append(ast.unparse(node))
        elif _WRITING.fullmatch(name) and owner and _touches_a_file(name, owner, node):
            found.append(ast.unparse(node))
    return found


def _touches_a_file(name: str, owner: str, node: ast.Call) -> bool:
    """Tell `file.replace(target)` from `text.replace(old, new)`, and a workbook's `save(buffer)` from one to a path."""
    if _ON_DISK.fullmatch(owner):
        return not any(ast.unparse(argument) in ("out", "io.BytesIO(raw)", "file") for argument in node.args[:1])
    if name == "replace":
        return len(node.args) == 1 and not node.keywords
    if name == "save":
        return [ast.unparse(argument) for argument in node.args] != ["out"] and owner not in ("record", "memory")
    return name not in ("copy", "remove", "link", "ZipFile")


def test_no_other_module_writes_files() -> None:
    found = {file.relative_to(SOURCE).as_posix(): calls for file in SOURCE.rglob("*.py") if (calls := _writes(file))}
    assert {path: calls for path, calls in found.items() if path not in _WRITERS} == {}
    assert set(_WRITERS) - set(found) == set(), "no longer needed"


def test_the_test_above_sees_what_it_should(tmp_path: Path) -> None:
    lines = (
        "p.write_text('x')", "open('a', 'w')", "p.open('xb')", "open(p, mode='a')", "os.rename(a, b)", "p.replace(q)",
        "book.save(p)", "shutil.copy(a, b)", "os.open(a, 1)", "zipfile.ZipFile(p, 'w')", "p.unlink()",
    )  # fmt: skip
    for line in lines:
        (tmp_path / "a.py").write_text(line)
        assert _writes(tmp_path / "a.py"), line
    for line in ("text.replace('a', 'b')", "open(p, 'rb')", "p.open()", "book.save(out)", "items.remove(x)"):
        (tmp_path / "a.py").write_text(line)
        assert not _writes(tmp_path / "a.py"), line


def test_nothing_is_left_in_the_folder_for_temporary_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    os.environ["TMPDIR"] = str(tmp_path / "tmp")
    try:
        assert anliku("-C", folder, "checklist", "village", "--format", "pdf", "-o", tmp_path / "a.pdf")[0] == 0
        assert anliku("-C", folder, "export", "--format", "zim", "-o", tmp_path / "a.zim")[0] == 0
    finally:
        del os.environ["TMPDIR"]
    assert _names(tmp_path / "tmp") == []
