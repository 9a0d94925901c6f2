"""Building: what is written, what is left alone, and what survives an interruption."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from anliku.cache import cache_folder
from anliku.site.build import Options, StoppedByFindings, build
from anliku.site.making import compose
from anliku.site.output.tree import OutputError, Tree
from anliku.workers import spread
from tests.site.building import MINI, SECOND, built, contents, mini_library, times
from tests.support import CASE, changed, write_library


def test_every_kind_of_page_is_written(tmp_path: Path) -> None:
    site = built(mini_library(tmp_path)).out
    pages = {path for path in contents(site) if path.endswith(".html")}
    assert {
        "index.html", "guide.html", "cases/index.html", "cases/first-case.html", "cases/second-case.html",
        "lists/index.html", "lists/org-village.html", "lists/dim-team.html", "organisations/index.html",
        "organisations/village.html", "frameworks/six.html", "policies/opinion.html", "terms/index.html",
        "lessons/how-to.html", "sources.html", "coverage.html", "reference/format.html", "selection.html", "compare.html", "print.html", "study.html", "notices.html",
    } <= pages  # fmt: skip


def test_paths_can_be_copied_to_any_file_system(tmp_path: Path) -> None:
    paths = list(contents(built(mini_library(tmp_path)).out))
    assert [path for path in paths if not re.fullmatch(r"[a-z0-9./_-]{1,100}", path)] == []
    assert len({path.lower() for path in paths}) == len(paths)


def test_manifest_lists_every_other_file(tmp_path: Path) -> None:
    site = built(mini_library(tmp_path)).out
    files = contents(site)
    listed = {entry["path"]: entry for entry in json.loads(files.pop("manifest.json"))["files"]}
    assert set(listed) == set(files)
    for path, data in files.items():
        assert listed[path]["size"] == len(data)
        assert listed[path]["sha256"] == hashlib.sha256(data).hexdigest()


def test_no_page_asks_for_anything_from_outside(tmp_path: Path) -> None:
    for path, data in contents(built(mini_library(tmp_path)).out).items():
        if path.endswith(".html"):
            html = data.decode()
            loaded = re.findall(r'<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)="([^"]*)"', html)
            assert [address for address in loaded if re.match(r"[a-z]+:|//|/", address)] == [], path
            assert "<script>" not in html, path


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = contents(built(mini_library(tmp_path / "a")).out)
    second = contents(built(mini_library(tmp_path / "b")).out)
    assert first == second


def test_other_hash_seed_time_zone_and_locale_give_the_same_bytes(tmp_path: Path) -> None:
    outputs = []
    for name, seed, zone in (("a", "1", "Asia/Shanghai"), ("b", "77", "America/New_York")):
        folder = mini_library(tmp_path / name)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        subprocess.run([sys.executable, "-m", "anliku", "-C", folder, "build"], env=environment, check=True)
        outputs.append(contents(folder / "site"))
    assert outputs[0] == outputs[1]


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    before = times(built(folder).out)
    report = built(folder)
    assert report.written == 0
    after = times(report.out)
    assert {path for path in after if after[path] != before[path]} == {"manifest.json"}


def test_an_edit_rewrites_only_what_depends_on_it(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    before = contents(built(folder).out)
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。"))
    after = contents(built(folder).out)
    changed_files = {p for p in after if after[p] != before.get(p) and not p.startswith("search/")}
    assert changed_files == {"cases/first-case.html", "manifest.json"}
    assert "路远，要跑一天。" in after["cases/first-case.html"].decode()


def test_the_lists_are_divided_again_only_when_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mini_library(tmp_path / "library")
    built(folder)
    monkeypatch.setattr("anliku.site.pages.listing._list_pages", lambda *_: pytest.fail("divided again"))
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。"))
    files = contents(built(folder).out)
    monkeypatch.undo()
    assert files == contents(built(folder, out=tmp_path / "site", clean=True).out)
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "topics: [入户走访]"))
    files = contents(built(folder).out)
    assert files == contents(built(folder, out=tmp_path / "site", clean=True).out)


def test_a_new_title_reaches_every_page_that_shows_it(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    old = contents(built(folder).out)
    showing = {p for p, data in old.items() if "村里有了代办员".encode() in data and p != "manifest.json"}
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "title: 代办员进村"))
    new = contents(built(folder).out)
    assert not [p for p, data in new.items() if "村里有了代办员".encode() in data]
    assert {p for p in showing if "代办员进村".encode() in new[p]} == showing


def test_edit_and_undo_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    before = contents(built(folder).out)
    for text in (changed(SECOND, "title: 换个题目", "topics: [代办]"), SECOND):
        (folder / "cases/second-case.yml").write_text(text)
        after = contents(built(folder).out)
    assert after == before


def test_incremental_equals_clean(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    built(folder)
    (folder / "cases/third-case.yml").write_text(changed(CASE, "title: 第三个", "topics: [入户走访]"))
    (folder / "content/terms.yml").write_text(MINI["content/terms.yml"].replace("替群众跑手续", "替人跑手续"))
    incremental = contents(built(folder).out)
    assert incremental == contents(built(folder, clean=True).out)


def test_a_deleted_case_leaves_no_page(tmp_path: Path) -> None:
    folder = mini_library(tmp_path, first_case=CASE)
    built(folder)
    (folder / "cases/second-case.yml").unlink()
    files = contents(built(folder).out)
    assert "cases/second-case.html" not in files
    assert not [p for p, data in files.items() if b"second-case" in data]


def test_a_page_that_someone_changed_in_the_site_is_made_again(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    site = built(folder).out
    good = contents(site)
    (site / "cases/first-case.html").write_text("改坏了")
    assert contents(built(folder).out) == good


def test_a_renamed_case_is_related_by_its_new_name(tmp_path: Path) -> None:
    root = mini_library(tmp_path)
    (root / "cases/first-case.yml").write_text(CASE, encoding="utf-8")  # names no other, shares much with the second
    assert b"second-case.html" in contents(built(root).out)["cases/first-case.html"]
    (root / "cases/second-case.yml").rename(root / "cases/third-case.yml")
    files = contents(built(root).out)
    assert b"third-case.html" in files["cases/first-case.html"]
    assert b"second-case.html" not in files["cases/first-case.html"]


def test_a_case_whose_file_was_renamed_has_its_new_address_everywhere(tmp_path: Path) -> None:
    # Nothing but its file says what the second is called. It is related to the first, and two others are listed between them.
    others = {
        name: changed(CASE, f"title: {name}", "organisations: [organ]", "topics: []") for name in ("kk_a", "kk_b")
    }
    root = mini_library(tmp_path / "library", first_case=CASE, **others)
    assert b"second-case" in contents(built(root).out)["cases/first-case.html"]
    (root / "cases/second-case.yml").rename(root / "cases/third-case.yml")
    files = contents(built(root).out)
    assert [path for path, data in files.items() if b"second-case" in data] == []
    assert files == contents(built(root, out=tmp_path / "site", clean=True).out)


def test_drafts_and_withdrawn_cases_stay_out(tmp_path: Path) -> None:
    secret = changed(CASE, "title: 还没写完的案例", "status: draft")
    folder = mini_library(tmp_path, third_case=secret, fourth_case=changed(secret, "status: withdrawn"))
    files = contents(built(folder).out)
    assert not [p for p, data in files.items() if "还没写完".encode() in data or b"third-case" in data]


def test_hints_and_notes_appear_in_lecturer_builds_only(tmp_path: Path) -> None:
    case = changed(CASE, "questions:\n  - {ask: 谁来代办？, hint: 先问村民}", "related: [second-case]")
    folder = mini_library(tmp_path, first_case=case)
    page = "cases/first-case.html"
    assert "先问村民" not in contents(built(folder).out)[page].decode()
    assert "先问村民" in contents(built(folder, lecturer=True).out)[page].decode()


def test_errors_stop_the_build_and_leave_the_old_site(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    before = contents(built(folder).out)
    (folder / "cases/first-case.yml").write_text(changed(CASE, "dimensions: [nowhere]"))
    with pytest.raises(StoppedByFindings):
        built(folder)
    assert contents(folder / "site") == before


def test_warnings_stop_only_a_strict_build(tmp_path: Path) -> None:
    folder = mini_library(tmp_path, first_case=changed(CASE, "results: 少跑了37趟。"))
    built(folder)
    with pytest.raises(StoppedByFindings):
        built(folder, strict=True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_takes_no_more_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = mini_library(tmp_path)
    before = contents(built(folder).out)
    write, left = compose.write_file, 3

    def failing(*args: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(number, os.strerror(number), "x.html")
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(compose, "write_file", failing)
    (folder / "content/terms.yml").write_text(MINI["content/terms.yml"].replace("替群众", "帮群众"))
    with pytest.raises(OutputError) as error:
        built(folder)
    assert error.value.remedy
    assert contents(folder / "site") == before
    assert not [p.name for p in folder.iterdir() if p.name.startswith("site.")]


def test_a_killed_build_leaves_the_old_site_and_the_next_one_works(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    site = built(folder).out
    before = contents(site)
    (folder / "content/terms.yml").write_text(MINI["content/terms.yml"].replace("替群众", "帮群众"))
    # The child stops itself at the moment when half of the new site is written.
    script = """
