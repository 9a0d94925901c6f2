"""The records of a library, one class per kind of thing an editor writes."""

from .assessment import (
    ANSWER_NEEDS,
    Addition,
    Alteration,
    Answer,
    AnswerType,
    Assessor,
    Bounds,
    Card,
    CardItem,
    CardMode,
    Direction,
    Effort,
    Indicator,
    IndicatorFile,
    Override,
    Profile,
    Screening,
)
from .base import Choice, Citation, Labelled, Record, Ref, Status
from .case import (
    Case,
    CaseKind,
    Figure,
    Level,
    PassageCitation,
    Period,
    Precision,
    Qualifier,
    Region,
    Review,
    Stage,
    Step,
)
from .lesson import GroupTask, Lesson
from .markup import markdown_of
from .parts import Compared, Form, Part, heading_of, parts_of, sections_of
from .references import Reference, references_of, without_references
from .settings import Grade, PluginSettings, Scheme, SiteSettings, Theme
from .shared import (
    Excerpt,
    Framework,
    FrameworkItem,
    FrameworkUse,
    InForce,
    Organisation,
    Policy,
    Source,
    Term,
    Wording,
)
from .teaching import Decision, Exhibit, Option, PlanItem, Question, Reading, Round, Teaching
from .words import AssessorWord, Words

__all__ = [
    "ANSWER_NEEDS", "Addition", "Alteration", "Answer", "AnswerType", "Assessor", "AssessorWord", "Bounds", "Card", "CardItem", "CardMode", "Case", "CaseKind",
    "Choice", "Citation", "Compared", "Decision", "Direction", "Effort", "Excerpt", "Exhibit", "Figure", "Form", "Framework", "FrameworkItem",
    "FrameworkUse", "Grade", "GroupTask", "InForce", "Indicator", "IndicatorFile", "Labelled", "Lesson", "Level",
    "Option", "Organisation", "Override", "Part", "PassageCitation", "Period", "PlanItem", "PluginSettings", "Policy", "Precision", "Profile",
    "Qualifier", "Question", "Reading", "Record", "Ref", "Reference", "Region", "Review", "Round", "Scheme", "Screening", "SiteSettings", "Source", "Stage", "Status", "Step",
    "Teaching", "Term", "Theme", "Wording", "Words", "heading_of", "markdown_of", "parts_of", "references_of", "sections_of", "without_references",
]  # fmt: skip
