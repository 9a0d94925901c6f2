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
