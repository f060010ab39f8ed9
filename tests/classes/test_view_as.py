"""A teacher looks at her class as one of its students: what the student sees, nothing private, nothing written."""

import datetime

import pytest
from django.apps import apps
from django.urls import reverse

from coursesite import clock
from coursesite.audit.models import Event
from tests import make
from tests.assessments import parts

FEEDBACK = "canary of a comment that is released tomorrow"


@pytest.fixture
def looking(client, cast):
    """looking(at=None): a client of Ana's that looks as Irina."""

    def start(**data):
        client.force_login(cast.ana)
        url = reverse("classes:view_as", args=[cast.hist.public_id, cast.irina.public_id])
        assert client.post(url, data).status_code == 302
        return client

    return start


def home_of(room):
    return reverse("home:class_home", args=[room.public_id])


def rows() -> dict[str, int]:
    ours = [model for model in apps.get_models() if model._meta.app_label not in ("sessions", "audit")]
    return {model._meta.label: model.objects.count() for model in ours}


def test_view_as_shows_the_class_as_the_student_has_it(looking, cast):
    given = parts.quiz(cast, due_at=clock.now() + datetime.timedelta(days=1))
    make.work(given.assignment, cast.irina, due_at=clock.now() + datetime.timedelta(days=9))
    client = looking()
    text = client.get(home_of(cast.hist)).content.decode()
    assert "You are looking at" in text
    assert "Extended" in text or "extended" in text
    assert "Hand-ins" not in text
    task = client.get(reverse("assessments:task", args=[cast.hist.public_id, given.assignment.public_id]))
    assert "You are looking at" in task.content.decode()
    client.post(reverse("classes:view_as_stop"))
    assert "You are looking at" not in client.get(home_of(cast.hist)).content.decode()


def test_nothing_is_written_whatever_the_page_would_write(looking, cast):
    given = parts.quiz(cast)
    attempt = parts.begin(given, cast.irina)
    attempt.closes_at = clock.now() + datetime.timedelta(hours=1)
    attempt.save(update_fields=["closes_at"])
    tomorrow = (clock.now() + datetime.timedelta(days=1)).date().isoformat()
    client = looking(at_date=tomorrow, at_time="16:00")
    before = rows()
    page = client.get(reverse("assessments:task", args=[cast.hist.public_id, given.assignment.public_id]))
    assert page.status_code == 200
    attempt.refresh_from_db()
    assert (rows(), attempt.submitted_at) == (before, None)


@pytest.mark.parametrize("name", ["attempt", "attempt_start", "attempt_hand_in"])
def test_what_is_not_looking_is_refused(looking, cast, name):
    given = parts.quiz(cast)
    attempt = parts.begin(given, cast.irina)
    client = looking()
    url = reverse(f"assessments:{name}", args=[cast.hist.public_id, given.assignment.public_id])
    assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_pages_beyond_the_class_are_refused(looking, cast):
    make.enrolment(cast.other, cast.irina)
    client = looking()
    assert client.get(home_of(cast.other)).status_code == 403
    assert client.get("/").status_code == 403
    assert client.get(reverse("assessments:grades")).status_code == 403


def test_private_notes_are_not_shown(looking, cast):
    edition = make.source(cast.shelf, passages=["We were told to be silent."], slug="diary")
    passage = edition.passages.first()
    make.note(cast.hist, passage, cast.irina, "canary for myself alone", "private")
    make.note(cast.hist, passage, cast.irina, "canary for the class")
    from_ana = looking()
    from_irina = type(from_ana)()
    from_irina.force_login(cast.irina)
    url = reverse("lessons:source_in_class", args=[cast.hist.public_id, "diary"])
    query = f"?notes={passage.number}"
    own = from_irina.get(url + query)
    if own.status_code == 200:
        assert "canary for myself alone" in own.content.decode()
        seen = from_ana.get(url + query).content.decode()
        assert "canary for the class" in seen
        assert "canary for myself alone" not in seen


def test_looking_stands_in_the_record_and_ends_by_itself(looking, cast, standing_clock):
    client = looking()
    client.get(home_of(cast.hist))
    client.post(reverse("classes:view_as_stop"))
    assert list(Event.objects.filter(verb__startswith="view_as").order_by("pk").values_list("verb", flat=True)) == [
        "view_as_start",
        "view_as_stop",
    ]
    client = looking()
    standing_clock.advance(minutes=31)
    assert "You are looking at" not in client.get(home_of(cast.hist)).content.decode()


def test_only_who_teaches_the_student_may_look(client, cast):
    url = reverse("classes:view_as", args=[cast.hist.public_id, cast.irina.public_id])
    for person in (cast.tom, cast.mia, cast.adam, cast.omar):
        client.force_login(person)
        assert client.post(url).status_code == 404
    client.force_login(cast.ana)
    assert client.post(url, {"at_time": "16:00"}).status_code == 422
