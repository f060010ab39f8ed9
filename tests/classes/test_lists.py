"""A long list is added by the worker; its sign-in cards are shown once; for an hour it can be taken back."""

import html
import re

import pytest
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.audit.models import Event
from coursesite.classes.actions import add_next, add_students, make_cards, preview_roster, take_back_list
from coursesite.classes.errors import TooLateToTakeBack
from coursesite.classes.models import Enrolment, ImportedPlace, RosterImport
from coursesite.jobs.actions import run_job
from coursesite.jobs.models import DONE, Job
from tests import make

LONG = "\r\n".join(f"Student {n:03d} Name;student.{n:03d};{n:05d}" for n in range(120))
SHORT = "New Person;new.person\nOlga Outsider;olga.outsider\nLena Papp;lena.papp"
CARD = re.compile(r"<code>([a-z]+(?:-[a-z]+){3}-\d\d)</code>")


def hidden(body: str) -> dict[str, str]:
    digest = re.search(r'name="digest" value="(\w{64})"', body)[1]
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', body, re.S)[1]
    return {"digest": digest, "text": html.unescape(text)}


@pytest.fixture
def admin(client, cast, sign_in):
    return sign_in(client, cast.adam)


@pytest.fixture
def long_list(admin, cast, django_capture_on_commit_callbacks) -> Job:
    """120 students pasted and confirmed; the worker has not begun."""
    where = reverse("classes:students_add", args=[cast.hist.public_id])
    looked = admin.post(where, {"text": LONG}).content.decode()
    assert "So many accounts take a while" in looked
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(where, hidden(looked))
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("jobs:job", args=[job.public_id]))
    return job


def add_short(cast) -> RosterImport:
    """One new account, one who was in no class, one who comes back."""
    make.enrolment(cast.hist, cast.lena)
    Enrolment.objects.filter(classroom=cast.hist, user=cast.lena).update(left_at="2026-01-01T00:00:00Z")
    preview = preview_roster(classroom=cast.hist, text=SHORT)
    made, _ = add_students(classroom=cast.hist, text=SHORT, digest=preview.digest, by=cast.adam)
    return made


def students(room) -> list[str]:
    return sorted(room.enrolments.filter(role="student", left_at=None).values_list("user__username", flat=True))


def test_120_students_are_added_by_the_worker_without_passphrases(long_list, cast):
    before = len(students(cast.hist))
    run_job.call(job_id=long_list.pk)
    long_list.refresh_from_db()
    assert (long_list.state, long_list.done, long_list.total) == (DONE, 120, 120)
    assert long_list.result["told"] == "120 students were added to Hist 11B."
    assert len(students(cast.hist)) == before + 120
    assert [p for p in User.objects.filter(username__startswith="student.") if p.has_usable_password()] == []


def test_a_list_that_was_stopped_in_the_middle_goes_on_where_it_was(long_list, cast):
    made = RosterImport.objects.get()
    assert add_next(roster_import=made, text=LONG, by=cast.adam) == 20
    run_job.call(job_id=long_list.pk)
    long_list.refresh_from_db()
    assert (long_list.state, made.places.count()) == (DONE, 120)


def test_a_list_that_is_taken_back_while_it_is_added_stops(long_list, cast):
    made = RosterImport.objects.get()
    add_next(roster_import=made, text=LONG, by=cast.adam)
    assert take_back_list(roster_import=made, by=cast.adam) == (20, [])
    run_job.call(job_id=long_list.pk)
    assert User.objects.filter(username__startswith="student.").count() == 0


def test_students_add_by_the_worker_refuses_when_the_class_has_changed(admin, cast):
    where = reverse("classes:students_add", args=[cast.hist.public_id])
    looked = hidden(admin.post(where, {"text": LONG}).content.decode())
    make.enrolment(cast.hist, cast.lena)
    assert admin.post(where, looked).status_code == 409
    assert (Job.objects.count(), RosterImport.objects.count()) == (0, 0)


def test_sign_in_cards_are_shown_once_and_open_the_accounts(long_list, admin, cast):
    run_job.call(job_id=long_list.pk)
    made = RosterImport.objects.get()
    page = admin.get(reverse("classes:students_added", args=[cast.hist.public_id, made.public_id])).content.decode()
    assert re.findall(r"students (\d+) to (\d+) of the list", page) == [("1", "40"), ("41", "80"), ("81", "120")]
    shown = admin.post(reverse("classes:sign_in_cards", args=[cast.hist.public_id, made.public_id]), {"batch": 3})
    words = CARD.findall(shown.content.decode())
    assert len(set(words)) == 40
    last = User.objects.get(username="student.119")
    assert (last.check_password(words[-1]), last.must_change_password) == (True, True)
    assert not User.objects.get(username="student.000").has_usable_password()
    page = admin.get(reverse("classes:students_added", args=[cast.hist.public_id, made.public_id])).content.decode()
    assert CARD.findall(page) == []
    assert page.count("Not made yet") == 2


