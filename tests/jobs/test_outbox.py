"""Messages that leave once: posted with what they tell of, sent by the worker whatever the mail server does."""

import datetime
import socket

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from assessments.actions.marking import release_marks
from assessments.actions.paper import Keyed, key_paper_marks
from coursesite import clock
from coursesite.accounts.models import User
from coursesite.jobs.actions import post, send_waiting
from coursesite.jobs.models import Outbox
from coursesite.jobs.policy import MOST_TRIES, wait_after
from coursesite.ops.checks import mails_have_left
from tests.assessments.parts import quiz

LETTER = {"to": "irina@example.org", "subject": "Feedback is ready", "text": "Read it."}


class Killed(BaseException):
    """The worker is no more."""


class DiesAfterSending(EmailBackend):
    """The mail server has the message, and the worker is killed before it can say so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


@pytest.fixture
def letter(db):
    post(kind="mail", dedupe_key="feedback-1-1", payload=LETTER)
    return Outbox.objects.get()


@pytest.fixture
def hanging_server(settings):
    """A mail server that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        yield


def row():
    one = Outbox.objects.get()
    return one.tries, one.sent_at is not None, one.payload, one.problem


def test_a_message_posted_twice_leaves_once_and_its_words_are_gone(letter):
    post(kind="mail", dedupe_key="feedback-1-1", payload=LETTER | {"text": "Again."})
    assert (send_waiting(), send_waiting()) == (1, 0)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["irina@example.org"], "Feedback is ready", "Read it.")
    assert sent.extra_headers["Message-ID"].startswith("<feedback-1-1@")
    assert row() == (1, True, {}, "")


def test_what_is_rolled_back_is_not_posted(db):
    with pytest.raises(Killed), transaction.atomic():
        post(kind="mail", dedupe_key="feedback-1-1", payload=LETTER)
        raise Killed
    assert Outbox.objects.count() == 0


def test_a_message_waits_for_its_moment(db, standing_clock):
    later = clock.now() + datetime.timedelta(hours=2)
    post(kind="mail", dedupe_key="feedback-1-1", payload=LETTER, not_before=later)
    assert send_waiting() == 0
    standing_clock.advance(hours=2)
    assert send_waiting() == 1


def test_m22_a_mail_server_that_hangs_stops_no_release_and_gets_the_mail_later(
    cast, hanging_server, settings, standing_clock
):
    given = quiz(cast)
    User.objects.filter(pk=cast.irina.pk).update(email="irina@example.org")
    places = {one.user: one.pk for one in cast.hist.enrolments.select_related("user")}
    marks = {places[person]: Keyed(0, 5) for person in (cast.irina, cast.omar)}
    key_paper_marks(assignment=given.assignment, marks=marks, by=cast.ana)
    before = timezone.now()
    assert release_marks(assignment=given.assignment, by=cast.ana) == 2
    took = timezone.now() - before
    assert send_waiting() == 0
    tries, sent, payload, problem = row()
    assert (tries, sent, payload["to"], problem) == (1, False, "irina@example.org", "SMTPServerDisconnected")
    assert took < datetime.timedelta(seconds=5)
    assert [one.id for one in mails_have_left(None, databases=["default"])] == ["ops.W020"]
    assert send_waiting() == 0  # it rests
    assert row()[0] == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    standing_clock.advance(minutes=1)
    assert (send_waiting(), send_waiting()) == (1, 0)
    (sent,) = mail.outbox
    assert (sent.to, "Source quiz" in sent.body, "5" in sent.body.split("http")[0]) == (
        ["irina@example.org"], True, False,
    )  # fmt: skip
    assert f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}/feedback/" in sent.body
    assert mails_have_left(None, databases=["default"]) == []


def test_m23_a_worker_killed_between_sending_and_saying_so_sends_the_same_message_again(
    standing_clock, letter, settings
):
    settings.EMAIL_BACKEND = f"{__name__}.DiesAfterSending"
    with pytest.raises(Killed):
        send_waiting()
    assert row() == (1, False, LETTER, "")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting() == 0  # another worker could still be at it
    standing_clock.advance(minutes=6)
    assert send_waiting() == 1
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert row() == (2, True, {}, "")


def test_a_message_that_never_leaves_is_given_up_after_three_days(letter, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Missing"
    Outbox.objects.update(tries=MOST_TRIES - 1)
    assert send_waiting() == 0
    assert row() == (MOST_TRIES, False, {}, "ImportError")
    assert Outbox.objects.waiting(clock.now() + datetime.timedelta(days=9), datetime.timedelta()).count() == 0


def test_the_waits_grow_to_an_hour_and_last_three_days():
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES)]
    assert [wait.total_seconds() / 60 for wait in waits[:5]] == [1, 5, 30, 60, 60]
    assert datetime.timedelta(days=2, hours=23) < sum(waits, datetime.timedelta()) < datetime.timedelta(days=3, hours=1)


@pytest.mark.parametrize(
    ("values", "posted"), [({"email": ""}, 0), ({"mail": False}, 0), ({"is_active": False}, 0), ({}, 1)]
)
def test_mail_goes_only_to_who_has_an_address_and_wants_it(cast, values, posted):
    given = quiz(cast)
    User.objects.filter(pk=cast.irina.pk).update(**({"email": "irina@example.org"} | values))
    place = cast.hist.enrolments.get(user=cast.irina)
    key_paper_marks(assignment=given.assignment, marks={place.pk: Keyed(0, 5)}, by=cast.ana)
    release_marks(assignment=given.assignment, by=cast.ana)
    assert Outbox.objects.count() == posted


def test_a_school_without_a_mail_server_writes_no_mail(cast, settings):
    settings.SENDS_MAIL = False
    given = quiz(cast)
    User.objects.filter(pk=cast.irina.pk).update(email="irina@example.org")
    place = cast.hist.enrolments.get(user=cast.irina)
    key_paper_marks(assignment=given.assignment, marks={place.pk: Keyed(0, 5)}, by=cast.ana)
    release_marks(assignment=given.assignment, by=cast.ana)
    assert Outbox.objects.count() == 0
