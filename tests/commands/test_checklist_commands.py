"""`anliku checklist` and `anliku collect` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anliku.check.survey import survey
from anliku.checklist import assemble, settings_of
from tests.commands.test_commands import anliku
from tests.site.building import mini_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return mini_library(tmp_path / "lib")


def result_file(folder: Path, path: Path, **fields: object) -> Path:
    """Write a result file of the library's villages."""
    library = survey(folder).library
    made = assemble(library.shared, "village", settings_of(library.config))
    data = {
        "format": "anliku-result/1", "library": made.library, "version": made.version, "organisation": "village",
        "unit": "甲村", "period": "2026", "assessor": "self", "answers": {"has-agent": {"value": False}},
    }  # fmt: skip
    path.write_text(json.dumps(data | fields, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>"), ("pdf", b"%PDF")]
)
def test_a_blank_form(folder: Path, tmp_path: Path, form: str, start: bytes) -> None:
    code, said, error = anliku("-C", folder, "checklist", "村党组织", "--format", form, "-o", tmp_path / f"表.{form}")
    assert (code, error) == (0, "")
    assert said == f"已写出 {tmp_path / f'表.{form}'}\n"
    assert (tmp_path / f"表.{form}").read_bytes().startswith(start)


def test_all_types_into_a_folder(folder: Path, tmp_path: Path) -> None:
    assert anliku("-C", folder, "checklist", "all", "--format", "xlsx", "-o", tmp_path / "out")[0] == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["organ.xlsx", "village.xlsx"]


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_ballot(folder: Path, tmp_path: Path, form: str, start: bytes) -> None:
    name = "village-tally.xlsx" if form == "xlsx" else f"village-ballot.{form}"
    command = ("-C", folder, "checklist", "village", "--ballot", "--format", form, "-o", tmp_path)
    code, said, error = anliku(*command)
    assert (code, said) == (1, "")
    assert "没有一类组织有发给服务对象的问题，什么也没有写。" in error
    pool = next((folder / "content" / "indicators").glob("*.yml"))
    text = pool.read_text(encoding="utf-8")
    pool.write_text(
        text + "  - {id: asked, statement: 找得到人, ask: 找得到人吗？, answer: {type: yes_no}, remedy: 安排人,"
        " assessor: [self, masses], ballot: 您找得到人吗？}\n",
        encoding="utf-8",
    )
    code, said, error = anliku(*command)
    assert (code, said) == (0, f"已写出 {tmp_path / name}\n"), error
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--short",), "village-short.pdf"),
        (("--assessor", "self", "--format", "xlsx"), "village-self.xlsx"),
        (("--screening", "none", "--short", "--format", "docx"), "village-short.docx"),
        (("--booklet",), "village-booklet.pdf"),
    ],
)
def test_shorter_forms_have_names_of_their_own(
    folder: Path, tmp_path: Path, options: tuple[str, ...], name: str
) -> None:
    code, said, error = anliku("-C", folder, "checklist", "village", *options, "-o", tmp_path)
    assert (code, said) == (0, f"已写出 {tmp_path / name}\n"), error


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "html"])
def test_a_filled_form_in_every_format(folder: Path, tmp_path: Path, form: str) -> None:
    given = result_file(folder, tmp_path / "甲村.json")
    command = ("-C", folder, "checklist", "village", "--result", given, "--format", form, "-o", tmp_path)
    assert anliku(*command)[0] == 0
    assert (tmp_path / f"village-filled.{form}").stat().st_size > 1000


