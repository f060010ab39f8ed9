"""P3: whatever happens while a student types, at most a second of it is lost, and nothing once it was called saved."""

import random
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from assessments.models import Answer
from coursesite.accounts.models import User
from tests.assessments.faults import OwnChromium, chromium_in
from tests.assessments.parts import begin, essay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "thaw speech cult rally camp letter plenum archive diary rumour "
SECOND = 1.0


def saved_words() -> str:
    newest = Answer.objects.filter(kind="saved").order_by("-rev").first()
    return newest.value if newest else ""


class Student:
    """Types one text, round after round, and knows when each part of it was typed."""

    def __init__(self, own: OwnChromium, sign_in, person: User, url: str):
        self.own, self.sign_in, self.person, self.url = own, sign_in, person, url
        self.typed: list[tuple[str, float]] = [("", 0.0)]
        self.page = self.open(own.start())

    def open(self, context: BrowserContext) -> Page:
        self.sign_in(context, self.person)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.url)
        if page.locator("#answers").count() == 0:  # the answer to a page that was left took the new cookie away
            assert "/sign-in/" in page.url, page.url
            self.sign_in(context, self.person)
            page.goto(self.url)
        expect(page.locator("#answers:not([data-secret])")).to_have_count(1)
        return page

    def type(self, words: int, dice: random.Random) -> None:
        box = self.page.get_by_label("Your answer")
        box.evaluate("box => { box.focus(); box.setSelectionRange(box.value.length, box.value.length); }")
        for _ in range(words):
            self.page.keyboard.type(dice.choice(WORDS.split()) + " ")
            self.typed.append((box.input_value(), time.monotonic()))
            self.page.wait_for_timeout(dice.uniform(20, 160))

    def kill(self, dice: random.Random) -> None:
        self.type(dice.randint(4, 14), dice)
        self.fault = time.monotonic()
        self.own.kill()
        self.page = self.open(self.own.start())

    def offline(self, dice: random.Random) -> None:
        context = self.page.context
        self.type(dice.randint(1, 8), dice)
        context.set_offline(True)
        self.type(dice.randint(1, 8), dice)
        self.leave()
        context.set_offline(False)
        self.page = self.open(context)

    def signed_out(self, dice: random.Random) -> None:
        context = self.page.context
        self.type(dice.randint(1, 8), dice)
        Session.objects.all().delete()
        self.type(dice.randint(1, 6), dice)
        self.leave()
        self.page = self.open(context)

    def leave(self) -> None:
        self.fault = time.monotonic()
        self.page.close()

    def lost(self) -> float:
        """How many seconds of typing before the fault are not there any more."""
        here = self.page.get_by_label("Your answer").input_value()
        there = [moment for text, moment in self.typed if here.startswith(text)]
        gone = [moment for text, moment in self.typed if not here.startswith(text)]
        assert there, "the text is another one"
        self.typed = [(here, self.fault)]
        return self.fault - min(gone) if gone else 0.0


def prove(browser, cast, sign_in, live_server, folder, say, moments: int) -> None:
    given = essay(cast)
    begin(given, cast.irina)
    url = f"{live_server.url}/c/{given.assignment.classroom.public_id}/t/{given.assignment.public_id}/attempt/"
    dice, worst, after_saved = random.Random(1956), 0.0, 0
    with chromium_in(browser, folder) as own:
        student = Student(own, sign_in, cast.irina, url)
        for number in range(moments):
            fault = (student.offline, student.kill, student.signed_out)[number % 3]
            before = saved_words()
            fault(dice)
            expect(student.page.locator("#save-state")).to_contain_text("Saved")
            worst = max(worst, student.lost())
            after_saved += not saved_words().startswith(before)
    say(f"P3 moments={moments} longest typing lost={worst:.2f} s, lost after Saved={after_saved}")
    assert (worst <= SECOND, after_saved) == (True, 0)
    assert set(Answer.objects.values_list("kind", flat=True)) == {"saved"}


def test_p3_ten_moments(browser, cast, sign_in, live_server, tmp_path, say):
    prove(browser, cast, sign_in, live_server, tmp_path, say, moments=10)


@pytest.mark.prove
def test_p3_two_hundred_moments(browser, cast, sign_in, live_server, tmp_path, say):
    prove(browser, cast, sign_in, live_server, tmp_path, say, moments=200)
