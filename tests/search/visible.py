"""What a reader sees on the built pages, line by line, read without the program's own reader of pages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LEFT_OUT = {
    "nav": "navigation", "script": "data", "style": "", "noscript": "a message", "template": "",
    "dt": "a fixed label", "thead": "fixed labels", "summary": "a fixed label", "button": "a control", "label": "a control", "input": "", "textarea": "", "select": "a control", "svg": "a drawing",
}  # fmt: skip
LEFT_OUT_CLASSES = {
    # lists of other pages, or of other records' names, that lead to where they are found
    "breadcrumb", "case-links", "excerpts", "chips", "item-links", "neighbours", "ck-cases", "matrix", "entry", "more",
    "policies", "drawing", "lists", "best", "first", "start__note", "unpacked", "narrow", "ids",
    # frame, controls and notes that stand on every page of a kind
    "running", "review", "note", "ck-files", "ck-panel", "ck-hint", "ck-tag", "ck-js", "ck-no", "ck-signature",
    "ck-note", "ck-notes", "ck-error", "ck-effort", "ck-card__sign", "ck-choices", "headerlink", "glance", "weigh", "change",
    # where the words of a record come from
    "sources", "passages", "origin", "case-list",
}  # fmt: skip
LEFT_OUT_PAGES = (
    "index.html", "search.html", "selection.html", "compare.html", "print.html", "study.html", "notices.html", "lists/", "cases/index.html",
    "frameworks/index.html", "policies/index.html", "lessons/index.html", "cards/index.html", "checklists/index.html",
)  # fmt: skip
LABELS = (
    "相关案例", "来源", "自评时可对照", "对应的政策要求", "来自哪些做法", "依据和来历", "学完以后能够：", "自评时这样问：", "合计",
    "能不能学", "截至", "数的是什么", "数值", "用时", "做什么", "用到的政策要点", "用到的案例",
)  # fmt: skip
_ENDED_BY = {
    "p": ("p",), "li": ("p", "li"), "dt": ("p", "dt", "dd"), "dd": ("p", "dt", "dd"), "td": ("p", "td", "th"),
    "th": ("p", "td", "th"), "tr": ("td", "th", "tr"),
}  # fmt: skip
_IN_SAMPLES = re.compile(r"[0-9_.-]*[A-Za-z][0-9A-Za-z_.-]*")
"""Latin letters are left out of samples: ids and fields."""
_VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr")
_BLOCK = (
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "div",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "legend",
    "blockquote",
    "br",
    "pre",
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._open: list[tuple[str, bool]] = []  # tags, and whether what is inside is left out
        self._shown = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._shown = self._shown or values.get("id") == "content" or tag == "article"
        if tag in _BLOCK:
            self.lines.append("")
        if tag in _VOID:
            return
        self._close_implied(tag)
        classes = set((values.get("class") or "").split())
        to_case = tag == "a" and re.search(r"cases/|^[a-z0-9-]+\.html$", values.get("href") or "")  # its title
        hidden = bool(to_case) or tag in LEFT_OUT or bool(classes & LEFT_OUT_CLASSES) or "hidden" in values
        self._open.append((tag, hidden))

    def _close_implied(self, tag: str) -> None:
        """HTML needs no ends of items, terms, cells and rows before what may follow them."""
        while self._open and self._open[-1][0] in _ENDED_BY.get(tag, ()):
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCK:
            self.lines.append("")
        if tag == "article":
            self._shown = False
        if any(one == tag for one, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._shown and not any(hidden for _, hidden in self._open):
            first, *more = _IN_SAMPLES.split(data) if any(tag == "pre" for tag, _ in self._open) else [data]
            self.lines[-1] += first
            self.lines += more


def visible_lines(html: str) -> list[str]:
    """The lines of a page without what is left out on purpose."""
    reader = _Reader()
    reader.feed(html)
    lines = (re.sub("（难易：.*?）", "", " ".join(line.split())) for line in reader.lines)
    return [line for line in lines if re.search(r"\w", line) and line not in LABELS and not re.fullmatch("[A-Z]", line)]


def random_strings(site: Path, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """(page, string of 3 to 12 characters seen there), evenly over the pages."""
    rng = random.Random(seed)  # not for secrets
    pages = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith(LEFT_OUT_PAGES) and (lines := visible_lines(path.read_text("utf-8"))):
            pages[name] = lines
    names = list(pages)
    while count:
        name = rng.choice(names)
        line = rng.choice(pages[name])
        start = rng.randrange(max(1, len(line) - 3))
        text = line[start : start + rng.randint(3, 12)].strip().lstrip("-－−")
        if re.search(r"\w", text):
            count -= 1
            yield name, text
