"""校验.html in Chromium on file://: finds what Python finds, with the browser's own SHA-256 and with ours."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.keys import new_key
from anliku.pack.manifest import PackForm
from anliku.pack.pack import Order, Packed, pack
from anliku.pack.verify import Expected, verify
from anliku.printable import NAME, is_printable, printable

from . import test_mutations as mutations
from .compacting import compact_items
from .support import WHEN, quiet, small_pack
from .test_manifest import BAD_HEADS, MANIFEST

pytestmark = pytest.mark.browser
SPOILERS = ("flip", "truncate", "extend", "delete", "add", "rename", "swap", "old_manifest")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Packed, Packed]:
    key = new_key()
    return small_pack(tmp_path_factory.mktemp("a"), key), small_pack(tmp_path_factory.mktemp("b"), key, seed=2)


@pytest.fixture
def page(chromium: Any) -> Any:
    context = chromium.new_context()
    page = context.new_page()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else page.faults.append(r.url))
    yield page
    context.close()


def _checked(page: Any, check: Path, folder: Path, own: bool) -> dict[str, Any]:
    page.goto(f"{check.as_uri()}{'#own' if own else ''}")
    page.reload()
    page.set_input_files("#folder", str(folder))
    page.wait_for_selector("body[data-state]:not([data-state=busy])")
    lists = {
        heading.split()[0]: [
            item.inner_text() for item in page.query_selector_all(f"h2.bad:nth-of-type({i + 1}) + ul li")
        ]
        for i, heading in enumerate(h.inner_text() for h in page.query_selector_all("h2.bad"))
    }
    return {"state": page.get_attribute("body", "data-state"), "text": page.inner_text("#report"), **lists}


@pytest.mark.parametrize("own", [False, True])
def test_a_good_pack(page: Any, packs: tuple[Packed, Packed], own: bool) -> None:
    good = packs[0]
    found = _checked(page, good.folder / "校验.html", good.folder, own)
    assert found["state"] == "good", found
    assert f"{len(good.manifest.files)} 个文件，名称、大小和内容都和清单一致" in found["text"]
    assert good.fingerprint in found["text"]
    assert "从别的途径" in found["text"]
    assert page.faults == []


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("name", SPOILERS)
def test_the_page_finds_what_python_finds(
    page: Any, packs: tuple[Packed, Packed], tmp_path: Path, name: str, number: int
) -> None:
    good, old = packs
    folder = tmp_path / "pack"
    shutil.copytree(good.folder, folder)
    getattr(mutations, name)(folder, random.Random(f"{name}{number}"), old.folder)
    found = _checked(page, good.folder / "校验.html", folder, bool(number % 2))
    verdict = verify(folder, Expected(), quiet)
    assert not verdict.whole
    assert found["state"] in ("bad", "fault")
    if found["state"] == "bad":
        assert found.get("缺少", []) == verdict.missing
        assert found.get("改动了", []) == verdict.changed
        assert found.get("多出", []) == verdict.added
        assert found.get("改了名", []) == [f"{a} → {b}" for a, b in verdict.renamed]
    assert page.faults == []


def test_a_compact_pack_and_which_of_its_files_was_changed(page: Any, shipped_site: Path, tmp_path: Path) -> None:
    whole = pack(compact_items(shipped_site), Order("村级案例库", WHEN, tmp_path, form=PackForm.COMPACT), quiet)
    found = _checked(page, whole.folder / "校验.html", whole.folder, False)
    assert found["state"] == "good", found
    assert f"{len(whole.manifest.files)} 个文件，名称、大小和内容都和清单一致" in found["text"]

    file = whole.folder / "site/cases/pack-02.js"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    found = _checked(page, whole.folder / "校验.html", whole.folder, False)
    assert found["state"] == "bad"
    assert found["改动了"] == ["site/cases/pack-02.js"]
    assert "有 1 个文件和清单不一样" in found["text"]
    assert page.faults == []


def test_a_folder_that_is_no_pack(page: Any, packs: tuple[Packed, Packed], tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    found = _checked(page, packs[0].folder / "校验.html", tmp_path, False)
    assert "没有 MANIFEST.json" in found["text"]


def test_our_own_sha256_is_right_at_every_length(page: Any, packs: tuple[Packed, Packed]) -> None:
    page.goto((packs[0].folder / "校验.html").as_uri())
    lengths = [*range(140), 1000, 65_537]
    theirs = page.evaluate(
        """lengths => lengths.map(length => {
             const bytes = Uint8Array.from({length}, (_, i) => (i * 7 + length) & 255);
             const hash = new anliku.verify.Sha256();
             for (let at = 0; at < length; at += 37) hash.add(bytes.subarray(at, at + 37));
             return hash.hex();
           })""",
        lengths,
    )
    ours = [hashlib.sha256(bytes((i * 7 + n) & 255 for i in range(n))).hexdigest() for n in lengths]
    assert theirs == ours


def test_the_page_and_the_command_agree_on_what_may_be_shown(page: Any, packs: tuple[Packed, Packed]) -> None:
    page.goto((packs[0].folder / "校验.html").as_uri())
    theirs = page.evaluate(
        """() => {
             const found = [];
             for (let code = 0; code < 0x110000; code++) {
               if (!anliku.verify.isPrintable(String.fromCodePoint(code))) found.push(code);
             }
             return found;
           }"""
    )
    assert theirs == [code for code in range(0x110000) if not is_printable(chr(code))]
    for text in ("a\x1bb\x9b\u202e\u2028\n", "\U000e0041", "好" * 300, "普通"):
        assert page.evaluate("text => anliku.verify.visible(text)", text) == printable(text, NAME)


def test_the_page_refuses_the_heads_that_the_command_refuses(page: Any, packs: tuple[Packed, Packed]) -> None:
    page.goto((packs[0].folder / "校验.html").as_uri())
    texts = [replace(MANIFEST, **head).to_bytes().decode() for head in ({}, *BAD_HEADS)]
    good, *faults = page.evaluate(
        """texts => texts.map(text => {
             try { return anliku.verify.parseManifest(new TextEncoder().encode(text)).version; }
             catch (error) { return error.message; }
           })""",
        texts,
    )
    assert good == MANIFEST.version
    assert [fault for fault in faults if "不许有的东西" not in fault] == []


def test_the_page_shows_foreign_names_filtered(page: Any, packs: tuple[Packed, Packed], tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(packs[0].folder, folder)
    (folder / "more\u202elmth.html").write_bytes(b"x")
    found = _checked(page, packs[0].folder / "校验.html", folder, False)
    assert found["多出"] == ["more\\u202elmth.html"]
