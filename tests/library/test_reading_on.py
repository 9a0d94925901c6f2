"""One run tells everything that is wrong with a file, though its YAML stops the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.survey import survey

from ..support import CASE, told, write_library


def of_case(folder: Path, content: str) -> list[str]:
    found = told(folder, {"cases/first-case.yml": content})
    return [one.removeprefix("cases/first-case.yml:") for one in found if one.startswith("cases/first-case.yml:")]


def places(found: list[str]) -> list[str]:
    """What is found as `line code`."""
    return [f"{one.split(':')[0]} {one.split(' ')[2]}" for one in found]


def test_every_full_width_colon_is_named_at_once(tmp_path: Path) -> None:
    found = of_case(
        tmp_path, "title：甲\nsummary：乙\nstatus: draft\npractice:\n  - heading：丙\n    text：丁\nlevel：unit\n"
    )
    assert [place for place in places(found) if "colon" in place] == [
        "1 full-width-colon", "2 full-width-colon", "7 full-width-colon",
    ]  # fmt: skip
    assert any(one.startswith("5:") and "中文冒号" in one for one in found)


def test_slips_of_different_kinds_are_named_at_once(tmp_path: Path) -> None:
    text = (
        CASE.replace("title: ", 'title: "甲"乙 ', 1)
        .replace("summary: ", "summary：", 1)
        .replace("\ndimensions:", "\nlevel:village\ndimensions:", 1)
    )
    codes = [one.split(" ")[1] for one in places(of_case(tmp_path, text))]
    assert codes == ["text-after-quote", "full-width-colon", "no-space-after-colon"]


def test_what_is_wrong_beyond_a_slip_is_named_at_its_line(tmp_path: Path) -> None:
    text = CASE.replace("title: ", "title：", 1) + "kind: 做法\nlevle: village\n"
    lines = len(text.splitlines())
    assert places(of_case(tmp_path, text)) == ["1 full-width-colon", f"{lines - 1} bad-choice", f"{lines} unknown-key"]


def test_shared_files_are_read_on_as_well(tmp_path: Path) -> None:
    text = "terms:\n  - id：agent\n    name：代办员\n    definition: 帮人跑腿的。\n    alias: [甲]\n"
    found = [one for one in told(tmp_path, {"content/terms.yml": text}) if one.startswith("content/terms.yml")]
    assert places([one.removeprefix("content/terms.yml:") for one in found]) == [
        "2 full-width-colon", "3 full-width-colon", "5 unknown-key",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'title: "甲\n  乙\nsummary: 丙\n',  # quotation marks over two lines
        "title: 甲: 乙\n  丙\nsummary: 丁\n",
        "region:\n\tprovince: 甲\n   county: 乙\n",
    ],
)
def test_nothing_is_said_that_only_follows_from_the_guess(tmp_path: Path, text: str) -> None:
    assert len(of_case(tmp_path, text)) == 1


def test_a_file_of_slips_alone_comes_to_an_end(tmp_path: Path) -> None:
    found = of_case(tmp_path, "".join(f"a{number}：甲\n" for number in range(500)))
    assert 1 < len(found) < 700


def test_a_file_with_a_slip_is_still_not_read(tmp_path: Path) -> None:
    root = write_library(tmp_path, {"cases/first-case.yml": CASE.replace("title: ", "title：", 1)})
    assert "first-case" not in survey(root).library.entries


def test_a_full_width_comma_between_fields_in_braces_is_named(tmp_path: Path) -> None:
    text = CASE.replace("{source: survey, locator", "{source: survey，locator", 1)
    assert [one.split(" ")[1] for one in places(of_case(tmp_path, text))] == ["full-width-comma"]
