"""What workers share is made once, and by nobody when making it failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .sharing import made_once, shared_folder


@pytest.fixture
def workers(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process be one worker or another of a run of its own."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    (tmp_path / "gw0").mkdir()
    monkeypatch.setattr(tmp_path_factory, "getbasetemp", lambda: tmp_path / "gw0")


def test_what_one_worker_has_made_is_given_to_the_next(workers: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = made_once(tmp_path_factory, "案例库 x", lambda folder: folder)
    second = made_once(tmp_path_factory, "案例库 x", lambda _: pytest.fail("it is there"))
    assert second == first
    assert first.is_dir()
    assert [file.name for file in shared_folder(tmp_path_factory).glob("案*")] == ["案例库 x.made"]  # no lock is left


def test_what_could_not_be_made_is_tried_again(workers: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    def fail(_: Path) -> Path:
        raise OSError

    with pytest.raises(OSError):
        made_once(tmp_path_factory, "y", fail)
    assert made_once(tmp_path_factory, "y", lambda folder: folder).is_dir()
