"""QZ-4 and QZ-5: when the page speaks of the time, and a phone that has no connection when it is over."""

import datetime
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coursesite import clock
from tests.assessments.parts import begin, quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEARD = """
window.heard = [];
const live = document.getElementById("live");
new MutationObserver(() => { if (live.textContent.trim()) heard.push(live.textContent.trim()); })
    .observe(live, { childList: true, characterData: true, subtree: true });
"""


def address(given) -> str:
    return reverse("assessments:attempt", args=[given.assignment.classroom.public_id, given.assignment.public_id])


def test_qz4_time_is_spoken_at_half_ten_five_and_one_minute_and_not_otherwise(context, cast, sign_in):
    given = quiz(cast, ("single",))
    given.minutes = 40
    given.save(update_fields=["minutes"])
    begin(given, cast.irina)
    sign_in(context, cast.irina)
    page = context.new_page()
    page.clock.install()
    page.route("**/state/", lambda route: route.abort())  # the server would set the page's clock right
    page.goto(address(given))
    page.evaluate(HEARD)
    page.get_by_role("button", name="Hide").click()  # hidden is not silent
    page.clock.run_for(datetime.timedelta(minutes=39, seconds=30).total_seconds() * 1000)
    told = [words for words in page.evaluate("heard") if words.endswith("left.")]
    assert told == ["20 minutes left.", "10 minutes left.", "5 minutes left.", "1 minute left."]


@pytest.mark.prove
def test_qz5_a_phone_without_a_connection_for_45_seconds_at_the_end_still_counts(open_context, cast, sign_in):
    given = quiz(cast, ("single", "short"), closes_at=clock.now() + datetime.timedelta(seconds=15))
    attempt = begin(given, cast.irina)
    phone = open_context({"width": 360, "height": 740})
    sign_in(phone, cast.irina)
    page = phone.new_page()
    page.goto(address(given))
    page.get_by_label("Khrushchev").check()
    expect(page.locator("#save-state")).to_have_text(re.compile("^Saved"))
    phone.set_offline(True)
    page.get_by_label("Your answer").press_sequentially("in a tunnel")
    left = (given.assignment.closes_at - clock.now()).total_seconds()
    page.wait_for_timeout((left + 45) * 1000)
    expect(page.locator("#save-state")).to_have_text(re.compile("^Time is over"))
    phone.set_offline(False)
    page.wait_for_url("**/receipt/", timeout=30_000)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, [item.value for item in attempt.items.all()]) == (
        given.assignment.closes_at, ["a", "in a tunnel"],
    )  # fmt: skip