def test_passphrases_of_cards_are_nowhere_in_the_database(long_list, cast):
    run_job.call(job_id=long_list.pk)
    cards = make_cards(roster_import=RosterImport.objects.get(), batch=1, by=cast.adam)
    kept = [*Event.objects.values_list("target", "detail"), *Job.objects.values_list("given", "result", "title")]
    assert [card for card in cards if card.passphrase in str(kept)] == []
    assert Event.objects.get(verb="cards_make").detail == {"cards": 40}


def test_who_has_signed_in_keeps_her_passphrase(cast, client):
    made = add_short(cast)
    client.force_login(User.objects.get(username="new.person"))
    before = User.objects.get(username="new.person").password
    assert make_cards(roster_import=made, batch=1, by=cast.adam) == []
    assert User.objects.get(username="new.person").password == before


@pytest.mark.parametrize("batch", ["", "0", "x", "101"])
def test_sign_in_cards_of_no_page_make_nothing(admin, cast, batch):
    made = add_short(cast)
    address = reverse("classes:sign_in_cards", args=[cast.hist.public_id, made.public_id])
    assert admin.post(address, {"batch": batch}).status_code == 302
    assert Event.objects.filter(verb="cards_make").count() == 0


# -- Taking back -----------------------------------------------------------------------------------------------


def test_students_take_back_leaves_the_class_as_it_was(admin, cast):
    before, people = students(cast.hist), User.objects.count()
    made = add_short(cast)
    assert students(cast.hist) == sorted([*before, "lena.papp", "new.person", "olga.outsider"])
    answer = admin.post(reverse("classes:students_take_back", args=[cast.hist.public_id, made.public_id]), follow=True)
    assert "3 students taken back: the list is undone." in answer.content.decode()
    assert (students(cast.hist), User.objects.count()) == (before, people)


def test_students_take_back_leaves_who_has_signed_in_and_who_has_work(admin, cast, client):
    made = add_short(cast)
    client.force_login(User.objects.get(username="new.person"))
    make.work(make.assignment(cast.hist, "Reading"), cast.olga)
    client.force_login(cast.adam)
    answer = client.post(reverse("classes:students_take_back", args=[cast.hist.public_id, made.public_id]), follow=True)
    body = answer.content.decode()
    assert "1 student taken back" in body
    assert "New Person, Olga Outsider." in html.unescape(body)
    assert {"new.person", "olga.outsider"} <= set(students(cast.hist))


def test_students_take_back_ends_after_an_hour_and_is_done_once(cast, standing_clock):
    made = add_short(cast)
    standing_clock.advance(minutes=59)
    assert take_back_list(roster_import=made, by=cast.adam) == (3, [])
    with pytest.raises(TooLateToTakeBack):
        take_back_list(roster_import=made, by=cast.adam)
    again = add_short_again(cast)
    standing_clock.advance(minutes=61)
    with pytest.raises(TooLateToTakeBack):
        take_back_list(roster_import=again, by=cast.adam)
    assert "new.person" in students(cast.hist)


def add_short_again(cast) -> RosterImport:
    preview = preview_roster(classroom=cast.hist, text=SHORT)
    return add_students(classroom=cast.hist, text=SHORT, digest=preview.digest, by=cast.adam)[0]


def test_students_take_back_too_late_says_so(admin, cast):
    made = add_short(cast)
    RosterImport.objects.update(made_at="2026-01-01T00:00:00Z")
    answer = admin.post(reverse("classes:students_take_back", args=[cast.hist.public_id, made.public_id]))
    assert answer.status_code == 409
    assert "Nothing was changed." in answer.content.decode()
    page = admin.get(reverse("classes:students_added", args=[cast.hist.public_id, made.public_id])).content.decode()
    assert "Take this list back" not in page


def test_people_leads_to_the_lists_that_one_added_oneself(admin, cast, client):
    made = add_short(cast)
    address = reverse("classes:students_added", args=[cast.hist.public_id, made.public_id])
    people = reverse("classes:people", args=[cast.hist.public_id])
    assert address in admin.get(people).content.decode()
    client.force_login(make.user("Other Admin", role="admin"))
    assert address not in client.get(people).content.decode()
    assert client.get(address).status_code == 404


def test_what_a_list_added_is_said_by_sort(cast):
    made = add_short(cast)
    assert list(made.places.values_list("enrolment__user__username", "sort")) == [
        ("new.person", ImportedPlace.ACCOUNT),
        ("olga.outsider", ImportedPlace.PLACE),
        ("lena.papp", ImportedPlace.AGAIN),
    ]
