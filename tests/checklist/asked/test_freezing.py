"""Kept versions: results of their time are scored as they were, and nobody changes a kept version unseen."""

import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from anliku.check.survey import survey
from anliku.checklist import Given, Result, Scheme, Settings, assemble, result_data
from anliku.checklist.asked.freezing import frozen_of
from anliku.checklist.collection.collection import collect
from anliku.checklist.results.json_result import read_json
from anliku.cli import app
from anliku.library import Library
from anliku.library.frozen import FOLDER, frozen_bytes, read_frozen
from anliku.library.models import Assessor
from anliku.site.build import Options, build

from ..build import LEVELS, indicator, shared, summary_of
from ..summary.test_summary import put

OLD = [indicator("yes", weight=2), indicator("gone"), indicator("levels", LEVELS)]
NEW = [
    indicator("yes", weight=1),
    indicator("fresh"),
    indicator("levels", LEVELS).model_copy(update={"ask": "新的问法"}),
]


def libraries():
    """A library as it was, and as it is, with the version of then kept as 2025."""
    old = Library(shared({"leadership": OLD}), {})
    kept = frozen_of(assemble(old.shared, "village", Settings(library="demo")), "2025")
    return old, Library(shared({"leadership": NEW}, frozen=(kept,)), {}), kept


def test_a_kept_version_comes_back_as_it_was(tmp_path):
    old, _, kept = libraries()
    file = tmp_path / kept.path
    file.parent.mkdir(parents=True)
    file.write_bytes(frozen_bytes(kept))
    (read,), problems = read_frozen(tmp_path)
    made = assemble(shared({"leadership": NEW}, frozen=(read,)), "village", Settings(library="demo"))
    (back,) = made.kept
    before = assemble(old.shared, "village", Settings(library="demo"))
    assert (problems, back.version, back.kept_as) == ([], before.version, "2025")
    assert [(i.id, i.hash, i.indicator) for i in back.items] == [(i.id, i.hash, i.indicator) for i in before.items]


def test_results_are_scored_as_they_were_and_compared_like_for_like(tmp_path):
    """As scored: 2025 by the old weights and items, 2026 by the new; like for like only `yes` is the same."""
    old, new, _ = libraries()
    put(tmp_path, "甲", "2025", "self", {"yes": True, "gone": False, "levels": 2}, library=old)
    put(tmp_path, "甲", "2026", "self", {"yes": True, "fresh": True, "levels": 2}, library=new)
    collection = collect([tmp_path], new, settings=Settings(library="demo"))
    assert collection.problems == ()
    before, after = collection.units
    assert (before.card.total, before.kept_as, before.rechecks) == (75, ("2025",), 0)
    assert (after.card.total, after.kept_as, after.rechecks) == (100, (), 0)
    (line,) = summary_of(collection).trends
    assert line.scores == (75, 100)
    assert (line.alike.common, line.alike.answered, line.change) == (1, 4, None)
    assert "25%（1/4 条）" in line.note


def test_without_the_kept_version_the_present_one_scores_and_says_so(tmp_path):
    old, _, _ = libraries()
    put(tmp_path, "甲", "2025", "self", {"yes": True, "gone": False, "levels": 2}, library=old)
    collection = collect([tmp_path], Library(shared({"leadership": NEW}), {}), settings=Settings(library="demo"))
    assert collection.units[0].card.total == 100
    assert any("“gone”" in str(problem) for problem in collection.problems)
    assert any("按另一版自评表" in str(problem) for problem in collection.problems)


def test_slips_of_two_versions_in_one_period_all_count(tmp_path):
    everyone = {"assessor": ["masses"]}
    old = Library(shared({"leadership": [indicator("a", **everyone), indicator("gone", **everyone)]}), {})
    kept = frozen_of(assemble(old.shared, "village", Settings(library="demo")), "2025")
    new = Library(
        shared({"leadership": [indicator("a", **everyone), indicator("fresh", **everyone)]}, frozen=(kept,)), {}
    )
    made = {"old": old, "new": new}
    for name, answers in (("old", {"a": True, "gone": False}), ("new", {"a": False, "fresh": True})):
        checklist = assemble(made[name].shared, "village", Settings(library="demo"))
        data = {
            "format": "anliku-result/2", "library": "demo", "version": checklist.version, "organisation": "village", "unit": "甲",
            "period": "2026", "assessor": "masses", "answers": {key: {"value": value} for key, value in answers.items()},
        }  # fmt: skip
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    (unit,) = collect([tmp_path], new, settings=Settings(library="demo")).units
    ((_, score),) = unit.card.totals.items()
    assert (score.answered, score.value) == (3, pytest.approx(50))


def test_a_workbook_of_a_kept_version_is_read_by_it(tmp_path):
    from anliku.checklist import Given, Result, read_result
    from anliku.export.checklist_xlsx import checklist_xlsx
    from anliku.export.stamp import stamp_of
    from anliku.library.models import Assessor

    old, new, _ = libraries()
    made = assemble(old.shared, "village", Settings(library="demo"))
    answers = {"yes": Given(True), "gone": Given(False)}
    result = Result("demo", made.version, "village", "甲", "2025", Assessor.SELF, answers)
    raw = checklist_xlsx(made, stamp_of(old), result)
    present = assemble(new.shared, "village", Settings(library="demo"))
    read, told = read_result(raw, "a.xlsx", {"village": present}.get, "demo")
    assert (told, read.answers["gone"].value, read.unknown) == ([], False, {})


