"""The glossary stands in the order of the pinyin of its names, whatever their ids."""

from __future__ import annotations

import re
from pathlib import Path

from anliku.site.build import Options, build

from ..support import write_library

TERMS = """\
terms:
  - {id: z, name: 安全出口, definition: 甲。}
  - {id: a, name: 值班, definition: 乙。}
  - {id: m, name: “八个一”, definition: 丙。}
  - {id: n, name: 119 电话, definition: 丁。}
  - {id: b, name: 巡楼, definition: 戊。}
"""


def shown(root: Path) -> list[str]:
    page = (root / "site/terms/index.html").read_text(encoding="utf-8")
    return re.findall(r"<h2[^>]*>([^<]*)</h2>|<dt>([^<]*)", page)


def test_terms_stand_under_the_letter_of_their_name_cold_and_warm(tmp_path: Path) -> None:
    root = write_library(tmp_path, {"content/terms.yml": TERMS})
    for clean in (True, False):
        build(root, Options(clean=clean))
        found = [(letter or name).strip() for letter, name in shown(root)]
        assert found == ["0", "119 电话", "A", "安全出口", "B", "“八个一”", "X", "巡楼", "Z", "值班"]
