"""What a student handed in before moving to another class: hers to read, the old class's teachers' to mark."""

import pytest
from django.urls import reverse

from assessments.actions.marking import comment_on, release_marks
from assessments.queries.marking import count_lists, counts_of, hand_ins
from coursesite import clock
from coursesite.classes.actions import move_student
from coursesite.classes.models import Assignment
from tests import make
from tests.assessments.parts import begin, essay, hand_in_attempt
from tests.assessments.test_marking_actions import mark_all


def address(name: str, given, *more) -> str:
    return reverse(
        f"assessments:{name}", args=[given.assignment.classroom.public_id, given.assignment.public_id, *more]
    )


@pytest.fixture
def given(cast):
    return essay(cast)


@pytest.fixture
def attempt(cast, given):
    """Irina has handed in; Omar has begun and not handed in. Both move to the other class."""
    begin(given, cast.omar)
    made = begin(given, cast.irina)
    hand_in_attempt(attempt_id=made.public_id, by=cast.irina)
    for person in (cast.irina, cast.omar):
        move_student(enrolment=cast.hist.enrolments.get(user=person), to=cast.other, by=cast.adam)
    made.refresh_from_db()
    return made


def test_who_moved_still_reads_receipt_and_feedback(client, cast, sign_in, given, attempt):
    mark_all(attempt, cast.ana)
    comment_on(item=attempt.items.get(), text="Well argued.", seen=0, by=cast.ana)
    sign_in(client, cast.irina)
    before = client.get(address("feedback", given))
    assert before.status_code == 200
    assert "Well argued." not in before.content.decode()
    release_marks(assignment=given.assignment, by=cast.ana)
    pages = {name: client.get(address(name, given)) for name in ("receipt", "feedback")}
    assert {name: page.status_code for name, page in pages.items()} == {"receipt": 200, "feedback": 200}
    assert "Well argued." in pages["feedback"].content.decode()
    assert address("feedback", given) in client.get(reverse("assessments:grades")).content.decode()
    # No page of the two leads to where she may not go any more.
    closed = (f'href="/c/{cast.hist.public_id}/"', f'href="{address("task", given)}"', 'href="/sources/')
    assert [word for word in closed for page in pages.values() if word in page.content.decode()] == []


@pytest.mark.parametrize("name", ["task", "attempt", "attempt_review"])
def test_who_moved_opens_nothing_else_of_it(client, cast, sign_in, given, attempt, name):
    assert sign_in(client, cast.irina).get(address(name, given)).status_code == 404


@pytest.mark.parametrize("who", ["omar", "tom", "lena", "olga", "adam"])
@pytest.mark.parametrize("name", ["receipt", "feedback"])
def test_nobody_else_reads_them(client, cast, sign_in, given, attempt, name, who):
    """Omar moved as well, and handed nothing in; Tom teaches the new class."""
    assert sign_in(client, getattr(cast, who)).get(address(name, given)).status_code == 404


def test_the_old_class_still_lists_marks_and_releases_it(client, cast, sign_in, given, attempt):
    sign_in(client, cast.ana)
    assert "Irina" not in client.get(address("hand_ins", given)).content.decode()
    listed = client.get(address("hand_ins", given) + "?state=left").content.decode()
    assert "Left the class (1)" in listed
    assert "Left the class: 1 student<" in listed
    assert ("Kim, Irina" in listed, cast.omar.sort_name in listed) == (True, False)
    assert address("mark", given, attempt.public_id) in listed
    marking = client.get(address("mark", given, attempt.public_id))
    assert marking.status_code == 200
    assert "(left the class)" in marking.content.decode()
    mark_all(attempt, cast.ana)
    assert "Release 1 mark<" in client.get(address("hand_ins", given)).content.decode()
    sign_in(client, cast.tom)
    assert client.get(address("mark", given, attempt.public_id)).status_code == 404


def test_who_left_is_in_no_count_of_the_class(cast, given, attempt):
    lists = count_lists(hand_ins(given.assignment, clock.now()))
    assert {name for name, count in lists.items() if count} == {"left"}
    assignment = Assignment.objects.select_related("assignedassessment").get(pk=given.assignment.pk)
    counts = counts_of([assignment], clock.now())[assignment.pk]
    assert (counts.to_mark, counts.handed_in, counts.in_progress, counts.not_started) == (0, 0, 0, 0)


def test_a_class_that_nobody_left_has_no_such_list(client, cast, sign_in, given):
    make.enrolment(cast.hist, make.user("Noor Aziz"))
    assert "Left the class" not in sign_in(client, cast.ana).get(address("hand_ins", given)).content.decode()
