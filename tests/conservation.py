"""Random texts in every text field of a case and of an indicator, and what readers can select of them in each output.

What is selected equals what was written, but for marks that the guide names as marks; or a finding names the line.
"""

from __future__ import annotations

import io
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import docx

from anliku.check.findings import Finding
from anliku.check.survey import survey
from anliku.checklist import assemble, settings_of
from anliku.checklist.form.plan import plan_form
from anliku.export.chapters import chapters
from anliku.export.checklist_docx import booklet_docx, form_docx
from anliku.export.handbook import Book, handbook_data
from anliku.export.stamp import stamp_of
from anliku.library import Library
from anliku.library.page_dialect import ATTRIBUTES
from anliku.library.yaml_file import parse_yaml
from anliku.pack.single import single_file
from anliku.search.documents import case_document
from anliku.site.build import Options, build
from anliku.site.texts.markdown import MarkdownRenderer
from tests.site.building import MINI
from tests.support import write_library

# The codes of findings that tell an editor what becomes of a character.
TELLING = frozenset([
    "cut-by-comment", "escape", "full-width-mark", "text-not-shown", "odd-character", "strange-character", "unsafe-html", "unsafe-link",
    "forbidden-character", "remote-image", "cut-by-anchor",
])  # fmt: skip
PIECES = [
    *"村党员办事群众王李张abCX0123456789", *"*_#~<>[]()（）【】「」《》“”\"'，。、；：！？-+=|\\/&%@^`$·—…　{}", " ", " #", "# ", "**", "5*8", "D:\\_共享", "#话题#",
    "<60%", "[1]", "[甲](乙)", "3.10", "\u00a0", "　　", "&lt;", "x<y且z>w", "①", "（一）", "1、", "：", "- ", "~~", "__", "$x$", "※", "℃", "㎡", "🏠", "*重点*",
    "<b>", "[链](../about.html)", ": ", "，", "｜", "  ",
]  # fmt: skip
LINES = [
    "\n",
    "\n",
    "\n\n",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n2. ",
    "\n1、",
    "\n（一）",
    "\n　　",
    "\n> ",
    "\n# ",
    "\n* ",
    "\n| a | b |\n|---|---|\n| c | d |\n",
    "\n---\n",
]

# Fields of a case by the way to them; those of several lines are Markdown.
ONE_LINE = ["title", "summary", "region", "note", "heading", "label", "unit", "at", "locator", "topic"]
MANY_LINES = ["problem", "text", "results", "conditions", "limits", "insight", "ask", "objective", "do"]


@dataclass
class Written:
    """One text: where it stands, as typed and as YAML, and the lines of the file that hold it."""

    name: str
    field: str
    text: str
    yaml: str = ""
    lines: range = field(default_factory=lambda: range(0))

    @property
    def ends(self) -> tuple[str, str]:
        return f"Q{self.name}q", f"Z{self.name}z"


@dataclass
class Tally:
    """How many texts were tried in each output, how many a finding names, and what was lost without a word."""

    tried: Counter[str] = field(default_factory=Counter)
    named: int = 0
    lost: list[str] = field(default_factory=list)


def _name(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:06}")


def random_text(dice: random.Random, *, lines: bool) -> str:
    """Return a text of the field: Han, Latin, digits and the punctuation that offices use."""
    pieces = PIECES + (LINES * 2 if lines else [])
    return "".join(dice.choice(pieces) for _ in range(dice.choice((1, 3, 6, 12, 25))))


def as_yaml(text: str, indent: int, dice: random.Random) -> str:
    """Return a text as somebody might type it after a key: plain, quoted or in a block; what YAML refuses is typed otherwise."""
    blanks = " " * indent
    block = "|\n" + "\n".join(f"{blanks}{line}" if line.strip() else "" for line in text.split("\n"))
    single = "'" + text.replace("'", "''") + "'"
    for typed in dice.sample([text, single, f'"{text}"', block], 4):
        # Whoever writes \\ or \" in quotation marks means what YAML makes of it.
        if ("\n" in text and typed != block) or (typed == f'"{text}"' and re.search(r"\\[\\\"]", text + '"')):
            continue
        found, problems = parse_yaml(f"a:\n  - b: {typed}\n    c: d\n".encode(), "a.yml")
        if not problems and _is_one_text(found):
            return typed
    return block


