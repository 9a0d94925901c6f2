"""The site through MkDocs itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.building import built, contents, mini_library


def test_mkdocs_build_gives_the_same_files_as_ours(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    ours = contents(built(folder).out)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", tmp_path / "other"], cwd=folder, check=True)
    theirs = contents(tmp_path / "other")
    generated = {path for path in ours if path != "manifest.json"}
    assert [path for path in sorted(generated) if ours[path] != theirs.get(path)] == []
    assert {path.partition("/")[0] for path in generated} >= {"search", "cases", "checklists", "assets"}


def test_mkdocs_build_fails_when_the_library_has_errors(tmp_path: Path) -> None:
    folder = mini_library(tmp_path, first_case="title: 只有标题\n")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", tmp_path / "other"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "anliku check" in result.stderr
    assert "Traceback" not in result.stderr


def mkdocs_build(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_mkdocs_wrote_is_ours_to_replace(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    for _ in range(2):
        assert mkdocs_build(folder).returncode == 0
        assert (built(folder).out / "index.html").is_file()


@pytest.mark.parametrize("place", ["site", "cases"])
def test_mkdocs_empties_no_folder_that_holds_files_of_somebody(tmp_path: Path, place: str) -> None:
    folder = mini_library(tmp_path / "library")
    (folder / place).mkdir(exist_ok=True)
    (folder / place / "photo.jpg").write_bytes(b"mine")
    before = contents(folder)
    result = mkdocs_build(folder, "-d", str(folder / place))
    assert result.returncode == 1
    assert "怎么改" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(folder) == before
