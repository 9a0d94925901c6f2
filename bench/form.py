"""`python -m bench.form [SITE]`: milliseconds that the longest form takes to open and to answer a click, on file://.

Targets: first load ≤ 150 ms, a click ≤ 16 ms, a click with the processor slowed down four times ≤ 50 ms. A click is what
the page works for it (script, layout, paint), without the wait for the next frame of the screen. On a busy machine the
processor time of the page's main thread is the better measure; that of a click has the storing in it.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.synthesise import ROOT

CLICKS = 40
LOADS = 7
SLOWED = 4
_CLICK_JS = """async (number) => {
  const boxes = [...document.querySelectorAll(".ck-item:not([hidden])")].filter((one) => one.querySelector(".ck-choices input[type=radio]"));
  const radios = boxes[number % boxes.length].querySelectorAll(".ck-choices input[type=radio]"), started = performance.now();
  radios[number % radios.length].click();
  const handled = performance.now() - started;
  const shown = await new Promise((done) => requestAnimationFrame((frame) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - frame);
    channel.port2.postMessage(0);
  }));
  await new Promise((done) => setTimeout(done, 400));  // it is stored as well
  return handled + shown;
}"""


def longest_form(site: Path) -> Path:
    """Return the page with the most items."""
    return max((site / "checklists").glob("*.html"), key=lambda path: path.read_text("utf-8").count("data-item="))


def print_form(site: Path) -> None:
    """Time opening the longest form in a fresh profile, and clicks, at full speed and slowed down."""
    from playwright.sync_api import sync_playwright

    form = longest_form(site)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        loads = sorted(_load(browser, form) for _ in range(LOADS))
        print(f"{form.stem}: first load {_told(loads)}")
        for slowed in (1, SLOWED):
            clicks, items = _clicks(browser, form, slowed)
            print(f"{form.stem}, {items} items, {slowed} times slower: a click {_told(clicks)}")
        browser.close()


def _told(took: list[tuple[float, float]]) -> str:
    wall, processor = (sorted(column) for column in zip(*took, strict=True))
    return (
        f"{statistics.median(wall):.1f} ms on the clock ({wall[0]:.1f} to {wall[-1]:.1f}), "
        f"{statistics.median(processor):.1f} ms of processor time"
    )


def _opened(browser: Any, form: Path, slowed: int = 1) -> tuple[Any, Any]:
    """Open the form in a profile of its own; return the page and the session that tells the processor time."""
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(form.as_uri())
    page.wait_for_selector("[data-ready]")
    return page, session


def _processor(session: Any) -> float:
    """Milliseconds that the page's main thread has worked; those of a busy machine's other work are not in them."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"]) * 1000


def _load(browser: Any, form: Path) -> tuple[float, float]:
    page, session = _opened(browser, form)
    wall = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    found = wall, _processor(session)
    page.context.close()
    return found


def _clicks(browser: Any, form: Path, slowed: int) -> tuple[list[tuple[float, float]], int]:
    page, session = _opened(browser, form, slowed)
    took = []
    for number in range(CLICKS):
        before = _processor(session)
        wall = page.evaluate(_CLICK_JS, number)
        took.append((wall, _processor(session) - before))
    items = page.locator(".ck-item:not([hidden])").count()
    page.context.close()
    return took, items


def main() -> None:
    """Print the measures, of the site given or of the shipped library built for it."""
    if len(sys.argv) > 1:
        print_form(Path(sys.argv[1]).resolve())
        return
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        subprocess.run(
            [sys.executable, "-m", "anliku", "-C", str(ROOT), "build", "--out", str(site)],
            check=True,
            capture_output=True,
        )
        print_form(site)


if __name__ == "__main__":
    main()
