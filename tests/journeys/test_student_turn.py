"""A student's whole turn in a browser: read, guess, discuss, quiz, essay, feedback. By pointer on two widths, by
keyboard alone, and without script."""

import pytest
from playwright.sync_api import Page, expect

from assessments.actions.marking import release_marks, score_part
from assessments.models import Attempt
from lessons.models import Post
from tests import make
from tests.assessments.parts import essay, quiz
from tests.conftest import NARROW, WIDE
from tests.hand import Hand
from tests.lessons.reading import small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ESSAY = "It was too much for those who had to live with it"


@pytest.mark.parametrize(
    ("viewport", "keyboard", "script"),
    [(WIDE, False, True), (NARROW, False, True), (WIDE, True, True), (NARROW, False, False)],
    ids=["wide", "narrow", "keyboard", "without script"],
)
def test_the_students_turn(cast, open_context, viewport, keyboard, script):
    lesson = small(cast)
    make.post(cast.hist, lesson.talk, cast.omar, "Words of Omar")
    quiz(cast)
    written = essay(cast)
    page = open_context(viewport, java_script_enabled=script).new_page()
    hand = Hand(page, keyboard)
    sign_in(page, hand)
    read(page, hand)
    answer_quiz(page, hand)
    write_essay(page, hand)
    release(cast, written)
    page.goto("/")
    hand.press(page.get_by_role("link", name="See feedback").last)
    expect(page.get_by_role("main")).to_contain_text("12 of 12")
    expect(page.get_by_role("main")).to_contain_text(ESSAY)
    assert Post.objects.filter(author=cast.irina).count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def sign_in(page: Page, hand: Hand) -> None:
    page.goto("/sign-in/")
    hand.write(hand.field("User name or e-mail"), "irina.kim")
    hand.write(hand.field("Passphrase"), make.PASSPHRASE)
    hand.button("Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Irina Kim")


def read(page: Page, hand: Hand) -> None:
    """Three parts: a guess, a source with an answer, and a discussion that opens after one's own post."""
    hand.link("Read: A small lesson")
    hand.write(hand.field("Your answer"), "A guess.")
    hand.press(page.get_by_role("button", name="Keep my guess"))
    expect(page.get_by_text("Saved").first).to_be_visible()
    hand.button("Mark part 1 as done")
    expect(page.get_by_role("link", name="Paragraph 2", exact=True)).to_be_visible()
    hand.write(hand.field("Your answer"), "The speaker, not the recorder.")
    hand.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved").first).to_be_visible()
    hand.button("Mark part 2 as done")
    expect(page.get_by_text("Words of Omar")).to_have_count(0)
    hand.write(hand.field("Your post"), "My own view.")
    hand.button("Post")
    expect(page.get_by_text("Words of Omar")).to_be_visible()
    page.goto("/")
    hand.link("Read: A small lesson")
    hand.button("Mark part 3 as done")
    expect(page.get_by_text("You marked this part as done")).to_be_visible()


def answer_quiz(page: Page, hand: Hand) -> None:
    page.goto("/")
    hand.link("Answer: Source quiz")
    hand.button("Start")
    hand.tick(page.get_by_label("Khrushchev"))
    hand.tick(page.get_by_label("One"))
    hand.tick(page.get_by_label("Two"))
    hand.write(hand.field("Your answer"), "brinkmanship")
    hand.button("Review and hand in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look over and hand in")
    hand.button("Hand in")
    hand.button("Hand in with 1 not answered")  # the order of events is left as it stood
    expect(page.get_by_text("3 of 4 questions answered.")).to_be_visible()


def write_essay(page: Page, hand: Hand) -> None:
    page.goto("/")
    hand.link("Write: Closing essay")
    hand.button("Start")
    text = hand.field("Your answer")
    hand.write(text, ESSAY)
    hand.choose(page.get_by_label("Cite evidence"), page.locator("option[value='[A ¶2]']").first.inner_text())
    hand.press(page.get_by_role("button", name="Insert"))
    expect(text).to_have_value(f"{ESSAY} [A ¶2]")
    hand.button("Review and hand in")
    hand.button("Hand in")
    expect(page.get_by_text("1 of 1 question answered.")).to_be_visible()


def release(cast, written) -> None:
    """What her teacher does in the meantime."""
    attempt = Attempt.objects.get(work__assignment=written.assignment)
    item = attempt.items.get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=4), by=cast.ana)
    assert release_marks(assignment=written.assignment, by=cast.ana) == 1
