"""M31 in two real browsers: a teacher gives minutes as the time runs out; the student's page hears of it by itself."""

import datetime
import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.actions.timing import reopen_attempt
from assessments.models import Attempt
from coursesite import clock
from tests.assessments.parts import begin, quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEFT = datetime.timedelta(seconds=20)


def test_m31_minutes_given_as_the_time_runs_out_show_within_fifteen_seconds(context, open_context, cast, sign_in):
    given = quiz(cast, ("single", "short"))
    given.minutes = 1
    given.save(update_fields=["minutes"])
    attempt = begin(given, cast.irina)
    begun = clock.now() + LEFT - datetime.timedelta(minutes=1)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=begun, closes_at=begun + datetime.timedelta(minutes=1))
    place = [cast.hist.public_id, given.assignment.public_id]

    teacher, student = open_context().new_page(), context.new_page()
    sign_in(teacher, cast.ana)
    sign_in(student, cast.irina)
    teacher.goto(f"{reverse('classes:extension', args=place)}?person={cast.irina.public_id}")
    student.goto(reverse("assessments:attempt", args=place))
    student.get_by_label("Khrushchev").check()
    expect(student.locator("#save-state")).to_have_text(re.compile("^Saved"))
    while (begun + datetime.timedelta(minutes=1) - clock.now()).total_seconds() > 5:
        time.sleep(0.1)
    teacher.get_by_role("button", name="+10 minutes").click()
    given_at = time.monotonic()
    told = re.compile("You have been given more time: (10|11) min from now.")
    expect(student.locator("#attempt-note")).to_have_text(told, timeout=15_000)
    assert time.monotonic() - given_at <= 15
    student.get_by_label("Your answer").fill("written in the time that was given")
    expect(student.locator("#save-state")).to_have_text(re.compile("^Saved"))
    attempt.refresh_from_db()
    assert attempt.submitted_at is None

    # Its end comes all the same; an hour later it is opened again, with every answer as it was left.
    Attempt.objects.filter(pk=attempt.pk).update(closes_at=clock.now() + datetime.timedelta(seconds=1))
    student.wait_for_url("**/receipt/", timeout=30_000)
    attempt.refresh_from_db()
    reopen_attempt(attempt=attempt, minutes=5, by=cast.ana, reason="The fire alarm.")
    student.goto(reverse("assessments:task", args=place))
    expect(student.get_by_text("You have more time.")).to_be_visible()
    student.get_by_role("link", name="Continue").click()
    expect(student.get_by_label("Your answer")).to_have_value("written in the time that was given")
    expect(student.get_by_label("Khrushchev")).to_be_checked()
