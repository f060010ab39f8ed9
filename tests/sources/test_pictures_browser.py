"""A picture in the browser: looked at closely by keyboard alone, without faults that axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import make

pytestmark = pytest.mark.browser


@pytest.fixture
def poster(transactional_db):
    cast = make.Cast()
    source = make.source(cast.shelf, slug="poster", kind="image").source
    make.picture(
        source, cast.ana, width=1600, height=1200, form="JPEG", alt="A red field and a blue one.",
        caption="Two fields, painted for a test.", description="On the left, red.\n\nOn the right, blue.",
        rights_code="CC-BY-4.0", credit="Studio Four", shows_edtf="1961", shows_display="1961",
    )  # fmt: skip
    return cast


def faults(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_image_zoom_is_moved_over_by_keyboard(poster, page, sign_in):
    sign_in(page, poster.ana)
    page.goto("/sources/poster/")
    expect(page.get_by_alt_text("A red field and a blue one.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Look closely").click()
    page.get_by_role("link", name="Larger").click()
    box = page.get_by_role("region", name="The picture.")
    box.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    assert box.evaluate("box => box.scrollTop") > 0
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_picture_fit_a_phone(poster, open_context, sign_in, scheme):
    page = open_context({"width": 360, "height": 740}, color_scheme=scheme, java_script_enabled=True).new_page()
    sign_in(page, poster.ana)
    for path in ("/sources/poster/", "/sources/poster/image/", "/sources/poster/image/zoom/", "/sources/new/picture/"):
        page.goto(path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 360)
        assert (path, faults(page)) == (path, [])
