"""The drivers themselves: what they do when a browser stops answering."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from . import drivers
from .drivers import EngineSilent, Firefox, firefox_binary


@pytest.mark.browser
def test_a_browser_that_fell_silent_is_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = firefox_binary()
    if binary is None:
        pytest.skip("Firefox ESR is missing")
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>in time</title>", encoding="utf-8")
    engine = Firefox(binary, tmp_path / "profile")
    try:
        engine.open(page.as_uri())
        monkeypatch.setattr(drivers, "WAIT", 2)
        os.kill(engine._process.pid, signal.SIGSTOP)
        engine._socket.settimeout(2)
        with pytest.raises(EngineSilent):
            engine.evaluate("1")
        monkeypatch.undo()
        os.kill(engine._process.pid, signal.SIGKILL)
        engine.open(page.as_uri())
        assert engine.evaluate("document.title") == "in time"
    finally:
        engine.close()
