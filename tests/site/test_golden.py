"""The bodies of a small site's pages, compared with what they were.

After a wanted change: `make golden`, then read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.site.building import built, mini_library

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.html", "cases/index.html", "cases/first-case.html", "lists/index.html", "lists/dim-team.html",
    "organisations/index.html", "organisations/village.html", "frameworks/six.html", "policies/opinion.html",
    "terms/index.html", "lessons/how-to.html", "sources.html", "coverage.html", "selection.html", "compare.html", "print.html", "study.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(mini_library(tmp_path_factory.mktemp("library"))).out


def body(html: str) -> str:
    """Return the part of a page that the generator fills in, without the version, which is a hash of the input."""
    text = html.split('<article class="md-content__inner md-typeset">')[1].split("</article>", maxsplit=1)[0]
    return re.sub(r'(版本 |data-version=")[0-9a-f]{8}', r"\1…", text).strip() + "\n"


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_as_it_was(site: Path, path: str) -> None:
    now = body((site / path).read_text(encoding="utf-8"))
    golden = GOLDEN / path.replace("/", "--")
    if os.environ.get("ANLIKU_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(now, encoding="utf-8")
    assert now == golden.read_text(encoding="utf-8")