def _is_one_text(found: Any) -> bool:
    try:
        return isinstance(found["a"][0]["b"], str) and found["a"][0]["c"] == "d" and len(found["a"][0]) == 2
    except (KeyError, TypeError, IndexError):
        return False


def written_case(number: int, dice: random.Random) -> tuple[str, list[Written]]:
    """Return the file of a case with a random text in each of its text fields, and those texts."""
    texts = {}
    for place, name in enumerate(ONE_LINE + MANY_LINES):
        one = Written(_name(number * 100 + place), name, "")
        first, last = one.ends
        between = ("\n\n", "\n\n") if name in MANY_LINES and dice.random() < 0.7 else ("。", "。")
        text = random_text(dice, lines=name in MANY_LINES).strip("\n")
        one.text = first + between[0] + text + between[1] + last
        one.yaml = as_yaml(one.text, 8, dice)
        texts[name] = one
    return _placed(_FILE.format(**{name: one.yaml for name, one in texts.items()}), list(texts.values()))


def _placed(content: str, texts: list[Written]) -> tuple[str, list[Written]]:
    for one in texts:
        first = content.index(one.ends[0])
        start = content.count("\n", 0, first)
        one.lines = range(start, start + one.yaml.count("\n") + 2)
    return content, texts


_FILE = """\
title: {title}
summary: {summary}
status: published
level: village
region:
  province: {region}
period:
  from: 2009
  note: {note}
organisations: [village]
dimensions: [carrier]
topics:
  - {topic}
problem: {problem}
practice:
  - heading: {heading}
    text: {text}
results: {results}
figures:
  - label: {label}
    value: 98.60
    unit: {unit}
    at: {at}
    source: survey
    locator: 来源里的几个字
insights:
  - {insight}
conditions: {conditions}
limits: {limits}
questions:
  - ask: {ask}
teaching:
  objectives:
    - {objective}
  plan:
    - minutes: 30
      do: {do}
sources:
  - source: survey
    locator: {locator}
"""


def squeezed(text: str) -> str:
    """Return a text without blanks, whatever kind they are."""
    return "".join(text.split())


def between(whole: str, one: Written) -> str | None:
    """Return what stands in a squeezed output from the beginning to the end of a text."""
    first, last = one.ends
    start = whole.find(first)
    end = whole.find(last, start)
    return whole[start : end + len(last)] if 0 <= start < end else None


def is_conserved(written: str, shown: str | None, more: str = "") -> bool:
    """Say whether what is shown is what was written, but for marks that are marks. more: marks that a backslash may stand before."""
    if shown is None:
        return False
    written, lines = squeezed(written), written.split("\n")
    if shown == written:
        return True
    missing = Counter(written) - Counter(shown)
    if Counter(shown) - Counter(written) or not _is_within(shown, written):
        return False
    starts = [
        re.match(r"[ \t]*(?:>[> \t]*)?((?:[-+*][ \t]+)|#{1,6}[ \t]|\d+\.[ \t])?(?:>[> \t]+)?", line) for line in lines
    ]
    budget = Counter("".join(found[0] for found in starts if found))
    budget["*"] += 4 * len(re.findall(r"\*\*(?=\S)", written)) // 2 if written.count("**") > 1 else 0
    budget["`"] += written.count("`") if written.count("`") > 1 else 0
    budget["="] += sum(len(line.strip()) for line in lines if re.fullmatch(r"\s*={3,}\s*", line))
    for mark in ATTRIBUTES.finditer(written) if "_" in more else ():
        budget.update(mark[0])
    for row in (
        line for line in lines if "|" in line or set(line.strip()) <= set("-") or line.lstrip().startswith("#")
    ):
        budget.update(re.sub(r"[^|:#-]", "", row))
    budget["\\"] += len(re.findall(rf"\\[`*\[\]#+.|<>&{more}-]", written))
    for link in re.findall(r"\[[^\[\]]*\](\([^()\s]*[./][^()\s]*\))", written):
        budget.update("[]" + link)
    return not missing - budget


def readings(written: str) -> Iterator[str]:
    """Yield a text of a page with its characters by name (&lt;) read or not, each by itself: in code they are not."""
    parts = re.split(r"(&[a-z]+;)", written)
    choices = [{part, unescape(part)} if number % 2 else {part} for number, part in enumerate(parts)]
    return map("".join, itertools.product(*choices))


def _is_within(shown: str, written: str) -> bool:
    rest = iter(written)
    return all(char in rest for char in shown)


