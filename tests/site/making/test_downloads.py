"""The checklists as files: made in forked processes, unless Typst has threads in this one, which a fork would lack."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from anliku.check.survey import survey
from anliku.checklist.form.pages import FORMATS
from anliku.site.build import make_site
from anliku.site.making.downloads import download_paths
from anliku.site.output.last_build import LastBuild
from tests.site.building import built, contents, mini_library

# Prints how processes would be started before and after a PDF is set here, then builds.
SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from anliku.site.build import Options, build
from anliku.site.making import downloads
if __name__ == "__main__":
    paths = [f"checklists/{number}.pdf" for number in range(6)]
    print(repr(downloads._start(paths, True)), repr(downloads._start(paths, False)))
    if sys.argv[3:]:
        from anliku.export.blocks import Paper
        from anliku.export.blocks_pdf import paper_pdf
        from anliku.export.fonts import choose_fonts
        paper_pdf(Paper("题", "甲", (), ()), dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc), choose_fonts())
        print(repr(downloads._start(paths, True)))
    build(Path(sys.argv[1]), Options(clean=True, out=Path(sys.argv[2])))
"""


def test_a_build_after_a_pdf_was_set_in_the_same_process_ends_and_gives_the_same(tmp_path: Path) -> None:
    folder = mini_library(tmp_path / "library")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    said = {}
    for name, words in {"fresh": (), "after": ("first a PDF",)}.items():
        command = [sys.executable, str(script), str(folder), str(tmp_path / name), *words]
        said[name] = subprocess.run(command, capture_output=True, text=True, check=True, timeout=900).stdout.split()
    assert said["fresh"] == ["''", "'spawn'"]
    assert said["after"] == ["''", "'spawn'", "'spawn'"]
    assert contents(tmp_path / "fresh") == contents(tmp_path / "after") == contents(built(folder).out)
    assert len(list((tmp_path / "fresh" / "checklists").glob("*.pdf"))) > 1


def test_files_of_a_format_are_made_together_and_the_pdfs_first(tmp_path: Path) -> None:
    site = make_site(survey(mini_library(tmp_path)), False, LastBuild.empty())
    forms = [path.partition(".")[2] for path in download_paths(replace(site, formats=FORMATS))]
    assert forms[0] == "pdf"
    assert len(forms) > len(set(forms))
    assert [form for form, _ in groupby(forms)] == list(dict.fromkeys(forms))
