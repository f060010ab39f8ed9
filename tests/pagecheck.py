"""The page helper: what must hold for every page of the site, asked of a page that stands in a real browser.

    check_page(page, theme="dark", width=360)

looks at the page as it stands now and fails with a list of everything wrong, each with its name. The page's clock,
user and data are the test's business. Nothing is switched off: no rule of axe, no element, no page.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = {360: 740, 1366: 768}
THEMES = ("light", "dark")
LOOKS = (("light", 1366), ("dark", 360))  # each theme and each width once: for sweeps over many pages
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NARROWEST = 320
MOST_STOPS = 400
ASK = (Path(__file__).parent / "pagecheck.js").read_text()


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a page: which promise it breaks, and where."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def check_page(page: Page, *, theme: str = "light", width: int = 1366) -> None:
    """Fails with every fault of the page in this theme at this width."""
    faults = faults_of(page, theme=theme, width=width)
    listed = "\n".join(f"  {fault}" for fault in faults)
    assert not faults, f"{len(faults)} faults on {page.url} ({theme}, {width} px):\n{listed}"


def faults_of(page: Page, *, theme: str = "light", width: int = 1366) -> list[Fault]:
    """Every fault, sorted. The window, its scroll position and the address are put back as they were."""
    with _window(page, theme, width):
        return sorted(
            {
                *_of(page.evaluate(f"{ASK}.structure()")),
                *_of(page.evaluate(f"{ASK}.targets()")),
                *_axe(page),
                *_focus(page),
                *_skip_link(page),
                *_sideways(page),
                *_console(page),
            }
        )


def _of(pairs: list[list[str]]) -> list[Fault]:
    return [Fault(kind, what) for kind, what in pairs]


@contextlib.contextmanager
def _window(page: Page, theme: str, width: int) -> Iterator[None]:
    before = page.viewport_size
    own = page.evaluate("document.documentElement.getAttribute('data-theme')")
    page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 740)})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    if own is not None:
        page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    try:
        yield
    finally:
        if own is not None:
            page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", own)
        if before:
            page.set_viewport_size(before)


def _axe(page: Page) -> Iterator[Fault]:
    if not page.evaluate("'axe' in window"):  # half a megabyte, brought once to each document
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    for rule in found["violations"]:
        places = [" ".join(map(str, node["target"])) for node in rule["nodes"]]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        yield Fault(f"axe {rule['id']}", f"{rule['help']}: {', '.join(places[:3])}{more}")


def _focus(page: Page) -> Iterator[Fault]:
    """Tab through the whole page: a ring on every stop, and every stop in view."""
    page.evaluate(f"{ASK}.forgetStops()")
    seen: set[str] = set()
    while len(seen) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(f"{ASK}.focused()")
        if stop is None or stop["stop"] in seen:
            break
        seen.add(stop["stop"])
        for kind, what in stop["faults"]:
            yield Fault(kind, f"{stop['name']}: {what}")
    page.evaluate(f"{ASK}.forgetStops()")
    if not seen:
        yield Fault("focus in view", "nothing on the page can be reached with Tab")


def _skip_link(page: Page) -> Iterator[Fault]:
    """The first stop leads into main."""
    if not page.evaluate(f"{ASK}.skipLink()"):
        yield Fault("skip link", "the first stop of the page is no link into main")
        return
    page.keyboard.press("Enter")
    if not page.evaluate(f"{ASK}.skipped()"):
        yield Fault("skip link", "it was followed, and the focus is not in main")
    page.evaluate(f"{ASK}.forgetStops()")


def _sideways(page: Page) -> Iterator[Fault]:
    """No sideways scroll in a window of 320 px, nor with wider spacing of letters, words and lines there."""
    window = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    for what in page.evaluate(f"{ASK}.sideways()"):
        yield Fault("sideways scroll", what)
    page.evaluate(f"{ASK}.spread(true)")
    for what in page.evaluate(f"{ASK}.sideways()"):
        yield Fault("sideways scroll", f"with wider text spacing {what}")
    page.evaluate(f"{ASK}.spread(false)")
    page.set_viewport_size(window)


def _console(page: Page) -> Iterator[Fault]:
    """Errors that the page wrote since it was opened. That an error page has an error's status is no fault."""
    for message in page.console_messages():
        own_status = "status of" in message.text and message.location["url"].split("#")[0] == page.url.split("#")[0]
        if message.type == "error" and not own_status:
            yield Fault("content policy" if "Content Security" in message.text else "console", message.text)
    for error in page.page_errors():
        yield Fault("console", str(error))
