"""Names that can be typed in pinyin: liudong, ld or liud for 流动.

Terms and their aliases, labels of facets, topics and what titles consist of; each with its syllables, so that the
browser can compare letters typed with any stretch of a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .facets import packed_numbers
from .normalise import runs
from .store import Face

MOST_NAMES = 3_000
_LEAST, _MOST = 2, 12


def pinyin_table(names: Sequence[str]) -> dict[str, Any]:
    """{"syllables": [...], "names": [...], "sounds": [...]}: sounds[i][j] is the syllable of names[i][j]."""
    from pypinyin import lazy_pinyin  # its dictionary takes 0.2 s to import, and the table is mostly taken over

    sounds = [lazy_pinyin(name) for name in names]
    spoken = [(n, s) for n, s in zip(names, sounds, strict=True) if len(n) == len(s) and all(p.isascii() for p in s)]
    syllables = sorted({syllable for _, sound in spoken for syllable in sound})
    number = {syllable: index for index, syllable in enumerate(syllables)}
    packed = [packed_numbers([number[syllable] for syllable in sound]) for _, sound in spoken]
    return {"syllables": syllables, "names": [name for name, _ in spoken], "sounds": packed}


def spoken_names(
    faces: Sequence[Face], aliases: Mapping[str, tuple[str, ...]], labels: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """At most MOST_NAMES names, the most useful first: terms, labels, topics, then runs of titles by frequency."""
    chosen: dict[str, None] = {}
    groups: tuple[Iterable[str], ...] = (
        (text for name, others in sorted(aliases.items()) for text in (name, *others)),
        (label for facet in labels.values() for label in facet.values()),
        _by_frequency(topic for document in faces for topic in document.topics),
        _by_frequency(document.title for document in faces),
    )
    for group in groups:
        for name in _spoken_runs(group):
            chosen.setdefault(name)
            if len(chosen) == MOST_NAMES:
                return list(chosen)
    return list(chosen)


def _by_frequency(texts: Iterable[str]) -> list[str]:
    counts = Counter(texts)
    return sorted(counts, key=lambda text: (-counts[text], text))


def _spoken_runs(texts: Iterable[str]) -> Iterator[str]:
    """The runs of Han characters, neither a single one nor a whole sentence."""
    for text in texts:
        for run in runs(text):
            if _LEAST <= len(run) <= _MOST and all("\u3400" <= c <= "\u9fff" for c in run):
                yield run