# What the head of a case says in short: it stands whole further down, and that is what is looked for.
_IN_SHORT = re.compile(r'<nav class="route".*?</nav>|<dl class="weigh">.*?</dl>|<p class="change">.*?</p>', re.S)


def _text_of_html(html: str) -> str:
    body = re.search(r"<article\b.*?</article>|<main\b.*?</main>|<body\b.*", html, re.S)
    whole = _IN_SHORT.sub("", body[0] if body else html)
    return squeezed(unescape(re.sub(r"<(?:[^<>\"]|\"[^\"]*\")*>", "", whole)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.replace("\u200b", "")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item) if key != "tag" else ()
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)


ITEMS = 9
_ITEM = """\
  - id: item-NUMBER
    statement: {statement}
    ask: {ask}
    answer:
      type: yes_no
    verify: {verify}
    evidence:
      - {evidence}
"""


def try_form(folder: Path, seed: int, tally: Tally) -> None:
    """Write a checklist of random items, and compare the texts of its form and booklet as DOCX."""
    dice = random.Random(seed)
    texts = {}
    for place, name in enumerate(
        f"{key}{item}" for item in range(ITEMS) for key in ("statement", "ask", "verify", "evidence")
    ):
        one = Written(_name(place), name, "")
        one.text = f"{one.ends[0]}。{random_text(dice, lines=name.startswith('verify'))}。{one.ends[1]}"
        one.yaml = as_yaml(one.text, 8, dice)
        texts[name] = one
    path = "content/indicators/carrier.yml"
    items = "".join(_ITEM.replace("}", f"{item}}}").replace("NUMBER", str(item)) for item in range(ITEMS))
    whole = "dimension: carrier\nindicators:\n" + items.format(**{name: one.yaml for name, one in texts.items()})
    content, placed = _placed(whole, list(texts.values()))
    write_library(folder, {**MINI, path: content})
    surveyed = survey(folder)
    if surveyed.errors:
        tally.named += len(placed)
        return
    library, told = surveyed.library, _told(surveyed.findings)
    settings = settings_of(library.config)
    plan = plan_form(assemble(library.shared, "village", settings), None, None)
    stamp = stamp_of(library)
    papers = (form_docx(plan, library.shared, stamp), booklet_docx(plan, library.shared, stamp))
    whole = squeezed("".join(_text_of_docx(paper) for paper in papers))
    for one in placed:
        if told.get(path, set()).intersection(one.lines):
            tally.named += 1
            continue
        tally.tried["docx"] += 1
        shown = between(whole, one)
        if shown != squeezed(one.text):
            tally.lost.append(f"docx {one.field} {one.yaml!r} shows {shown!r}")


