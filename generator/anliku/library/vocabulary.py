"""The words of a library's own subject, put together once: every output asks here and has none of its own.

Where mkdocs.yml names no word, one that fits any subject is taken, or one of the library's own: the name of its
framework, its first term.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .models import Assessor, Choice, Framework, FrameworkUse, Labelled, Level, Term, Words

LECTURERS = "讲师版"  # what the lecturers' edition of a site or paper is called
_DIMENSIONS = "维度"
_ORGANISATION = "单位"
_ASSESSORS = {Assessor.SELF: "自评", Assessor.MASSES: "服务对象测评", Assessor.SUPERIOR: "上级考评"}
_LEVELS = {
    Level.NATIONAL: "全国",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇级",
    Level.VILLAGE: "村级",
    Level.UNIT: "单位",
}
_DATE = "日期"


@dataclass(frozen=True)
class Vocabulary:
    """The words of one library.

    dimensions: what its dimensions are called as a whole. framework: the name of the framework that they come from.
    assessors, levels: names by value. hints: who each assessor is, for people. signs: whose names stand below a
    self-assessment. example_query: something to search for, "" where the library has no term; long_query: the same,
    too long to be found. publisher, contact: "" where the library tells none.
    """

    organisation: str = _ORGANISATION
    dimensions: str = _DIMENSIONS
    framework: str = _DIMENSIONS
    assessors: Mapping[Assessor, str] = field(default_factory=lambda: dict(_ASSESSORS))
    hints: Mapping[Assessor, str] = field(default_factory=lambda: _hints(_ORGANISATION))
    levels: Mapping[Level, str] = field(default_factory=lambda: dict(_LEVELS))
    signs: tuple[str, ...] = ("填表人", "负责人")
    example_query: str = ""
    long_query: str = ""
    publisher: str = ""
    contact: str = ""

    def of(self, choice: Choice | None) -> str:
        """Return what readers see for a choice, "" for none."""
        if isinstance(choice, Labelled):
            return choice.label
        if isinstance(choice, Assessor):
            return self.assessors[choice]
        return self.levels[choice] if isinstance(choice, Level) else ""

    def names(self, choices: Iterable[Choice]) -> str:
        """Return what readers see for several choices."""
        return "、".join(map(self.of, choices))

    @property
    def signature(self) -> tuple[str, ...]:
        """What stands below a self-assessment: who signs, and when."""
        return (*self.signs, _DATE)

    @property
    def imprint(self) -> tuple[str, ...]:
        """Who publishes the library and how to reach them, as every output says it; nothing of what the library does not tell."""
        told = (("编印：", self.publisher), ("联系：", self.contact))
        return tuple(label + said for label, said in told if said)

    @property
    def short_query(self) -> str:
        """The first word of the example."""
        return self.example_query.split()[0] if self.example_query.split() else ""

    @property
    def assessors_by_name(self) -> dict[str, Assessor]:
        """The assessors by each name: of this library, and of any library by default."""
        defaults = {label: assessor for assessor, label in _ASSESSORS.items()}
        return defaults | {label: assessor for assessor, label in self.assessors.items()}

    def assessor_called(self, name: str) -> Assessor | None:
        """Return the assessor that a name means, older names included; None where it means none."""
        return self.assessors_by_name.get(name) or _BEFORE.get(name)


# What files call the assessors that are older than vocabularies. Pages do not know these: they would carry the words of
# one subject into every other library.
_BEFORE = {"群众测评": Assessor.MASSES, "组织考评": Assessor.SUPERIOR}


def vocabulary_of(words: Words, frameworks: Iterable[Framework] = (), terms: Iterable[Term] = ()) -> Vocabulary:
    """Return the words of a library: those that it states, else its own names, else words for any subject."""
    named = [framework.name for framework in frameworks if framework.use is FrameworkUse.DIMENSIONS]
    framework = named[0] if len(named) == 1 else _DIMENSIONS
    organisation = words.organisation or _ORGANISATION
    example = words.example_query or next((term.name for term in terms), "")
    hints = _hints(organisation) | {key: word.hint for key, word in words.assessors.items() if word.hint}
    return Vocabulary(
        organisation=organisation,
        dimensions=words.dimensions or framework,
        framework=framework if len(named) == 1 else words.dimensions or framework,
        assessors=_ASSESSORS | {key: word.name for key, word in words.assessors.items()},
        hints=hints,
        levels=_LEVELS | dict(words.levels),
        signs=tuple(sign for sign in words.signs if sign != _DATE) or ("填表人", "负责人"),
        example_query=example,
        long_query=words.long_query or (f"{example.split()[0]}管理办法" if example.split() else ""),
        publisher=words.publisher,
        contact=words.contact,
    )


def _hints(organisation: str) -> dict[Assessor, str]:
    return {
        Assessor.SELF: "本单位自己填",
        Assessor.MASSES: "请服务对象填，或填多人的平均分",
        Assessor.SUPERIOR: f"由上级{organisation}填",
    }
