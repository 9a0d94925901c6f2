"""Links and pictures in pages and in records."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.survey import survey
from anliku.library.addresses import FOLDERS, Addresses
from anliku.library.kinds import KINDS
from tests.site.building import built, contents, mini_library
from tests.support import MKDOCS, case, told

PAGES = {
    "content/pages/images/shot.png": b"x",
    "content/pages/guide/editors.md": "# 编者\n\n## 怎么写\n\n文字\n\n## 怎么写\n\n又一节\n",
}


def told_of_page(folder: Path, text: str) -> list[str]:
    found = told(folder, {**PAGES, "content/pages/guide/note.md": f"# 说明\n\n## 汇总\n\n{text}\n"})
    assert all(line.startswith("content/pages/guide/note.md:5:") for line in found), found
    return [line.partition(" warning ")[2] for line in found]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("[甲](nofile.md)", "broken-link 没有“nofile.md”这个页面。"),
        ("[甲](editor.md)", "broken-link 没有“editor.md”这个页面。 | 是不是 editors.md？"),
        ("[甲](editors.html#没有)", "broken-anchor “editors.html#没有”指的那一节没有。 | 那一页有：怎么写、怎么写_1、编者。"),
        ("[甲](#汇总表)", "broken-anchor “#汇总表”指的那一节没有。 | 是不是“#汇总”？"),
        ("[甲](../cases/first-cases.html)", "broken-link 没有“../cases/first-cases.html”这个页面或文件。 | 是不是 ../cases/first-case.html？"),
        ("[甲](../cases/first-case.md)", "broken-link 没有“../cases/first-case.md”这个页面。 | 改成 ../cases/first-case.html。"),
        ("![图](../images/SHOT.PNG)", "wrong-letter-case “../images/SHOT.PNG”的大小写和文件不一样，在有的电脑上打不开。 | 改成 ../images/shot.png。"),
        ("![图](images/shot.png)", "broken-link 没有“images/shot.png”这张图片。 | 是不是 ../images/shot.png？"),
        (r"![图](..\images\shot.png)", r"windows-path “..\images\shot.png”用了反斜杠“\”。 | 改成 ../images/shot.png。"),
        (r"![图](C:\图\a.png)", r"local-path “C:\图\a.png”是这台电脑上的路径，读者打不开。 | 把图片放进 content/pages/images/，再照它的位置写。"),
        ("[甲](/guide/editors.html)", "absolute-path “/guide/editors.html”从“/”写起，双击打开的网站里走不通。 | 是不是 editors.md？"),
        ("[甲](ftp://example.org/a)", "dropped-link 链接“ftp://example.org/a”不会显示成链接：只能是 http、https 或 mailto。 | 改成网址，或只写文字。"),
        ("![](../images/shot.png)", "picture-without-text"),
    ],
)  # fmt: skip
def test_a_dead_link_in_a_page_names_the_nearest_target(tmp_path: Path, text: str, finding: str) -> None:
    found = told_of_page(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(finding)


@pytest.mark.parametrize(
    "text",
    [
        "[甲](editors.md)", "[甲](editors.md#怎么写_1)", "[甲](#汇总)", "[甲](../index.md)", "[甲](../cases/index.md)", "`[甲](no.md)`",
        "[甲](../cases/first-case.html)", "![图](../images/shot.png)", "[甲](https://example.org/x)", "[甲](mailto:a@example.org)",
        "[甲](../policies/opinion.html#agents)", "[甲](../terms/index.html)", "[甲](editors.md?x=1)", "[甲](editors.md#%E6%80%8E%E4%B9%88%E5%86%99)",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_none_of_ours(tmp_path: Path, text: str) -> None:
    assert told_of_page(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("见[另一篇](no-such-case.html)。", ":11:17 warning broken-link 没有“no-such-case.html”这个页面或文件。"),
        ("见[另一篇](first-cas.html)。", "broken-link 没有“first-cas.html”这个页面或文件。 | 是不是 first-case.html？"),
        ("见![图](scene.jpg)。", "broken-link 没有“scene.jpg”这张图片。 | 文件 scene.jpg 移到 content/pages/images/，这里写 ../images/scene.jpg。"),
        ("见[上面](#做法)。", "broken-anchor “#做法”指的那一节没有。"),
        ("见[说明](../guide/editors.md)。", "broken-link 没有“../guide/editors.md”这个页面。 | 改成 ../guide/editors.html。"),
    ],
)  # fmt: skip
def test_a_dead_link_in_a_record_has_its_line(tmp_path: Path, text: str, finding: str) -> None:
    found = told(tmp_path, {**PAGES, "cases/first-case.yml": case(f"problem: {text}"), "cases/scene.jpg": b"x"})
    assert any(finding in line and line.startswith("cases/first-case.yml:") for line in found), found


def test_a_link_to_a_draft_is_named(tmp_path: Path) -> None:
    draft = case("title: 又一件", "status: draft", "reviewed: {by: 编者, on: 2026-01-01}")
    page = {"content/pages/note.md": "[甲](cases/second-case.html)\n", "cases/second-case.yml": draft}
    assert any("的状态是“草稿”，读者看不到" in line for line in told(tmp_path, page))


def test_large_pictures_are_named(tmp_path: Path) -> None:
    found = told(tmp_path, {"content/pages/images/large.jpg": b"x" * 1_200_000})
    assert [line.split(" | ")[0] for line in found] == [
        "content/pages/images/large.jpg:0:0 warning big-picture 图片有 1.2 MB，旧电脑打开慢，U 盘也占地方。"
    ]


def test_a_page_nested_too_deeply_is_named(tmp_path: Path) -> None:
    deep = "\n".join("    " * level + "- 字" for level in range(900))
    assert any("too-deep" in line for line in told(tmp_path, {"content/pages/note.md": deep}))
    assert not any("too-deep" in line for line in told(tmp_path, {"content/pages/note.md": "- " * 2_000 + "字\n"}))


def test_marks_of_extensions_that_are_off_are_named(tmp_path: Path) -> None:
    found = told(tmp_path, {"content/pages/note.md": '# 说明\n\n??? note "折叠"\n    文字\n\n`??? x`\n'})
    assert [line.split(" | ")[0] for line in found] == [
        "content/pages/note.md:3:1 warning needs-extension 折叠框的记号“??? n”会原样显示出来：没有打开这种写法。"
    ]


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        ("[^1]: 甲\n    [^2]: 乙\n", ["4"]),
        ("[^1]: 甲\n\n    - 项\n\n        - [^2]: 乙\n", ["7"]),
        ("[^1]: [^2]: 乙\n", ["3"]),
        ("[^1]:\n    > [^2]: 乙\n", ["4"]),
        ("[^1]: 甲[^2]，见 [^2]: 乙\n  [^2]: 乙\n", []),
        ("[^1]: 甲\n\n文字\n\n    [^2]: 代码\n", []),
        ("[^1]: 甲\n    `[^2]: 代码`\n", []),
    ],
)
def test_a_footnote_within_another_is_named_with_its_line(tmp_path: Path, note: str, lines: list[str]) -> None:
    settings = f"{MKDOCS}markdown_extensions: [footnotes]\n"
    found = told(tmp_path, {"mkdocs.yml": settings, "content/pages/note.md": f"字[^1]字[^2]\n\n{note}"})
    assert [line.split(":")[1] for line in found if "nested-footnote" in line] == lines


def test_what_check_knows_of_addresses_is_what_the_site_has(tmp_path: Path) -> None:
    root = mini_library(tmp_path)
    site = {path for path in contents(built(root).out) if path.endswith(".html") and not path.startswith("lists/")}
    known = {path for path in Addresses(survey(root).library, iter(())).known if path.endswith(".html")}
    assert site - known == set()
    assert {path for path in known - site if not path.startswith(("lists/", "cards/"))} == set()


def test_every_kind_of_record_has_a_folder_whose_links_can_be_followed() -> None:
    assert {kind.name for kind in KINDS} == set(FOLDERS)
