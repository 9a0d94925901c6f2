from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import markdown
import pytest

from anliku import workers
from anliku.check import survey as survey_module
from anliku.check.findings import Remark, Severity
from anliku.check.rules import ENTRY_RULES
from anliku.check.survey import survey
from anliku.library import Entry, Library, NotALibraryError

from ..site.building import mini_library
from ..support import CASE, MKDOCS, case, codes, findings, shown, told, write_library


def test_the_minimal_library_has_no_findings(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_all_findings_come_in_one_run_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    files = {
        "cases/b-case.yml": "titel: 甲\n",
        "cases/a-case.yml": case("organisations: [vilage]", "dimensions: [teem]", "title: 另一个代办员"),
    }
    found = [(f.path, f.line, f.code) for f in findings(tmp_path, files)]
    assert found[:2] == [
        ("cases/a-case.yml", 7, "broken-reference"),
        ("cases/a-case.yml", 8, "broken-reference"),
    ]
    assert {code for path, _, code in found if path == "cases/b-case.yml"} == {"unknown-key", "missing-key"}


def test_an_empty_folder_is_told_what_is_missing(tmp_path: Path) -> None:
    assert [(f.path, f.code, f.severity) for f in survey(tmp_path).findings] == [
        ("cases", "no-cases", Severity.WARNING),
        ("content/frameworks.yml", "missing-file", Severity.ERROR),
        ("content/organisations.yml", "missing-file", Severity.ERROR),
        ("content/sources.yml", "missing-file", Severity.ERROR),
        ("mkdocs.yml", "missing-file", Severity.ERROR),
    ]


def test_a_library_without_content_is_not_flooded_with_broken_references(tmp_path: Path) -> None:
    write_library(tmp_path)
    for file in (tmp_path / "content").rglob("*.yml"):
        file.unlink()
    assert [f.code for f in survey(tmp_path).findings] == ["broken-reference", *["missing-file"] * 3]


def test_no_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NotALibraryError, match="没有这个文件夹"):
        survey(tmp_path / "nowhere")


def test_a_rule_that_fails_is_reported_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_rule(*_: object) -> list[object]:
        raise RuntimeError("boom")

    monkeypatch.setattr(survey_module, "CASE_RULES", (broken_rule, *survey_module.CASE_RULES))
    write_library(tmp_path, {"cases/first-case.yml": case("organisations: [vilage]")})
    found = survey(tmp_path).findings
    assert [f.code for f in found] == ["internal-error", "broken-reference"]
    assert found[0].severity is Severity.ERROR
    assert found[0].message == "检查项 broken_rule 自己出了错（RuntimeError: boom），没有查完。"


def test_what_is_remembered_says_the_same(tmp_path: Path) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root, {"cases/first-case.yml": case("results: 有 12 户。", "related: [first-case]")})
    first = survey(root, cache)
    second = survey(root, cache)
    assert second.findings == first.findings
    assert second.library.entries == first.library.entries
    assert list(cache.glob("survey/*.pickle"))


def test_a_page_is_rendered_again_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    page = "[甲](nowhere.md)\n\n见 *附件* 和\n"
    write_library(root, {"content/pages/guide.md": page, "content/pages/other.md": "丁\n"})
    first = [shown(finding) for finding in survey(root, cache).findings]
    assert {line.split()[2] for line in first} == {"broken-link", "text-not-shown"}
    rendered: list[str] = []
    convert = markdown.Markdown.convert

    def noted(parser: markdown.Markdown, text: str) -> str:
        rendered.append(text)
        return convert(parser, text)

    monkeypatch.setattr(markdown.Markdown, "convert", noted)
    assert [shown(finding) for finding in survey(root, cache).findings] == first
    assert rendered == []
    (root / "content/pages/other.md").write_text("[戊](nowhere.md)\n", encoding="utf-8")
    assert [f.path for f in survey(root, cache).findings].count("content/pages/other.md") == 1
    assert set(rendered) == {"[戊](nowhere.md)\n"}
    (root / "content/pages/guide.md").unlink()
    assert [f.path for f in survey(root, cache).findings] == ["content/pages/other.md"]


