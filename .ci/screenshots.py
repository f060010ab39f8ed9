"""Takes the pictures of the README: `make screenshots`. A demo school of its own, on a free port, thrown away after."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.chromium import HOW_TO_GET_IT, find_chromium  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
WIDE, PHONE = (1366, 768), (360, 740)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    """Until the site answers, five minutes at the most."""
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"The demo at {url} did not start within five minutes.")


def look(browser: Browser, base: str, role: str, size: tuple[int, int], theme: str) -> Page:
    """A page of a new browser profile, signed in by the demo's button for `role`."""
    context = browser.new_context(
        base_url=base, viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name=role).click()
    page.wait_for_load_state()
    return page


def keep(page: Page, name: str) -> None:
    page.screenshot(path=OUT / f"{name}.png")
    print(f"docs/screenshots/{name}.png", page.title())


def student(browser: Browser, base: str) -> None:
    page = look(browser, base, "a student", PHONE, "light")
    keep(page, "student-home")
    page.get_by_role("link", name="Continue reading").click()
    keep(page, "lesson-part")
    page = look(browser, base, "a student", WIDE, "light")
    page.get_by_role("link", name="Continue reading").click()
    classroom = page.url.split("/l/")[0]
    page.goto(f"{classroom}/l/how-much-destalinization/p/4/")
    opening = page.get_by_role("button", name="Open the text without answering")
    if opening.count():
        opening.first.click()
    page.locator(".src").first.scroll_into_view_if_needed()
    keep(page, "lesson-source")


def teacher(browser: Browser, base: str) -> None:
    page = look(browser, base, "a teacher", WIDE, "light")
    keep(page, "teacher-home")
    page.get_by_role("link", name="Hist 11B").first.click()
    keep(page, "class-home")
    page.goto("/")
    page.get_by_role("link", name="Class table").first.click()
    keep(page, "class-table")
    page.locator("thead a", has_text="Closing essay").first.click()
    page.locator("td a", has_text="Mark").first.click()
    page.locator(".mark-item").first.evaluate("item => item.scrollIntoView()")
    keep(page, "marking")


def admin(browser: Browser, base: str) -> None:
    page = look(browser, base, "an admin", WIDE, "dark")
    page.goto("/classes/")
    keep(page, "admin-classes")


@contextmanager
def demo_in_browser() -> Iterator[tuple[Browser, str]]:
    """(a browser, the address of a demo school of its own), both gone afterwards."""
    program = find_chromium() or sys.exit(HOW_TO_GET_IT)
    port = free_port()
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        environment = os.environ | {"SITE_MODE": "demo", "SITE_DATA": data}
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "run_demo", "--port", str(port)], cwd=ROOT, env=environment
        )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/sign-in/")
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            yield browser, base
            browser.close()
        finally:
            demo.terminate()
            demo.wait(timeout=20)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with demo_in_browser() as (browser, base):
        for turn in (student, teacher, admin):
            turn(browser, base)


if __name__ == "__main__":
    main()
