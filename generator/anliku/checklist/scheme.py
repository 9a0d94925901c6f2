"""How answers become a grade: shares of the assessors, bounds of the grades. A library sets them in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from ..library.models import Assessor, Record


class Grade(Record):
    """A grade and the lowest score (0–100) that earns it."""

    name: str = Field(min_length=1, description="等级名称")
    from_: float = Field(alias="from", ge=0, le=100, description="最低得分（0–100）")


def _from_best_to_worst(grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
    ordered = tuple(sorted(grades, key=lambda grade: -grade.from_))
    if not ordered or ordered[-1].from_ != 0:
        raise ValueError("最低一级要从 0 分起")
    return ordered


class Scheme(Record):
    """Shares and bounds.

    shares: weight of each assessor in the combined score; those who did not answer leave the denominator.
    grades: best first; an unmet critical item keeps an organisation from the first.
    pass_mark: points (0–1) from which a graded answer (levels, 1–5) counts as met.
    """

    shares: Mapping[Assessor, Annotated[float, Field(ge=0)]] = Field(
        {Assessor.SELF: 30, Assessor.MASSES: 40, Assessor.SUPERIOR: 30}, description="自评、群众测评、组织考评各占多少"
    )
    grades: Annotated[tuple[Grade, ...], AfterValidator(_from_best_to_worst)] = Field(
        (
            Grade.model_validate({"name": "先进", "from": 85}),
            Grade.model_validate({"name": "一般", "from": 60}),
            Grade.model_validate({"name": "后进", "from": 0}),
        ),
        description="等级与分数线",
    )
    pass_mark: float = Field(0.6, ge=0, le=1, description="分档题和 1–5 分题得到几成算达标")

    @model_validator(mode="after")
    def _some_share(self) -> Self:
        if not any(self.shares.values()):
            raise ValueError("至少要有一方占分")
        return self

    def grade(self, score: float, capped: bool) -> Grade:
        """Return the grade of a displayed score (0–100); `capped` when a critical item is unmet."""
        index = next(i for i, grade in enumerate(self.grades) if score >= grade.from_)
        return self.grades[max(index, 1) if capped and len(self.grades) > 1 else index]


class SettingsError(Exception):
    """The options in mkdocs.yml cannot be used; the message is Chinese and for the user."""


class Settings(Record):
    """What the self-assessment takes from mkdocs.yml: name of the library, scheme, fonts for PDF."""

    library: str = "anliku"
    scheme: Scheme = Scheme()
    pdf_font: str = ""


class _TolerantLoader(yaml.SafeLoader):
    """mkdocs.yml may name Python objects (`!!python/name:…`); they are of no interest here and never resolved."""


_TolerantLoader.add_multi_constructor("", lambda loader, suffix, node: None)  # noqa: ARG005 - PyYAML's signature


def read_settings(root: Path) -> Settings:
    """Read the settings of the library at `root` from its mkdocs.yml; without the file, the defaults."""
    try:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8-sig")
    except OSError:
        return Settings()
    try:
        config = yaml.load(text, Loader=_TolerantLoader)  # noqa: S506 - a SafeLoader that drops unknown tags
    except yaml.YAMLError as error:
        raise SettingsError(f"mkdocs.yml 不是合格的 YAML：{error}") from error
    return settings_from(config if isinstance(config, dict) else {})


def settings_from(config: Mapping[str, Any]) -> Settings:
    """Take the settings from the data of mkdocs.yml: `plugins: [anliku: {id, assessment, pdf}]`."""
    options = _plugin_options(config.get("plugins"))
    name = options.get("id") or config.get("site_name") or "anliku"
    pdf = options.get("pdf")
    try:
        return Settings(
            library=str(name),
            scheme=Scheme.model_validate(options.get("assessment") or {}),
            pdf_font=str(pdf.get("font") or "") if isinstance(pdf, dict) else "",
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in ("assessment", *first["loc"]))
        raise SettingsError(f"mkdocs.yml 中 anliku 插件的 {place} 写得不对：{first['msg']}") from error


def _plugin_options(plugins: Any) -> Mapping[str, Any]:
    """Return the options of the anliku plugin, which MkDocs allows in a list or in a mapping."""
    if isinstance(plugins, dict):
        plugins = [plugins]
    for entry in plugins if isinstance(plugins, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("anliku"), dict):
            return dict(entry["anliku"])
    return {}
