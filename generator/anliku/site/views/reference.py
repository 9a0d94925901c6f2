"""The bibliography, and the reference of the YAML format, generated from the models."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ... import paths
from ...library import Shared, Vocabulary
from ...library.kinds import KINDS, Kind
from ...library.kit import KIT
from ...library.models import Choice, PluginSettings, Ref
from ...library.sections import SECTION_TITLES
from ..facts.published import Site
from .view import View


def sources(site: Site) -> View:
    """Return the bibliography: works, the documents inside them, and what draws on each."""
    records = site.shared.sources
    parts: dict[str, list[object]] = {}
    for record in records.values():
        if record.part_of:
            parts.setdefault(record.part_of, []).append(record)
    policies: dict[str, list[object]] = {}
    for policy in site.shared.policies.values():
        policies.setdefault(policy.source, []).append(policy)
    context = {
        "works": [record for record in records.values() if not record.part_of],
        "parts": parts,
        "drawing_on": site.drawing_on,
        "policies": policies,
        "shown": 12,
    }
    return View(SECTION_TITLES["sources.md"], "本库所有内容的出处", "sources.html.j2", context)


def file_format(site: Site) -> View:
    """Return the reference of every kind of file, with the ids of this library."""
    kinds = [(kind, list(_tables(kind.model, site.shared))) for kind in (*KINDS, KIT, _SETTINGS)]
    return View(
        SECTION_TITLES["reference/format.md"], "每种 YAML 文件有哪些字段、怎么写", "format.html.j2", {"kinds": kinds}
    )


_SETTINGS = Kind("settings", "mkdocs.yml 里插件 anliku 的设置", "mkdocs.yml", PluginSettings)
_IDS = 6


def _tables(model: type[BaseModel], shared: Shared, name: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield (place of the table, rows) for a model and then for each model inside it."""
    rows = []
    inner: list[tuple[str, type[BaseModel]]] = []
    for field_name, field in model.model_fields.items():
        key = field.alias or field_name
        kind, nested = _describe(field.annotation, shared.vocabulary)
        row = {"key": key, "kind": kind, "required": field.is_required(), "text": field.description or ""}
        rows.append(row | {"ids": _own_ids(field, shared)})
        if nested:
            inner.append((f"{name}.{key}" if name else key, nested))
    yield name, rows
    for place, nested in inner:
        yield from _tables(nested, shared, place)


def _own_ids(field: FieldInfo, shared: Shared) -> str:
    """Return which ids of this library a field may hold; "" for one that holds none."""
    marks = [*field.metadata, *_marks(field.annotation)]
    ids = _ids_of(next((mark.kind for mark in marks if isinstance(mark, Ref)), ""), shared)
    if not ids:
        return ""
    return f"。本库有 {'、'.join(ids[:_IDS])}" + (f" 等 {len(ids)} 个" if len(ids) > _IDS else "")


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _marks(inner)


def _ids_of(kind: str, shared: Shared) -> list[str]:
    if not kind:
        return []
    named = {
        "organisation": {key: node.name for key, node in shared.organisations.items()},
        "dimension": shared.dimensions,
        "service": shared.services,
    }
    if kind in named:
        return [f"{key}（{name}）" for key, name in named[kind].items()]
    if kind == "excerpt":
        return list(shared.excerpts)
    return [key for found, key, _ in shared.records() if found == kind]


def _describe(annotation: Any, words: Vocabulary) -> tuple[str, type[BaseModel] | None]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _describe(get_args(annotation)[0], words)
    if origin in (Union, types.UnionType):
        options = [_describe(option, words) for option in get_args(annotation) if option is not type(None)]
        names = dict.fromkeys(name for name, _ in options)
        return " 或 ".join(names), next((model for _, model in options if model), None)
    if origin is tuple:
        name, model = _describe(get_args(annotation)[0], words)
        return f"列表（每项是{name}）", model
    if origin in (dict, Mapping):
        _, model = _describe(get_args(annotation)[1], words)
        return "按 id 分列的表", model
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "一组字段，见下表", annotation
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return "、".join(f"{option.value}（{words.of(option) or '准确'}）" for option in annotation), None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "、".join(str(option.value) for option in annotation), None
    return {str: "文字", int: "整数", float: "数", bool: "true 或 false"}.get(annotation, "文字"), None


def licences(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page with the licences of the program and of the work of others that every site holds."""
    return View(
        SECTION_TITLES["notices.md"],
        "程序的许可，和网站里别人的作品的许可",
        "notices.html.j2",
        {"notices": paths.notices()},
        toc=False,
    )
