"""CONTRIBUTING.md keeps to the files that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_file_that_a_recipe_names_is_there() -> None:
    named = {word for word in re.findall(r"`([^`\s]+)`|\]\(([^)]+)\)", TEXT) for word in word if "/" in word}
    assert len(named) > 25
    assert [
        word for word in sorted(named) if not word.startswith(("file:", "http")) and not (ROOT / word).exists()
    ] == []


def test_every_name_that_a_recipe_leans_on_is_there() -> None:
    from anliku.library.models import AnswerType
    from anliku.library.models.parts import Form, Part

    assert all(one.__name__ in TEXT for one in (AnswerType, Form, Part))
    assert "KINDS" in (ROOT / "tests/site/conftest.py").read_text(encoding="utf-8")
    assert "_MODULES" in (ROOT / "generator/anliku/cli.py").read_text(encoding="utf-8")


def test_the_changelog_begins_with_the_version_of_the_program() -> None:
    from anliku import __version__

    heading = next(line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## "))
    assert re.fullmatch(rf"## {re.escape(__version__)} \((unreleased|\d{{4}}-\d\d-\d\d)\)", heading)


def test_every_target_that_is_named_is_there() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {"coverage", "bench"} <= (named := set(re.findall(r"`make ([a-z]+)", TEXT))) <= set(targets), named