import os, signal, sys
from pathlib import Path
from anliku.site import build as b
from anliku.site.making import compose
write, seen = compose.write_file, []
def dying(*a):
    seen.append(a)
    if len(seen) == 8: os.kill(os.getpid(), signal.SIGKILL)
    return write(*a)
compose.write_file = dying
b.build(Path(sys.argv[1]), b.Options())
"""
    result = subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    assert result.returncode == -signal.SIGKILL
    assert contents(site) == before
    assert contents(built(folder).out) == contents(built(folder, clean=True).out) != before


def test_a_build_killed_between_the_two_renames_is_recovered(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    site = built(folder).out
    before = contents(site)
    site.rename(tmp_path / "site.anliku-old")  # where a system without an exchange of folders may stop
    assert contents(built(folder).out) == before
    assert not (tmp_path / "site.anliku-old").exists()


def test_swapping_works_where_folders_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anliku.site.output.tree._exchange", lambda *_: False)
    folder = mini_library(tmp_path)
    built(folder)
    (folder / "cases/second-case.yml").unlink()
    (folder / "cases/first-case.yml").write_text(CASE)
    assert "cases/second-case.html" not in contents(built(folder).out)


def test_ctrl_c_ends_with_one_line(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    script = "import sys; from anliku.site import build as b\n" \
             "def stop(*a): raise KeyboardInterrupt\n" \
             "b.survey = stop\nfrom anliku.cli import main\nsys.argv = ['anliku', '-C', sys.argv[1], 'build']\nmain()"  # fmt: skip
    result = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "错误：已中断。原来的站点没有动。\n")


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("anliku.site.build.write_file", True),
        ("anliku.site.build.Tree.swap", False),
        ("anliku.site.build.LastBuild.save", False),
        ("anliku.commands.build._say_done", False),
        ("anliku.cli._run", False),
    ],
)
def test_ctrl_c_stops_a_build_until_the_new_site_takes_its_place_and_then_changes_nothing(
    tmp_path: Path, moment: str, heard: bool
) -> None:
    """moment: after which call it comes."""
    folder = mini_library(tmp_path)
    script = """
