"""The HTML page in a real browser: it opens, filters, loads nothing, and works by keyboard and screen reader.

Needs Chromium (Debian: `apt-get install chromium`), or the one that CROSSCLOUD_TEST_CHROMIUM names. Playwright's
own browsers are not downloaded.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from crosscloud.report.page import render
from crosscloud.review.review import Review
from tests.report import large_reviews, reviews

CHROMIUM = os.environ.get("CROSSCLOUD_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = files("axe_playwright_python").joinpath("axe.min.js")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")

Open = Callable[..., Page]
Landmark = Literal["banner", "main", "contentinfo", "navigation"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a review, without network; in the end nothing may have been complained of or asked for."""
    contexts: list[Any] = []
    noise: list[str] = []
    asked: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        noise.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def open_(review: Review, *, scheme: Any = "light", width: int = 1280) -> Page:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_text(render(review), encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("dialog", on_dialog)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert noise == []
    assert [url for url in asked if not url.startswith((tmp_path.as_uri(), "data:,"))] == []
    assert len([url for url in asked if url != "data:,"]) == len(contexts)


def axe(page: Page) -> list[str]:
    """What axe finds, in words."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document)")
    assert len(found["passes"]) > 20, "axe did not look"
    return [f"{v['id']}: {json.dumps([n['html'][:200] for n in v['nodes'][:3]])}" for v in found["violations"]]


REVIEWS = {
    "first": reviews.first,
    "refused": reviews.widening,
    "empty": reviews.empty,
    "failed": reviews.failed,
    "half_open": reviews.half_open,
}


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        *((name, "light") for name in REVIEWS),
        ("first", "dark"),
        # Dark changes colours alone, which the first page has all of: the others are looked at with time.
        *(pytest.param(name, "dark", marks=pytest.mark.slow) for name in REVIEWS if name != "first"),
    ],
)
def test_axe_finds_nothing(opened: Open, name: str, scheme: str) -> None:
    page = opened(REVIEWS[name](), scheme=scheme)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert axe(page) == []


def test_dark_and_light_differ(opened: Open) -> None:
    ask = "getComputedStyle(document.body).backgroundColor"
    assert opened(reviews.first(), scheme="dark").evaluate(ask) != opened(reviews.first()).evaluate(ask)


def visible_rows(page: Page) -> list[str]:
    return [row.inner_text().split("\n")[0] for row in page.locator("#access-table [data-item]:visible").all()]


def test_directions_are_filtered_by_text_tenant_and_effect_and_counted(opened: Open) -> None:
    page = opened(reviews.first())
    bar = page.get_by_role("search", name="Filter the directions")
    count = bar.get_by_role("status")
    assert count.inner_text() == "6 directions"
    bar.get_by_label("Text").fill("SUPPLY desk")
    expect(count).to_have_text("1 of 6 directions")
    assert visible_rows(page) == ["fabrikam → contoso"]
    bar.get_by_label("Text").press("Escape")
    assert count.inner_text() == "6 directions"
    bar.get_by_label("Effect").select_option("lost")
    assert count.inner_text() == "4 of 6 directions"
    bar.get_by_label("Tenant").select_option(label="fabrikam")
    assert count.inner_text() == "2 of 6 directions"
    assert all("fabrikam" in row for row in visible_rows(page))
    bar.get_by_role("button", name="Clear").click()
    assert count.inner_text() == "6 directions"
    assert bar.get_by_label("Text").evaluate("one => one === document.activeElement")


def test_a_direction_that_gains_and_loses_is_found_under_either(opened: Open) -> None:
    page = opened(reviews.widening())
    effect = page.get_by_role("search", name="Filter the directions").get_by_label("Effect")
    for value in ("gained", "lost", "changed"):
        effect.select_option(value)
        assert visible_rows(page) == ["contoso → fabrikam"]


def test_filtering_changes_unfolds_the_tenants_that_have_some(opened: Open) -> None:
    page = opened(reviews.first())
    assert not page.get_by_text("allowed_cloud_endpoints").first.is_visible()
    bar = page.get_by_role("search", name="Filter the changes")
    bar.get_by_label("Text").fill("microsoftonline.us")
    expect(bar.get_by_role("status")).to_have_text("1 of 6 changes")
    assert page.get_by_text("[microsoftonline.us]").is_visible()
    assert page.locator("#changes details.tenant:visible").count() == 1


def test_the_keyboard_reaches_everything(opened: Open) -> None:
    page = opened(reviews.widening())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the review"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 50
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + ':' + document.activeElement.className"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
    assert {"INPUT:", "SELECT:", "BUTTON:", "SUMMARY:", "DIV:scroll", "DIV:scroll picture"} <= reached
    page.locator("#changes summary").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text(f"blocked group {reviews.CONTRACTORS}").first.is_visible()


def test_tables_are_tables_for_a_screen_reader(opened: Open) -> None:
    page = opened(reviews.first())
    table = page.get_by_role("table").first
    assert table.get_by_role("columnheader").all_inner_texts()[:2] == ["Direction", "Effect"]
    assert table.get_by_role("rowheader").count() == 6
    assert page.get_by_role("img", name="Who may sign in where").count() == 1
    landmarks: list[Landmark] = ["banner", "main", "contentinfo", "navigation"]
    for role in landmarks:
        assert page.get_by_role(role).count() == 1


def test_print_shows_what_is_folded_and_no_controls(opened: Open) -> None:
    page = opened(reviews.first())
    folded = page.get_by_text("allowed_cloud_endpoints").first
    assert folded.evaluate("one => one.checkVisibility()") is False
    page.emulate_media(media="print")
    assert folded.evaluate("one => one.checkVisibility()") is True
    assert folded.bounding_box() is not None
    assert not page.locator("nav").is_visible()
    assert page.locator(".filter:visible").count() == 0
    assert page.pdf()[:5] == b"%PDF-"


def test_a_picture_that_is_wider_than_the_window_scrolls_to_its_end(opened: Open) -> None:
    page = opened(reviews.first(), width=500)
    frame = page.locator(".picture")
    assert page.get_by_text("it scrolls sideways").is_visible()
    assert frame.evaluate(
        "e => e.querySelector('svg').getBoundingClientRect().left >= e.getBoundingClientRect().left"
    )
    ends = "e => [e.querySelector('svg').getBoundingClientRect().right, e.getBoundingClientRect().right]"
    svg, right = frame.evaluate(ends)
    assert svg > right
    frame.evaluate("e => e.scrollTo(10_000, 0)")
    svg, right = frame.evaluate(ends)
    assert svg <= right + 1
    wide = opened(reviews.first(), width=1280)
    assert not wide.get_by_text("it scrolls sideways").is_visible()


@pytest.mark.parametrize("width", [360, 768])
def test_a_narrow_window_does_not_scroll_sideways(opened: Open, width: int) -> None:
    page = opened(reviews.widening(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("turn", range(0, len(large_reviews.HOSTILE), 4))
def test_hostile_names_run_nothing_and_load_nothing(opened: Open, turn: int) -> None:
    page = opened(large_reviews.hostile(large_reviews.HOSTILE[turn:] + large_reviews.HOSTILE[:turn]), width=900)
    assert page.title() != "owned"
    assert page.locator("img, iframe, object").count() == 0
    assert page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_two_thousand_partners_open_and_filter_without_a_pause(opened: Open) -> None:
    page = opened(large_reviews.partners(2000))
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
    assert loaded < 10_000  # milliseconds; about 500 on an idle machine
    took = page.evaluate(
        """() => {
          const choice = document.querySelector('.filter select[data-key=effect]');
          const began = performance.now();
          for (const value of ['gained', '']) {
            choice.value = value;
            choice.dispatchEvent(new Event('change'));
            document.body.getBoundingClientRect();
          }
          return performance.now() - began;
        }"""
    )
    assert took < 3_000  # milliseconds; about 100 on an idle machine
    bar = page.get_by_role("search", name="Filter the directions")
    bar.get_by_label("Text").fill("partner-1990")
    expect(bar.get_by_role("status")).to_have_text("2 of 4002 directions")
