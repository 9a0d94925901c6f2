"""Searching in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.test_commands import anliku
from tests.site.building import MINI, built, mini_library
from tests.support import CARD, changed, without, write_library


def ids(output: str) -> list[str]:
    """The ids of what was found exactly, or is similar."""
    return [one["id"] for one in json.loads(output) if one.get("matched", "exact") == "exact"]


def test_search_finds_what_contains_the_words(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    code, said, error = anliku("-C", folder, "search", "代办员", "--kind", "case", "--json")
    assert (code, error) == (0, "")
    assert ids(said) == ["first-case"]


def test_search_can_be_narrowed(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    words = ("-C", folder, "search", "设代办点", "--json", "--kind", "case")
    assert ids(anliku(*words)[1]) == ["first-case", "second-case"]
    assert ids(anliku(*words, "--topic", "入户走访")[1]) == ["second-case"]
    assert ids(anliku(*words, "--type", "organ")[1]) == ["second-case"]
    assert ids(anliku(*words, "--dimension", "carrier")[1]) == ["first-case"]


def test_search_says_what_to_do_when_nothing_is_found(tmp_path: Path) -> None:
    code, said, _ = anliku("-C", mini_library(tmp_path), "search", "“没有这个词”")
    assert code == 0
    assert said.startswith("没有找到““没有这个词””")


def test_search_forgives_and_says_why(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    said = anliku("-C", folder, "search", "daibanyuan", "--explain")[1]
    assert said.startswith("没有完全一致的内容，以下 ")
    assert "（拼音）" in said
    assert "拼音：合计 " in said
    found = json.loads(anliku("-C", folder, "search", "代办员", "--explain", "--json")[1])
    assert found[0]["explain"][1].startswith("“代办员”标题 ")


def test_a_wrong_filter_names_the_nearest(tmp_path: Path) -> None:
    code, _, error = anliku("-C", mini_library(tmp_path), "search", "代办", "--type", "vilage")
    assert (code, error) == (2, "错误：--type 没有 vilage。\n怎么改：是不是：village\n")


def test_search_sees_an_edit(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    assert ids(anliku("-C", folder, "search", "新添的话", "--json")[1]) == []
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 一句新添的话。"))
    assert ids(anliku("-C", folder, "search", "新添的话", "--json")[1]) == ["first-case"]


EDITS = {
    "cases/first-case.yml": ("problem: 办事要跑很远。", "problem: 改过的话。", "cases/first-case.html"),
    "content/policies/opinion.yml": ("digest: 村里设代办点。", "digest: 改过的话。", "policies/opinion.html#agents"),
    "content/terms.yml": ("替群众跑手续", "改过的话", "terms/index.html#daiban"),
    "content/indicators/carrier.yml": (
        "verify: 看公示栏。",
        "verify: 改过的话。",
        "checklists/village.html#item-has-agent",
    ),
    "content/screening.yml": ("ask: 有窗口吗？", "ask: 改过的话？", "checklists/village.html"),
    "content/checklists/organ.yml": ("title: 机关自查表", "title: 改过的话", "checklists/organ.html"),
    "content/cards/walk.yml": ("when: 出门前", "when: 改过的话", "cards/walk.html"),
    "content/lessons/how-to.yml": ("summary: 学会设代办点。", "summary: 改过的话。", "lessons/how-to.html"),
    "content/frameworks.yml": ("summary: 六个方面。", "summary: 改过的话。", "frameworks/six.html"),
    "content/organisations.yml": ("name: 机关党支部", "name: 改过的话", "organisations/organ.html"),
    "content/sources.yml": ("title: 调研报告", "title: 改过的话", "sources.html"),
    "content/pages/guide.md": ("先看", "改过的话，先看", "guide.html"),
    "mkdocs.yml": ("- 说明: about.md", "- 改过的话: about.md", "about.html"),
}
"""Every kind of source: what stands there, what is put in its place, and where that is found then."""
MORE = {
    "mkdocs.yml": MINI["mkdocs.yml"] + "  - 说明: about.md\n",
    "content/pages/about.md": "没有题目的一页。\n",
    "content/screening.yml": "questions:\n  - {id: has-window, ask: 有窗口吗？}\n",
    "content/indicators/carrier.yml": MINI["content/indicators/carrier.yml"] + "    only_if: has-window\n",
    "content/checklists/organ.yml": "organisation: organ\ntitle: 机关自查表\n",
    "content/cards/walk.yml": CARD,
}


def urls(folder: Path, query: str) -> set[str]:
    """Where what is found exactly stands."""
    code, said, error = anliku("-C", folder, "search", query, "--json", "--limit", "100")
    assert (code, error) == (0, "")
    return {one["url"] for one in json.loads(said) if one["matched"] == "exact"}


def test_search_sees_an_edit_of_every_kind_of_source(tmp_path: Path) -> None:
    """Nothing is found of what was so when the site was built, or when something was last looked for."""
    folder = write_library(tmp_path, {**MINI, **MORE})
    built(folder)
    assert "guide.html" in urls(folder, "先看首页")
    assert urls(folder, "改过的话") == set()
    for path, (old, new, _) in EDITS.items():
        text = (folder / path).read_text("utf-8")
        assert text.count(old) == 1, path
        (folder / path).write_text(text.replace(old, new), "utf-8")
    found = urls(folder, "改过的话")
    assert {path for path, (_, _, url) in EDITS.items() if url not in found} == set()
    assert urls(folder, "看公示栏") == urls(folder, "机关自查表") == set()


def test_search_sees_an_edit_of_the_vocabulary(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    settings = MINI["mkdocs.yml"].replace(
        "plugins: [anliku]", "plugins:\n  - anliku:\n      vocabulary: {levels: {village: LEVEL}}"
    )
    for name, other in (("一村一品", "各村各样"), ("各村各样", "一村一品")):
        (folder / "mkdocs.yml").write_text(settings.replace("LEVEL", name), "utf-8")
        assert {"cases/first-case.html", "cases/second-case.html"} <= urls(folder, name)
        assert urls(folder, other) == set()


def test_what_is_gone_is_not_found(tmp_path: Path) -> None:
    folder = write_library(tmp_path, {**MINI, **MORE})
    built(folder)
    assert urls(folder, "没有题目的一页") == {"about.html"}
    (folder / "content/pages/about.md").unlink()
    (folder / "content/cards/walk.yml").unlink()
    (folder / "mkdocs.yml").write_text(MINI["mkdocs.yml"], "utf-8")
    assert urls(folder, "没有题目的一页") == urls(folder, "带上笔和本") == set()


def test_a_lesson_that_readers_do_not_see_is_not_found(tmp_path: Path) -> None:
    draft = changed(MINI["content/lessons/how-to.yml"], "status: draft", "title: 还没写好的课")
    folder = write_library(tmp_path, {**MINI, "content/lessons/how-to.yml": draft})
    assert urls(folder, "还没写好的课") == set()


def test_search_says_what_it_cannot_look_through(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    (folder / "content/pages/guide.md").write_text("# 指南\n\n新写的一句。\n", "utf-8")
    (folder / "cases/second-case.yml").write_text(without(MINI["cases/second-case.yml"], "summary"), "utf-8")
    code, said, error = anliku("-C", folder, "search", "新写的一句", "--json")
    assert (code, ids(said)) == (0, ["guide.html"])
    assert error.startswith("案例库有 1 处错误，有错的内容和汇总各条内容的页面查不到")
    (folder / "mkdocs.yml").write_text(MINI["mkdocs.yml"] + "hooks: [hook.py]\n", "utf-8")
    (folder / "hook.py").write_text("def on_nav(nav, config, files):\n    raise ValueError\n", "utf-8")
    code, said, error = anliku("-C", folder, "search", "新写的一句", "--json")
    assert (code, ids(said)) == (0, [])
    assert "普通页面现在生成不出来，指南和页面查不到；运行 anliku build 看是哪里的问题。" in error


def test_similar_names_other_cases(tmp_path: Path) -> None:
    code, said, _ = anliku("-C", mini_library(tmp_path), "similar", "first-case", "--json")
    assert code == 0
    assert ids(said) == ["second-case"]


def test_check_warns_of_a_case_entered_twice(tmp_path: Path) -> None:
    twice = changed(MINI["cases/first-case.yml"], "title: 村里有代办员了", "related: [first-case]")
    folder = mini_library(tmp_path, third_case=twice)
    _, said, _ = anliku("-C", folder, "check", "--format", "json")
    found = [f for f in json.loads(said)["findings"] if f["code"] == "near-duplicate" and "third-case" in f["path"]]
    assert found
    assert "像是录入了两次" in found[0]["message"]
