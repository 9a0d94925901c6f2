"""The kinds of file a library has: where each lies, what it holds, and its Chinese name."""

from __future__ import annotations

from dataclasses import dataclass

from .models import (
    Card,
    Case,
    Framework,
    IndicatorFile,
    Lesson,
    Organisation,
    Policy,
    Profile,
    Record,
    Screening,
    Source,
    Term,
    Wording,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    pattern: where its files lie, relative to the library, with forward slashes.
    model: the Pydantic class of a record.
    key: for a file that holds many records, the key of their list; "" where one file is one record.
    named_by_file: whether the id is the file name.
    required: whether a library without such a file cannot be read.
    """

    name: str
    label: str
    pattern: str
    model: type[Record]
    key: str = ""
    named_by_file: bool = True
    required: bool = False

    def matches(self, path: str) -> bool:
        """Say whether the file `path` is of this kind."""
        folder, star, ending = self.pattern.partition("*")
        if not star:
            return path == self.pattern
        return path.startswith(folder) and path.endswith(ending) and "/" not in path[len(folder) :]


CASE = Kind("case", "案例", "cases/*.yml", Case)
ORGANISATION = Kind(
    "organisation", "组织类型", "content/organisations.yml", Organisation, "organisations", False, required=True
)
FRAMEWORK = Kind("framework", "框架", "content/frameworks.yml", Framework, "frameworks", False, required=True)
POLICY = Kind("policy", "政策", "content/policies/*.yml", Policy)
INDICATORS = Kind("indicator", "指标", "content/indicators/*.yml", IndicatorFile, named_by_file=False)
PROFILE = Kind("profile", "自评表配置", "content/checklists/*.yml", Profile)
CARD = Kind("card", "行动卡", "content/cards/*.yml", Card)
SCREENING = Kind("screening", "筛选题", "content/screening.yml", Screening, "questions", False)
TERM = Kind("term", "术语", "content/terms.yml", Term, "terms", False)
LESSON = Kind("lesson", "教学包", "content/lessons/*.yml", Lesson)
SOURCE = Kind("source", "来源", "content/sources.yml", Source, "sources", False, required=True)
WORDING = Kind("wording", "用词", "content/wording.yml", Wording, "words", False)

KINDS = (
    ORGANISATION, FRAMEWORK, SOURCE, POLICY, TERM, INDICATORS, PROFILE, CARD, SCREENING, LESSON, WORDING, CASE,
)  # fmt: skip
_KIND_BY_FOLDER = {kind.pattern.rpartition("/")[0]: kind for kind in KINDS if "*" in kind.pattern}
_KIND_BY_FILE = {kind.pattern: kind for kind in KINDS}


def kind_of(path: str) -> Kind | None:
    """Return the kind of the file `path`, or None when no kind lies there."""
    if not path.endswith(".yml"):
        return None
    return _KIND_BY_FILE.get(path) or _KIND_BY_FOLDER.get(path.rpartition("/")[0])


KIND_BY_NAME = {kind.name: kind for kind in KINDS}
LABELS = {kind.name: kind.label for kind in KINDS} | {"excerpt": "政策摘编", "dimension": "维度", "service": "服务类别"}
"""What is called what: the kinds of record, and what lies in a record and may be referred to by itself."""
