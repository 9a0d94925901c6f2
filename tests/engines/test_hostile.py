"""A library in which every text is hostile, built in spite of everything that `check` says of it: nothing runs, nothing is
asked for, nothing leads out. So the site is safe by itself, and not only because somebody looked before."""

from __future__ import annotations

import io
import json
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from anliku.check.findings import Severity
from anliku.check.render import as_text
from anliku.check.survey import survey
from anliku.checklist import assemble
from anliku.checklist.asked.scheme import Settings
from anliku.checklist.collection.collection import collect
from anliku.commands.handbook import handbook
from anliku.export.handbook import Book
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx
from anliku.pack.texts import page as pack_page
from tests.checklist.build import summary_of
from tests.support import BASE, changed, write_library

from .drivers import Engine
from .forms import FILL, LOAD, READY, SETTLED
from .hostile_library import ASSESSED, as_yaml
from .hostile_texts import HOSTILE
from .sweeping import Hostile, chosen, complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]  # one worker builds it, once


def test_every_field_meets_every_text(hostile: Hostile) -> None:
    assert len(HOSTILE) >= 300
    assert {
        "case.title",
        "case.practice.text",
        "case.figures.unit",
        "policy.excerpts.quote",
        "profile.add.ask",
    } <= hostile.seen.keys()
    assert min(hostile.seen.values()) >= len(HOSTILE)


def test_check_reports_all_of_it_and_prints_nothing_that_moves_the_cursor(hostile: Hostile) -> None:
    codes = {finding.code for finding in hostile.surveyed.findings}
    assert {"unsafe-html", "unsafe-link", "remote-image", "strange-character"} <= codes
    assert "internal-error" not in codes
    assert "unreadable" not in codes

    said = as_text(hostile.surveyed.findings[::50], hostile.root, color=False)
    assert {one for one in said if unicodedata.category(one) in ("Cc", "Cf", "Cs")} <= {"\n"}


def test_nothing_runs_on_any_page(engine: Engine, hostile: Hostile) -> None:
    root = f"{hostile.site.as_uri()}/"
    pages = chosen(hostile.site, engine)
    found = {}
    for page in pages:
        engine.forget()
        engine.navigate(page.as_uri())
        if bad := complaints(engine, root):
            found[page.relative_to(hostile.site).as_posix()] = bad[:3]

    assert len({page.parent for page in pages}) >= 8
    assert found == {}


@pytest.mark.parametrize(
    "query", ["pwned", "script evil", "onerror", "图", "点 x", "<img src=x onerror=pwned()>", "{{", "cmd"]
)
def test_nothing_runs_in_the_results_of_a_search(engine: Engine, hostile: Hostile, query: str) -> None:
    root = f"{hostile.site.as_uri()}/"
    engine.open(f"{root}search.html?q={query}&org=village")
    engine.wait_for(
        "/没有|共|近似/.test(document.querySelector('[data-anliku-search-page] [role=status]').textContent)"
    )
    assert complaints(engine, root) == []
    engine.click(".anliku-search-input")
    engine.type(query)
    engine.wait_for("!document.querySelector('.anliku-search-status').hidden")
    assert complaints(engine, root) == []


def test_nothing_runs_among_the_facets(engine: Engine, hostile: Hostile) -> None:
    root = f"{hostile.site.as_uri()}/"
    engine.open(f"{root}cases/index.html?topic=<img src=x onerror=pwned()>&org='\"><script>pwned()</script>")
    engine.evaluate("document.querySelectorAll('.facet').forEach((one) => { one.open = true; })")
    engine.evaluate("document.querySelectorAll('.facet__more').forEach((one) => one.click())")
    for facet in range(1, 6):
        first = f"document.querySelectorAll('.facet')[{facet}].querySelector('input:not(:disabled)')"
        engine.evaluate(f"{first} && {first}.click()")
        assert complaints(engine, root) == []


def hostile_result(library: str, version: str) -> dict[str, Any]:
    """A result file as somebody would write it who wants the collector's summary to run something."""
    answers = {
        f"i-0-{n}": {"value": 0, "note": text, "evidence": text, "owner": text, "due": text, "reason": text}
        for n, text in enumerate(HOSTILE[:25])
    }
    unknown = {text: {"value": text, "note": text} for text in HOSTILE}
    return {
        "format": "anliku-result/1", "library": library, "version": version, "organisation": "village", "assessor": "self",
        "unit": "=cmd|'/c calc'!A1<img src=x onerror=pwned()>", "period": "<script>pwned()</script>", "answers": {**answers, **unknown},
    }  # fmt: skip


def test_nothing_runs_in_a_form_that_is_filled_with_it(engine: Engine, hostile: Hostile) -> None:
    root = f"{hostile.site.as_uri()}/"
    engine.open(f"{root}checklists/village.html")
    engine.wait_for(READY)
    sheet = engine.evaluate("JSON.parse(document.getElementById('ck-sheet').textContent)")
    engine.evaluate(FILL)
    engine.evaluate(SETTLED)
    assert engine.evaluate("document.querySelectorAll('.ck-gap').length") > 3
    assert complaints(engine, root) == []
    for button in ("load", "compare"):
        text = json.dumps(hostile_result(sheet["library"], "an older one"))
        engine.evaluate(LOAD % (json.dumps(text), button))
        engine.wait_for("document.getElementById('ck-complaints').children.length > 10")
        engine.evaluate(SETTLED)
        assert complaints(engine, root) == []


