"""The source page in a real browser: addresses with and without script, side by side on a phone, the look of every view."""

import pytest
from playwright.sync_api import expect

from lessons.sources.actions.loading import load_sources
from tests import make
from tests.conftest import NARROW
from tests.pagecheck import THEMES, WIDTHS, faults_of
from tests.sources.big import big_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sources(cast):
    big_source(cast.shelf)
    return load_sources(shelf=make.shelf(cast.ana, kind="school"), by=cast.ana)


def marked(page) -> list[str]:
    return page.eval_on_selector_all(".src-para.is-here", "all => all.map(one => one.id)")


def test_s1_an_address_marks_and_focuses_its_paragraph_or_says_that_there_is_none(page, cast, sign_in, sources):
    sign_in(page, cast.ana)
    page.goto("/sources/big-source/#p8")
    assert marked(page) == ["p8"]
    assert page.evaluate("document.activeElement.id") == "p8"
    page.goto("/sources/big-source/#p8-9")
    expect(page.locator("#p9.is-here")).to_have_count(1)
    assert marked(page) == ["p8", "p9"]
    assert page.evaluate("document.activeElement.id") == "p8"
    page.goto("/sources/big-source/#p999")
    expect(page.locator("[data-missing]")).to_have_text(
        "There is no paragraph 999 here. The numbers that there are stand beside the text."
    )
    assert marked(page) == []
    page.goto("/sources/secret-speech/#p8-9")
    assert marked(page) == ["p8-9"]


def test_s1_s20_without_script_the_browser_itself_marks_the_paragraphs(open_context, cast, sign_in, sources):
    context = open_context(java_script_enabled=False)
    sign_in(context, cast.ana)
    page = context.new_page()
    page.goto("/sources/big-source/")
    page.get_by_label("Go to paragraph").fill("8-9")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/big-source/#p8-9")
    marked = [page.locator(f"#p{n}").evaluate("one => getComputedStyle(one).outlineStyle") for n in (7, 8, 9, 10)]
    assert marked == ["none", "solid", "solid", "none"]
    term = page.locator("#p3 .span-term")
    term.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#p3 .src-meaning")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#p3 .src-meaning")).to_be_hidden()


def test_s4_on_a_phone_the_text_begins_soon_and_two_texts_are_one_column_with_a_switch(
    open_context, cast, sign_in, sources
):
    context = open_context(NARROW, java_script_enabled=False)
    sign_in(context, cast.ana)
    page = context.new_page()
    page.goto("/sources/ivanov-diary/")
    assert page.locator("#p5").bounding_box()["y"] < 2 * NARROW["height"]
    page.goto("/sources/ivanov-diary/?view=compare")
    left, right = page.locator(".cell.cell-left"), page.locator(".cell.cell-right")
    assert left.bounding_box()["y"] + left.bounding_box()["height"] <= right.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Only English translation by James F. Person").check()
    expect(left).to_be_hidden()
    expect(right).to_be_visible()


def test_the_page_on_paper_has_its_numbers_and_no_buttons(page, cast, sign_in, sources):
    sign_in(page, cast.ana)
    page.goto("/sources/big-source/?lines=wide")
    page.emulate_media(media="print")
    expect(page.locator("#p8 .src-num")).to_be_visible()
    expect(page.locator("#p3 .span-term")).to_be_visible()
    expect(page.locator("#p3 .src-meaning")).to_be_visible()
    expect(page.locator(".more-facts dd").first).to_be_visible()
    shown = page.eval_on_selector_all(
        "button:not(.span-term), .btn, nav, .go-to", "all => all.filter(one => one.checkVisibility()).length"
    )
    assert shown == 0


@pytest.mark.parametrize(
    "path",
    [
        "/sources/ivanov-diary/",
        "/sources/ivanov-diary/?view=compare",
        "/sources/secret-speech/?easier=1",
        "/sources/card-000/",
    ],
)
def test_s20_every_view_is_without_fault_in_both_themes_and_widths(page, cast, sign_in, sources, path):
    sign_in(page, cast.ana)
    page.goto(path)
    found = {(theme, width): faults_of(page, theme=theme, width=width) for theme in THEMES for width in WIDTHS}
    assert {key: faults for key, faults in found.items() if faults} == {}
