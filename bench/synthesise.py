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
SEED = 20140529


def synthesise(count: int, folder: Path, characters: int = CHARACTERS) -> Path:
    """Write a library of `count` cases of about `characters` characters each into `folder` and return it."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "cases").mkdir(parents=True)
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shipped = [yaml.load(file.read_bytes(), LibraryLoader) for file in sorted((ROOT / "cases").glob("*.yml"))]
    chance = random.Random(SEED)
    for number in range(count):
        case = recombine(shipped, number, chance, characters)
        text = yaml.dump(case, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        (folder / "cases" / f"case-{number:05d}.yml").write_text(text, encoding="utf-8")
    return folder


def recombine(shipped: list[dict[str, Any]], number: int, chance: random.Random, characters: int) -> dict[str, Any]:
    """Return a case whose fields come from different shipped ones, lengthened to about `characters`."""
    pick = {key: chance.choice(shipped) for key in ("head", "problem", "results", "limits", "tail", "region")}
    case = dict(pick["head"])
    case |= {key: pick["problem"][key] for key in ("problem", "conditions") if key in pick["problem"]}
    case |= {key: pick["results"][key] for key in ("results", "figures", "insights") if key in pick["results"]}
    case |= {key: pick["limits"][key] for key in ("limits", "policies") if key in pick["limits"]}
    case |= {key: pick["tail"][key] for key in ("questions", "teaching") if key in pick["tail"]}
    case |= {key: pick["region"][key] for key in ("region", "period", "level") if key in pick["region"]}
    case["title"] = f"{case['title'][:24]}（第{number}号）"
    case["status"] = "published"
    case["related"] = []
    case["practice"] = list(case["practice"])
    while len(str(case)) < characters:
        case["practice"] += chance.choice(shipped)["practice"][:2]
    case.pop("id", None)
    return case


if __name__ == "__main__":
    synthesise(int(sys.argv[1]), Path(sys.argv[2]))
