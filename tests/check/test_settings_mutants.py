"""mkdocs.yml and pages as no editor means them: whatever stands there, `check` has findings and no internal error, and
what it lets pass MkDocs can render.

More of them, or others: `ANLIKU_MUTANTS=2000 ANLIKU_MUTANT_SEED=7`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

from anliku.check.findings import Severity
from anliku.check.survey import survey
from anliku.site.frames.error import FrameError
from anliku.site.frames.mkdocs_frames import render_frames
from tests.support import write_library

_SEED = int(os.environ.get("ANLIKU_MUTANT_SEED", "11"))
_COUNT = int(os.environ.get("ANLIKU_MUTANTS", "250"))
_RENDERED = max(6, _COUNT // 20)  # MkDocs takes its time

SETTINGS = """\
site_name: 示例库
site_description: 一句话
site_url: https://example.org/
docs_dir: content/pages
copyright: 某单位
theme:
  name: material
  language: zh
  palette: {scheme: default, primary: red, accent: red}
  features: [navigation.top]
  icon: {logo: material/home}
plugins:
  - anliku: {id: shili, assessment: {grades: [{name: 好, from: 60}, {name: 差, from: 0}]}, pdf: {font: ""}}
markdown_extensions: [admonition, {toc: {permalink: true}}, pymdownx.details]
extra: {social: [{icon: material/home, link: 'https://example.org/'}]}
extra_css: [own.css]
extra_javascript: [own.js]
not_in_nav: /x.md
validation: {nav: {omitted_files: info}}
nav:
  - 首页: index.md
  - 说明: note.md
  - 案例: [cases/index.md]
"""
PAGE = """\
---
title: 说明
description: 一句话
hide: [toc]
tags: [甲]
---

# 说明

看[首页](index.md)和[下面](#下面)，![图](images/a.png "题")。

## 下面

| 甲 | 乙 |
|---|---|
| 1 | 2 |

!!! note "注意"
    文字。
"""
VALUES = (
    "", "5", "-1", "1e999", "true", "~", "[]", "{}", "[1, 2]", "{a: 1}", "2020-13-45", "2020-01-01", "0x_", "!ENV X", "!ENV [X, 5]",
    "!!python/name:os.sep", "!!binary x", "!relative", "!x y", "&a [*a]", "*b", "'", '"', "[[[[", "说明：一", "a: b: c", "\t", "x" * 300,
    "../..", "/etc", "C:\\a", "\\\\h\\s", "%s", "{{ x }}", "<b>", "\u3000", "\x00", "\ufeff", "|", "- a", "? a", "!!set {a, b}", "!!omap [a: 1]",
    "[" * 60 + "]" * 60, "<<: 5", "zz", "{<<: [5]}", "http://[", "https://a b", "9" * 5000, "1:99:99", "12_3", "yes", "@x", "%x", "`x`",
)  # fmt: skip


def mutants(text: str, chance: random.Random) -> Iterator[str | bytes]:
    """Yield the text with one to three places changed: a value replaced, a line dropped, doubled, moved or cut."""
    while True:
        lines = text.split("\n")
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(lines))
            way = chance.randrange(7)
            if way == 0:
                head, colon, _ = lines[at].partition(":")
                lines[at] = f"{head}{colon or ':'} {chance.choice(VALUES)}"
            elif way == 1:
                lines.pop(at)
            elif way == 2:
                lines.insert(at, lines[chance.randrange(len(lines))])
            elif way == 3:
                lines[at] = " " * chance.randint(0, 6) + lines[at].strip()
            elif way == 4:
                spot = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:spot] + chance.choice(VALUES) + lines[at][spot:]
            elif way == 5:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            else:
                lines[at] = chance.choice(("<<<<<<< HEAD", "=======", ">>>>>>> x", "---", "...", "INHERIT: mkdocs.yml"))
            lines = lines or [""]
        changed = "\n".join(lines)
        yield changed.encode(chance.choice(("gb18030", "utf-16"))) if chance.random() < 0.03 else changed


def test_check_has_words_for_everything_and_mkdocs_renders_what_it_lets_pass(tmp_path: Path) -> None:
    chance = random.Random(_SEED)
    root = write_library(tmp_path / "library", {"content/pages/own.css": "", "content/pages/own.js": ""})
    sources = {
        "mkdocs.yml": (SETTINGS, mutants(SETTINGS, chance)),
        "content/pages/note.md": (PAGE, mutants(PAGE, chance)),
    }
    rendered = refused = 0
    for number in range(_COUNT):
        path = chance.choice((*sources, "mkdocs.yml"))
        for other, (whole, _) in sources.items():
            (root / other).write_text(whole, encoding="utf-8")
        mutant = next(sources[path][1])
        (root / path).write_bytes(mutant if isinstance(mutant, bytes) else mutant.encode("utf-8", "surrogatepass"))

        surveyed = survey(root)
        said = "\n".join(f"{f.path} {f.line} {f.message}" for f in surveyed.findings)
        assert "internal-error" not in {finding.code for finding in surveyed.findings}, (number, mutant, said)
        assert all(finding.message and finding.remedy for finding in surveyed.findings), (number, mutant, said)
        if any(f.severity is Severity.ERROR for f in surveyed.findings) or rendered >= _RENDERED:
            continue
        rendered += 1
        try:
            render_frames(root, tmp_path / f"out-{number}", surveyed.library.config)
        except FrameError as failure:  # still a sentence with a place, but `check` should have said it
            refused += 1
            print(number, failure, failure.__cause__ and repr(failure.__cause__), mutant, sep="\n")  # for `pytest -s`
    assert rendered == _RENDERED
    assert refused == 0
