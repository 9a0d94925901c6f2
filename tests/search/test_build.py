"""The index depends on the library alone, and a second build does little."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from anliku import workers
from anliku.search import Document, DocumentSource, Section, Tuning, build_index
from anliku.search.build import Index
from anliku.search.plan import sample_of
from anliku.search.segments import kept_of
from anliku.search.store import source_of

TUNING = Tuning(shard_bytes=400, frequent=20, text_bytes=200, segment_documents=10, sample=8, pair_sample=16)
WORDS = ["党员", "服务", "群众", "中心", "网格", "评议", "代办", "流动", "2009", "AB岗", "，", "。"]


def documents(count: int = 60) -> list[Document]:
    rng = random.Random(3)
    return [
        Document(f"c{i}", "case", f"cases/c{i}.html", "".join(rng.choices(WORDS, k=5)), "", ("主题",),
                 (Section("s", "做法", "".join(rng.choices(WORDS, k=60))),), {"org": ("village",)})
        for i in range(count)
    ]  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.js"))}


def test_the_same_library_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    build_index(documents(), {}, {}, tmp_path / "a", tuning=TUNING)
    build_index(reversed(documents()), {}, {}, tmp_path / "b", tuning=TUNING)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_after_an_edit_the_cache_gives_what_a_clean_build_gives(tmp_path: Path) -> None:
    edited = documents()
    edited[7] = replace(edited[7], title="新的标题", sections=(Section("s", "做法", "全新的文字"),))
    build_index(documents(), {}, {}, tmp_path / "warm", cache=tmp_path / "cache", tuning=TUNING)
    report = build_index(edited, {}, {}, tmp_path / "warm", cache=tmp_path / "cache", tuning=TUNING)
    build_index(edited, {}, {}, tmp_path / "clean", tuning=TUNING)
    assert files(tmp_path / "warm") == files(tmp_path / "clean")
    assert 0 < report.rebuilt <= report.segments


@pytest.mark.parametrize("number", range(0, 60, 6))
def test_any_edit_undone_gives_the_first_index_again(tmp_path: Path, number: int) -> None:
    edited = documents()
    edited[number] = replace(edited[number], sections=(Section("s", "做法", "改了这一篇，党员和群众"),))
    build_index(documents(), {}, {}, tmp_path / "first", tuning=TUNING)
    for library in (documents(), edited, documents()):
        build_index(library, {}, {}, tmp_path / "warm", cache=tmp_path / "cache", tuning=TUNING)
    assert files(tmp_path / "warm") == files(tmp_path / "first")


def test_a_key_stands_for_the_content(tmp_path: Path) -> None:
    edited = documents()
    edited[7] = replace(edited[7], title="新的标题", facets={"org": ("school",)})
    known = {(file.name, file.key): file.data() for file in Index(documents(), None, TUNING).files({}, {})}
    now = {(file.name, file.key): file.data() for file in Index(edited, None, TUNING).files({}, {})}
    assert all(known[key] == now[key] for key in known.keys() & now.keys())
    assert {name for name, _ in now.keys() - known.keys()} > {"facets", "pinyin"}


def test_documents_that_have_just_been_read_are_not_read_again() -> None:
    sources = [source_of(document) for document in documents()]
    read = {source.key: kept_of(source) for source in sources}
    stale = read | {sources[0].key: read[sources[1].key]}  # of another digest
    unread = [replace(source, load=unreadable) for source in sources]
    whole = made(Index(sources, None, TUNING))
    assert made(Index(unread, None, TUNING, read)) == whole
    assert made(Index([sources[0], *unread[1:]], None, TUNING, stale)) == whole


def unreadable() -> Document:
    raise AssertionError("was read again")


def made(index: Index) -> dict[str, bytes]:
    return {file.name: file.data() for file in index.files({}, {})}


def test_a_changed_word_leaves_most_files_as_they_are(tmp_path: Path) -> None:
    rng = random.Random(5)
    library = [
        Document(f"c{i}", "case", f"cases/c{i}.html", f"第{i}篇", sections=(Section("", "", chinese(rng, 400)),))
        for i in range(40)
    ]
    sample = {source.id for source in sampled(library)}
    last = next(i for i in reversed(range(40)) if library[i].id not in sample)
    text = library[last].sections[0].text
    edited = [*library]
    edited[last] = replace(library[last], sections=(Section("", "", text[:-3] + "改了字"),))
    build_index(library, {}, {}, tmp_path, cache=tmp_path / "cache", tuning=TUNING)
    report = build_index(edited, {}, {}, tmp_path, cache=tmp_path / "cache", tuning=TUNING)
    assert report.rebuilt == 1
    assert 0 < report.written < report.files / 10


def chinese(rng: random.Random, size: int) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x5600)) for _ in range(size))


def sampled(library: list[Document]) -> list[DocumentSource]:
    sources = {source.key: source for source in map(source_of, library)}
    return [sources[key] for key in sample_of(sources, max(TUNING.sample, TUNING.pair_sample))]


def test_without_fork_the_index_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(documents(), {}, {}, tmp_path / "fork", tuning=TUNING)
    monkeypatch.setattr(workers, "START_METHOD", "spawn")
    build_index(documents(), {}, {}, tmp_path / "spawn", tuning=TUNING)
    assert files(tmp_path / "fork") == files(tmp_path / "spawn")


def test_lost_lines_and_texts_are_made_again(tmp_path: Path) -> None:
    build_index(documents(), {}, {}, tmp_path / "a", cache=tmp_path / "cache", tuning=TUNING)
    for path in (tmp_path / "cache/search").glob("lines-*.pickle"):
        path.unlink()
    for path in (tmp_path / "cache/search").glob("texts-*.pickle"):
        path.write_bytes(path.read_bytes()[:-40])
    build_index(documents(), {}, {}, tmp_path / "b", cache=tmp_path / "cache", tuning=TUNING)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_nothing_is_read_or_written_when_nothing_changed(tmp_path: Path) -> None:
    def refuse() -> Document:
        raise AssertionError("read again")

    build_index(documents(), {}, {}, tmp_path, cache=tmp_path / "cache", tuning=TUNING)
    sealed = [DocumentSource(s.kind, s.id, s.digest, refuse) for s in map(source_of, documents())]
    report = build_index(sealed, {}, {}, tmp_path, cache=tmp_path / "cache", tuning=TUNING)
    assert (report.written, report.rebuilt) == (0, 0)


def test_after_an_edit_in_the_sample_no_other_document_is_read(tmp_path: Path) -> None:
    def refuse() -> Document:
        raise AssertionError("read again")

    edited = documents()
    at = next(i for i, one in enumerate(edited) if one.id == sampled(edited)[0].id)
    edited[at] = replace(edited[at], sections=(Section("s", "做法", "改了这一篇，党员和群众"),))
    build_index(documents(), {}, {}, tmp_path / "warm", cache=tmp_path / "cache", tuning=TUNING)
    known = {source.digest for source in map(source_of, documents())}
    sealed = [replace(s, load=refuse) if s.digest in known else s for s in map(source_of, edited)]
    build_index(sealed, {}, {}, tmp_path / "warm", cache=tmp_path / "cache", tuning=TUNING)
    build_index(edited, {}, {}, tmp_path / "clean", tuning=TUNING)
    assert files(tmp_path / "warm") == files(tmp_path / "clean")


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    build_index(documents(), {}, {}, tmp_path / "a", cache=tmp_path / "cache", tuning=TUNING)
    for path in (tmp_path / "cache").rglob("*.pickle"):
        path.write_bytes(path.read_bytes()[:40])
    build_index(documents(), {}, {}, tmp_path / "b", cache=tmp_path / "cache", tuning=TUNING)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_shards_of_a_larger_library_do_not_stay_behind(tmp_path: Path) -> None:
    build_index(documents(200), {}, {}, tmp_path, tuning=TUNING)
    build_index(documents(5), {}, {}, tmp_path, tuning=TUNING)
    build_index(documents(5), {}, {}, tmp_path / "clean", tuning=TUNING)
    assert files(tmp_path / "search") == files(tmp_path / "clean" / "search")


def test_paths_suit_any_disk(tmp_path: Path) -> None:
    build_index(documents(200), {}, {}, tmp_path, tuning=TUNING)
    names = list(files(tmp_path))
    assert all(re.fullmatch(r"[a-z0-9/]+\.js", name) and len(name) <= 100 for name in names)
    assert max(len(list(folder.iterdir())) for folder in tmp_path.rglob("*") if folder.is_dir()) <= 2_000


def test_an_empty_library_has_an_index(tmp_path: Path) -> None:
    assert build_index([], {}, {}, tmp_path).documents == 0


def test_a_small_library_has_few_small_files(tmp_path: Path) -> None:
    report = build_index(documents(), {}, {}, tmp_path)
    assert report.files < 40
    assert all(len(data) < 60_000 for data in files(tmp_path).values())
