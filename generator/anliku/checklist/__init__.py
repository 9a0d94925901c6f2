"""Self-assessment: make a type's checklist, read answers, score them. What collects them is in `collection`."""

from .asked.answer_forms import AnswerChoice, AnswerForm, form_of, points
from .asked.assembly import UnknownOrganisationError, assemble, assemble_all
from .asked.items import MAX_PER_SECTION, Checklist, ChecklistSection, Item
from .asked.scheme import Grade, Scheme, Settings, settings_of
from .asked.scoring import Gap, Given, Score, Scorecard, gaps, rounded, scorecard
from .results.json_result import read_json
from .results.reading import read_result
from .results.result import FORMAT, Complaint, Result, result_data

__all__ = [
    "FORMAT",
    "MAX_PER_SECTION",
    "AnswerChoice",
    "AnswerForm",
    "Checklist",
    "ChecklistSection",
    "Complaint",
    "Gap",
    "Given",
    "Grade",
    "Item",
    "Result",
    "Scheme",
    "Score",
    "Scorecard",
    "Settings",
    "UnknownOrganisationError",
    "assemble",
    "assemble_all",
    "form_of",
    "gaps",
    "points",
    "read_json",
    "read_result",
    "result_data",
    "rounded",
    "scorecard",
    "settings_of",
]  # fmt: skip
