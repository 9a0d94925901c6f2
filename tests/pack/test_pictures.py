"""Pictures of cases and pages come along in every form, with what they say of themselves."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from anliku.pack.emblem import emblem
from anliku.pack.manifest import MANIFEST, parse_manifest
from tests.visits import Visit

from .support import change, starter

PICTURE = emblem(48, "#1f4e79")
CASE = "example-village-agent"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a picture in a case and in an ordinary page."""
    root = starter(tmp_path_factory.mktemp("pictures") / "library")
    (root / "content/pages/images").mkdir(exist_ok=True)
    (root / "content/pages/images/door.png").write_bytes(PICTURE)
    change(root / f"cases/{CASE}.yml", "  村子离镇上远", "  ![村口的代办点](../images/door.png)\n\n  村子离镇上远")
    page = root / "content/pages/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n![门口的样子](images/door.png)\n", encoding="utf-8")
    return root


def packed(root: Path, anliku: Callable[..., tuple[int, str]], *words: str) -> Path:
    code, said = anliku("-C", root, "pack", "--no-handbook", "--out", root.parent / "-".join(("out", *words)), *words)
    assert code == 0, said
    (folder,) = (place for place in (root.parent / "-".join(("out", *words))).iterdir() if place.is_dir())
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("words", [(), ("--compact",)])
def test_a_pack_shows_them(pictured: Path, anliku: Any, chromium: Any, words: tuple[str, ...]) -> None:
    folder = packed(pictured, anliku, *words)
    assert "site/images/door.png" in parse_manifest((folder / MANIFEST).read_bytes()).by_path
    visited = Visit(chromium.new_context(offline=True).new_page(), folder / "site")
    for address, said in (
        (f"cases/case.html#{CASE}" if words else f"cases/{CASE}.html", "村口的代办点"),
        ("index.html", "门口的样子"),
    ):
        visited.go(address)
        picture = visited.page.get_by_role("img", name=said)
        expect(picture).to_be_attached()
        assert picture.evaluate("async one => (await one.decode(), one.naturalWidth)") == 48
    visited.page.context.close()


def test_a_single_page_holds_them(pictured: Path, anliku: Any) -> None:
    code, said = anliku("-C", pictured, "export", CASE, "-o", pictured.parent / "case.html")
    assert code == 0, said
    html = (pictured.parent / "case.html").read_text(encoding="utf-8")
    assert re.search(
        rf'<img alt="村口的代办点" src="data:image/png;base64,{re.escape(base64.b64encode(PICTURE).decode())}"', html
    )


def test_a_zim_file_holds_them(pictured: Path, anliku: Any) -> None:
    reader = pytest.importorskip("libzim.reader")
    code, said = anliku("-C", pictured, "export", "--format", "zim", "-o", pictured.parent / "library.zim")
    assert code == 0, said
    held = reader.Archive(pictured.parent / "library.zim")
    assert bytes(held.get_entry_by_path("images/door.png").get_item().content) == PICTURE
    page = bytes(held.get_entry_by_path(f"cases/{CASE}.html").get_item().content).decode()
    assert '<img alt="村口的代办点" src="../images/door.png">' in page
