"""Building a quiz: questions in order, draws, sources beside questions, versions, copies; what begins stays as it is."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import building
from assessments.actions.giving import give_assessment
from assessments.errors import CannotBuild, CannotGive
from assessments.models import Assessment, Draw, LessonQuestion, QuestionVersion, Slot
from assessments.queries.library import points_of, shelved_assessments, slots_of
from coursesite import clock
from coursesite.accounts.models import ShelfMember
from coursesite.accounts.policy import READER
from coursesite.classes.models import Assignment
from lessons.actions.authoring import stamp_of
from lessons.sources.models import Source
from tests import make


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def ana(cast, sign_in, client) -> Client:
    return sign_in(client, cast.ana)


@pytest.fixture
def quiz(cast) -> Assessment:
    """Four questions of one point each."""
    return make.assessment(cast.shelf, [make.question(cast.shelf) for _ in range(4)], title="The thaw")


def order(quiz) -> list[int]:
    return [slot.pk for slot in slots_of(quiz)]


def lock(quiz) -> None:
    quiz.locked_at = clock.now()
    quiz.save(update_fields=["locked_at"])


def test_a_quiz_is_made_and_gets_questions_of_the_bank(cast, ana):
    bad = ana.post(url("assessment_new"), {"title": "", "kind": "quiz", "shelf": cast.shelf.pk})
    assert bad.status_code == 422
    ana.post(url("assessment_new"), {"title": "The thaw", "kind": "quiz", "shelf": cast.shelf.pk})
    made = Assessment.objects.get()
    mine, theirs = make.question(cast.shelf, points=2).question, make.question(cast.other_shelf).question
    address = url("slot_add", made.public_id)
    assert ana.post(address, {"question": mine.public_id}).status_code == 302
    assert ana.post(address, {"question": theirs.public_id}).status_code == 422
    assert ana.post(address, {"question": mine.public_id}).status_code == 409
    assert [(slot.question_version.question, slot.points) for slot in slots_of(made)] == [(mine, 2)]


def test_questions_move_to_a_position_and_pools_stay_together(cast, ana, quiz):
    first, second, third, fourth = order(quiz)
    ana.post(url("slot_move", quiz.public_id, fourth), {"to": "1"})
    assert order(quiz) == [fourth, first, second, third]
    draw = building.make_draw(
        assessment=quiz, slots=Slot.objects.filter(pk__in=[fourth, second]), count=1, points=Decimal(2), by=cast.ana
    )
    assert order(quiz) == [fourth, second, first, third]
    ana.post(url("slot_move", quiz.public_id, second), {"to": "9"})
    assert (order(quiz), draw.slots.count()) == ([first, third, fourth, second], 2)
    assert ana.post(url("slot_move", quiz.public_id, first), {"to": "up"}).status_code == 422


def test_a_removed_question_is_put_back_where_it_stood(cast, ana, quiz):
    first, second, third, fourth = slots_of(quiz)
    building.change_points(assessment=quiz, slot=second, points=Decimal("2.5"), by=cast.ana)
    answer = ana.post(url("slot_drop", quiz.public_id, second.pk))
    assert order(quiz) == [first.pk, third.pk, fourth.pk]
    page = ana.get(answer.url)
    fields = {name: page.wsgi_request.GET.get(name, "") for name in ("version", "at", "points", "draw", "beside")}
    assert "The question was removed." in page.content.decode()
    ana.post(url("slot_add", quiz.public_id), fields)
    slots = slots_of(quiz)
    assert [slot.question_version for slot in slots] == [s.question_version for s in (first, second, third, fourth)]
    assert slots[1].points == Decimal("2.5")


def test_a_draw_takes_some_of_the_ticked_each_worth_the_same(cast, ana, quiz):
    first, second, third, _ = order(quiz)
    address = url("draw_make", quiz.public_id)
    assert ana.post(address, {"count": "1", "points": "2"}).status_code == 422
    assert ana.post(address, {"count": "1", "points": "2", "slots": [first]}).status_code == 409
    assert ana.post(address, {"count": "3", "points": "2", "slots": [first, second]}).status_code == 409
    other = make.assessment(cast.shelf, [make.question(cast.shelf)])
    assert ana.post(address, {"count": "1", "points": "2", "slots": [first, order(other)[0]]}).status_code == 422
    assert Draw.objects.count() == 0
    assert ana.post(address, {"count": "2", "points": "2", "slots": [first, second, third]}).status_code == 302
    draw = Draw.objects.get()
    assert points_of(quiz) == 5
    assert [row.points for row in shelved_assessments(cast.ana) if row == quiz] == [5]
    assert [row.questions for row in shelved_assessments(cast.ana) if row == quiz] == [3]
    assert ana.post(url("draw_change", quiz.public_id, draw.pk), {"count": "4", "points": "1"}).status_code == 409
    ana.post(url("draw_change", quiz.public_id, draw.pk), {"count": "1", "points": "3"})
    assert (points_of(quiz), {slot.points for slot in draw.slots.all()}) == (4, {3})
    assert ana.post(url("slot_points", quiz.public_id, first), {"points": "9"}).status_code == 409
    ana.post(url("draw_drop", quiz.public_id, draw.pk))
    assert (Draw.objects.count(), points_of(quiz)) == (0, 10)


def test_a_draw_that_became_too_large_is_told_and_keeps_the_quiz_from_being_given(cast, ana, quiz):
    slots = slots_of(quiz)[:2]
    building.make_draw(assessment=quiz, slots=slots, count=2, points=Decimal(1), by=cast.ana)
    building.drop_slot(assessment=quiz, slot=slots[0], by=cast.ana)
    said = "2 are to be drawn, but only 1 stand there."
    assert said in ana.get(url("assessment_edit", quiz.public_id)).content.decode()
    assert said in ana.get(url("assessment_give", quiz.public_id)).content.decode()
    with pytest.raises(CannotGive):
        give_assessment(assessment=quiz, classroom=cast.hist, by=cast.ana)


def test_a_source_stands_beside_the_ticked_questions(cast, ana, quiz):
    first, second = order(quiz)[:2]
    edition = make.source(cast.shelf, passages=("He read it aloud.", "Nobody clapped."))
    address = url("slots_beside", quiz.public_id)
    bad = ana.post(address, {"edition": edition.pk, "numbers": "7", "slots": [first]})
    assert (bad.status_code, "This text has no ¶7. It has ¶1, ¶2." in bad.content.decode()) == (422, True)
    assert ana.post(address, {"edition": edition.pk, "numbers": "2", "slots": [first, second]}).status_code == 302
    slots = slots_of(quiz)
    assert [slot.stimulus_id is not None for slot in slots] == [True, True, False, False]
    assert [row.passage.number for row in slots[0].stimulus.ranges.all()] == ["2"]
    page = ana.get(url("assessment_preview", quiz.public_id)).content.decode()
    assert (page.count("Nobody clapped."), "He read it aloud." in page) == (1, False)
    make.give_assessment(cast.hist, quiz)
    assert list(Source.objects.visible_to(cast.irina)) == [edition.source]
    assert ana.post(address, {"none": "1", "slots": [first, second]}).status_code == 302
    assert [slot.stimulus for slot in slots_of(quiz)] == [None] * 4


def test_the_newest_version_is_offered_and_used_where_nobody_has_begun(cast, ana, quiz):
    slot = slots_of(quiz)[0]
    old = slot.question_version
    new = QuestionVersion.objects.create(question=old.question, number=2, kind="single", body=old.body)
    page = ana.get(url("assessment_edit", quiz.public_id)).content.decode()
    assert "uses version 1; the newest is 2" in page
    assert slots_of(quiz)[0].question_version == old
    ana.post(url("slot_newest", quiz.public_id, slot.pk))
    assert slots_of(quiz)[0].question_version == new
    lock(quiz)
    assert ana.post(url("slot_newest", quiz.public_id, slot.pk)).status_code == 409


def test_what_students_have_begun_is_copied_with_its_draws_and_sources(cast, ana, quiz):
    slots = slots_of(quiz)
    building.make_draw(assessment=quiz, slots=slots[:2], count=1, points=Decimal(1), by=cast.ana)
    edition = make.source(cast.shelf)
    building.show_stimulus(
        assessment=quiz, slots=slots[2:], edition=edition, passages=edition.passages.all(), by=cast.ana
    )
    lock(quiz)
    with pytest.raises(CannotBuild):
        building.drop_slot(assessment=quiz, slot=slots[0], by=cast.ana)
    refused = ana.post(url("slot_drop", quiz.public_id, slots[0].pk))
    assert (refused.status_code, "Edit a copy" in refused.content.decode()) == (409, True)
    assert ana.post(url("assessment_copy", quiz.public_id), {"shelf": cast.other_shelf.pk}).status_code == 422
    assert ana.post(url("assessment_copy", quiz.public_id), {"shelf": cast.shelf.pk}).status_code == 302
    copy = Assessment.objects.get(title="The thaw (copy)")
    assert [(s.question_version_id, s.points, s.stimulus_id) for s in slots_of(copy)] == [
        (s.question_version_id, s.points, s.stimulus_id) for s in slots_of(quiz)
    ]
    assert (copy.draws.get().slots.count(), quiz.draws.get().slots.count(), copy.locked_at) == (2, 2, None)


def test_what_is_practice_too_is_told_where_the_quiz_is_built(cast, ana, quiz):
    address, told = url("assessment_edit", quiz.public_id), "Also a practice question of a lesson"
    assert told not in ana.get(address).content.decode()
    lesson = make.lesson(cast.shelf, blocks=[{"kind": "part", "body": {"v": 1, "title": "One"}}]).lesson
    version = quiz.slots.first().question_version
    LessonQuestion.objects.create(lesson=lesson, key=uuid.uuid4(), question_version=version)
    assert ana.get(address).content.decode().count(told) == 1


def test_classes_that_have_it_already_know_what_it_is_worth_now(cast, quiz):
    given = make.give_assessment(cast.hist, quiz).assignment
    building.add_slot(assessment=quiz, version=make.question(cast.shelf, points=6), by=cast.ana)
    assert Assignment.objects.get(pk=given.pk).points == 10


def test_details_of_two_tabs_do_not_write_over_each_other(cast, ana, quiz):
    address, seen = url("assessment_edit", quiz.public_id), stamp_of(building.details_of(quiz))
    lesson = make.lesson(cast.shelf).lesson
    ok = ana.post(address, {"title": "Other", "instructions": "Read\n\nfirst.", "lesson": lesson.pk, "stamp": seen})
    quiz.refresh_from_db()
    assert (ok.status_code, quiz.title, quiz.lesson, quiz.instructions) == (
        302, "Other", lesson, "<p>Read</p><p>first.</p>"
    )  # fmt: skip
    late = ana.post(address, {"title": "Mine", "stamp": seen})
    assert (late.status_code, "Mine" in late.content.decode()) == (409, True)
    assert ana.post(address, {"title": "", "stamp": seen}).status_code == 422


def test_another_shelf_is_not_there_and_who_may_only_read_is_refused(cast, ana):
    theirs = make.assessment(cast.other_shelf, [make.question(cast.other_shelf)])
    read = make.assessment(make.shelf(cast.tom), [make.question(cast.other_shelf)])
    ShelfMember.objects.create(shelf=read.shelf, user=cast.ana, right=READER)
    assert [ana.get(url("assessment_edit", one.public_id)).status_code for one in (theirs, read)] == [404, 403]
    assert ana.post(url("slot_drop", read.public_id, order(read)[0])).status_code == 403
    mine = make.assessment(cast.shelf)
    assert ana.post(url("slot_drop", mine.public_id, order(read)[0])).status_code == 404


def test_assessment_edit_asks_the_same_number_of_queries_for_any_number_of_questions(
    cast, ana, quiz, query_count_is_constant
):
    edition = make.source(cast.shelf)

    def grow():
        made = [building.add_slot(assessment=quiz, version=make.question(cast.shelf), by=cast.ana) for _ in range(3)]
        building.make_draw(assessment=quiz, slots=made[:2], count=1, points=Decimal(1), by=cast.ana)
        passages = edition.passages.all()
        building.show_stimulus(assessment=quiz, slots=made[2:], edition=edition, passages=passages, by=cast.ana)
        make.question(cast.shelf)
        make.give_assessment(make.classroom(teachers=[cast.ana]), quiz)

    grow()
    query_count_is_constant(lambda: ana.get(url("assessment_edit", quiz.public_id)), grow)


def test_the_list_shows_a_quiz_without_questions_with_none(cast, ana):
    make.assessment(cast.shelf, [], title="Just made")
    answer = ana.get(url("assessment_list"))
    assert answer.status_code == 200
    assert "0 questions · 0 points" in answer.content.decode()