def _text_of_docx(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "".join(
        text.text or "" for text in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    )


def outputs_of(library: Library, site: Path, key: str, handbook: str) -> dict[str, str]:
    """Return what a reader can select of a case in each output, squeezed; of a search, all that it may show."""
    case = library.cases[key]
    found = case_document(case, library.shared)
    page = (site / f"cases/{key}.html").read_text("utf-8")
    alone = single_file(f"cases/{key}.html", page, lambda path: (site / path).read_bytes(), "案例库")
    said = [found.title, found.summary, *found.topics, *(f"{part.heading}\n{part.text}" for part in found.sections)]
    return {
        "page": _text_of_html(page),
        "single": _text_of_html(alone),
        "search": squeezed("\n".join(said)),
        "handbook": handbook,
    }


_NOT_IN = {"handbook": {"topic", "region", "note", "objective", "do"}, "search": {"locator", "region"}}


def try_library(folder: Path, seed: int, cases: int, tally: Tally) -> None:
    """Write a library of random cases, check and build it, and compare; cases with an error are counted as named."""
    dice = random.Random(seed)
    files = {f"cases/case-{number}.yml": written_case(number, dice) for number in range(cases)}
    write_library(
        folder,
        {
            **MINI,
            "cases/second-case.yml": MINI["cases/second-case.yml"],
            **{path: text for path, (text, _) in files.items()},
        },
    )
    findings = survey(folder).findings
    for path in {one.path for one in findings if one.severity == "error"} & set(files):
        tally.named += len(files.pop(path)[1])
        (folder / path).unlink()
    site = build(folder, Options(out=folder / "site")).out
    library = survey(folder).library
    told = _told(findings)
    data = handbook_data(library, chapters(library), Book("案例库"), MarkdownRenderer())
    handbook = squeezed("\n".join(_strings(data)))
    for path, (_, texts) in files.items():
        shown = outputs_of(library, site, Path(path).stem, handbook)
        for one in texts:
            if told.get(path, set()).intersection(one.lines):
                tally.named += 1
                continue
            for output, whole in shown.items():
                if one.field not in _NOT_IN.get(output, ()):
                    tally.tried[output] += 1
                    if not is_conserved(one.text, between(whole, one)):
                        tally.lost.append(f"{output} {path} {one.field} {one.yaml!r} shows {between(whole, one)!r}")


def _told(findings: tuple[Finding, ...]) -> dict[str, set[int]]:
    told: dict[str, set[int]] = {}
    for one in findings:
        if one.code in TELLING:
            told.setdefault(one.path, set()).add(one.line)
    return told


# Where a text of a page may stand. The blanks before it are those of what it stands below.
_PLACES = ["{}", "# {}", "- 甲\n- {}\n- 乙", "1. 甲\n2. {}", "> {}", "| 甲 | 乙 |\n|---|---|\n| {} | 丙 |"]
_PLACES_OF_LINES = ["{}", "说明：\n{}", '!!! note "注意"\n\n    {}', "甲[^N]\n\n[^N]: {}", "- 甲\n\n    {}"]
PAGE_TEXTS = 12
_PAGE_SETTINGS = """\
markdown_extensions: [admonition, footnotes, attr_list]
nav:
  - 首页: index.md
"""


def written_page(number: int, dice: random.Random) -> tuple[str, list[Written]]:
    """Return an ordinary page with random texts in its head and in every kind of place, and those texts."""
    title = Written(_name(number * 100), "title", "")
    title.text = f"{title.ends[0]}。{random_text(dice, lines=False)}。{title.ends[1]}"
    title.yaml = as_yaml(title.text, 2, dice)
    page = f"---\ntitle: {title.yaml}\n---\n"
    texts = [title]
    for place in range(1, PAGE_TEXTS):
        lines = dice.random() < 0.5
        one = Written(_name(number * 100 + place), "lines" if lines else "line", "")
        between = "\n\n" if lines and dice.random() < 0.7 else "。"
        text = random_text(dice, lines=lines).strip("\n")
        one.text = f"{one.ends[0]}{between}{text}{between}{one.ends[1]}"
        frame = dice.choice(_PLACES_OF_LINES if lines else _PLACES)
        blanks = "    " if frame.endswith("    {}") or frame.endswith("]: {}") else ""
        one.yaml = "\n".join(
            blanks + line if line.strip() and at else line for at, line in enumerate(one.text.split("\n"))
        )
        page += "\n" + frame.replace("N", str(place)).format(one.yaml) + "\n"
        texts.append(one)
    return _placed(page, texts)


def try_pages(folder: Path, seed: int, pages: int, tally: Tally) -> None:
    """Write a library of random ordinary pages, check and build it, and compare what each page shows."""
    dice = random.Random(seed)
    files = {f"content/pages/page-{number}.md": written_page(number, dice) for number in range(pages)}
    settings = MINI["mkdocs.yml"].split("nav:")[0] + _PAGE_SETTINGS
    write_library(folder, {**MINI, "mkdocs.yml": settings, **{path: text for path, (text, _) in files.items()}})
    findings = survey(folder).findings
    for path in {one.path for one in findings if one.severity == "error"} & set(files):
        tally.named += len(files.pop(path)[1])
        (folder / path).unlink()
    site = build(folder, Options(out=folder / "site")).out
    told = _told(findings)
    for path, (_, texts) in files.items():
        html = (site / f"{Path(path).stem}.html").read_text("utf-8")
        shown = _text_of_html(html)
        for one in texts:
            if told.get(path, set()).intersection(one.lines):
                tally.named += 1
                continue
            tally.tried["ordinary"] += 1
            whole = squeezed(unescape(html)) if one.field == "title" else shown
            found = between(whole[max(whole.rfind(one.ends[0]), 0) :], one)  # contents repeat headings
            wanted = (one.text,) if one.field == "title" else readings(one.text)
            if not any(is_conserved(each, found, "_(){}!") for each in wanted):
                tally.lost.append(f"{path}:{one.lines.start} {one.field} {one.yaml!r} shows {found!r}")
