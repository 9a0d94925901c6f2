"""An item whose basis is no longer in force says so wherever it is asked: on the form and on every kind of paper."""

import html
import io
import re
import zipfile

import pytest

from anliku.checklist import Settings, assemble
from anliku.checklist.form.pages import FORM_TEMPLATE, checklist_context
from anliku.checklist.form.plan import plan_form
from anliku.export.checklist_docx import booklet_docx, form_docx
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.stamp import stamp_of
from anliku.library import Library
from anliku.library.models import Policy

from ..build import indicator, shared
from ..page import render

EXCERPTS = [{"id": "e", "clause": "代办", "digest": "设代办点。", "locator": "设代办点"}]


def policy(key, title, **in_force):
    data = {"id": key, "title": title, "issuer": "某市委", "source": "s", "excerpts": EXCERPTS, "in_force": in_force}
    return Policy.model_validate(data)


def library(**in_force):
    pool = {
        "team": [indicator("a", basis=["old/e"]), indicator("b", basis=["new/e"]), indicator("c", drawn_from=["old/e"])]
    }
    policies = {"old": policy("old", "旧办法", **in_force), "new": policy("new", "《新办法》")}
    return shared(pool, policies=policies)


@pytest.mark.parametrize(
    ("in_force", "told"),
    [
        ({"superseded_by": "new"}, "《旧办法》已被《新办法》取代"), ({"to": "2020-05"}, "《旧办法》已于 2020-05 停止施行"),
        ({"superseded_by": "gone"}, "《旧办法》已被新文件取代"), ({"from": "2012"}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_only_the_item_that_rests_on_it_is_marked(in_force, told):
    """What an item was merely drawn from may have ended."""
    made = assemble(library(**in_force), "village", Settings())
    assert [item.ended for item in made.items] == [told, "", ""]


def test_form_and_paper_say_it():
    records = library(superseded_by="new")
    page = render(FORM_TEMPLATE, checklist_context(records, "village", Settings()))
    assert page.count("依据已失效</span>") == 1
    assert "《旧办法》已被《新办法》取代，请核对" in page
    made, stamp = assemble(records, "village", Settings()), stamp_of(Library(records, {}))
    plan = plan_form(made)
    files = [
        form_docx(plan, records, stamp), booklet_docx(plan, records, stamp), checklist_xlsx(made, stamp),
    ]  # fmt: skip
    for raw in files:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            text = html.unescape(
                "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
            )
        assert len(re.findall("a做到了吗？（依据已失效：《旧办法》已被《新办法》取代）", text)) == 1


def test_the_mark_makes_no_other_version():
    """It is no change of the question: results stay what they were."""
    before, after = (assemble(library(**state), "village", Settings()) for state in ({}, {"superseded_by": "new"}))
    assert before.version == after.version
    assert [item.hash for item in before.items] == [item.hash for item in after.items]
