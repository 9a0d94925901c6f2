"""The data that a form page carries for its script; also what the property tests hand to the script."""

from __future__ import annotations

from typing import Any

from ...library.models import Assessor
from ..asked.answer_forms import NO_WORDS, YES_WORDS, form_data
from ..asked.items import Checklist, Item
from ..asked.scheme import Scheme
from ..results.sheet_layout import ABSENT, COLUMNS, INFO_SHEET, MADE_OF_OTHERS, MAIN_SHEET, TALLY_SHEET
from ..results.tally_sheet import COLUMNS as TALLY_COLUMNS
from ..results.tally_sheet import PARTICULARS as TALLY_PARTICULARS
from ..untrusted.texts import without_blanks


def sheet_data(checklist: Checklist, scheme: Scheme) -> dict[str, Any]:
    """Return what checklist-core.js calls a sheet. Texts that stand in the page are not repeated here."""
    data = {
        "library": checklist.library,
        "organisation": checklist.organisation,
        "name": checklist.name,
        "version": checklist.version,
        "versions": sorted(checklist.versions),
        "dimensions": [{"id": key, "name": name} for key, name in checklist.dimensions.items()],
        "screening": [{"id": question.id} for question in checklist.screening],
        "scheme": scheme_data(scheme),
        "layout": layout_data(checklist),
        "words": {"yes": list(YES_WORDS), "no": list(NO_WORDS)},
        "assessors": {assessor.value: checklist.words.of(assessor) for assessor in Assessor},
        "items": [_item_data(item) for item in checklist.items],
    }
    former = {"former_ids": list(checklist.former_ids), "renamed": dict(checklist.renamed)}
    return data | {key: value for key, value in former.items() if value}


def layout_data(checklist: Checklist) -> dict[str, Any]:
    """Return where things stand in the XLSX of a self-assessment, which the page reads as well."""
    return {
        "headings": {without_blanks(column.heading): column.key for column in COLUMNS},
        "info": INFO_SHEET,
        "main": MAIN_SHEET,
        "skip": list(MADE_OF_OTHERS),
        "tally": {
            "sheet": TALLY_SHEET,
            "headings": {without_blanks(column.heading): column.key for column in TALLY_COLUMNS},
            "particulars": list(TALLY_PARTICULARS),
        },
        "absent": ABSENT,
        "assessors": {label: who.value for label, who in checklist.words.assessors_by_name.items()},
    }


def scheme_data(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme as data: shares by assessor, grades from best to worst."""
    return {
        "shares": {assessor.value: share for assessor, share in scheme.shares.items()},
        "grades": [{"name": grade.name, "from": grade.from_} for grade in scheme.grades],
        "pass_mark": scheme.pass_mark,
    }


def _item_data(item: Item) -> dict[str, Any]:
    indicator = item.indicator
    data = {
        "id": item.id,
        "hash": item.hash,
        "dimension": item.dimension,
        **form_data(item.form),
        "assessors": [assessor.value for assessor in item.assessors],
        "weight": indicator.weight,
        "critical": indicator.critical,
        "na": indicator.na.allowed,
        "na_reason": indicator.na.reason_required,
        "only_if": indicator.only_if,
        "effort_cost": item.effort_cost,
        "revision": indicator.revision,
    }
    return data | ({"ballot": indicator.ballot} if indicator.ballot else {})
