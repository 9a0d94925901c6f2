"""The templates of MkDocs and its theme are compiled once, and only those that can be asked for in the site are listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from jinja2.ext import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from anliku.library import read_config
from anliku.site.frames.mkdocs_frames import render_frames
from anliku.site.frames.theme_templates import KeptTemplates, list_no_hidden_folders
from tests.site.building import MINI, mini_library

GUIDE = "content/pages/guide.md"


def rendered(root: Path, out: Path, kept: Path) -> str:
    """Render the library as another process would that has the same cache; return its guide."""
    render_frames(root, out, read_config(root)[0], KeptTemplates(kept))
    return (out / "guide.html").read_text(encoding="utf-8")


def test_templates_are_compiled_once_for_all_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, kept = mini_library(tmp_path / "library"), tmp_path / "kept.pickle"
    rendered(root, tmp_path / "first", kept)
    (root / GUIDE).write_text("# 指南\n\n改了。\n", encoding="utf-8")
    monkeypatch.setattr(Environment, "_parse", lambda *_: pytest.fail("compiled again"))

    assert "改了。" in rendered(root, tmp_path / "second", kept)


def test_a_template_of_the_library_that_has_changed_is_compiled_again(tmp_path: Path) -> None:
    root, kept = mini_library(tmp_path / "library"), tmp_path / "kept.pickle"
    settings = MINI["mkdocs.yml"].replace("name: material", "name: material, custom_dir: own")
    assert "custom_dir" in settings
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "own").mkdir()
    for word in ("甲", "乙"):
        template = (
            '{% extends "base.html" %}{% block footer %}'
            + word
            + '{% include ".icons/material/home.svg" %}{% endblock %}'
        )
        (root / "own/main.html").write_text(template, encoding="utf-8")

        html = rendered(root, tmp_path / word, kept)

        assert f"{word}<svg" in html


class Shouting(Extension):
    """Changes a template before it is compiled, as a plugin's extension may."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return source + "！"


@pytest.mark.parametrize(
    ("options", "changed"), [({"trim_blocks": True}, "一"), ({"extensions": [Shouting]}, "\n一！")]
)
def test_what_another_environment_compiled_is_not_taken(tmp_path: Path, options: dict[str, Any], changed: str) -> None:
    said = []
    for more in ({}, options):
        environment = Environment(loader=DictLoader({"a": "{% if 1 %}\n一{% endif %}"}), **more)
        kept = KeptTemplates(tmp_path / "kept.pickle")
        kept.serve(environment)
        said.append(environment.get_template("a").render())
        kept.keep()

    assert said == ["\n一", changed]


def test_mkdocs_finds_the_same_files_without_looking_into_hidden_folders(tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name in (".hidden/a.svg", "deep/.hidden/b.svg", "deep/c.svg", ".d.svg", "e.svg"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text("<svg/>")
    config = MkDocsConfig()
    config.load_dict({"site_name": "题", "site_dir": str(tmp_path / "site")})
    found = []
    for change in (lambda _: None, list_no_hidden_folders):
        config.theme = Theme(name="material", custom_dir=str(own))
        change(config.theme)
        environment, files = config.theme.get_env(), Files([])
        files.add_files_from_theme(environment, config)
        found.append(sorted(file.src_uri for file in files))

    assert found[0] == found[1]
    assert {"e.svg", "deep/c.svg"} <= set(found[1])
    assert not any("hidden" in name for name in environment.list_templates())
    assert "</svg>" in environment.get_template(".icons/material/home.svg").render()
