"""Names that can be typed in pinyin: xunlou, xl or xunl for 巡楼.

Terms and their aliases, labels of facets, topics and what titles consist of; each with its syllables, so that the
browser can compare letters typed with any stretch of a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .facets import packed_numbers
from .normalise import runs
from .store import Outline

MOST_NAMES = 3_000
_LEAST, _MOST = 2, 12


Sound = tuple[str, ...]
"""The syllables of a name, one for each character; none where they cannot be told."""


def sounds_of(names: Sequence[str], known: Mapping[str, Sound]) -> dict[str, Sound]:
    """The sound of every name, in order; only those that are not known are looked up."""
    found = {name: known.get(name) for name in names}
    return {name: _sound(name) if sound is None else sound for name, sound in found.items()}


def _sound(name: str) -> Sound:
    from pypinyin import lazy_pinyin  # its dictionary takes 0.2 s to import, and hardly any edit needs it

    sound = tuple(lazy_pinyin(name))
    return sound if len(sound) == len(name) and all(part.isascii() for part in sound) else ()


def pinyin_table(sounds: Mapping[str, Sound]) -> dict[str, Any]:
    """{"syllables": [...], "names": [...], "sounds": [...]}: sounds[i][j] is the syllable of names[i][j]."""
    spoken = {name: sound for name, sound in sounds.items() if sound}
    syllables = sorted({syllable for sound in spoken.values() for syllable in sound})
    number = {syllable: index for index, syllable in enumerate(syllables)}
    packed = [packed_numbers([number[syllable] for syllable in sound]) for sound in spoken.values()]
    return {"syllables": syllables, "names": list(spoken), "sounds": packed}


def spoken_names(
    outlines: Sequence[Outline], aliases: Mapping[str, tuple[str, ...]], labels: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """At most MOST_NAMES names, the most useful first: terms, labels, topics, then runs of titles by frequency."""
    chosen: dict[str, None] = {}
    groups: tuple[Iterable[str], ...] = (
        (text for name, others in sorted(aliases.items()) for text in (name, *others)),
        (label for facet in labels.values() for label in facet.values()),
        _by_frequency(topic for document in outlines for topic in document.topics),
        _by_frequency(document.title for document in outlines),
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
