"""The command line as a user meets it: what is said, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from anliku.library.kinds import KINDS
from tests.site.building import mini_library
from tests.support import CASE, changed

ROOT = Path(__file__).parents[2]


def anliku(*words: str | Path, cwd: Path | None = None) -> tuple[int, str, str]:
    """Run a command and return its exit code, its output and its errors; no traceback may ever show."""
    run = subprocess.run(
        [sys.executable, "-m", "anliku", *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in run.stdout + run.stderr
    return run.returncode, run.stdout, run.stderr


def test_a_new_library_builds_at_once_and_has_no_findings(tmp_path: Path) -> None:
    folder = tmp_path / "我的案例库"
    code, said, _ = anliku("init", folder)
    assert (code, "建好了" in said) == (0, True)
    assert anliku("-C", folder, "check", "--strict")[0] == 0
    code, said, _ = anliku("-C", folder, "build", "--strict")
    assert code == 0
    assert f"双击打开：{folder / 'site/index.html'}" in said
    assert (folder / "site/cases/example-village-agent.html").is_file()


def test_a_new_library_has_every_kind_of_record(tmp_path: Path) -> None:
    anliku("init", tmp_path / "x")
    for kind in KINDS:
        assert list((tmp_path / "x").glob(kind.pattern)), kind.name


def test_init_never_writes_over_anything(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    code, _, error = anliku("init", tmp_path)
    assert code == 1
    assert error == f"错误：{tmp_path} 已经存在，而且不是空文件夹。\n怎么改：换一个新文件夹名\n"


@pytest.mark.parametrize("kind", ["case", "policy", "indicator", "lesson"])
def test_new_makes_a_file_that_can_be_read(tmp_path: Path, kind: str) -> None:
    folder = mini_library(tmp_path)
    code, said, _ = anliku("-C", folder, "new", kind, "my-first", "--title", '带"引号"：的标题')
    assert code == 0
    file = Path(said.splitlines()[0].removeprefix("建好了："))
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert '带"引号"：的标题' in json.dumps(data, ensure_ascii=False).replace('\\"', '"')
    _, report, _ = anliku("-C", folder, "check", "--format", "json")
    ours = [f for f in json.loads(report)["findings"] if "my-first" in f["path"] and f["severity"] == "error"]
    assert [f for f in ours if f["code"] not in ("empty-list", "broken-reference", "bad-id")] == []


@pytest.mark.parametrize("name", ["Foo", "a/b", "../x", "中文", "ab", "x" * 61])
def test_new_refuses_ids_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    folder = mini_library(tmp_path)
    before = sorted(p for p in tmp_path.rglob("*"))
    code, _, error = anliku("-C", folder, "new", "case", name)
    assert code == 2
    assert "只用小写字母、数字和连字符" in error
    assert sorted(p for p in tmp_path.rglob("*")) == before


def test_check_says_nothing_is_wrong(tmp_path: Path) -> None:
    code, said, error = anliku("-C", mini_library(tmp_path), "check")
    assert (code, error) == (0, "")
    assert "没有" in said


def test_check_gives_1_for_errors_and_for_warnings_only_when_strict(tmp_path: Path) -> None:
    folder = mini_library(tmp_path, first_case=changed(CASE, "results: 少跑了37趟。", "related: [second-case]"))
    assert anliku("-C", folder, "check")[0] == 0
    assert anliku("-C", folder, "check", "--strict")[0] == 1
    (folder / "cases/first-case.yml").write_text("title: 没写完\n")
    code, said, _ = anliku("-C", folder, "check")
    assert code == 1
    assert "cases/first-case.yml:1:1" in said


def test_build_shows_the_findings_and_keeps_the_old_site(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    anliku("-C", folder, "build")
    (folder / "cases/first-case.yml").write_text("title: 没写完\n")
    code, said, error = anliku("-C", folder, "build")
    assert (code, said) == (1, "")
    assert "原来的网站没有动" in error
    assert (folder / "site/cases/first-case.html").is_file()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "gone.yml"], "没有文件 gone.yml。"),
        (["check", "/etc/passwd"], "/etc/passwd 不在案例库"),
        (["schema", "caze"], "没有种类 caze。"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(words: list[str], message: str) -> None:
    code, said, error = anliku(*words)
    assert (code, said) == (2, "")
    assert message in error


def test_a_folder_that_is_no_library_is_named(tmp_path: Path) -> None:
    code, _, error = anliku("-C", tmp_path, "build")
    assert code == 1
    assert "不是案例库" in error
    assert anliku("-C", tmp_path / "nowhere", "check")[2].startswith("错误：找不到文件夹")


@pytest.mark.parametrize("ask", ["--help", "-h"])
def test_help_names_every_command_in_chinese(ask: str) -> None:
    code, said, _ = anliku(ask)
    assert code == 0
    for command in ("init", "new", "check", "build", "serve", "stats", "schema"):
        assert command in said
        code, text, _ = anliku(command, ask)
        assert code == 0
        assert "用法：" in text
        assert "[选项]" in text
        assert "bool" not in text
    assert "公文格式的报告。" in said.replace("\n", "").replace(" ", "").replace("│", "")  # the longest is not cut off


def test_stats_names_every_type_whole() -> None:
    code, said, _ = anliku("-C", ROOT, "stats")
    assert code == 0
    assert "…" not in said


def test_stats_counts(tmp_path: Path) -> None:
    code, said, _ = anliku("-C", mini_library(tmp_path), "stats")
    assert code == 0
    assert "2（已发布 2）" in said


def test_schema_describes_the_files(tmp_path: Path) -> None:
    code, said, _ = anliku("schema", "case")
    schema = json.loads(said)
    assert code == 0
    assert schema["properties"]["summary"]["description"] == "摘要，不超过 150 字"
    assert "id" not in schema["required"]
    code, _, _ = anliku("schema", "--out", tmp_path / "s")
    assert code == 0
    assert len(list((tmp_path / "s").glob("*.schema.json"))) == len(KINDS)


def test_no_library_at_all_still_explains_itself(tmp_path: Path) -> None:
    code, said, _ = anliku(cwd=tmp_path)
    assert "anliku" in said
    assert code in (0, 2)


def test_output_to_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    (tmp_path / "file").write_text("x")
    code, _, error = anliku("-C", folder, "build", "--out", tmp_path / "file" / "site")
    assert code == 1
    assert "写不出站点" in error


@pytest.mark.parametrize("kind", ["case", "policy", "indicator", "lesson"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("con", "不能用“con”作 id：它是 Windows 的设备名。\n怎么改：换一个 id"),
        ("lpt9", "不能用“lpt9”作 id：它是 Windows 的设备名。"),
        ("index", "不能用“index”作 id：它是网站首页的文件名。"),
        ("hall-", "id“hall-”不能以“-”开头或结尾。\n怎么改：去掉头尾的“-”。"),
        ("村委会", "编号 村委会 不行。"),
    ],
)
def test_new_refuses_what_check_refuses(tmp_path: Path, kind: str, name: str, sentence: str) -> None:
    folder = mini_library(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, said, error = anliku("-C", folder, "new", kind, name)
    assert (code, said) == (2, "")
    assert sentence in error
    assert sorted(tmp_path.rglob("*")) == before


def test_new_makes_no_second_indicator_of_an_id(tmp_path: Path) -> None:
    code, _, error = anliku("-C", mini_library(tmp_path), "new", "indicator", "has-agent")
    assert code == 1
    assert "指标“has-agent”已经有了，在 content/indicators/carrier.yml。" in error


def test_new_never_writes_over_a_file(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    before = (folder / "cases/first-case.yml").read_bytes()
    code, _, error = anliku("-C", folder, "new", "case", "first-case")
    assert (code, (folder / "cases/first-case.yml").read_bytes() == before) == (1, True)
    assert "已经有了" in error
