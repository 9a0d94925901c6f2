"""The data that a form page carries for its script; also what the property tests hand to the script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...library.models import Assessor
from ..asked.answer_forms import NO_WORDS, YES_WORDS, answer_data
from ..asked.items import Checklist, Item
from ..asked.scheme import Scheme
from ..asked.wording import ABSENT
from ..results.reading import REFUSED
from ..results.sheet_layout import COLUMNS, INFO_SHEET, MADE_OF_OTHERS, MAIN_SHEET, TALLY_SHEET
from ..results.tally_sheet import COLUMNS as TALLY_COLUMNS
from ..results.tally_sheet import PARTICULARS as TALLY_PARTICULARS
from ..untrusted.texts import without_blanks


def sheet_data(checklist: Checklist, others: Iterable[Checklist] = ()) -> dict[str, Any]:
    """Return what checklist-core.js calls a sheet. Texts that stand in the page are not repeated here.

    others: the versions of the same type that the page must know as well, so that their results keep their meaning.
    """
    data = {
        "library": checklist.library,
        "organisation": checklist.organisation,
        "name": checklist.name,
        "layout": layout_data(checklist),
        "words": {"yes": list(YES_WORDS), "no": list(NO_WORDS)},
        "assessors": {assessor.value: checklist.words.of(assessor) for assessor in Assessor},
        **_version_data(checklist),
    }
    more = {"former_ids": list(checklist.former_ids), "others": [_other_data(other) for other in others]}
    return data | {key: value for key, value in more.items() if value}


def page_of(checklist: Checklist) -> str:
    """Return the name of the page of a version, which stands beside that of the present one."""
    kept = f".{checklist.kept_as}" if checklist.kept_as else ""
    return f"{checklist.organisation}{kept}.html"


def _version_data(checklist: Checklist) -> dict[str, Any]:
    """Return what differs from version to version."""
    data = {
        "version": checklist.version,
        "versions": sorted(checklist.versions),
        "dimensions": [{"id": key, "name": name} for key, name in checklist.dimensions.items()],
        "screening": [{"id": question.id} for question in checklist.screening],
        "scheme": scheme_data(checklist.scheme),
        "items": [_item_data(item) for item in checklist.items],
    }
    more = {
        "kept_as": checklist.kept_as,
        "recorded": sorted(checklist.recorded),
        "renamed": dict(checklist.renamed),
        "scheme_told": checklist.scheme_told,
    }
    return data | {key: value for key, value in more.items() if value}


def _other_data(checklist: Checklist) -> dict[str, Any]:
    """Return another version; its questions stand in no page that could be asked."""
    data = _version_data(checklist)
    for entry, item in zip(data["items"], checklist.items, strict=True):
        entry["ask"] = item.indicator.ask
    return {**data, "href": page_of(checklist)}


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
        "refused": REFUSED,
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
        **answer_data(item.form),
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
