"""Ids change, and nothing that was written under an old one is lost: addresses, results, references."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from anliku.check.survey import survey
from anliku.checklist import assemble, read_result, settings_of
from anliku.checklist.collection.collection import Collection, collect
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.stamp import stamp_of
from tests.commands.test_commands import anliku
from tests.site.building import MINI, TERMS, built, contents, mini_library
from tests.support import INDICATOR, ORGANISATIONS, POLICY, told, write_library

RENAMED = {
    "cases/first-case.yml": MINI["cases/first-case.yml"] + "former_ids: [old-case]\n",
    "content/organisations.yml": ORGANISATIONS.replace("parent: rural}", "parent: rural, former_ids: [cun]}"),
    "content/indicators/carrier.yml": INDICATOR + "    former_ids: [agent]\n",
    "content/terms.yml": TERMS.replace("id: daiban,", "id: daiban, former_ids: [dai-ban],"),
    "content/policies/opinion.yml": POLICY + "former_ids: [yijian]\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A site whose records all had another id."""
    folder = tmp_path_factory.mktemp("renamed")
    mini_library(folder)
    return contents(built(write_library(folder, MINI | RENAMED)).out)


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        ("cases/old-case.html", "first-case.html", "村里有了代办员"),
        ("policies/yijian.html", "opinion.html", "意见"),
        ("organisations/cun.html", "village.html", "村党组织"),
        ("checklists/cun.html", "village.html", "村党组织自评表"),
        ("lists/org-cun.html", "org-village.html", "村党组织"),
    ],
)
def test_an_old_address_leads_to_the_new_page(site: dict[str, bytes], old: str, new: str, title: str) -> None:
    page = site[old].decode()
    assert f"{old.rpartition('/')[0]}/{new}" in site
    assert re.search(rf'<a href="{new}">[^<]*{title}</a>', page)
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="{new}">' in page
    assert old in [entry["path"] for entry in json.loads(site["manifest.json"])["files"]]


def test_old_anchors_are_still_there(site: dict[str, bytes]) -> None:
    assert 'id="dai-ban"' in site["terms/index.html"].decode()
    assert 'id="item-agent"' in site["checklists/village.html"].decode()


def test_an_unpublished_case_has_no_old_address(tmp_path: Path) -> None:
    text = (
        RENAMED["cases/first-case.yml"]
        .replace("status: published", "status: draft")
        .replace("related: [second-case]", "")
    )
    files = MINI | {"cases/first-case.yml": text, "content/lessons/how-to.yml": None}
    files["cases/second-case.yml"] = MINI["cases/second-case.yml"].replace("related: [first-case]", "")
    assert "cases/old-case.html" not in contents(built(write_library(tmp_path, files)).out)


RESULT = {
    "format": "anliku-result/2", "version": "00000000", "organisation": "cun", "unit": "甲村", "period": "2026",
    "assessor": "self", "screening": {}, "answers": {"agent": {"value": True, "na": False}},
}  # fmt: skip


def collected(folder: Path, *files: Path) -> Collection:
    library = survey(folder).library
    settings = settings_of(library.config)
    return collect(files, library, settings=settings)


def result_of(folder: Path, **fields: object) -> Path:
    library = survey(folder).library
    file = folder / "甲村.json"
    file.write_text(json.dumps({**RESULT, "library": settings_of(library.config).library, **fields}), "utf-8")
    return file


def test_results_under_old_ids_count(tmp_path: Path) -> None:
    write_library(tmp_path, MINI | RENAMED)
    found = collected(tmp_path, result_of(tmp_path))
    assert [(unit.organisation, unit.card.total) for unit in found.units] == [("village", 100)]
    said = " ".join(problem.message for problem in found.problems)
    assert "组织类型 “cun” 现在的 id 是 “village”，照常计入" in said
    assert "“agent” 现为 “has-agent”；答案照常计入" in said


def test_of_both_ids_the_present_one_holds(tmp_path: Path) -> None:
    write_library(tmp_path, MINI | RENAMED)
    both = {"agent": {"value": True}, "has-agent": {"value": False}}
    found = collected(tmp_path, result_of(tmp_path, answers=both))
    assert found.units[0].card.total == 0
    assert any("没有编号为 “agent” 的条目" in problem.message for problem in found.problems)


