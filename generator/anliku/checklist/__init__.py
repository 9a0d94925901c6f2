"""Self-assessment: make a type's checklist, read answers, score them. What collects them is in `collection`."""

from .assembly import UnknownOrganisationError, assemble, assemble_all
from .forms import AnswerForm, Choice, form_of, points
from .items import MAX_PER_SECTION, Checklist, Item, Section
from .json_result import read_json
from .reading import read_result
from .results import FORMAT, Complaint, Result, result_data
from .scheme import Grade, Scheme, Settings, settings_of
from .scoring import Gap, Given, Score, Scorecard, gaps, rounded, scorecard

__all__ = [
    "FORMAT",
    "MAX_PER_SECTION",
    "AnswerForm",
    "Checklist",
    "Choice",
    "Complaint",
    "Gap",
    "Given",
    "Grade",
    "Item",
    "Result",
    "Scheme",
    "Score",
    "Scorecard",
    "Section",
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
