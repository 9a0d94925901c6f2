"""The one reader of mkdocs.yml: read once, handed on as a typed value.

It is as tolerant as MkDocs is (`!ENV`, `!!python/name:…`, `INHERIT`), and a fault in one place leaves the
rest valid: a wrong palette must not cost a library its name, by which results are told apart.
"""

from __future__ import annotations

import errno
import hashlib
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..colours import HUES, RED, readable
from ..paths import is_file
from .locate import locate_in
from .mkdocs_yaml import read_mkdocs_yaml, text_at
from .models import PluginSettings, Record, SiteSettings
from .problems import FieldPath, Problem
from .records import as_written, problems_of
from .yaml_file import YamlDocument

MKDOCS_YML = "mkdocs.yml"
PLUGIN = "anliku"
_NO_NAME = "案例库"
_USUAL_PAGES = "content/pages"
_MAX_PARENTS = 10

WordAt = Callable[[FieldPath], str | None]


@dataclass(frozen=True)
class Config:
    """What a library's mkdocs.yml says.

    site: its settings, those that are wrong replaced by their defaults. plugin: the settings of the plugin anliku.
    given_name: site_name as it is written, "" when it is not. plugins: (place, name) of each plugin in order.
    nav: (place, title, target) of each entry, titles "" where none is written. data: everything as plain data.
    files: every file that was read, mkdocs.yml first; none when there is no mkdocs.yml.
    """

    site: SiteSettings = field(default_factory=lambda: SiteSettings(site_name=_NO_NAME))
    plugin: PluginSettings = field(default_factory=PluginSettings)
    given_name: str = ""
    plugins: tuple[tuple[FieldPath, str], ...] = ()
    nav: tuple[tuple[FieldPath, str, str], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the library, for readers."""
        return self.given_name or _NO_NAME

    @property
    def description(self) -> str:
        """What the library says of itself in a sentence, or nothing."""
        return self.site.site_description or ""

    @property
    def docs_dir(self) -> str:
        """Folder of the ordinary pages, relative to the library."""
        return posixpath.normpath(self.site.docs_dir.replace(os.sep, "/"))

    @property
    def custom_dir(self) -> str:
        """Folder of the library's own templates, relative to the library; "" when it has none."""
        folder = self.site.theme.custom_dir.replace(os.sep, "/")
        return posixpath.normpath(folder) if folder else ""

    @property
    def colour_at(self) -> FieldPath:
        """Where the colour is set: in the settings of the plugin, or as the palette's; () where it is not."""
        plugin = next((at for at, name in self.plugins if name == PLUGIN), ())
        if self.plugin.colour:
            return (*plugin, "colour")
        palette = self.site.theme.palette
        if isinstance(palette, tuple):
            found = next((index for index, one in enumerate(palette) if one.primary), None)
            return () if found is None else ("theme", "palette", found, "primary")
        return ("theme", "palette", "primary") if palette and palette.primary else ()

    @property
    def given_colour(self) -> str:
        """The colour as the library sets it, #rrggbb; the red of the first library where it sets none."""
        palettes = self.site.theme.palette or ()
        hues = (one.primary.value for one in (palettes if isinstance(palettes, tuple) else (palettes,)) if one.primary)
        return self.plugin.colour or next((HUES[hue] for hue in hues if hue in HUES), RED)

    @property
    def colour(self) -> str:
        """The colour of pages and files: the one that is set, darkened until white is readable on it."""
        return readable(self.given_colour)

    @property
    def logo(self) -> str:
        """The picture beside the library's name, relative to docs_dir; "" for none."""
        return self.plugin.logo or self.site.theme.logo or ""

    @property
    def key(self) -> str:
        """Hash of all that it says."""
        return hashlib.blake2b(repr(self.data).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def file_of(self, at: FieldPath) -> str:
        """Return which file a value stands in: mkdocs.yml, or one that it inherits from."""
        return self.owners.get(str(at[0]), MKDOCS_YML) if at else MKDOCS_YML


class _Layer(NamedTuple):
    """One file: its path and what it says."""

    path: str
    document: YamlDocument


def read_config(root: Path) -> tuple[Config, list[Problem]]:
    """Return what the library at `root` says in mkdocs.yml, and what is wrong with it, with places.

    Without the file, or when it cannot be read at all, the defaults.
    """
    layers, problems = _layers(root)
    data: dict[Any, Any] = {}
    owners: dict[str, str] = {}
    for layer in reversed(layers):
        data = _merged(data, layer.document.data)
        owners |= {str(key): layer.path for key in layer.document.data}
    if layers:
        config, wrong = _config_of(data, owners, lambda at: _text_at(layers, at))
        problems += [_placed(problem, layers) for problem in wrong]
        config = replace(config, files=tuple(layer.path for layer in layers))
    else:  # pages that nobody asked about are no stray files
        config = Config(site=SiteSettings(site_name=_NO_NAME, docs_dir=_USUAL_PAGES)) if problems else Config()
    return config, problems


def _below(word_at: WordAt, at: FieldPath, steps: FieldPath) -> str | None:
    return word_at((*at, *steps))


def _text_at(layers: list[_Layer], at: FieldPath) -> str | None:
    """Return the word at a place in the nearest file that holds the place."""
    for layer in layers:
        if locate_in(layer.document.node, at, whole=True):
            return text_at(layer.document.node, at)
    return None


def _layers(root: Path) -> tuple[list[_Layer], list[Problem]]:
    """Return mkdocs.yml and the files that it inherits from, the nearest first."""
    layers: list[_Layer] = []
    path = MKDOCS_YML
    while True:
        document, problems = read_mkdocs_yaml(root, path)
        if problems and not layers and problems[0].detail.get("errno") == errno.ENOENT:
            return [], [Problem("missing-file", MKDOCS_YML)]
        if not problems and not isinstance(document.data, dict):
            kind = "empty" if document.data is None else "not-a-mapping"
            problems = [Problem(kind, path, detail={"input": _shown(document.data)})]
        if problems:
            return layers, problems
        layers.append(_Layer(path, document))
        parent = document.data.get("INHERIT")
        if not isinstance(parent, str):
            return layers, []
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), parent.replace(os.sep, "/")))
        if not is_file(root / path) or path in [layer.path for layer in layers] or len(layers) > _MAX_PARENTS:
            wrong = Problem("no-such-parent", layers[-1].path, ("INHERIT",), detail={"input": parent})
            return layers, [_placed(wrong, layers[-1:])]