def test_nothing_runs_in_a_single_file(engine: Engine, hostile: Hostile) -> None:
    root = f"{hostile.alone.as_uri()}/"
    for file in sorted(hostile.alone.glob("*.html")):
        engine.open(file.as_uri())
        assert complaints(engine, root) == [], file.name


def test_nothing_runs_in_the_summary_of_hostile_results(engine: Engine, hostile: Hostile, tmp_path: Path) -> None:
    made = assemble(hostile.surveyed.library.shared, "village", Settings(library="demo"))
    for n, name in enumerate(["<img src=x onerror=pwned()>.json", "=1+1.json", "&lt;script&gt;.json"]):
        result = hostile_result("demo", made.version)
        (tmp_path / name).write_text(json.dumps({**result, "period": f"{result['period']}{n}"}), encoding="utf-8")
    collection = collect([tmp_path], hostile.surveyed.library, settings=Settings(library="demo"))
    assert len(collection.units) == 3
    (tmp_path / "summary.html").write_text(report_html(summary_of(collection)), encoding="utf-8")
    engine.open((tmp_path / "summary.html").as_uri())
    assert [
        one for one in complaints(engine, f"{tmp_path.as_uri()}/") if not one.startswith("policy for scripts")
    ] == []

    book = load_workbook(io.BytesIO(summary_xlsx(summary_of(collection), stamp_of(hostile.surveyed.library))))
    assert formulas(book) == []


def formulas(book: Any) -> list[str]:
    return [
        f"{cell.coordinate} {cell.value}" for sheet in book for row in sheet for cell in row if cell.data_type == "f"
    ]


@pytest.mark.parametrize("key", ASSESSED)
def test_no_text_becomes_a_formula(hostile: Hostile, key: str) -> None:
    book = load_workbook(hostile.site / f"checklists/{key}.xlsx")

    assert [one for one in formulas(book) if "cmd" in one or "HYPERLINK" in one or "WEBSERVICE" in one] == []


def test_nothing_runs_on_the_checking_page(engine: Engine, tmp_path: Path) -> None:
    facts = {
        "library": "</title><script>pwned()</script>@@policy@@<!--include:verify.css-->",
        "manifest": "MANIFEST.json",
    }
    (tmp_path / "check.html").write_bytes(pack_page("verify.html", facts))
    engine.open((tmp_path / "check.html").as_uri())
    engine.evaluate(_CHECK % json.dumps([text.replace("/", "／") for text in HOSTILE[:120]]))
    engine.wait_for("document.body.getAttribute('data-state') === 'bad'")
    listed = 100  # of one kind, and a line that counts the rest
    assert engine.evaluate("document.querySelectorAll('#report li').length") == listed + 1
    assert complaints(engine, f"{tmp_path.as_uri()}/") == []


_CHECK = """(() => {
  const body = '{\\n"format": "anliku-pack/1",\\n"form": "full",\\n"library": "<img src=x onerror=pwned()>",\\n"version": "1",\\n' +
    '"date": "2026-01-01",\\n"base": "",\\n"signed_by": "",\\n"files": [\\n\\n],\\n';
  const digest = new anliku.verify.Sha256().add(new TextEncoder().encode(body)).hex();
  const files = new DataTransfer();
  files.items.add(new File([body + '"digest": "' + digest + '"\\n}\\n'], "MANIFEST.json"));
  %s.forEach((name) => files.items.add(new File(["x"], name)));
  const input = document.getElementById("folder");
  input.removeAttribute("webkitdirectory");
  input.files = files.files;
  input.dispatchEvent(new Event("change"));
})()"""


@pytest.mark.parametrize(
    "text", ["<script>pwned()</script>", "../../x", r"\\evil.invalid\share", "\x00", "=cmd|x", "@@anliku:body@@", "图"]
)
def test_an_id_that_is_none_is_a_finding_and_no_crash(tmp_path: Path, text: str) -> None:
    broken = as_yaml({"id": text, "name": "x", "title": "x", "definition": "x", "ask": "x"})
    files = {
        "content/organisations.yml": f"{BASE['content/organisations.yml']}  - {as_yaml({'id': text, 'name': 'x'})}\n",
        "content/terms.yml": f"terms: [{as_yaml({'id': text, 'name': 'x', 'definition': 'x'})}]\n",
        "content/screening.yml": f"questions: [{as_yaml({'id': text, 'ask': 'x'})}]\n",
        "content/sources.yml": f"{BASE['content/sources.yml']}  - {as_yaml({'id': text, 'title': 'x'})}\n",
        "content/cards/card.yml": broken,
        "cases/first-case.yml": changed(
            str(BASE["cases/first-case.yml"]), f"policies: {as_yaml([text])}", f"related: {as_yaml([text])}", f"organisations: {as_yaml([text])}"
        ),
    }  # fmt: skip
    found = survey(write_library(tmp_path, files)).findings
    assert "internal-error" not in {finding.code for finding in found}
    assert files.keys() <= {finding.path for finding in found if finding.severity is Severity.ERROR}


def test_the_handbook_takes_every_text_as_text(hostile: Hostile) -> None:
    """Typst reads files and computes: a text that it took for markup would stop it, or show what it must not."""
    library = hostile.surveyed.library
    book = Book(HOSTILE[0], "1", "")
    (pdf,) = handbook(hostile.root, library, book, stamp_of(library), lambda *_: None).values()

    shown = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "root:x:0" not in shown
    assert '#include "/etc/passwd"' in shown
    assert "#eval(" in shown
