"""What is lent (tests/held.py) leaves no trace: not in objects, not in rows, and not where nobody asked for it."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from coursesite.accounts.models import User
from coursesite.classes.models import Enrolment
from tests import make
from tests.emptying import Ground
from tests.held import held, held_rows


@held
def pia(cast):
    return make.enrolment(cast.hist, make.user("Pia Late"))


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_does_to_what_it_was_lent_is_forgotten(cast, time):
    assert (cast.irina.name, User.objects.count()) == ("Irina Kim", 8)
    cast.irina.name = "Somebody Else"
    cast.irina.save(update_fields=["name"])
    make.user("Somebody More")


def test_what_is_made_from_the_cast_stands_on_it_and_knows_the_same_people(cast, pia):
    assert held_rows.names == ["cast", "pia"]
    assert pia.classroom is cast.hist
    assert Enrolment.objects.filter(classroom=cast.hist, role="student").count() == 3


def test_who_asks_for_less_meets_less(cast):
    assert held_rows.names == ["cast"]
    assert not User.objects.filter(name="Pia Late").exists()


def test_who_asks_for_nothing_meets_nothing(db):
    assert (held_rows.names, User.objects.count()) == ([], 0)


def test_a_standing_clock_stands_for_what_is_lent(cast, standing_clock):
    march = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    assert {place.joined_at for place in Enrolment.objects.all()} == {march}


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_committed_are_made_anew(cast, pia):
    assert (held_rows.names, User.objects.count()) == ([], 9)
    assert pia.classroom is cast.hist


@pytest.mark.django_db(transaction=True)
def test_all_that_was_committed_can_be_taken_away_and_what_was_there_before_stays():
    before = Ground()
    assert "django_content_type" in before.rows
    cast = make.Cast()
    version = make.lesson(cast.shelf)  # locked: a trigger refuses to delete it
    make.post(cast.hist, make.prompt(cast.shelf), cast.irina, "Words that may only be added to.")
    ContentType.objects.create(app_label="tests", model="thing")
    assert (version.blocks.count(), Ground().rows == before.rows) == (2, False)
    before.restore()
    assert Ground().rows == before.rows


@pytest.mark.django_db(transaction=True)
def test_nothing_of_what_was_committed_is_left(db):
    assert User.objects.count() == 0


@pytest.mark.postgres
def test_a_connection_that_was_ended_takes_what_was_lent_and_no_later_test(django_db_setup, django_db_blocker, request):
    """The rows are gone with it; the next test that asks for them has them made anew."""
    items = {item.name: item for item in request.session.items if item.module is request.module}
    with django_db_blocker.unblock():
        held_rows.prepare(items["test_who_asks_for_less_meets_less"], lambda patch: None)
        assert held_rows.names == ["cast"]
        connection.connection.close()
        connection.connect()  # as after any test that lost its connection
        held_rows.prepare(items["test_who_asks_for_nothing_meets_nothing"], lambda patch: None)
        assert (held_rows.names, connection.in_atomic_block, User.objects.count()) == ([], False, 0)
