from __future__ import annotations

from pathlib import Path

import pytest

from ...support import CARD, case, codes, told

WORDS = """\
words:
  - {avoid: 台帐, say: 台账, why: 帐是错字。}
  - {avoid: 网, say: 网格, unless: [网站]}
"""


def test_the_word_its_place_and_what_to_say(tmp_path: Path) -> None:
    files = {"content/wording.yml": WORDS, "cases/first-case.yml": case("limits: 没有台帐，没有算误工。")}
    assert told(tmp_path, files) == [
        "cases/first-case.yml:18:11 warning word-to-avoid 本库不说“台帐”（帐是错字）。 | 改成“台账”；引原文的，放在引号里。"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("建了网。", ["word-to-avoid"]),
        ("建了网格。", []),
        ("建了网站。", []),
        ("建了网站，又建了网。", ["word-to-avoid"]),
        ("来源写作“台帐”。", []),
        ("见《台帐办法》。", []),
        ("“账本”和台帐。", ["word-to-avoid"]),
    ],
)
def test_longer_words_and_quotations_may_hold_it(tmp_path: Path, text: str, found: list[str]) -> None:
    files = {"content/wording.yml": WORDS, "cases/first-case.yml": case(f"conditions: {text}")}
    assert codes(tmp_path, files) == found


def test_records_are_looked_at_and_what_others_said_is_not(tmp_path: Path) -> None:
    files = {
        "content/wording.yml": WORDS,
        "content/cards/visit.yml": CARD.replace("带上笔和本", "带上台帐"),
        "content/sources.yml": "sources:\n  - {id: survey, title: 台帐调研}\n",
        "cases/first-case.yml": case("asks: [台帐怎么记]", "sources:\n  - {source: survey, locator: 村里的台帐本}"),
    }
    assert told(tmp_path, files) == [
        "content/cards/visit.yml:4:11 warning word-to-avoid 本库不说“台帐”（帐是错字）。 | 改成“台账”；引原文的，放在引号里。"
    ]


def test_a_word_is_listed_once(tmp_path: Path) -> None:
    files = {"content/wording.yml": WORDS + "  - {avoid: 网, say: 别的}\n"}
    assert codes(tmp_path, files) == ["duplicate-id"]
