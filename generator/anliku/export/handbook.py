"""The handbook: every published case of a library as a book, as plain data for theme/print/handbook.typ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Entry, Library, Shared
from ..library.han import in_han
from ..library.models import Case, Decision, Exhibit, Figure, Form, Part, Question, sections_of
from ..library.provenance import Passage, carriers_of, labels_of, passages_of
from .chapters import Chapter
from .pictures import Pictures
from .prose import Prose, ToHtml, breakable, prose
from .works import exhibit_origin, reading_line, work

_MOST_IN_INDEX = 30


@dataclass(frozen=True)
class Book:
    """What the title page says: the library's name, and what sets this book apart, such as the village's or a volume's.

    lecturer: whether hints and notes are shown.
    """

    library: str
    edition: str = ""
    lecturer: bool = False


def handbook_data(library: Library, held: Sequence[Chapter], book: Book, markdown: ToHtml) -> dict[str, Any]:
    """Return what the template shows of these chapters. markdown: gives the safe HTML of a text."""
    numbers = {
        entry.id: f"{chapter.number}-{place}"
        for chapter in held
        for place, entry in enumerate(chapter.entries, chapter.before + 1)
    }
    writer = _BookWriter(library, book, markdown, numbers)
    count = len(numbers)
    return {
        "colour": library.config.colour,
        "library": breakable(book.library),
        "logo": list(library.logo),
        "title": "案例手册",
        "edition": breakable(book.edition),
        "about": [f"收 {count} 个案例", *_as_of(held), *map(breakable, library.shared.vocabulary.imprint)],
        "notes": _notes(library.shared, count),
        "chapters": [writer.chapter(chapter) for chapter in held],
        "index": _index(held),
    }


def _as_of(held: Sequence[Chapter]) -> list[str]:
    days = [entry.reviewed_on for chapter in held for entry in chapter.entries if len(entry.reviewed_on) == 10]
    if not days:
        return []
    year, month, day = max(days).split("-")
    return [f"内容截至 {year}年{int(month)}月{int(day)}日"]


def _notes(shared: Shared, count: int) -> list[str]:
    aspects = "、".join(shared.dimensions.values())
    cautions = "和".join(f"“{part.heading}”" for part in sections_of(Case) if part.key in ("conditions", "limits"))
    return [
        f"本册收入案例库已发布的案例 {count} 个，按组织类型分章；一个案例适合几类组织的，只排在第一类下面。",
        f"每个案例都标出它讲的是{aspects}中的哪几样，书后按主题词编有索引。" if aspects else "书后按主题词编有索引。",
        "“关键数字”表里的数都有出处：方括号里是该案例“来源”中的序号，引号里的字是来源中这个数旁边的原话，照着找得到。",
        f"案例是别处的做法，照搬之前先看{cautions}。",
        "案例编号与案例库中的一致，在库里搜编号可以找到相关的政策、指标和别的案例。",
    ]


class _BookWriter:
    """Turns chapters and cases into data."""

    def __init__(self, library: Library, book: Book, markdown: ToHtml, numbers: dict[str, str]) -> None:
        self._library = library
        self._shared = library.shared
        self._book = book
        self._markdown = markdown
        self._numbers = numbers
        self._pictures = Pictures(library.root, library.config.docs_dir)

    def chapter(self, chapter: Chapter) -> dict[str, Any]:
        return {
            "number": f"第{in_han(chapter.number)}章",
            "name": breakable(chapter.name),
            "summary": breakable(chapter.summary),
            "counts": self._counts(chapter),
            "sections": [
                {
                    "name": breakable(section.name),
                    "summary": breakable(section.summary),
                    "cases": [self._case(entry) for entry in section.entries],
                }
                for section in chapter.sections
            ],
        }

    def _counts(self, chapter: Chapter) -> list[str]:
        entries = chapter.entries
        lines = [f"收案例 {len(entries)} 个。"]
        named = [f"{section.name} {len(section.entries)} 个" for section in chapter.sections if section.name]
        if named:
            lines.append(f"按组织类型：{'，'.join(named)}。")
        spread = Counter(key for entry in entries for key in entry.dimensions)
        aspects = [f"{name} {spread[key]} 个" for key, name in self._shared.dimensions.items() if spread[key]]
        if aspects:
            lines.append(f"按所讲的方面（一个案例可以讲几样）：{'，'.join(aspects)}。")
        return lines

    def _case(self, entry: Entry) -> dict[str, Any]:
        case = self._library.cases[entry.id]
        numbers = {source: number for number, source in enumerate(case.cited, 1)}
        return {
            "id": case.id,
            "number": self._numbers[case.id],
            "title": breakable(case.title),
            "facts": list(self._facts(case, entry)),
            "note": breakable(case.period.note),
            "summary": breakable(case.summary),
            "parts": list(self._parts(case, numbers)),
            "sources": [self._source(case, source, locators) for source, locators in case.cited.items()],
            "review": _review(case, entry),
        }

    def _facts(self, case: Case, entry: Entry) -> Iterator[list[str]]:
        """Pairs of a label and what is said of it, without those of which nothing is."""
        named = self._shared
        pairs = (
            ("地区", entry.place),
            ("时间", case.period.text),
            ("层级", named.vocabulary.of(case.level)),
            ("类别", case.kind.label),
            (
                "适合",
                "、".join(named.organisations[key].name for key in case.organisations if key in named.organisations),
            ),
            ("方面", "、".join(named.dimensions.get(key, key) for key in case.dimensions)),
            ("服务", "、".join(named.services.get(key, key) for key in case.services)),
            ("主题", "、".join(case.topics)),
        )
        yield from ([label, breakable(text)] for label, text in pairs if text)

    def _parts(self, case: Case, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
        """Yield the parts that say something, each with its heading and the form that the template sets it in."""
        origins = {name: _origin(passages) for name, passages in carriers_of(case).items()}
        for part in sections_of(Case):
            value = getattr(case, part.key)
            content = self._content(part, value, numbers, origins) if value and self._shown(part) else None
            if content:
                title = part.printed or part.title(case.kind.value)
                origin = origins.get(part.key, "")
                yield {"form": part.form.value, "title": title, "origin": origin, "content": content}

    def _shown(self, part: Part) -> bool:
        return self._book.lecturer or part.for_learners

    def _content(self, part: Part, value: Any, numbers: dict[str, int], origins: dict[str, str]) -> Any:
        match part.form:
            case Form.STEPS:
                return [
                    {
                        "heading": breakable(step.title),
                        "text": self._prose(step.text),
                        "origin": origins.get(f"step-{n}", ""),
                    }
                    for n, step in enumerate(value, 1)
                ]
            case Form.FIGURES:
                return [self._figure(figure, numbers) for figure in value]
            case Form.LIST:
                return [self._prose(text) for text in value]
            case Form.QUESTIONS:
                return [{"ask": self._prose(q.ask), "told": list(self._told(q))} for q in value]
            case Form.DECISION:
                return self._decision(value)
            case Form.EXHIBITS:
                return [self._exhibit(one, numbers) for one in value]
            case Form.READING:
                return [breakable(reading_line(one, self._shared)) for one in value]
            case Form.TEACHING:
                return self._hint(value.note)
            case _:
                return self._prose(value)

    def _told(self, question: Question) -> Iterator[dict[str, Any]]:
        """Yield what lecturers are told of a question, each under its label."""
        found = ((label, self._hint(text)) for label, text in question.told)
        yield from ({"label": f"{label}：", "text": text} for label, text in found if text)

    def _decision(self, decision: Decision) -> dict[str, Any]:
        lines = (("题目", decision.title), *decision.facts)
        options = [
            {
                "text": breakable(one.text),
                "reasons": [f"{label}：{breakable(text)}" for label, text in one.reasons if text],
            }
            for one in decision.options
        ]
        return {
            "lines": [[f"{label}：", breakable(text)] for label, text in lines if text],
            "knowing": self._prose(decision.knowing),
            "options": options,
        }

    def _exhibit(self, exhibit: Exhibit, numbers: dict[str, int]) -> dict[str, Any]:
        return {
            "title": breakable(exhibit.title),
            "text": self._prose(exhibit.text),
            "origin": breakable(exhibit_origin(exhibit, numbers)),
        }

    def _hint(self, text: str) -> Prose:
        """Return what only lecturers are told."""
        return self._prose(text) if self._book.lecturer and text else []

    @staticmethod
    def _figure(figure: Figure, numbers: dict[str, int]) -> dict[str, str]:
        return {
            "label": breakable(figure.label),
            "text": breakable(figure.text),
            "at": breakable(figure.at),
            "source": f"[{numbers[figure.source]}]",
            "locator": breakable(f"“{figure.locator}”"),
        }

    def _prose(self, text: str) -> Prose:
        return prose(self._markdown(text), self._pictures)

    def _source(self, case: Case, key: str, locators: list[str]) -> str:
        carried = "；".join(_passage(passage, case) for passage in passages_of(case) if passage.source == key)
        source = self._shared.sources.get(key)
        if source is None:
            return breakable(key)
        places = "".join(f"“{locator}”" for locator in locators)
        found = f"{carried}。" if carried else f"见{places}处。" if places else ""
        return breakable(f"{work(source)}。{found}")


def _origin(passages: Sequence[Passage]) -> str:
    return f"出处 {'、'.join(str(passage.number) for passage in passages)}"


def _passage(passage: Passage, case: Case) -> str:
    labels = labels_of(case)
    names = "、".join(labels[name] for name in passage.parts)
    place = f" 见“{passage.locator}”处" if passage.locator else ""
    return f"出处 {passage.number}{place}{f'（{names}）' if names else ''}"


def _review(case: Case, entry: Entry) -> str:
    reviewed = f"{case.reviewed.by} {case.reviewed.on} 审核" if case.reviewed else "尚未审核"
    return breakable(f"{reviewed}　案例编号 {case.id}　版本 {entry.digest[:8]}")


def _index(held: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Return the topics by the first letter of their pinyin, each with the cases that have it."""
    from pypinyin import lazy_pinyin  # its dictionary takes 0.2 s to import

    found: dict[str, list[str]] = {}
    for chapter in held:
        for entry in chapter.entries:
            for topic in dict.fromkeys(entry.topics):
                found.setdefault(topic, []).append(entry.id)
    sounded = sorted((" ".join(lazy_pinyin(topic)).lower(), topic) for topic in found)
    letters: dict[str, list[dict[str, Any]]] = {}
    for sound, topic in sounded:
        letter = sound[0].upper() if sound[:1].isascii() and sound[:1].isalpha() else "#"
        cases = found[topic]
        line = {"topic": breakable(topic), "cases": cases[:_MOST_IN_INDEX], "more": len(cases) > _MOST_IN_INDEX}
        letters.setdefault(letter, []).append(line)
    return [{"letter": letter, "topics": topics} for letter, topics in sorted(letters.items())]