def test_shared_records_are_looked_at_again_only_when_one_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    terms = "terms:\n  - id: daiban\n    name: 代办\n    definition: 见<script>和 #乙\n    aliases: [甲]\n"
    write_library(root, {"content/terms.yml": terms})
    first = [shown(finding) for finding in survey(root, cache).findings]
    assert {"unsafe-html", "cut-by-comment"} <= {line.split()[2] for line in first}

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("anliku.check.rules.every_text.joined", fails)
    monkeypatch.setattr("anliku.check.survey.doubts_of_file", fails)
    assert [shown(finding) for finding in survey(root, cache).findings] == first
    (root / "content/terms.yml").unlink()
    monkeypatch.undo()
    assert survey(root, cache).findings == ()


def test_rules_for_entries_look_at_nothing_that_their_memory_does_not_know(tmp_path: Path) -> None:
    library = survey(mini_library(tmp_path)).library

    def without_text(entries: Mapping[str, Entry]) -> dict[str, Entry]:
        return {key: entry._replace(digest="", about="", shown_hash="") for key, entry in entries.items()}

    narrow = SimpleNamespace(
        shared=library.shared,
        problems=library.problems,
        entries=without_text(library.entries),
        published=without_text(library.published),
    )
    for rule in ENTRY_RULES:
        assert list(rule(cast(Library, narrow))) == list(rule(library)), rule.__name__


def test_entries_are_looked_through_again_only_when_one_shows_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root, {"cases/second-case.yml": CASE, "cases/third-case.yml": case("title: 另一个代办员")})
    first = [f for f in survey(root, cache).findings if f.code == "repeated-title"]
    assert [finding.path for finding in first] == ["cases/second-case.yml"]
    failing = tuple(repeated_titles_fail if r.__name__ == "repeated_titles" else r for r in ENTRY_RULES)
    monkeypatch.setattr("anliku.check.survey.ENTRY_RULES", failing)
    (root / "cases/third-case.yml").write_text(case("title: 另一个代办员", "problem: 路远。"), encoding="utf-8")
    assert [f for f in survey(root, cache).findings if f.code != "near-duplicate"] == first
    monkeypatch.undo()
    (root / "cases/second-case.yml").rename(root / "cases/other-case.yml")
    assert [f.path for f in survey(root, cache).findings if f.code == "repeated-title"] == ["cases/other-case.yml"]
    (root / "cases/other-case.yml").write_text(case("title: 第三个代办员"), encoding="utf-8")
    assert [f.code for f in survey(root, cache).findings if f.code == "repeated-title"] == []


def repeated_titles_fail(_: Library) -> list[Remark]:
    raise RuntimeError


repeated_titles_fail.__name__ = "repeated_titles"


def test_extensions_of_others_render_every_page_each_time(tmp_path: Path) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    settings = f"{MKDOCS}markdown_extensions:\n  - pymdownx.snippets: {{base_path: [{root.as_posix()}]}}\n"
    write_library(root, {"mkdocs.yml": settings, "content/pages/guide.md": '--8<-- "part.txt"\n'})
    (root / "part.txt").write_text("甲\n", encoding="utf-8")
    assert survey(root, cache).findings == ()
    (root / "part.txt").write_text("[甲](nowhere.md)\n", encoding="utf-8")
    assert [f.code for f in survey(root, cache).findings] == ["broken-link"]


def test_a_changed_case_is_read_again(tmp_path: Path) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root)
    assert not survey(root, cache).findings
    (root / "cases/first-case.yml").write_text(case("organisations: [vilage]"), encoding="utf-8")
    assert [f.code for f in survey(root, cache).findings] == ["broken-reference"]
    (root / "cases/first-case.yml").unlink()
    assert [f.code for f in survey(root, cache).findings] == ["no-cases", "orphan-source"][:1]


def test_a_changed_shared_record_makes_all_cases_stale(tmp_path: Path) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root)
    survey(root, cache)
    organisations = root / "content/organisations.yml"
    organisations.write_text("organisations:\n  - {id: organ, name: 机关}\n", encoding="utf-8")
    assert [f.code for f in survey(root, cache).findings] == ["broken-reference"]


