"""Self-assessment: make a type's checklist, read answers, score them. What collects them is in `collection`."""

from .assembly import UnknownOrganisationError, assemble, assemble_all
from .items import MAX_PER_SECTION, Checklist, Item, Section
from .results import FORMAT, Complaint, Result, read_json, result_data
from .scheme import Grade, Scheme, Settings, SettingsError, read_settings, settings_from
from .scoring import Gap, Given, Score, Scorecard, gaps, points, rounded, scorecard

__all__ = [
    "FORMAT", "MAX_PER_SECTION", "Checklist", "Complaint", "Gap", "Given", "Grade", "Item", "Result",
    "Scheme", "Score", "Scorecard", "Section", "Settings", "SettingsError", "UnknownOrganisationError", "assemble",
    "assemble_all", "gaps", "points", "read_json", "read_settings", "result_data", "rounded", "scorecard",
    "settings_from",
]  # fmt: skip