def test_an_assessor_who_is_asked_nothing_gets_no_form(folder: Path, tmp_path: Path) -> None:
    code, _, error = anliku("-C", folder, "checklist", "village", "--assessor", "masses", "-o", tmp_path)
    assert code == 1
    assert "没有一条由这一方评，什么也没有写。" in error
    assert not list(tmp_path.glob("village*"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("checklist", "rural"), "“农村”只用来归类，没有自己的自评表。\n怎么改：可以写：village"),
        (("checklist", "nowhere"), "没有组织类型“nowhere”。\n怎么改：可以写：village、organ，或 all"),
        (("checklist", "all", "--result", "x.json"), "--result 只能配一种类型。"),
        (("checklist", "village", "--short", "--result", "x.json"), "--result 印的是填过的全部，不能再挑。"),
        (("checklist", "village", "--format", "html", "--short"), "html 就是网页上那张表，谁来评、筛选题在页面里选。"),
        (("checklist", "village", "--screening", "nothing"), "没有筛选题“nothing”。\n怎么改：可以写：这一类没有筛选题"),
        (("checklist", "village", "--booklet", "--format", "xlsx"), "《标准与核实》只有 pdf 和 docx"),
        (("checklist", "village", "--ballot", "--format", "html"), "测评票只有空白的 pdf 和 docx，计票表是 xlsx。"),
        (("checklist", "village", "--ballot", "--result", "x.json"), "测评票只有空白的 pdf 和 docx，计票表是 xlsx。"),
        (("collect", "x.json", "-o", "x.doc"), "不知道 x.doc 要写成什么。"),
    ],
)
def test_wrong_words_give_2(folder: Path, words: tuple[str, ...], message: str) -> None:
    code, _, error = anliku("-C", folder, *words)
    assert code == 2
    assert message in error


def test_a_filled_form(folder: Path, tmp_path: Path) -> None:
    result = result_file(folder, tmp_path / "r.json")
    words = ("checklist", "village", "--format", "docx", "--result", result, "-o", tmp_path / "filled.docx")
    assert anliku("-C", folder, *words)[0] == 0
    foreign = result_file(folder, tmp_path / "f.json", organisation="organ")
    code, _, error = anliku("-C", folder, "checklist", "village", "--format", "docx", "--result", foreign)
    assert code == 1
    assert "没有组织类型 “organ”" in error
    assert "用不上，什么也没有写" in error


def test_collecting(folder: Path, tmp_path: Path) -> None:
    inside = tmp_path / "results"
    inside.mkdir()
    result_file(folder, inside / "a.json")
    result_file(folder, inside / "b.json", unit="乙村", answers={"has-agent": {"value": True}})
    outputs = ("-o", tmp_path / "s.xlsx", "-o", tmp_path / "s.html")
    code, said, error = anliku("-C", folder, "collect", inside, *outputs)
    assert (code, error) == (0, "")
    assert said.startswith("汇总了 2 个单位。已写出 ")
    assert "乙村" in (tmp_path / "s.html").read_text(encoding="utf-8")
    (inside / "c.json").write_text("{", encoding="utf-8")
    code, said, error = anliku("-C", folder, "collect", inside, *outputs, "--anonymous")
    assert code == 1
    assert "没有计入：c.json" in error
    assert "1 个文件没有计入" in said
    assert "乙村" not in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_nothing_to_collect_writes_nothing(folder: Path, tmp_path: Path) -> None:
    code, _, error = anliku("-C", folder, "collect", tmp_path / "missing", "-o", tmp_path / "s.xlsx")
    assert code == 1
    assert "没有一个能用的结果文件" in error
    assert not (tmp_path / "s.xlsx").exists()


def test_what_rests_on_an_indicator_is_listed_with_the_answers_given_to_it(folder: Path, tmp_path: Path) -> None:
    file = result_file(folder, tmp_path / "a.json")
    code, said, error = anliku("-C", folder, "impact", "has-agent", file)
    assert (code, error) == (0, "")
    first, *lines = said.splitlines()
    assert first == f"指标 has-agent：有 {len(lines)} 处靠着它"
    assert any(line.startswith("□ 自评表 village（") and "has-agent" in line for line in lines)
    assert lines[-1] == "□ 结果 a.json（甲村，2026，自评）：答过 1 条：has-agent"


def test_a_record_that_is_not_there_is_said(folder: Path) -> None:
    code, _, error = anliku("-C", folder, "impact", "nothing-such")
    assert code == 2
    assert "没有 id 是“nothing-such”的记录。" in error
