"""The gate and the help in a browser: by keyboard on a phone, and without script."""

import os

import pytest
from django.urls import reverse

from lessons.actions.scaffolds import set_support, write_scaffold
from lessons.models import GatePass, PostText
from tests import make
from tests.conftest import NARROW
from tests.lessons.test_gate import FIRST, TEXT, Gated
from tests.pagecheck import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STARTER = "The words come from …"


@pytest.fixture
def gated(cast):
    made = Gated(cast)
    school = make.shelf(kind="school", name="The school's shelf")
    write_scaffold(by=cast.ana, shelf=school, skill="Sourcing", question="Who speaks here?", starter=STARTER)
    set_support(by=cast.ana, enrolment=cast.hist.enrolments.get(user=cast.irina), level="full")
    return made


def tab_to(page, name: str) -> None:
    """Tab until what has the focus bears this name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate("(document.activeElement.labels?.[0] || document.activeElement).textContent.trim()")
        if name in said:
            return
    raise AssertionError(f"no Tab stop is named {name!r}")


def shot(page, name: str) -> None:
    """A picture to look at, where a folder is named for them."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_s14_by_keyboard_on_a_phone(narrow_page, cast, gated, sign_in):
    page = narrow_page
    sign_in(page, cast.irina)
    page.goto(gated.page)
    check_page(page, width=360)
    assert TEXT not in page.content()
    tab_to(page, "Questions that help")
    page.keyboard.press("Enter")
    shot(page, "gate-closed-360")
    tab_to(page, "Use this beginning")
    page.keyboard.press("Enter")
    page.keyboard.type("the party secretary.")
    written = page.get_by_label("What do you expect?").input_value()
    assert written == f"{STARTER} the party secretary."
    tab_to(page, "Keep my answer and open the text")
    page.keyboard.press("Enter")
    page.get_by_text(TEXT).wait_for()
    assert page.locator(".expected blockquote").all_inner_texts() == [written]
    check_page(page, width=360)
    shot(page, "gate-open-360")


def test_s14_passing_on_by_keyboard_lands_at_the_text(narrow_page, cast, gated, sign_in):
    page = narrow_page
    sign_in(page, cast.irina)
    page.goto(gated.page)
    tab_to(page, "Open the text without answering")
    page.keyboard.press("Enter")
    page.get_by_text(TEXT).wait_for()
    assert page.url.endswith(f"#gate-{gated.key}")
    assert GatePass.objects.count() == 1


def test_s14_without_script(open_context, cast, gated, sign_in):
    page = open_context(NARROW, java_script_enabled=False).new_page()
    sign_in(page, cast.irina)
    page.goto(gated.page)
    assert page.get_by_role("button", name="Use this beginning").count() == 0
    page.get_by_label("What do you expect?").fill(STARTER)
    page.get_by_role("button", name="Keep my answer and open the text").click()
    assert page.get_by_label("Your answer").input_value() == STARTER  # refused, and not lost
    page.get_by_label("Your answer").fill(FIRST)
    page.get_by_role("button", name="Save").click()
    page.get_by_text(TEXT).wait_for()
    assert PostText.objects.get().text == FIRST


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_teachers_pages_have_no_fault(page, cast, gated, sign_in, theme):
    sign_in(page, cast.ana)
    addresses = {
        "scaffolds": reverse("lessons:scaffold_list"),
        "support": reverse("lessons:support_list", args=[cast.hist.public_id]),
        "print": reverse("lessons:lesson_print", args=[gated.version.lesson.slug]),
        "editor": reverse("lessons:block_edit", args=[gated.version.lesson.slug, gated.key]),
        "predictions": gated.answers,
    }
    for name, address in addresses.items():
        page.goto(address)
        check_page(page, theme=theme)
        shot(page, f"{name}-{theme}")
    page.goto(addresses["print"])
    page.emulate_media(media="print")
    shot(page, "print-media")
    assert page.locator(".paper-form").is_visible() is False