def _shown(data: Any) -> Any:
    return data if isinstance(data, (str, int, float, list)) else str(data)


def _merged(below: Any, above: Any) -> Any:
    """Merge as MkDocs does: mappings key by key, of anything else the nearer one."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {**below, **{key: _merged(below.get(key), value) for key, value in above.items()}}


def _placed(problem: Problem, layers: list[_Layer]) -> Problem:
    """Return the problem with the file, line and column of the nearest layer that holds its place."""
    for layer in layers:
        place = locate_in(layer.document.node, problem.at, whole=True)
        if place:
            return replace(problem, path=layer.path, line=place[0], column=place[1])
    line, column = locate_in(layers[0].document.node, problem.at) or (1, 1)
    return replace(problem, path=layers[0].path, line=line, column=column)


def _config_of(data: dict[Any, Any], owners: Mapping[str, str], word_at: WordAt) -> tuple[Config, list[Problem]]:
    given = {key: value for key, value in data.items() if value is not None}
    if isinstance(given.get("theme"), str):
        given["theme"] = {"name": given["theme"]}
    given = as_written(SiteSettings, given, word_at)
    data = {**data, **{key: value for key, value in given.items() if key != "theme"}}
    site, problems = _validated(SiteSettings, given, ())
    entries, more = _plugin_entries(given.get("plugins"))
    problems += more
    plugin = PluginSettings()
    for at, name, options in entries:
        if name == PLUGIN and options is not None:
            written = as_written(PluginSettings, options, partial(_below, word_at, at))
            plugin, wrong = _validated(PluginSettings, written, at)
            problems += wrong
    nav = list(_nav_entries(given.get("nav"), ("nav",)))
    problems += [_wrong_nav(at, target) for at, _, target in nav if not isinstance(target, str)]
    named = given.get("site_name")
    config = Config(
        site=site or SiteSettings(site_name=_NO_NAME),
        plugin=plugin or PluginSettings(),
        given_name=named.strip() if isinstance(named, str) else "",
        plugins=tuple((at, name) for at, name, _ in entries),
        nav=tuple((at, title, target) for at, title, target in nav if isinstance(target, str)),
        data=data,
        owners=owners,
    )
    return config, problems


def _validated(model: type[Any], data: Any, at: FieldPath) -> tuple[Any, list[Problem]]:
    """Return the model of the data without its faulty parts, and the problems of these."""
    problems: list[Problem] = []
    if not isinstance(data, dict):
        detail = {"input": _shown(data)}
        return model(), [Problem("model_type", MKDOCS_YML, at, detail=detail, within=(model, len(at)))]
    if any(not isinstance(key, str) for key in data):
        data = {str(key): value for key, value in data.items()}
    while True:
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            found = [_about(problem, model, len(at)) for problem in problems_of(error, data, at, MKDOCS_YML)]
            if problems:  # a field that is missing now was left out a moment ago
                found = [problem for problem in found if problem.kind != "missing"]
            smaller = data
            for problem in found:
                smaller = _without(smaller, problem.at[len(at) :], problem.kind)
        problems += found
        if smaller == data:  # a field that is missing cannot be left out
            required = {"site_name": _NO_NAME} if model is SiteSettings else {}
            return model.model_validate({**data, **required}), problems
        data = smaller


def _about(problem: Problem, model: type[Record], depth: int) -> Problem:
    """Add to a problem which model knows its place, and whether one can live with it."""
    steps = problem.at[depth:]
    free = problem.kind == "extra_forbidden" and model is SiteSettings  # MkDocs and Material take any key
    colour = problem.kind == "enum" and steps[:1] == ("theme",)
    detail = {**problem.detail, "remark": True} if free or colour else problem.detail
    kind = "unknown-setting" if free else problem.kind
    return replace(problem, kind=kind, detail=detail, within=(model, depth))


def _without(data: dict[str, Any], steps: FieldPath, kind: str) -> dict[str, Any]:
    """Return the data without what is wrong: an unknown key alone, else the whole setting, of the theme one of its own."""
    depth = len(steps) if kind == "unknown-setting" else 2 if steps[:1] == ("theme",) else 1
    return dict(_cut(data, steps[:depth]))


def _cut(data: Any, steps: FieldPath) -> Any:
    if not steps:
        return data
    first, rest = steps[0], steps[1:]
    if isinstance(data, dict) and first in data:
        if not rest or not isinstance(data[first], (dict, list)):
            return {key: value for key, value in data.items() if key != first}
        return {**data, first: _cut(data[first], rest)}
    if isinstance(data, list) and isinstance(first, int) and first < len(data):
        return [_cut(item, rest) if index == first else item for index, item in enumerate(data)]
    return data


def _plugin_entries(plugins: Any) -> tuple[list[tuple[FieldPath, str, Any]], list[Problem]]:
    """Return (place of its settings, name, settings) of each plugin, which MkDocs allows in a list or in a mapping."""
    entries: list[tuple[FieldPath, str, Any]] = []
    problems: list[Problem] = []
    if isinstance(plugins, dict):
        return [(("plugins", str(name)), str(name), options) for name, options in plugins.items()], []
    if plugins is not None and not isinstance(plugins, list):
        return [], [_wrong_plugins(("plugins",), plugins)]
    for index, entry in enumerate(plugins or ()):
        at: FieldPath = ("plugins", index)
        if isinstance(entry, str):
            entries.append((at, entry, None))
        elif isinstance(entry, dict) and len(entry) == 1:
            ((name, options),) = entry.items()
            entries.append(((*at, str(name)), str(name), options))
        else:
            problems.append(_wrong_plugins(at, entry))
    return entries, problems


def _wrong_plugins(at: FieldPath, given: Any) -> Problem:
    return Problem("plugins-form", MKDOCS_YML, at, detail={"input": _shown(given)})


def _nav_entries(nav: Any, at: FieldPath, title: str = "") -> Iterator[tuple[FieldPath, str, Any]]:
    """Yield (place, title, target) of every entry; of one of a wrong form the target is no text."""
    if nav is None and not title:
        return
    if isinstance(nav, str):
        yield at, title, nav
    elif isinstance(nav, list) and (nav or not title):
        for index, item in enumerate(nav):
            if isinstance(item, dict) and len(item) == 1:
                ((name, target),) = item.items()
                if isinstance(name, str):
                    yield from _nav_entries(target, (*at, index, name), name)
                    continue
            elif isinstance(item, str):
                yield (*at, index), "", item
                continue
            yield (*at, index), "", {"input": item}
    else:
        yield at, title, {"input": nav}


def _wrong_nav(at: FieldPath, target: Any) -> Problem:
    return Problem("nav-form", MKDOCS_YML, at, detail={"input": _shown(target["input"])})