def test_a_workbook_made_before_the_renaming_counts(tmp_path: Path) -> None:
    before = MINI | {
        "content/organisations.yml": ORGANISATIONS.replace("village", "cun"),
        "content/indicators/carrier.yml": INDICATOR.replace("has-agent", "agent"),
    }
    before = {
        path: text.replace("[village]", "[cun]").replace("organ, village", "organ, cun")
        for path, text in before.items()
    }
    library = survey(write_library(tmp_path / "before", before)).library
    settings = settings_of(library.config)
    made = assemble(library.shared, "cun", settings)
    raw = json.dumps({**RESULT, "library": settings.library}).encode()
    result, _ = read_result(raw, "甲.json", {"cun": made}.get, settings.library)
    file = tmp_path / "甲村.xlsx"
    file.write_bytes(checklist_xlsx(made, stamp_of(library), result))
    write_library(tmp_path / "after", MINI | RENAMED)
    found = collected(tmp_path / "after", file)
    assert [(unit.organisation, unit.card.total) for unit in found.units] == [("village", 100)]
    assert any("“agent” 现为 “has-agent”" in problem.message for problem in found.problems)


def test_a_result_under_old_ids_fills_in_the_sheet(tmp_path: Path) -> None:
    write_library(tmp_path, MINI | RENAMED)
    file = tmp_path / "x.docx"
    words = ("checklist", "cun", "--format", "docx", "--result", result_of(tmp_path), "-o", file)
    code, _, error = anliku("-C", tmp_path, *words)
    assert (code, file.is_file()) == (0, True)
    assert "cun 是以前的 id" in error
    assert "照常计入" in error


@pytest.mark.parametrize(
    ("path", "text", "remark"),
    [
        ("cases/second-case.yml", MINI["cases/second-case.yml"].replace("[first-case]", "[old-case]"), "改成 first-case。"),
        ("cases/second-case.yml", MINI["cases/second-case.yml"].replace("[organ, village]", "[organ, cun]"), "改成 village。"),
        ("cases/second-case.yml", MINI["cases/second-case.yml"].replace("opinion/visits", "yijian/visits"), "改成 opinion/visits。"),
        ("content/checklists/village.yml", "organisation: village\nexclude: [agent]\n", "改成 has-agent。"),
        ("content/terms.yml", RENAMED["content/terms.yml"] + "  - {id: b, name: 帮办, definition: 帮人办。, see: [dai-ban]}\n",
         "改成 daiban。"),
        ("content/pages/guide.md", "# 指南\n\n看[它](cases/old-case.html)和[意见](policies/yijian.html)。\n", "改成 cases/first-case.html。"),
    ],
)  # fmt: skip
def test_a_reference_under_an_old_id_is_found(tmp_path: Path, path: str, text: str, remark: str) -> None:
    assert any(
        line.startswith(path) and line.endswith(remark) for line in told(tmp_path, MINI | RENAMED | {path: text})
    )


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("cases/first-case.yml", MINI["cases/first-case.yml"] + "former_ids: [second-case]\n", "现在就有案例用着它"),
        ("cases/first-case.yml", MINI["cases/first-case.yml"] + "former_ids: [first-case]\n", "现在就有案例用着它"),
        ("cases/second-case.yml", MINI["cases/second-case.yml"] + "former_ids: [old-case]\n", "案例“first-case”里已经有了"),
        ("cases/first-case.yml", MINI["cases/first-case.yml"] + "former_ids: [con]\n", "Windows 的设备名"),
        ("content/policies/opinion.yml", POLICY + "former_ids: [opinion]\n", "现在就有政策用着它"),
        ("content/organisations.yml", ORGANISATIONS.replace("机关党支部}", "机关党支部, former_ids: [village]}"), "现在就有组织类型"),
        ("content/indicators/carrier.yml", INDICATOR + "    former_ids: [has-agent]\n", "现在就有指标用着它"),
        ("content/terms.yml", TERMS.replace("id: daiban,", "id: daiban, former_ids: [a, a],"), "写了两次"),
    ],
)  # fmt: skip
def test_a_former_id_that_is_taken_is_an_error(tmp_path: Path, path: str, text: str, said: str) -> None:
    lines = told(tmp_path, MINI | RENAMED | {path: text})
    assert any(line.startswith(path) and " error " in line and said in line for line in lines), lines


@pytest.mark.parametrize(("kind", "name"), [("case", "old-case"), ("policy", "yijian"), ("indicator", "agent")])
def test_new_refuses_a_former_id(tmp_path: Path, kind: str, name: str) -> None:
    write_library(tmp_path, MINI | RENAMED)
    code, _, error = anliku("-C", tmp_path, "new", kind, name)
    assert code == 1
    assert "以前的 id" in error
