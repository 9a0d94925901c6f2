"""How near duplicates are found: what is compared, what is remembered, and that remembering changes no answer."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from anliku.check.duplicates import AlikeGroup, Remembered, alike_groups, sketch


def text(seed: int, length: int = 1200) -> str:
    """Return a text that shares nothing with those of other seeds."""
    return "".join(map(chr, random.Random(seed).choices(range(0x4E00, 0x9F00), k=length)))


class Texts(dict[str, str]):
    """Texts by id that note which of them were read."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self.read: set[str] = set()

    def of(self, key: str) -> str:
        self.read.add(key)
        return self[key]

    def groups(self, cache: Path | None = None) -> tuple[AlikeGroup, ...]:
        self.read.clear()
        digests = {key: hashlib.blake2b(value.encode()).hexdigest() for key, value in self.items()}
        drawn = {key: sketch(value) for key, value in self.items()}
        return alike_groups(drawn, self.of, Remembered(cache, digests) if cache else None)


def library() -> Texts:
    """Return three texts of one template and forty of their own."""
    base = text(0)
    alike = {f"same-{n}": base[:1100] + text(100 + n, 100) for n in range(3)}
    return Texts({f"own-{n}": text(n + 1) for n in range(40)} | alike)


def test_texts_that_have_nothing_in_common_are_not_read() -> None:
    texts = library()
    assert [group.ids for group in texts.groups()] == [("same-0", "same-1", "same-2")]
    assert texts.read == {"same-0", "same-1", "same-2"}


def test_texts_that_meet_by_chance_are_not_read() -> None:
    """A quarter in common is enough to meet in a band now and then, among a hundred."""
    common = text(0, 500)
    texts = Texts({f"case-{n}": common + text(n + 1, 800) for n in range(100)})
    assert texts.groups() == ()
    assert len(texts.read) < 30


def test_what_was_compared_is_remembered(tmp_path: Path) -> None:
    texts = library()
    first = texts.groups(tmp_path)
    assert texts.groups(tmp_path) == first
    assert texts.read == set()


def test_after_an_edit_only_what_it_concerns_is_compared_anew(tmp_path: Path) -> None:
    texts = library()
    texts.groups(tmp_path)
    texts["own-7"] = text(999)
    texts.groups(tmp_path)
    assert texts.read == set()
    texts["same-2"] = texts["same-0"]
    assert texts.groups(tmp_path) == Texts(texts).groups()
    assert "same-2" in texts.read and "own-7" not in texts.read


@pytest.mark.parametrize("seed", range(20))
def test_remembering_changes_no_answer(tmp_path: Path, seed: int) -> None:
    """Not even for an edit so small that the sketch stays as it was: the share is of the texts as they are now."""
    dice = random.Random(seed)
    texts = library()
    for _ in range(12):
        key, at = dice.choice(sorted(texts)), dice.randrange(1100)
        texts[key] = texts[key][:at] + dice.choice(("改", "", text(dice.randrange(10**6), 300))) + texts[key][at + 1 :]
        assert texts.groups(tmp_path) == texts.groups()


def test_many_texts_are_grouped_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = library()
    texts |= {f"again-{n}": text(n + 1)[:1000] + text(500 + n, 200) for n in range(0, 40, 3)}
    few = texts.groups()
    assert len(few) == 15
    monkeypatch.setattr("anliku.check.duplicates._MANY", 1)
    assert texts.groups() == few


def test_a_broken_memory_is_made_anew(tmp_path: Path) -> None:
    texts = library()
    first = texts.groups(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"\0" * 40)
    assert texts.groups(tmp_path) == first
    assert texts.read
