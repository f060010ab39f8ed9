"""The look in a real browser: every component, the pages that anybody may read, and the pages for what went wrong."""

import pytest
from django.core.management import call_command

from tests.pagecheck import THEMES, WIDTHS, check_page

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/help/", "/accessibility/", "/privacy/", "/legal/", "/wrong/404/", "/wrong/409/")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_component_is_clean(page, theme, width):
    page.goto("/style/")
    check_page(page, theme=theme, width=width)


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1366)])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_clean(page, path, theme, width):
    page.goto(path)
    check_page(page, theme=theme, width=width)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_with_the_fullest_header_is_clean(page, settings, width):
    settings.UI_NAV = "tests.ui.urls.full_nav"
    page.goto("/help/")
    check_page(page, theme="light", width=width)
    page.locator("details.account summary").click()
    check_page(page, theme="dark", width=width)


def test_account_menu_closes_with_escape_and_gives_back_the_focus(page, settings):
    settings.UI_NAV = "tests.ui.urls.full_nav"
    page.goto("/help/")
    page.locator("details.account summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("[document.querySelector('details.account').open, document.activeElement.localName]") == [
        False,
        "summary",
    ]


@pytest.mark.parametrize(("width", "shown"), [(360, ["Home", "People", "Classes", "Help"]), (1366, None)])
def test_phones_have_a_bar_of_four(page, settings, width, shown):
    settings.UI_NAV = "tests.ui.urls.full_nav"
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/help/")
    found = page.evaluate(
        "[...document.querySelectorAll('.site-nav a')].filter(e => e.checkVisibility()).map(e => e.textContent.trim())"
    )
    assert found == (shown or ["Home", "People", "Classes", "Terms", "Log", "Help"])


def test_page_with_problems_is_clean_and_starts_at_them(page):
    page.goto("/style/")
    page.get_by_role("button", name="Save").click()
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    check_page(page, theme="light", width=360)


def test_a_link_in_the_list_of_problems_leads_to_the_field(page):
    page.goto("/style/")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Choose quiz or essay.").click()
    assert page.evaluate("document.activeElement.id") == "id_kind_0"


def characters_a_line(page, selector: str) -> float:
    """The mean of the full lines (all but the last) of the first element, filled with words."""
    return page.evaluate(
        """selector => {
          const element = document.querySelector(selector);
          const words = "they spoke until the lamps went out and I have set down what I could hear ".repeat(12).trim();
          element.textContent = words;
          const range = document.createRange();
          const tops = new Set();
          for (let i = 0; i < words.length; i += 1) {
            range.setStart(element.firstChild, i);
            range.setEnd(element.firstChild, i + 1);
            if (words[i] !== " ") tops.add(Math.round(range.getBoundingClientRect().top));
          }
          return words.length / tops.size;
        }""",
        selector,
    )


@pytest.mark.parametrize(
    ("width", "least", "most"),
    [(320, 25, 45), (360, 28, 48), (1366, 55, 90)],
)
def test_source_block_has_enough_characters_a_line(page, width, least, most):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/style/")
    count = characters_a_line(page, ".src-words")
    assert least <= count <= most, count


def test_reading_text_is_19_px_at_1_6_in_32_em(page):
    page.goto("/style/")
    style = page.evaluate(
        """() => {
          const s = getComputedStyle(document.querySelector(".reading")), size = parseFloat(s.fontSize);
          return [s.fontSize, parseFloat(s.lineHeight) / size, parseFloat(s.maxWidth) / size];
        }"""
    )
    assert [style[0], round(style[1], 2), round(style[2], 2)] == ["19px", 1.6, 32]


def test_buttons_are_44_px_high(page):
    page.goto("/style/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.btn:not(.btn-sm)')].map(e => e.getBoundingClientRect().height)"
    )
    assert [height for height in heights if height < 44] == []


def test_the_style_page_prints_without_buttons(page):
    page.goto("/style/")
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('.btn, header.site-head, nav')].filter(e => e.checkVisibility()).length"
    )
    assert shown == 0


def test_pages_work_without_script(open_context):
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/style/")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("heading", name="There is a problem").count() == 1


def test_stylesheet_is_found():
    call_command("findstatic", "site/site.css", verbosity=0)
