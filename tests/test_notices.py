"""The licences go with whatever holds the work: the wheel, the sdist, every site, pack and single file."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from anliku.paths import notices
from tests.site.building import built, mini_library

ROOT = Path(__file__).parents[1]
LICENSE, NOTICE = (ROOT / "LICENSE").read_bytes(), (ROOT / "NOTICE").read_bytes()
HOLDERS = (
    "Martin Donath",
    "OpenCC",
    "Pictogrammers",
    "Octicons",
    "Font Awesome",
    "python-docx",
    "python-pptx",
    "openpyxl",
    "pako",
)
TEXTS = (
    "Permission is hereby granted, free of charge",
    "The zlib License",
    "Apache License",
    "END OF TERMS AND CONDITIONS",
)


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def test_the_notice_names_all_whose_work_is_shipped_and_holds_the_licences() -> None:
    for text in (*HOLDERS, *TEXTS):
        assert text in NOTICE.decode()
    assert notices() == {"LICENSE": LICENSE.decode(), "NOTICE": NOTICE.decode()}


def test_the_wheel_holds_both_for_tools_and_for_the_program(distributions: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(distributions[0]) as wheel:
        (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
        for name, data in (("LICENSE", LICENSE), ("NOTICE", NOTICE)):
            assert wheel.read(f"{info}/licenses/{name}") == data
            assert wheel.read(f"anliku/{name}") == data
        assert "anliku/theme/overrides/main.html" in wheel.namelist()  # beside the theme, where `notices` looks


def test_the_sdist_holds_both(distributions: tuple[Path, Path]) -> None:
    with tarfile.open(distributions[1]) as sdist:
        top = sdist.getnames()[0].split("/")[0]
        for name, data in (("LICENSE", LICENSE), ("NOTICE", NOTICE)):
            member = sdist.extractfile(f"{top}/{name}")
            assert member
            assert member.read() == data


def test_every_page_leads_to_the_licences_and_no_foreign_file_is_without_one(tmp_path: Path) -> None:
    site = built(mini_library(tmp_path)).out
    page = (site / "notices.html").read_text(encoding="utf-8")
    for text in (*HOLDERS, *TEXTS):
        assert text in page
    for file in site.rglob("*.html"):
        up = "../" * (len(file.relative_to(site).parts) - 1)
        assert f'<a href="{up}notices.html">许可与声明</a>' in file.read_text(encoding="utf-8"), file
    assets = {file.relative_to(site).as_posix() for file in (site / "assets").rglob("*") if file.is_file()}
    foreign = {path for path in assets if not path.startswith("assets/anliku/")}
    assert foreign
    # What comes newly with Material must be named in NOTICE before it is shipped.
    assert foreign == {"assets/images/favicon.png"}
