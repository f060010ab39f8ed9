"""Prepared questions: the same rows as the plain queryset, whatever is asked next, in whichever connection."""

import uuid

import pytest
from django.db import connection
from django.db.models import CharField, UUIDField, Value
from django.test.utils import CaptureQueriesContext

from coursesite.classes.models import Assignment, Classroom
from coursesite.classes.policy import roles_of
from coursesite.prepared import Prepared, Slot
from tests import make

BY_ROOM = Prepared(lambda: Assignment.objects.filter(classroom__public_id=Slot("room", UUIDField())))
NAMED = Prepared(
    lambda: (
        Classroom.objects.filter(name=Slot("name", CharField()), zone="UTC")
        .annotate(said=Value("100 % 'sure' %s", CharField()))
        .values_list("pk", "said")
    )
)


def columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_each_asking_gets_the_rows_of_its_own_values(cast, django_assert_num_queries):
    mine, other = make.assignment(cast.hist, "Mine"), make.assignment(cast.other, "Other")
    for room, given in ((cast.hist, mine), (cast.other, other), (cast.hist, mine)):
        plain = list(Assignment.objects.filter(classroom__public_id=room.public_id))
        with django_assert_num_queries(1):
            found = BY_ROOM.rows(room=room.public_id)
        assert found == plain
        assert given in found
        assert [columns(one) for one in found] == [columns(one) for one in plain]
    assert BY_ROOM.rows(room=uuid.uuid4()) == []


def test_what_was_changed_meanwhile_is_seen(cast):
    given = make.assignment(cast.hist, "Before")
    assert "Before" in [one.title for one in BY_ROOM.rows(room=cast.hist.public_id)]
    given.title = "After"
    given.save(update_fields=["title"])
    titles = [one.title for one in BY_ROOM.rows(room=cast.hist.public_id)]
    assert ("After" in titles, "Before" in titles) == (True, False)


@pytest.mark.parametrize("name", ["plain", "O'Hara's 50 % class; --", "%s", '"$1"'])
def test_no_word_is_taken_for_a_part_of_the_question(cast, name):
    room = make.classroom(name)
    assert NAMED.rows(name=name) == [(room.pk, "100 % 'sure' %s")]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_asked_like_the_old_one():
    room = make.classroom("Again")
    assert [pk for pk, _ in NAMED.rows(name="Again")] == [room.pk]
    if connection.vendor == "postgresql":
        connection.close()
    assert [pk for pk, _ in NAMED.rows(name="Again")] == [room.pk]


def test_the_roles_of_a_person_take_one_query_and_are_nobody_elses(cast, django_user_model):
    people = [django_user_model.objects.get(pk=one.pk) for one in (cast.ana, cast.irina, cast.olga)]
    told = []
    for person in people:
        with CaptureQueriesContext(connection) as captured:
            told.append((roles_of(person), person._school_roles))
        assert len(captured) == 1
    plain = [
        (
            dict(one.enrolments.filter(left_at=None).values_list("classroom_id", "role")),
            frozenset(one.schoolrole_set.values_list("role", flat=True)),
        )
        for one in people
    ]
    assert told == plain
    assert told[0] != told[1]
