"""mkdocs.yml in the words of `check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import MKDOCS, changed, findings, told


def told_of(folder: Path, *fields: str) -> list[str]:
    return told(folder, {"mkdocs.yml": changed(MKDOCS, *fields)})


@pytest.mark.parametrize(
    ("field", "finding"),
    [
        ("theme: {name: materal}", "3:9 error unknown-theme 主题写成了“materal”，案例库的页面只能用 material。 |"),
        ("theme: {name: material, language: zhh}", "3:25 error unknown-language 没有“zhh”这种界面语言。 | 是不是“zh”？"),
        ("theme: {name: material, palette: {primary: purpel}}", "3:35 warning bad-choice"),
        ("theme: {name: material, palette: 5}", "3:25 error wrong-type “theme.palette”应是"),
        ("theme: {name: material, logo: images/log.png}", "3:25 warning no-such-file"),
        ("theme: {name: material, custom_dir: them}", "3:25 error no-such-folder"),
        ("plugins: [anliku, serch]", "4:19 error unknown-plugin 没有装“serch”这个插件。 | 是不是“search”？"),
        ("plugins: [search]", "4:1 error no-plugin"),
        ("plugins: [{anliku: {assesment: {}}}]", "4:21 error unknown-key “plugins 第 1 项的 anliku”里没有“assesment”"),
        ("docs_dir: content/page", "2:1 error no-such-folder 普通页面的文件夹“content/page”没有。"),
        pytest.param("docs_dir: " + "x" * 300, "2:1 error no-such-folder 普通页面的文件夹“xxx", id="a folder's name too long for the system"),
        pytest.param("nav: [首页: index.md, 说明: " + "x" * 300 + ".md]", "5:21 warning broken-nav 导航里的“xxx", id="a page's"),
        pytest.param("theme: {name: material, custom_dir: " + "x" * 300 + "}", "3:25 error no-such-folder", id="a theme's"),
        pytest.param("theme: {name: material, logo: " + "x" * 300 + "}", "3:25 warning no-such-file", id="a picture's"),
        pytest.param("INHERIT: " + "x" * 300 + ".yml", "5:1 ", id="a file of settings"),
        ("site_dir: public", "5:1 warning no-effect “site_dir”在这里不起作用：anliku build 总是写到 site"),
        ("site_url: https://example.org/", "5:1 warning no-effect"),
        ("strict: true", "5:1 warning no-effect"),
        ("extra_css: [css/own.css]", "5:13 warning no-such-file content/pages 里没有“css/own.css”。"),
        ("extra_javascript: ['https://example.org/a.js']", "5:20 warning remote-file"),
        ("markdown_extensions: [admonitions]", "5:23 error unknown-extension 没有“admonitions”这个 Markdown 扩展。 | 是不是“admonition”？"),
        ("markdown_extensions: [{toc: {permalinks: 1}}]", "5:24 error bad-setting"),
        ("nav: [首页: index.md, 说明: nofile.md]", "5:21 warning broken-nav 导航里的“nofile.md”没有这个页面。"),
        ("nav: [首页: index.md, 说明: 5]", "5:21 error bad-nav"),
        ("site_nmae: 库", "5:1 warning unknown-setting 没有“site_nmae”这项设置，写了不起作用。 | 是不是“site_name”？"),
        ("nav: [首页: index.md, 说明: 'http://[']", "5:21 error bad-address “http://[”不是能用的地址。"),
        ("extra_css: !relative", "5:1 error wrong-type"),
        ("repo_url: example", "5:1 error bad-address"),
        ("extra: {social: [{icon: no/such, link: x}]}", "5:19 error unknown-icon"),
    ],
)  # fmt: skip
def test_a_fault_in_mkdocs_yml(tmp_path: Path, field: str, finding: str) -> None:
    found = told_of(tmp_path, field)
    assert any(line.startswith(f"mkdocs.yml:{finding}") for line in found), found


def test_the_home_page_begins_with_cases_that_readers_see(tmp_path: Path) -> None:
    settings = "plugins: [{anliku: {home: {first: [first-case, first-cas]}}}]"
    found = [line for line in told_of(tmp_path, settings) if "首页" in line]
    assert found == [
        "mkdocs.yml:4:48 warning broken-reference 首页先读的案例“first-cas”不存在。 | 是不是“first-case”？"
    ]


def test_a_page_in_no_navigation_is_named(tmp_path: Path) -> None:
    files = {"mkdocs.yml": MKDOCS + "nav: [首页: index.md]\n", "content/pages/note.md": "# 说明\n"}
    assert [line.split(" | ")[0] for line in told(tmp_path, files)] == [
        "content/pages/note.md:0:0 warning page-not-in-nav 这个页面不在导航里，读者很难找到。"
    ]
    assert told(tmp_path, {**files, "mkdocs.yml": files["mkdocs.yml"] + "not_in_nav: note.md\n"}) == []


@pytest.mark.parametrize(
    ("page", "finding"),
    [
        ("---\ntitle: 说明: 第一版\n---\n\n正文\n", "2:"),
        ("---\ntitle: [甲]\n---\n\n正文\n", "2:1 error wrong-type “title”应是一段文字"),
        ("---\ndate: 2020-13-45\n---\n\n正文\n", "2:7 error bad-date"),
        ("---\ntitel: 说明\n---\n\n正文\n", "2:1 warning unknown-setting 没有“titel”这项设置，写了不起作用。 | 是不是“title”？"),
        ("---\ntitle：说明\n---\n\n正文\n", "2:6 error full-width-colon"),
        ("---\ntitle: 说明\n\n正文\n", "1:1 error open-head"),
        ("Tel: 123\n\n正文\n", "1:1 error swallowed-lines"),
        ("# 甲\n\n<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> main\n", "3:1 error conflict 两个人的修改没有合并好：第 4 行是一种写法，第 6 行是另一种。"),
        ("# 说明\n\n记事本默认。\n".encode("gb18030"), "1:1 error encoding"),
        ("# 说明\n\n记事本默认。\n".encode("utf-16"), "1:1 error encoding"),
    ],
)  # fmt: skip
def test_a_fault_in_a_page(tmp_path: Path, page: str | bytes, finding: str) -> None:
    found = told(tmp_path, {"content/pages/note.md": page})
    assert any(line.startswith(f"content/pages/note.md:{finding}") for line in found), found


def test_a_heading_underlined_with_equal_signs_is_no_conflict(tmp_path: Path) -> None:
    assert told(tmp_path, {"content/pages/note.md": "说明\n=======\n\n文字\n"}) == []


def test_conflict_marks_inside_a_block_are_named(tmp_path: Path) -> None:
    text = "title: x\nproblem: |\n<<<<<<< HEAD\n  一\n=======\n  二\n>>>>>>> main\n"
    assert [line for line in told(tmp_path, {"cases/first-case.yml": text}) if " conflict " in line] == [
        "cases/first-case.yml:3:1 error conflict 两个人的修改没有合并好：第 4 行是一种写法，第 6 行是另一种。"
        " | 商量好留哪一种，删去另一种，再删去“<<<<<<<”“=======”“>>>>>>>”这几行。"
    ]


def test_a_null_character_in_a_setting_is_a_finding_at_its_line(tmp_path: Path) -> None:
    text = 'site_name: 库\ndocs_dir: "a\\0b"\ntheme: {name: material, language: zh}\nplugins: [anliku]\n'
    found = findings(tmp_path, {"mkdocs.yml": text})
    assert [(f.path, f.line) for f in found if f.code == "wrong-value"] == [("mkdocs.yml", 2)]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (
            ["plugins: [{anliku: {vocabulary: {grades: [甲, 乙, 丙]}, assessment: {grades: [{name: 丁, from: 0}]}}}]"],
            "4:34 warning set-twice 等级的名称写在两处",
        ),
        (
            ["theme: {name: material, palette: {primary: green}}", 'plugins: [{anliku: {colour: "#1f4e79"}}]'],
            "3:35 warning set-twice 主色写在两处",
        ),
        (
            [
                "theme: {name: material, palette: [{scheme: slate}, {primary: green}]}",
                "plugins: [{anliku: {colour: blue}}]",
            ],
            "3:53 warning set-twice 主色写在两处",
        ),
        (
            ["theme: {name: material, logo: a.png}", "plugins: [{anliku: {logo: b.png}}]"],
            "3:25 warning set-twice 标志写在两处",
        ),
    ],
)
def test_what_is_set_in_two_places_is_named(tmp_path: Path, fields: list[str], place: str) -> None:
    found = told_of(tmp_path, *fields)
    assert any(line.startswith(f"mkdocs.yml:{place}") for line in found), found
    for one in fields if len(fields) > 1 else ():
        (tmp_path / "mkdocs.yml").unlink()
        assert not [line for line in told_of(tmp_path, one) if "set-twice" in line]