@pytest.fixture
def root(tmp_path):
    """A library on disk."""
    result = CliRunner().invoke(app, ["init", str(tmp_path / "library")])
    assert result.exit_code == 0, result.output
    return tmp_path / "library"


def run(root, *arguments):
    return CliRunner().invoke(app, ["-C", str(root), *arguments])


def test_the_command_keeps_a_version_once_and_never_changes_it(root):
    assert "已存下" in run(root, "checklist", "village", "--freeze", "2026").output
    file = root / FOLDER / "village-2026.json"
    before = file.read_bytes()
    again = run(root, "checklist", "village", "--freeze", "2027")
    assert "已经存为“2026”" in again.output
    indicators = next((root / "content/indicators").glob("*.yml"))
    indicators.write_text(indicators.read_text(encoding="utf-8").replace("ask: ", "ask: 今年", 1), encoding="utf-8")
    refused = run(root, "checklist", "village", "--freeze", "2026")
    assert refused.exit_code == 1
    assert "换一个名称" in refused.output
    assert file.read_bytes() == before
    assert run(root, "checklist", "village", "--freeze", "../x").exit_code == 2
    assert run(root, "checklist", "village", "--freeze", "2027").exit_code == 0
    assert [finding for finding in survey(root).findings if FOLDER in finding.path] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw.replace(b'"weight": ', b'"weight": 9', 1), lambda raw: raw[:200], lambda _: b"", lambda _: b"[1]",
        lambda _: b"\xff\xfe", lambda raw: raw.replace(b'"name": "2026"', b'"name": "2030"'), lambda _: b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_changed_file_is_an_error_that_names_it(root, damage):
    run(root, "checklist", "village", "--freeze", "2026")
    file = root / FOLDER / "village-2026.json"
    file.write_bytes(damage(file.read_bytes()))
    for _ in range(2):  # cold and warm
        (error,) = survey(root, root.parent / "cache").errors
        assert (error.code, error.path) == ("frozen-changed", f"{FOLDER}/village-2026.json")


def test_a_site_and_so_a_pack_carries_kept_versions(root):
    run(root, "checklist", "village", "--freeze", "2026")
    build(root, Options(out=root.parent / "site"))
    there = root.parent / "site/checklists/frozen/village-2026.json"
    assert there.read_bytes() == (root / FOLDER / "village-2026.json").read_bytes()
    assert "frozen/village-2026.json" in (root.parent / "site/checklists/index.html").read_text(encoding="utf-8")
    manifest = (root.parent / "site/manifest.json").read_text(encoding="utf-8")
    assert "checklists/frozen/village-2026.json" in manifest
    assert "checklists/village.2026.html" in manifest
    kept = (root.parent / "site/checklists/village.2026.html").read_text(encoding="utf-8")
    assert "这是保留下来的“2026”版" in kept
    assert 'href="village.html"' in kept


def test_reading_for_the_form_knows_kept_versions_too():
    old, new, _ = libraries()
    made = assemble(old.shared, "village", Settings(library="demo"))
    raw = json.dumps({
        "format": "anliku-result/2", "library": "demo", "version": made.version, "organisation": "village", "unit": "甲",
        "period": "2025", "assessor": "self", "answers": {"gone": {"value": True}},
    }).encode()  # fmt: skip
    present = assemble(new.shared, "village", Settings(library="demo"))
    result, told = read_json(raw, "a.json", {"village": present}.get, "demo")
    assert (told, result.answers["gone"].value) == ([], True)


STRICT = Scheme.model_validate(
    {
        "grades": [{"name": "先进", "from": 95}, {"name": "一般", "from": 80}, {"name": "后进", "from": 0}],
        "pass_mark": 0.5,
    }
)


def regraded():
    """A library whose bounds were made stricter, with the version of before kept as 2025; its items are the same."""
    old = Library(shared({"leadership": [indicator("a", weight=7), indicator("b")]}), {})
    before = assemble(old.shared, "village", Settings(library="demo"))
    new = Library(replace(old.shared, frozen=(frozen_of(before, "2025"),)), {})
    return old, new, Settings(library="demo", scheme=STRICT)


def put_of(library, settings, folder, unit, period):
    made = assemble(library.shared, "village", settings)
    answers = {"a": Given(True, hash=made.by_id["a"].hash), "b": Given(False, hash=made.by_id["b"].hash)}
    result = Result("demo", made.version, "village", unit, period, Assessor.SELF, answers)
    (folder / f"{unit}{period}.json").write_text(json.dumps(result_data(result)), encoding="utf-8")


