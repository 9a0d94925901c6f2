"""The one reader of mkdocs.yml: as tolerant as MkDocs, and what is wrong in one place leaves the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.library import Config, Problem, read_config

TAGGED = """\
site_name: 示例库
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - pymdownx.snippets:
      base_path: !relative $config_dir
copyright: !ENV [NO_SUCH_VARIABLE, 示例]
plugins:
  - anliku: {id: shili, pdf: {font: 某体}}
"""


def read(folder: Path, text: str | bytes, **others: str) -> tuple[Config, list[Problem]]:
    (folder / "mkdocs.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, content in others.items():
        (folder / f"{name}.yml").write_text(content, encoding="utf-8")
    return read_config(folder)


def test_the_tags_of_mkdocs_cost_nothing(tmp_path: Path) -> None:
    config, problems = read(tmp_path, TAGGED)

    assert problems == []
    assert (config.name, config.plugin.id, config.plugin.pdf.font) == ("示例库", "shili", "某体")
    assert config.site.copyright == "示例"


def test_a_variable_of_the_environment_is_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRARY_NAME", "环境里的库")
    assert read(tmp_path, "site_name: !ENV LIBRARY_NAME\n")[0].name == "环境里的库"


def test_settings_are_inherited_as_by_mkdocs(tmp_path: Path) -> None:
    config, problems = read(
        tmp_path,
        "INHERIT: base.yml\ntheme: {language: zh}\n",
        base="site_name: 上级的库\ntheme: {name: material, language: en}\nsite_descripton: 错\n",
    )

    assert (config.name, config.site.theme.name, config.site.theme.language) == ("上级的库", "material", "zh")
    assert config.files == ("mkdocs.yml", "base.yml")
    assert [(p.kind, p.path, p.line) for p in problems] == [("unknown-setting", "base.yml", 3)]


@pytest.mark.parametrize("parent", ["mkdocs.yml", "gone.yml"])
def test_a_parent_that_leads_nowhere_is_a_problem(tmp_path: Path, parent: str) -> None:
    config, problems = read(tmp_path, f"site_name: 库\nINHERIT: {parent}\n")
    assert (config.name, [(p.kind, p.line) for p in problems]) == ("库", [("no-such-parent", 2)])


@pytest.mark.parametrize(
    "wrong",
    ["theme: {name: material, palette: 5}", "nav: 5", "plugins: [anliku: {pdf: 3}]", "extra: {social: 5}", "hooks: {}"],
)
def test_a_wrong_setting_leaves_the_name(tmp_path: Path, wrong: str) -> None:
    config, problems = read(tmp_path, f"site_name: 示例库\n{wrong}\n")
    assert config.name == "示例库"
    assert [p.line for p in problems] == [2]


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("site_name: 库\ncopyright: 2020-13-45\n", "bad-date", 2),
        ("site_name: 库\ncopyright: 0x_\n", "bad-value", 2),
        ("site_name: 库\n\ttheme: x\n", "tab", 2),
        ("!!python/name:os.system\n", "not-a-mapping", None),
        ("site_name: !secret x\n", "tag", 1),
        ("site_name: 库\nextra: " + "[" * 500 + "]" * 500 + "\n", "too-deep", 2),
        ("site_name: 库\nsite_name: 又一个\n", "duplicate-key", 2),
        ("site_name: [2014]\n", "string_type", 1),
        ("<<<<<<< HEAD\nsite_name: 甲\n=======\nsite_name: 乙\n>>>>>>> 另一支\n", "conflict", 1),
        ("site_name: 库\n".encode("gb18030"), "encoding", 1),
        ("site_name: 库\n".encode("utf-16"), "encoding", 1),
        ("", "empty", None),
    ],
)
def test_what_cannot_be_read_has_a_place(tmp_path: Path, text: str | bytes, kind: str, line: int | None) -> None:
    assert [(p.kind, p.line) for p in read(tmp_path, text)[1]] == [(kind, line)]


def test_without_the_file_there_are_defaults(tmp_path: Path) -> None:
    config, problems = read_config(tmp_path)
    assert (config.name, config.given_name, [p.kind for p in problems]) == ("案例库", "", ["missing-file"])


def test_a_text_is_the_word_that_was_written(tmp_path: Path) -> None:
    text = """site_name: 2020.10
site_description: 0120
copyright: 2020-01-05
plugins:
  - anliku:
      id: 007
      vocabulary: {publisher: 3.10, contact: yes, grades: [1.10, 2.0, "3"]}
nav:
  - 3.10: a.md
  - 2020: b.md
  - on: c.md
"""
    config, problems = read(tmp_path, text)

    words = config.plugin.vocabulary
    assert problems == []
    assert (config.name, config.description, config.site.copyright) == ("2020.10", "0120", "2020-01-05")
    assert (config.plugin.id, words.publisher, words.contact, words.grades) == (
        "007",
        "3.10",
        "yes",
        ("1.10", "2.0", "3"),
    )
    assert [title for _, title, _ in config.nav] == ["3.10", "2020", "on"]


def test_one_wrong_setting_costs_no_other(tmp_path: Path) -> None:
    config, problems = read(tmp_path, "site_name: [甲]\nsite_description: 介绍\ndocs_dir: content/pages\n")

    assert [problem.kind for problem in problems] == ["string_type"]
    assert (config.description, config.docs_dir) == ("介绍", "content/pages")


@pytest.mark.parametrize(
    "place", [".", "examples/fire-safety", "generator/anliku/starter", "generator/anliku/starter_blank"]
)
def test_what_editors_look_at_is_in_no_menu_for_readers(place: str) -> None:
    config, problems = read_config(Path(__file__).parents[2] / place)
    assert problems == []
    shown = {target for _, _, target in config.nav}
    assert "cases/index.md" in shown
    assert not shown & {"coverage.md", "sources.md"}
