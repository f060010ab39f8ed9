"""Notes in a browser: by keyboard alone on a phone, with script and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from lessons.models import Post
from tests import make
from tests.conftest import NARROW
from tests.lessons import noting
from tests.lessons.noting import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def read(cast):
    return noting.reading(cast.hist, cast.shelf, passages=[TEXT, "Second words.", "Third words."])


def tab_to(page, role: str, name: str) -> None:
    """Tab until the named thing has the focus."""
    wanted = page.get_by_role(role, name=name)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.count() and wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches the {role} “{name}”")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_note_by_keyboard_alone_on_a_phone(open_context, cast, read, sign_in, script):
    page = sign_in(open_context(NARROW, java_script_enabled=script), cast.irina).new_page()
    page.goto(read.page)
    if not script:  # without script there is nobody to say where the focus is: the same way, by links and labels
        page.get_by_role("link", name="Note on paragraph 2").press("Enter")
        page.get_by_label("Your note").press_sequentially("What does he want?")
        page.get_by_label("About these words").press_sequentially("Second")
        page.get_by_label("My class and its teachers").press("Space")
        page.get_by_role("button", name="Keep this note").press("Enter")
    else:
        tab_to(page, "link", "Note on paragraph 2")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Notes on paragraph 2").wait_for()
        tab_to(page, "textbox", "Your note")
        page.keyboard.type("What does he want?")
        page.keyboard.press("Tab")
        page.keyboard.type("Second")
        tab_to(page, "radio", "Observe: what stands there")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        tab_to(page, "radio", "Only me: nobody else reads it, not even my teacher")
        page.keyboard.press("ArrowDown")
        tab_to(page, "button", "Keep this note")
        page.keyboard.press("Enter")
    page.locator("#main").get_by_text("Your note is kept.").wait_for()
    post = Post.objects.get()
    kind = "question" if script else "observe"
    assert (post.exact, post.kind, post.visibility) == ("Second", kind, "class")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"] if script else True


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_my_notes_by_keyboard_alone_on_a_phone(open_context, cast, read, sign_in, script):
    make.note(cast.hist, read.passage("1"), cast.irina, "What I saw.", kind="observe")
    make.note(cast.hist, read.passage("2"), cast.irina, "What I ask.", kind="question")
    page = sign_in(open_context(NARROW, java_script_enabled=script), cast.irina).new_page()
    page.goto(f"{read.mine}?kind=question")
    assert page.locator(".post > p").all_inner_texts() == ["What I ask."]
    if script:
        tab_to(page, "link", "Edit your note")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Edit your note").wait_for()
        tab_to(page, "textbox", "Your note")
        page.keyboard.press("End")
        page.keyboard.type(" Still.")
        tab_to(page, "button", "Save")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Edit your note").press("Enter")
        page.get_by_label("Your note").press("End")
        page.get_by_label("Your note").press_sequentially(" Still.")
        page.get_by_role("button", name="Save").press("Enter")
    page.locator("#main").get_by_text("What I ask. Still.").wait_for()
    assert [post.texts.order_by("n").last().text for post in Post.objects.order_by("pk")] == [
        "What I saw.", "What I ask. Still.",
    ]  # fmt: skip


def test_words_marked_in_a_passage_stand_in_the_form(page, cast, read, sign_in):
    sign_in(page, cast.irina)
    page.goto(read.page)
    page.locator(".src-words", has_text="Second words.").dblclick(position={"x": 10, "y": 10})
    page.get_by_role("link", name="Note on paragraph 2").click()
    assert page.get_by_label("About these words").input_value() == "Second"
    page.get_by_role("link", name="Close these notes").click()
    page.get_by_role("link", name="Note on paragraph 3").click()
    assert page.get_by_label("About these words").input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_notes_have_no_serious_barriers(open_context, cast, read, sign_in, scheme):
    make.note(cast.hist, read.passage("1"), cast.irina, "A note.", kind="question")
    make.note(cast.hist, read.passage("1"), cast.omar, "Another.")
    page = sign_in(open_context(NARROW, color_scheme=scheme, bypass_csp=True), cast.ana).new_page()
    found = {}
    for address in (f"{read.page}?at=en:1", read.all, read.mine):
        page.goto(address)
        broken = Axe().run(page).response["violations"]
        found[address] = [one["id"] for one in broken if one["impact"] in ("serious", "critical")]
    assert found == {address: [] for address in found}