def test_grades_of_a_kept_version_are_those_of_its_time(tmp_path):
    """87.5 points were 优秀 from 85 on; today 先进 begins at 95, and the same points are 一般."""
    old, new, own = regraded()
    put_of(old, Settings(library="demo"), tmp_path, "甲", "2025")
    put_of(new, own, tmp_path, "甲", "2026")
    put_of(old, Settings(library="demo"), tmp_path, "乙", "2025")
    collection = collect([tmp_path], new, settings=own)
    assert collection.problems == ()
    assert [(u.name, u.period, u.card.grade.name, u.kept_as) for u in collection.units] == [
        ("乙", "2025", "优秀", ("2025",)),
        ("甲", "2025", "优秀", ("2025",)),
        ("甲", "2026", "一般", ()),
    ]
    summary = summary_of(collection)
    assert [(one.name, one.number) for one in summary.grades] == [("先进", 0), ("一般", 1), ("后进", 0), ("优秀", 1)]
    assert [line.change for line in summary.trends] == [0]


def test_bounds_that_changed_without_a_kept_version_are_said(tmp_path):
    old, _, own = regraded()
    put_of(old, Settings(library="demo", scheme=Scheme.model_validate({"pass_mark": 0.9})), tmp_path, "甲", "2025")
    put_of(old, Settings(library="demo"), tmp_path, "乙", "2025")
    told = [str(problem) for problem in collect([tmp_path], old, settings=own).problems]
    assert len(told) == 2
    assert any("没有记下当时的评分办法" in text for text in told)
    assert any("当时的评分办法（等级线、各方占比、达标线）和现在的不同" in text for text in told)


def test_assessors_of_versions_that_were_graded_otherwise_are_named(tmp_path):
    old, new, own = regraded()
    put_of(old, Settings(library="demo"), tmp_path, "甲", "2025")
    made = assemble(new.shared, "village", own)
    masses = Result("demo", made.version, "village", "甲", "2025", Assessor.SUPERIOR, {"a": Given(True)})
    (tmp_path / "b.json").write_text(json.dumps(result_data(masses)), encoding="utf-8")
    told = [str(problem) for problem in collect([tmp_path], new, settings=own).problems]
    assert any("评分办法不一样；合计和等级按现在的算" in text for text in told)


def test_a_kept_file_of_before_bounds_were_kept_is_read(tmp_path):
    _, new, _ = regraded()
    (kept,) = new.shared.frozen
    bare = kept.model_copy(update={"scheme": None})
    file = tmp_path / kept.path
    file.parent.mkdir(parents=True)
    file.write_bytes(frozen_bytes(bare))
    assert b"scheme" not in file.read_bytes()
    (read,), problems = read_frozen(tmp_path)
    assert (read.scheme, problems, frozen_bytes(read)) == (None, [], file.read_bytes())


def without_scheme():
    """The library of `regraded`, with the version of before kept by a file that says nothing of schemes."""
    old, new, own = regraded()
    bare = tuple(kept.model_copy(update={"scheme": None}) for kept in new.shared.frozen)
    return old, Library(replace(new.shared, frozen=bare), {}), own


def test_whose_bounds_grade_a_version_without_its_own_is_said(tmp_path):
    from anliku.commands.papers import ChecklistPress, PaperFormat

    old, new, own = without_scheme()
    put_of(old, Settings(library="demo"), tmp_path, "甲", "2025")
    put_of(new, own, tmp_path, "乙", "2026")
    made = assemble(new.shared, "village", own)
    told = f"保留的“2025”版没有记下当时的评分办法，总分和等级按现在的版本（{made.version}）的等级线、各方占比和达标线算"
    collection = collect([tmp_path], new, settings=own)
    assert [str(problem) for problem in collection.problems] == [f"甲2025.json：{told}"]
    for unit in collection.units:
        (result,) = unit.results.values()
        report = ChecklistPress(new, own, PaperFormat("html")).filled(made.as_of(result.version), result).decode()
        assert (told in report) == (unit.name == "甲")


def test_a_version_that_was_kept_without_its_scheme_can_be_kept_with_it(root):
    run(root, "checklist", "village", "--freeze", "2026")
    (kept,) = read_frozen(root)[0]
    file = root / kept.path
    file.write_bytes(frozen_bytes(kept.model_copy(update={"scheme": None})))
    assert "已存下" in run(root, "checklist", "village", "--freeze", "2026-07").output
    assert "已经存为“2026-07”" in run(root, "checklist", "village", "--freeze", "2026-08").output


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_a_report_of_a_kept_version_is_graded_as_it_was(form, tmp_path):
    from anliku.commands.papers import ChecklistPress, PaperFormat

    old, new, own = regraded()
    made = assemble(new.shared, "village", own)
    then = assemble(old.shared, "village", Settings(library="demo"))
    result = Result("demo", then.version, "village", "甲", "2025", Assessor.SELF, {"a": Given(True), "b": Given(False)})
    raw = ChecklistPress(new, own, PaperFormat(form)).filled(made.as_of(result.version), result)
    if form == "html":
        assert "等级：优秀" in raw.decode()
    else:
        book = load_workbook(io.BytesIO(raw))
        cells = [str(cell.value) for row in book["报告"].iter_rows() for cell in row]
        assert any("等级：优秀" in text for text in cells)
        assert not any("一般" in text for text in cells)
