"""Visits to the viewer of a compact pack, and how to tell that a case is shown."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.visits import Visit

CASE = "songyan-one-stop"
OTHER = "yuqing-eight-ones"
# What a case shows, in the viewer or on a page of its own.
READ = """() => {
  const all = document.querySelector('article').cloneNode(true);
  all.querySelectorAll('.tools').forEach(node => node.remove());
  const toc = document.querySelector('.toc');
  const squeeze = text => text.replace(/\\s+/g, ' ').trim();
  return {
    title: document.title, description: document.querySelector('meta[name=description]').content,
    text: squeeze(all.textContent), toc: toc ? squeeze(toc.textContent) : '',
    shape: squeeze(all.innerHTML.replace(/href="[^"]*"/g, '').replace(/ (tabindex="-1"|rel="[^"]*")/g, '')),
  };
}"""


class CaseVisit(Visit):
    """A visit to a compact pack."""

    def open(self, address: str) -> Page:
        """Open a case in the viewer and wait until it is shown."""
        self.go(f"cases/case.html#{address}")
        expect(self.page.locator(".neighbours")).to_be_attached()
        return self.page


def shown(page: Page, case: str) -> None:
    """Wait until the viewer shows a case."""
    expect(page.locator("#content .running")).to_contain_text(f"案例编号 {case}")
