from __future__ import annotations

import pickle
from dataclasses import fields
from pathlib import Path

from anliku.check.survey import survey

from ..support import write_library


def test_what_is_derived_stays_behind_when_the_shared_records_go_to_another_process(tmp_path: Path) -> None:
    shared = survey(write_library(tmp_path)).library.shared
    assert list(shared.excerpts) == ["opinion/agents", "opinion/visits"]
    assert shared.dimensions["team"] == "骨干队伍"
    # A thread of the build derives such things while the main one pickles: a dictionary that grows meanwhile ends the build.
    assert shared.__getstate__().keys() == {part.name for part in fields(shared)}
    copy = pickle.loads(pickle.dumps(shared))
    assert vars(copy).keys() == {part.name for part in fields(shared)}
    assert list(copy.excerpts) == list(shared.excerpts)
