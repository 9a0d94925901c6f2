"""Make a large library by recombining the shipped one: same seed, same library.

Usage: python bench/synthesise.py COUNT FOLDER
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from anliku.library.yaml_file import LibraryLoader

ROOT = Path(__file__).parent.parent
CHARACTERS = 2_400  # about how long a full case is, all text fields together
PROSE = ("title", "summary", "problem", "practice", "results", "insights", "conditions", "limits", "questions")
SEED = 20140529


def synthesise(count: int, folder: Path, characters: int = CHARACTERS) -> Path:
    """Write a library of `count` cases into `folder` and return it.

    The shipped cases come first, because lessons and indicators name them; the others have about `characters`
    characters each.
    """
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "cases", folder / "cases")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shipped = [yaml.load(file.read_bytes(), LibraryLoader) for file in sorted((ROOT / "cases").glob("*.yml"))]
    chance = random.Random(SEED)
    for number in range(len(shipped), count):
        case = recombine(shipped, number, chance, characters)
        text = yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
        (folder / "cases" / f"case-{number:05d}.yml").write_text(text, encoding="utf-8")
    return folder


class _Dumper(yaml.CSafeDumper):
    """Writes what occurs twice twice, as editors do, and not as an anchor and its aliases."""

    def ignore_aliases(self, _data: object) -> bool:
        """Say that nothing is to be written as an alias."""
        return True


def recombine(shipped: list[dict[str, Any]], number: int, chance: random.Random, characters: int) -> dict[str, Any]:
    """Return a case whose fields come from different shipped ones, with the figures and sources they rest on."""
    head = chance.choice(shipped)
    used = [head]
    case = {**head, "title": f"{head['title'][:24]}（之{letters(number)}）", "status": "published", "related": []}
    for keys in (("problem", "conditions"), ("results", "insights"), ("limits", "policies"), ("questions", "teaching")):
        used.append(chance.choice(shipped))
        case |= {key: used[-1][key] for key in keys if key in used[-1]}
    case["practice"] = list(head["practice"])
    while length(case) < characters:
        used.append(chance.choice(shipped))
        case["practice"] += used[-1]["practice"][:2]
    prose = str({key: case[key] for key in PROSE if key in case})
    figures = [figure for source in used for figure in source.get("figures", ()) if stands_in(figure, prose)]
    case["figures"] = list({str(figure): figure for figure in figures}.values())
    case["sources"] = [
        {"source": name} for name in dict.fromkeys(f["source"] for f in [*head["sources"], *case["figures"]])
    ]
    case.pop("id", None)
    return case


def letters(number: int) -> str:
    """Return a number in letters: a digit in a title would be a finding in every case."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def length(case: dict[str, Any]) -> int:
    """Return the number of characters of a case's text fields."""
    return len(str({key: case[key] for key in PROSE if key in case}))


def stands_in(figure: dict[str, Any], prose: str) -> bool:
    """Say whether a figure's number occurs in a text."""
    return str(figure["value"]) in prose


if __name__ == "__main__":
    synthesise(int(sys.argv[1]), Path(sys.argv[2]))
