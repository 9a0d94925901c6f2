"""One page for whoever checks a case: its sentences, beside each part the passages that carry it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from ..library import Shared
from ..library.models import Case, Form, parts_of
from ..library.prose import prose_places
from ..library.provenance import Passage, carriers_of, cited_passages, labels_of, name_at
from ..paths import theme_text
from ..scripts import admitted, shipped
from .passages import CuePassage, SourceFile, find
from .templates import templates

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?[”’）》]*")
_MARKDOWN = re.compile(r"^\s*(?:[-*+>#]+|\d+[.)])\s+|\*\*|`")
HEDGES = (
    "力争", "争取", "可以", "一般", "计划", "打算", "下一步", "准备", "探索", "逐步", "预计", "有望", "原则上", "尽量", "建议", "希望",
    "基本", "部分", "左右", "拟", "将", "应", "要",
)  # fmt: skip
# One character means something else in most words that it is part of.
_PART_OF_A_WORD = {
    "要": r"(?<![主重需首必纲摘概纪只])要(?![求素点领闻件么])", "将": r"(?<![即麻干])将(?![军领])", "应": r"(?<![适响反供对相回感照])应(?![用急对变酬付])",
    "拟": r"(?<![模虚])拟(?!定|订)",
}  # fmt: skip
_HEDGE = re.compile("|".join(_PART_OF_A_WORD.get(word, word) for word in HEDGES))
_NUMBER = re.compile(
    r"\d+(?:[.,，．]\d+)*[%％‰]?|[一二两三四五六七八九十百千万亿]+(?=[个名人户次项年月天日元支条件场村篇]|分之)"
)
_MARK = re.compile(f"(?P<number>{_NUMBER.pattern})|(?P<hedge>{_HEDGE.pattern})")


_SCRIPTS = ("assets/anliku/dom.js", "assets/anliku/kept.js", "print/review.js")


def review_html(
    case: Case, shared: Shared, version: str, files: Sequence[SourceFile] | None, unread: Sequence[str]
) -> str:
    """Return the page. files: the texts of sources, None when there are none at hand. version: of the case's text."""
    environment = templates()
    style = theme_text("print/review.css")
    script = "\n".join(shipped(theme_text(name)) for name in _SCRIPTS)
    policy = f"default-src 'none'; style-src {admitted(style)}; script-src {admitted(script)}"
    return environment.get_template("review.html.j2").render(
        case=case,
        version=version,
        rows=list(_rows(case, shared, files)),
        figures=[_figure(index, case, shared, files) for index in range(len(case.figures))],
        searched=None if files is None else len(files),
        unread=unread,
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        policy=policy,
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in Markdown, without its marks."""
    lines = (_MARKDOWN.sub("", line) for line in text.splitlines())
    return [found.strip() for line in lines for found in _SENTENCE.findall(line) if found.strip()]


def marked(text: str) -> Markup:
    """Return a text with numbers and hedges marked."""
    done, pieces = 0, []
    for found in _MARK.finditer(text):
        pieces += [
            escape(text[done : found.start()]),
            Markup('<mark class="{}">{}</mark>').format(found.lastgroup, found[0]),
        ]
        done = found.end()
    return Markup("").join([*pieces, escape(text[done:])])


def _rows(case: Case, shared: Shared, files: Sequence[SourceFile] | None) -> Iterator[dict[str, Any]]:
    """Yield a row for every part: its sentences, its passages, and the hedges that only the passages have."""
    labels, carriers = labels_of(case), carriers_of(case)
    every = cited_passages(case)
    leads = {part.key for part in parts_of(Case) if part.form is Form.LEAD}
    for name, places in groupby(prose_places(case), lambda place: name_at(place[0])):
        own = [sentence for _, text in places for sentence in sentences(text)]
        passages = [_passage(one, shared, files) for one in (carriers.get(name, ()) if carriers else every)]
        around = "".join(place["sentence"] for passage in passages for place in passage["found"])
        lost = [word for word in dict.fromkeys(_HEDGE.findall(around)) if word not in "".join(own)]
        yield {
            "label": labels[name],
            "sentences": [(_key(sentence), marked(sentence)) for sentence in own],
            "passages": passages,
            "lost": lost,
            "is_lead": name in leads,
        }


def _key(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:12]


def _passage(passage: Passage, shared: Shared, files: Sequence[SourceFile] | None) -> dict[str, Any]:
    source = shared.sources.get(passage.source)
    found = find(passage.locator, passage.source, list(files)) if files else []
    return {
        "number": passage.number,
        "title": source.title if source else passage.source,
        "locator": passage.locator,
        "found": [
            {
                "file": f.file,
                "before": marked(f.before),
                "cue": f.cue,
                "after": marked(f.after),
                "sentence": _sentence_of(f),
            }
            for f in found
        ],
    }


def _sentence_of(found: CuePassage) -> str:
    """Return the sentence in which a cue stands: its hedges are those of what is cited."""
    return re.split("[。！？；;]", found.before)[-1] + found.cue + re.split("[。！？；;]", found.after)[0]


def _figure(index: int, case: Case, shared: Shared, files: Sequence[SourceFile] | None) -> dict[str, Any]:
    figure = case.figures[index]
    said = f"{figure.label}：{figure.text}" + (f"（{figure.at}）" if figure.at else "")
    passage = Passage(0, figure.source, figure.locator, ())
    return {"key": _key(said), "said": marked(said), "passage": _passage(passage, shared, files)}
