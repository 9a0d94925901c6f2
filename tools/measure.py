#!/usr/bin/env python3
"""Measure the house: lines, lengths of functions, docstrings, comments, imports between rooms. `tools/measure.py [FOLDER]`."""

from __future__ import annotations

import ast
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "generator" / "anliku"
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def main(package: Path) -> None:
    """Print one figure a line."""
    files = {file: file.read_text(encoding="utf-8") for file in sorted(package.rglob("*.py"))}
    trees = {file: ast.parse(text) for file, text in files.items()}
    lines = [len(text.splitlines()) for text in files.values()]
    print(f"files {len(files)}, lines {sum(lines)}, longest file {max(lines)}")
    bodies = sorted(length for tree in trees.values() for length in _lengths(tree))
    print(
        f"functions {len(bodies)}: median {statistics.median(bodies):.0f}, p90 {bodies[len(bodies) * 9 // 10]}, longest {bodies[-1]}"
    )
    public = [node for tree in trees.values() for node in _public(tree)]
    print(f"public names {len(public)}, without a docstring {sum(ast.get_docstring(node) is None for node in public)}")
    comments = sum(line.lstrip().startswith("#") for text in files.values() for line in text.splitlines())
    print(f"comment lines a hundred lines {100 * comments / sum(lines):.1f}")
    arrows = Counter(arrow for file, tree in trees.items() for arrow in _arrows(file.relative_to(package), tree))
    print(f"rooms that import another: {len(arrows)} arrows")
    for (source, target), number in sorted(arrows.items()):
        print(f"  {source} -> {target} {number}")


def _lengths(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of each function without its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            yield (node.end_lineno or 0) - first.lineno + 1


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, DEFINITIONS) and not node.name.startswith("_"):
            yield node


def _arrows(file: Path, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (room, other room) for every relative import that leaves a room; a file beside the rooms is one of its own."""
    here = file.parts[0].removesuffix(".py")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*file.parts[: len(file.parts) - node.level], *(node.module or "").split(".")]
            names = (
                [".".join((*base, alias.name)).strip(".") for alias in node.names]
                if len(file.parts) <= node.level
                else [".".join(base)]
            )
            for there in {name.strip(".").split(".")[0] for name in names} - {here, ""}:
                yield here, there


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE)