import os, pkgutil, signal, sys
from anliku import cli
place, name = sys.argv[2].rsplit(".", 1)
owner = pkgutil.resolve_name(place)
call = getattr(owner, name)
def interrupted(*args, **options):
    made = call(*args, **options)
    os.kill(os.getpid(), signal.SIGINT)
    return made
setattr(owner, name, interrupted)
sys.argv = ["anliku", "-C", sys.argv[1], "build"]
cli.main()
"""
    result = subprocess.run(
        [sys.executable, "-c", script, str(folder), moment], capture_output=True, text=True, check=False
    )
    said = ("", "错误：已中断。原来的站点没有动。\n") if heard else (result.stdout, "")
    assert (result.returncode, result.stdout, result.stderr) == (int(heard), *said)
    assert heard or "生成完毕" in result.stdout
    assert (folder / "site/index.html").exists() == (not heard)
    assert not [p.name for p in folder.iterdir() if ".anliku" in p.name]


@pytest.mark.parametrize("whom", ["the program", "its processes too"])
@pytest.mark.parametrize("step", ["检查案例", "写出自评表文件", "写出页面", "写出搜索"])
def test_a_real_interrupt_during_a_parallel_build_leaves_the_old_site(tmp_path: Path, step: str, whom: str) -> None:
    cases = {f"case_{n:03d}": changed(CASE, f"title: 第{n}个案例") for n in range(300)}
    folder = mini_library(tmp_path, **cases)
    for wait in (0.0, 0.15):
        errors, code = interrupted(folder, step, wait, whom)
        assert code in {0, 1}  # it may come after the last page
        assert not code or errors == "错误：已中断。原来的站点没有动。\n"
        assert (folder / "site").exists() == (code == 0)
        assert not [p.name for p in folder.iterdir() if ".anliku" in p.name]
        shutil.rmtree(folder / "site", ignore_errors=True)


def interrupted(folder: Path, step: str, wait: float, whom: str) -> tuple[str, int]:
    """Build, send SIGINT a while after the step before `step` was told; return what is said, and the exit code."""
    script = "import sys; from pathlib import Path; from anliku import cli; from anliku.commands import build as command\n" \
             "class Telling:\n" \
             "    def __enter__(self): return lambda step, *_: print(step, flush=True)\n" \
             "    def __exit__(self, *_): pass\n" \
             "command.progress_bar = Telling\n" \
             "if __name__ == '__main__':\n" \
             "    sys.argv = ['anliku', '-C', sys.argv[1], 'build', '--clean']; cli.main()"  # fmt: skip
    file = folder / "main.py"
    file.write_text(script)
    process = subprocess.Popen(
        [sys.executable, file, folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    for line in process.stdout:
        if line.strip() == step:
            break
    time.sleep(wait)
    if whom == "the program":
        process.send_signal(signal.SIGINT)
    else:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, errors = process.communicate(timeout=600)
    return errors, process.returncode


def test_builds_of_one_process_do_not_disturb_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads change as often as they can: what one shares with another would be found half changed."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    cases = {f"case_{n:03d}": changed(CASE, f"title: 第{n}个案例") for n in range(120)}
    folder = mini_library(tmp_path, **cases)
    try:
        sites = [contents(cold(folder)) for _ in range(12)]
    finally:
        sys.setswitchinterval(before)
    assert all(site == sites[0] for site in sites)


def cold(folder: Path) -> Path:
    """Build with nothing remembered but the frames, which take longest and come from MkDocs."""
    for kept in cache_folder(folder).iterdir():
        if kept.name != "frames":
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    return built(folder).out


@pytest.mark.parametrize("moment", ["mkdir", "rmtree"])
def test_an_interrupt_while_the_tree_is_begun_or_cleared_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    owner: Any = Path if moment == "mkdir" else shutil
    original = getattr(owner, moment)

    def interrupted(place: Path, **options: bool) -> None:
        monkeypatch.undo()
        if moment == "mkdir":
            original(place, **options)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ExitStack() as stack:
        if moment == "mkdir":
            monkeypatch.setattr(owner, moment, interrupted)
        tree = stack.enter_context(Tree(tmp_path / "site"))
        (tree.folder / "page.html").touch()
        monkeypatch.setattr(owner, moment, interrupted)
    assert list(tmp_path.iterdir()) == []


def test_a_tree_is_cleared_when_nobody_writes_into_it_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was to close the pool may itself have been interrupted before it could."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    left = []
    with pytest.raises(KeyboardInterrupt), Tree(tmp_path / "site") as tree:
        left.append(spread(Path, (tree.folder,), write_numbered, range(200), 1, chunk=1))
        next(left[0])
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    assert not multiprocessing.active_children()


def write_numbered(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.html").touch()


def test_a_broken_page_names_itself(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    (folder / "mkdocs.yml").write_text("site_name: [\n")
    with pytest.raises(StoppedByFindings) as stop:
        built(folder)
    assert [(f.path, f.line, f.code) for f in stop.value.survey.errors] == [("mkdocs.yml", 1, "unclosed-bracket")]


def test_a_library_without_the_plugin_says_how_to_add_it(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    (folder / "mkdocs.yml").write_text("site_name: 小库\ndocs_dir: content/pages\ntheme: {name: material}\n")
    with pytest.raises(StoppedByFindings) as stop:
        built(folder)
    assert "- anliku" in stop.value.survey.errors[0].remedy


def test_an_empty_library_builds_with_plain_words(tmp_path: Path) -> None:
    folder = write_library(tmp_path, {"mkdocs.yml": MINI["mkdocs.yml"], "cases/first-case.yml": None,
                                      "content/pages/index.md": "空的。", "content/pages/guide.md": "# 指南"})  # fmt: skip
    html = contents(built(folder).out)["cases/index.html"].decode()
    assert "还没有已发布的案例" in html


def test_a_large_library_is_listed_in_pages(tmp_path: Path) -> None:
    cases = {f"case_{n:03d}": changed(CASE, f"title: 第{n}个案例") for n in range(230)}
    files = contents(built(mini_library(tmp_path, **cases)).out)
    shown = [files[name].decode().count('<li class="case-row"') for name in
             ("cases/index.html", "lists/all-2.html", "lists/all-3.html")]  # fmt: skip
    assert sum(shown) == 232
    assert max(shown) <= 100


def test_the_tree_copies_where_links_are_impossible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mini_library(tmp_path)
    before = contents(built(folder).out)

    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_link)
    report = built(folder)
    assert report.written == 0
    assert contents(report.out) == before


def test_nothing_is_written_into_the_library_but_the_site(tmp_path: Path) -> None:
    folder = mini_library(tmp_path / "library")
    before = set(contents(folder))
    build(folder, Options(out=tmp_path / "out"))
    assert set(contents(folder)) == before


def test_a_user_without_a_cache_folder_can_build(tmp_path: Path, no_cache_folder: None) -> None:
    assert (built(mini_library(tmp_path / "library")).out / "index.html").is_file()


def test_a_half_made_tree_is_removed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Tree(tmp_path / "site") as tree:
        (tree.folder / "x.html").write_text("x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
