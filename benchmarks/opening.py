"""How long the HTML page of a review takes in a browser: until it is there, and from a key to the rows that fit.

Needs Chromium, as the tests of the page do (`CROSSCLOUD_TEST_CHROMIUM`, or `chromium` on the path).
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, sync_playwright

_OPTIONS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PAINTED: Final = """() => new Promise((done) => {
  const seen = (list) => list.getEntriesByName('first-contentful-paint').forEach((one) => done(one.startTime));
  new PerformanceObserver(seen).observe({ type: 'paint', buffered: true });
})"""
_THERE: Final = "() => performance.getEntriesByType('navigation')[0].domComplete"
_ENTER: Final = "() => document.querySelector('.filter input').focus()"
_KEY: Final = """async (key) => {
  const text = document.querySelector('.filter input');
  const count = text.closest('.filter').querySelector('output');
  const told = new Promise((done) => {
    new MutationObserver(() => done()).observe(count, { childList: true, characterData: true, subtree: true });
  });
  const began = performance.now();
  text.value += key;
  text.dispatchEvent(new Event('input'));
  await told;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}"""


@dataclass(frozen=True, slots=True)
class Opening:
    """Milliseconds for one page.

    Attributes:
        painted: from the start of loading to the first text on the screen.
        there: to the whole page laid out, with its script run.
        first_key: from the first key in the filter of the directions to the rows that are left, drawn.
        key: the same for a later key.
    """

    painted: float
    there: float
    first_key: float
    key: float


def chromium() -> str | None:
    """The browser; None where there is none."""
    return os.environ.get("CROSSCLOUD_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def measure(pages: Mapping[str, str], rounds: int, folder: Path) -> dict[str, Opening]:
    """Open each page, `rounds` times, each in a context of its own; empty where there is no Chromium."""
    program = chromium()
    if program is None:
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(_OPTIONS))
        found = {}
        for name, page in pages.items():
            file = folder / "page.html"
            file.write_text(page, encoding="utf-8")
            found[name] = _median([_open(browser, file) for _ in range(rounds)])
        browser.close()
    return found


def _median(found: Sequence[Opening]) -> Opening:
    return Opening(
        median(one.painted for one in found),
        median(one.there for one in found),
        median(one.first_key for one in found),
        median(one.key for one in found),
    )


def _open(browser: Browser, file: Path) -> Opening:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    painted, there = page.evaluate(_PAINTED), page.evaluate(_THERE)
    page.evaluate(_ENTER)
    first, *keys = [page.evaluate(_KEY, key) for key in "con1"]
    context.close()
    return Opening(painted, there, first, median(keys))
