"""Whatever is put into a library, findings come out, and never an exception."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from anliku.check.render import as_github, as_json, as_text
from anliku.check.survey import survey

from ..support import CASE, codes, findings, told, write_library


def told_of(tmp_path: Path, content: str | bytes) -> list[str]:
    return told(tmp_path, {"cases/first-case.yml": content, "content/policies/opinion.yml": None})


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (
            CASE.encode("gb18030"),
            "1:1 error encoding 文件不是 UTF-8 编码，看起来是 GB18030（GBK）编码。"
            " | 用记事本打开，“文件”→“另存为”，“编码”选 UTF-8，再保存。",
        ),
        (
            CASE.encode("utf-16"),
            "1:1 error encoding 文件不是 UTF-8 编码，看起来是 UTF-16 编码。"
            " | 用记事本打开，“文件”→“另存为”，“编码”选 UTF-8，再保存。",
        ),
        (
            b"\xff\xd8\xff\xe0\x00\x10JFIF",
            "1:1 error encoding 文件不是 UTF-8 编码，也认不出是什么编码，可能不是文本文件。"
            " | 用记事本打开，“文件”→“另存为”，“编码”选 UTF-8，再保存。",
        ),
        (
            "title: 甲\nregion:\n\tprovince: 贵州省\n",
            "3:1 error tab 缩进用了制表符（Tab），YAML 不允许。 | 把行首的 Tab 换成空格，每层两个。",
        ),
        (
            "title: 甲\nregion:\n\u3000\u3000province: 贵州省\nlevel: city\n",
            "3:1 error full-width-space 行首是中文全角空格，YAML 不认。 | 把全角空格换成普通空格，每层两个。",
        ),
        (
            "title：甲\nsummary: 乙\n",
            "1:6 error full-width-colon 字段名后面用了中文冒号“：”。 | 改成英文冒号加一个空格“: ”。",
        ),
        (
            "title：甲\nsummary：乙\n",
            "1:6 error full-width-colon 字段名后面用了中文冒号“：”。 | 改成英文冒号加一个空格“: ”。",
        ),
        (
            "title: 甲\nsummary: 做法: 三步\n",
            "2:12 error unquoted-colon 文字里有英文冒号加空格，会被当成又一个字段。"
            " | 用英文引号把整段文字括起来，或改用中文冒号“：”。",
        ),
        (
            'title: "甲\nsummary: 乙\nstatus: draft\n',
            "1:8 error unclosed-quote 这里的英文引号只有一半。"
            " | 在文字末尾补上另一半；文字里本来就有英文引号时，改用中文引号。",
        ),
        (
            'title: "甲"乙\nsummary: 乙\n',
            "1:10 error text-after-quote 英文引号结束之后还有文字。"
            " | 文字里的引号改用中文引号“ ”，或用英文引号把整段文字括起来。",
        ),
        (
            "title: 甲\nresults: **好**的结果\n",
            "2:10 error bad-start 文字不能以这个符号开头，它在 YAML 里另有用处。"
            " | 用英文引号把整段文字括起来；多行文字用“|”换行后再写。",
        ),
        (
            "title: 甲\norganisations: [village\ndimensions: [carrier]\n",
            "2:16 error unclosed-bracket 这里的括号只有一半。"
            " | 补上另一半；文字以括号开头时，用英文引号把整段文字括起来。",
        ),
        (
            "title: 甲\nsummary: 乙\ntitle: 丙\n",
            "3:1 error duplicate-key 字段“title”写了两次，前一次在第 1 行。 | 合成一处，或删去多余的一处。",
        ),
        (
            "title: 甲\n---\ntitle: 乙\n",
            "2:1 error second-document 一个文件里有两份内容（中间有“---”）。 | 分成两个文件，或删去“---”这一行。",
        ),
        (
            "title: 甲\nsummary: 乙\u0007\n",
            "2:11 error forbidden-character 这里有一个看不见的控制字符（U+0007）。"
            " | 把光标移到这里，删去前后看不见的字符；多半是从网页或 PDF 粘贴来的。",
        ),
        (
            "title: !!python/object/apply:os.system [ls]\n",
            "1:8 error tag 这里用了 YAML 标签（以“!”开头的记号），本程序不接受。"
            " | 删去“!”开头的记号；文字以“!”开头时，加英文引号。",
        ),
        ("", "0:0 error empty 文件是空的。 | 写上内容，或删去这个文件。"),
        ("# 只有说明\n", "0:0 error empty 文件是空的。 | 写上内容，或删去这个文件。"),
        (
            "一段没有字段的文字\n",
            "0:0 error not-a-mapping “一段没有字段的文字”不是“字段: 值”的形式。"
            " | 每行先写英文字段名，再写英文冒号和一个空格，如“title: 标题”。",
        ),
        (
            "- title: 甲\n",
            "0:0 error not-a-mapping 文件以列表开头，应以“字段: 值”开头。"
            " | 第一行写字段名，如“title: …”；列表放在字段下面。",
        ),
        ("a: " + "[" * 100_000, "1:43 error too-deep 括号或缩进嵌套得太深。 | 案例文件最多五六层；检查是否多打了“[”或“- ”。"),
        ("- " * 100_000, "1:81 error too-deep 括号或缩进嵌套得太深。 | 案例文件最多五六层；检查是否多打了“[”或“- ”。"),
        (
            b"x" * 2_000_001,
            "0:0 error too-big 文件太大，超过 2 MB。 | 一个案例一个文件；图片等附件不要放进 YAML。",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_proper_yaml(tmp_path: Path, content: str | bytes, finding: str) -> None:
    assert f"cases/first-case.yml:{finding}" in told_of(tmp_path, content)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, {"cases/first-case.yml": b"\xef\xbb\xbf" + CASE.encode()}) == []


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert told(tmp_path, {"cases/first-case.yml": CASE.replace("\n", "\r\n")}) == []


def test_a_file_of_fifty_megabytes_is_too_big(tmp_path: Path) -> None:
    write_library(tmp_path)
    with (tmp_path / "cases/first-case.yml").open("wb") as file:
        file.truncate(50_000_000)
    assert [f.code for f in survey(tmp_path).findings] == ["too-big"]


def test_deep_blocks_are_too_deep(tmp_path: Path) -> None:
    deep = "".join(f"{' ' * n}a:\n" for n in range(1_500))
    assert "too-deep" in codes(tmp_path, {"cases/first-case.yml": deep})


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: &a [*a, *a]\n",
        "title: &t 甲\nsummary: " + "[" + ", ".join(["*t"] * 200) + "]\n",
    ],
)
def test_a_yaml_bomb_is_defused(tmp_path: Path, bomb: str) -> None:
    assert codes(tmp_path, {"cases/first-case.yml": bomb}) == ["too-many-aliases"]


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases/second-case.yml").mkdir()
    assert [(f.path, f.code, f.message) for f in survey(tmp_path).findings] == [
        ("cases/second-case.yml", "directory-named-like-file", "这是一个文件夹，名字却像 YAML 文件。")
    ]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    write_library(tmp_path, {"cases/first-case.yml": None})
    (tmp_path / "cases").write_text("x")
    assert "not-a-folder" in [f.code for f in survey(tmp_path).findings]


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("cases/second-case.yaml", "文件名改成 second-case.yml。"),
        ("cases/second-case.yml.txt", "文件名改成 second-case.yml。"),
        ("cases/second-case.YML", "文件名改成 second-case.yml。"),
        ("content/term.yml", "是不是 content/terms.yml？文件名要一字不差。"),
        ("content/policy/opinion.yml", "是不是该放在 content/policies/ 下面？"),
        ("cases/2009/second-case.yml", "是不是该放在 cases/ 下面？"),
    ],
)
def test_a_file_in_the_wrong_place(tmp_path: Path, path: str, remedy: str) -> None:
    found = findings(tmp_path, {path: CASE})
    assert [(f.path, f.code, f.remedy) for f in found] == [(path, "stray-file", remedy)]


def test_a_folder_with_nearly_the_right_name(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases").rename(tmp_path / "Case")
    found = {f.path: (f.code, f.remedy) for f in survey(tmp_path).findings}
    assert found["Case"] == ("stray-folder", "改名为 cases。")


@pytest.mark.parametrize("path", ["cases/坏 名字.yml", "cases/First-Case.yml", "cases/a.yml", f"cases/{'a' * 61}.yml"])
def test_a_file_name_that_is_no_id(tmp_path: Path, path: str) -> None:
    found = [f for f in findings(tmp_path, {path: CASE}) if f.path == path]
    assert [(f.line, f.code) for f in found] == [(0, "bad-file-name")]
    assert "文件名就是 id" in found[0].message


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "C:\\x", "first case"])
def test_an_id_with_path_separators(tmp_path: Path, key: str) -> None:
    found = findings(tmp_path, {"cases/first-case.yml": f"id: '{key}'\n" + CASE})
    assert [(f.line, f.code) for f in found if f.path.startswith("cases")] == [(1, "bad-id")]


def everything_is_told(content: bytes, path: str = "cases/first-case.yml") -> None:
    with TemporaryDirectory() as folder:
        root = write_library(Path(folder), {path: content})
        found = survey(root).findings
        assert not [f.message for f in found if f.code == "internal-error"]
        assert all(re.search("[一-鿿]", f.message) and re.search("[一-鿿]", f.remedy) for f in found)
        assert not [f.message for f in found if re.search("Input should|Value error|valid ", f.message)]
        for text in (as_text(found, root), as_json(found), as_github(found)):
            text.encode()


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_findings(content: bytes) -> None:
    everything_is_told(content)


YAML_TEXT = st.text(alphabet="abc甲：: -[]{}\"'|>\n\t&*!#,，?%@`\u3000\x85\u20281", max_size=120)


@given(YAML_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_yaml_like_text_gives_findings(content: str) -> None:
    everything_is_told(content.encode())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates() | st.sampled_from(
        ["2009", "village", "carrier", "opinion/agents", "13812345678", "draft", "exact", "100–200", "<script>", "１３８ 1234 5678"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["source", "text", "heading", "value", "from", "to", "minutes", "plan", "by", "on", "id", "x"]) | st.text(max_size=4),
        inner, max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
KEYS = [line.partition(":")[0] for line in CASE.splitlines() if line[0].isalpha()] + [
    "figures",
    "related",
    "id",
    "kind",
]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_structure_in_a_case_gives_findings(fields: dict[str, object]) -> None:
    data = {**yaml.safe_load(CASE), **fields}
    everything_is_told(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"))


SHARED = [
    ("content/organisations.yml", "organisations"), ("content/frameworks.yml", "frameworks"),
    ("content/sources.yml", "sources"), ("content/terms.yml", "terms"), ("content/policies/opinion.yml", "excerpts"),
    ("content/indicators/x.yml", "indicators"), ("content/checklists/village.yml", "alter"),
    ("content/cards/x.yml", "items"), ("content/screening.yml", "questions"), ("content/lessons/x.yml", "plan"),
]  # fmt: skip


@given(st.sampled_from(SHARED), VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_any_structure_in_a_shared_file_gives_findings(place: tuple[str, str], one: object, other: object) -> None:
    path, key = place
    content = yaml.safe_dump({key: [one, {"id": "a", "name": other}], "title": other}, allow_unicode=True)
    everything_is_told(content.encode("utf-8", "surrogatepass"), path)
