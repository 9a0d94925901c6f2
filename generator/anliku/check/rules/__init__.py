"""The rules, in the order in which they are applied. A rule is a function that yields remarks.

A case rule sees one case and the shared records; its findings are kept as long as neither changes.
A library rule sees the whole library through its entries; what those say that look at less than that is kept as long as what
they look at does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...library import Library, Origin, Shared
from ...library.models import Case
from ..findings import Remark
from . import (
    checklists,
    completeness,
    conserved,
    every_text,
    ids,
    numbers,
    orphans,
    pages,
    provenance,
    publishing,
    references,
    site_settings,
    structure,
    tables,
    teaching,
    times,
    wording,
)

CaseRule = Callable[[Case, Shared, Origin], Iterable[Remark]]
LibraryRule = Callable[[Library], Iterable[Remark]]

CASE_RULES: tuple[CaseRule, ...] = (
    ids.case_id,
    every_text.case_texts,
    conserved.case_conserved,
    tables.tables_of_case,
    completeness.required_but_empty,
    references.broken_references,
    references.figure_source_not_cited,
    provenance.unknown_parts,
    provenance.uncarried_parts,
    provenance.case_locators,
    numbers.numbers_without_figure,
    publishing.outdated_excerpts_in_case,
    times.case_times,
    teaching.teaching_of_case,
    teaching.outcome_told_before,
    completeness.asked_for,
    completeness.published_without_review,
    wording.case_lengths,
    wording.repeated_in_list,
    wording.ascii_punctuation,
    wording.words_to_avoid_in_case,
)
# Those of the library rules that look at nothing but the shared records.
SHARED_RULES: tuple[LibraryRule, ...] = (
    every_text.shared_texts,
    conserved.shared_conserved,
    wording.shared_lengths,
    wording.words_to_avoid,
)
# Those that look at nothing but the shared records, entries and what could not be read: what they say changes with no text
# of a case that only its own page shows.
ENTRY_RULES: tuple[LibraryRule, ...] = (
    ids.shared_ids,
    ids.added_indicators,
    ids.nearly_equal_ids,
    ids.former,
    structure.cycles,
    references.broken_relations,
    references.broken_shared_references,
    publishing.links_to_unpublished,
    publishing.outdated_excerpts,
    provenance.shared_locators,
    times.shared_times,
    teaching.teaching_of_lessons,
    completeness.empty_records,
    wording.repeated_titles,
    *checklists.CHECKLIST_RULES,
    orphans.orphan_terms,
    orphans.orphan_sources,
)
LIBRARY_RULES: tuple[LibraryRule, ...] = (
    completeness.no_cases,
    tables.shared_tables,
    every_text.page_texts,
    site_settings.settings,
    site_settings.navigation,
    site_settings.first_cases,
    pages.page_marks,
)