@pytest.mark.parametrize("content", [b"", b"{", pickle.dumps("other key"), b"\xff\xfe", pickle.dumps("")[:-1]])
def test_a_broken_memory_is_no_memory(tmp_path: Path, content: bytes) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root)
    survey(root, cache)
    (kept,) = (cache / "survey").iterdir()
    for broken in (content, kept.read_bytes()[:-9]):
        kept.write_bytes(broken)
        assert not survey(root, cache).findings


def test_many_cases_are_surveyed_in_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_module, "PARALLEL_FROM", 2)
    files = {f"cases/case-{n}.yml": case(f"title: 第{n}个代办员", "organisations: [vilage]") for n in range(4)}
    assert codes(tmp_path, files) == ["broken-reference"] * 4


def test_without_processes_the_cases_are_surveyed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_processes(*_: object, **__: object) -> object:
        raise OSError("no semaphores here")

    monkeypatch.setattr(survey_module, "PARALLEL_FROM", 1)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", no_processes)
    assert codes(tmp_path, {"cases/first-case.yml": case("organisations: [vilage]")}) == ["broken-reference"]


def test_progress_is_told(tmp_path: Path) -> None:
    told_so_far: list[tuple[int, int]] = []
    survey(write_library(tmp_path), progress=lambda done, total: told_so_far.append((done, total)))
    assert told_so_far == [(1, 1)]


def test_an_id_claimed_by_another_file_stays_with_the_file_of_that_name(tmp_path: Path) -> None:
    write_library(tmp_path, {"cases/a-thief.yml": "id: first-case\n" + CASE})
    found = survey(tmp_path)
    assert found.library.entries["first-case"].path == "cases/first-case.yml"
    assert [(f.path, f.line, f.code) for f in found.findings] == [("cases/a-thief.yml", 1, "id-unlike-file")]


def test_a_link_that_leads_nowhere_is_a_finding(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases/second-case.yml").symlink_to("gone.yml")
    assert [shown(f) for f in survey(tmp_path).findings] == [
        "cases/second-case.yml:0:0 error unreadable 文件打不开。"
        " | 看看文件是不是还在、有没有读取权限、是不是正被别的程序占用。"
    ]


def test_what_is_remembered_of_shared_records_holds_for_the_folder_under_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = write_library(tmp_path / "library"), tmp_path / "cache"
    monkeypatch.chdir(root)
    survey(Path(), cache)
    monkeypatch.chdir(tmp_path)
    again = survey(root, cache).library
    assert again.root == root
    assert again.cases["first-case"].title


def test_an_edit_leaves_most_of_what_is_remembered_alone(tmp_path: Path) -> None:
    files = {f"cases/case-{n}.yml": case(f"title: 第{n}个代办员") for n in range(40)}
    root, cache = write_library(tmp_path / "library", files), tmp_path / "cache"
    survey(root, cache)
    before = _times(cache)
    (root / "cases/case-7.yml").write_text(case("title: 另一个代办员"), encoding="utf-8")
    assert survey(root, cache).library.entries["case-7"].title == "另一个代办员"
    written = {file.relative_to(cache).as_posix() for file, _ in _times(cache).items() - before.items()}
    assert len(written - {"duplicates.pickle", "entries.pickle"}) == 1


def test_what_occurs_in_many_cases_is_kept_once(tmp_path: Path) -> None:
    topic = "便民服务" * 20
    sizes = []
    for count in (1, 100):
        files = {f"cases/case-{n}.yml": case(f"topics: [{topic}]") for n in range(count)}
        cache = tmp_path / f"cache-{count}"
        survey(write_library(tmp_path / f"library-{count}", files), cache)
        sizes.append(sum(file.read_bytes().count(topic.encode()) for file in (cache / "survey").iterdir()))
    assert sizes[0] == 1
    assert sizes[1] <= len(list((cache / "survey").iterdir()))


def _times(cache: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in cache.rglob("*") if file.is_file()}


def test_an_invalid_case_does_not_make_the_memory_be_written_again(tmp_path: Path) -> None:
    root, cache = tmp_path / "library", tmp_path / "cache"
    write_library(root, {"cases/second-case.yml": "titel: 甲"})
    survey(root, cache)
    before = _times(cache)
    survey(root, cache)
    assert _times(cache) == before
