"""Scores, comments, grades and their release, on real rows."""

from decimal import Decimal

import pytest

from assessments.actions.marking import comment_on, release_marks, score_part, take_back_release
from assessments.errors import MarkedMeanwhile, NothingToRelease
from assessments.models import Attempt, AttemptItem, Comment, Grade, Score
from assessments.queries.marking import LISTS, count_lists, counts_of, hand_ins, own_grades
from coursesite import clock
from coursesite.classes.models import Assignment
from tests import make


@pytest.fixture
def essay(cast):
    """An essay with a rubric of three criteria, given to Hist 11B and handed in by Irina."""
    question = make.question(
        cast.shelf,
        "essay",
        body={"v": 1, "stem": "<p>How much?</p>"},
        points=12,
        rubric_version=make.rubric(cast.shelf),
    )
    return make.give_assessment(cast.hist, make.assessment(cast.shelf, [question], kind="essay"))


def handed_in(given, student, text="My essay."):
    """A finished attempt, as rows."""
    now = clock.now()
    work = make.work(given.assignment, student, started_at=now, done_at=now)
    attempt = Attempt.objects.create(work=work, student=student, number=1, submitted_at=now)
    for slot in given.assessment.slots.all():
        AttemptItem.objects.create(
            attempt=attempt,
            slot=slot.position,
            question_version=slot.question_version,
            points=slot.points,
            value=text,
            final_rev=1,
        )
    return attempt


def mark_all(attempt, by, points=4):
    item = attempt.items.get()
    for criterion in item.question_version.rubric_version.criteria.all():
        score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=points), by=by)


def test_a_grade_is_computed_once_every_criterion_has_its_level(cast, essay):
    attempt = handed_in(essay, cast.irina)
    item = attempt.items.get()
    first, second, third = item.question_version.rubric_version.criteria.all()
    for criterion in (first, second):
        score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=4), by=cast.ana)
    assert Grade.objects.count() == 0
    score_part(item=item, part=str(third.key), seen=0, level=third.levels.get(points=2), by=cast.mia)
    grade = Grade.objects.get()
    assert (grade.points, grade.out_of, grade.kind, grade.released_at) == (Decimal(10), Decimal(12), "computed", None)


def test_two_graders_who_saw_the_same_mark_do_not_overwrite_each_other(cast, essay):
    item = handed_in(essay, cast.irina).items.get()
    criterion = item.question_version.rubric_version.criteria.first()
    score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=4), by=cast.ana)
    with pytest.raises(MarkedMeanwhile):
        score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=0), by=cast.mia)
    assert [score.points for score in Score.objects.all()] == [Decimal(4)]


def test_nothing_is_seen_before_release_and_the_newest_after(cast, essay):
    attempt = handed_in(essay, cast.irina)
    mark_all(attempt, cast.ana)
    comment_on(item=attempt.items.get(), text="First words", seen=0, by=cast.ana)
    comment_on(item=attempt.items.get(), text="Better words", seen=1, by=cast.ana)
    now = clock.now()
    for model in (Score, Comment, Grade):
        assert list(model.objects.visible_to(cast.irina, now)) == []
    assert release_marks(assignment=essay.assignment, by=cast.ana) == 1
    later = clock.now()
    assert [comment.text for comment in Comment.objects.visible_to(cast.irina, later)] == ["Better words"]
    assert len(Score.objects.visible_to(cast.irina, later)) == 3
    assert [grade.points for _, grades in own_grades(cast.irina, later) for grade in grades] == [Decimal(12)]
    assert list(Grade.objects.visible_to(cast.omar, later)) == []
    attempt.work.refresh_from_db()
    assert attempt.work.feedback_at is not None


def test_a_mark_changed_after_release_stays_unseen_until_released_again(cast, essay):
    attempt = handed_in(essay, cast.irina)
    mark_all(attempt, cast.ana)
    release_marks(assignment=essay.assignment, by=cast.ana)
    item = attempt.items.get()
    criterion = item.question_version.rubric_version.criteria.first()
    score_part(item=item, part=str(criterion.key), seen=1, level=criterion.levels.get(points=0), by=cast.ana)
    assert [g.points for _, grades in own_grades(cast.irina, clock.now()) for g in grades] == [Decimal(12)]
    assert release_marks(assignment=essay.assignment, by=cast.ana) == 1
    assert [g.points for _, grades in own_grades(cast.irina, clock.now()) for g in grades] == [Decimal(8)]


def test_half_marked_work_is_not_released(cast, essay):
    item = handed_in(essay, cast.irina).items.get()
    criterion = item.question_version.rubric_version.criteria.first()
    score_part(item=item, part=str(criterion.key), seen=0, level=criterion.levels.get(points=4), by=cast.ana)
    with pytest.raises(NothingToRelease):
        release_marks(assignment=essay.assignment, by=cast.ana)


def test_a_release_is_taken_back_only_from_those_who_have_not_opened_it(cast, essay):
    for student in (cast.irina, cast.omar):
        mark_all(handed_in(essay, student), cast.ana)
    release_marks(assignment=essay.assignment, by=cast.ana)
    opened = essay.assignment.works.get(enrolment__user=cast.irina)
    opened.feedback_seen_at = clock.now()
    opened.save(update_fields=["feedback_seen_at"])
    assert take_back_release(assignment=essay.assignment, by=cast.ana) == 1
    later = clock.now()
    assert len(own_grades(cast.irina, later)) == 1
    assert own_grades(cast.omar, later) == []
    assert list(Score.objects.visible_to(cast.omar, later)) == []


def test_the_numbers_of_class_pages_equal_the_lists(cast, essay):
    mark_all(handed_in(essay, cast.irina), cast.ana)
    noor = make.user("Noor Aziz")
    make.enrolment(cast.hist, noor)
    handed_in(essay, noor)
    now = clock.now()
    lists = count_lists(hand_ins(essay.assignment, now))
    assignment = Assignment.objects.select_related("assignedassessment").get(pk=essay.assignment.pk)
    counts = counts_of([assignment], now)[assignment.pk]
    names = ("to_mark", "handed_in", "in_progress", "not_started", "not_handed_in", "excused")
    assert {name: getattr(counts, name) for name in names} == {name: lists[name] for name in names}
    assert (lists["to_mark"], lists["handed_in"], lists["not_started"], lists["all"]) == (1, 2, 1, 3)
    assert set(lists) == set(LISTS)


def test_scores_are_added_never_changed(cast, essay):
    mark_all(handed_in(essay, cast.irina), cast.ana)
    with pytest.raises(Exception, match="added, never changed"):
        Score.objects.update(points=0)


def test_a_comment_rewritten_after_release_reaches_the_student_with_the_next_release(cast, essay):
    attempt = handed_in(essay, cast.irina)
    mark_all(attempt, cast.ana)
    comment_on(item=attempt.items.get(), text="First words", seen=0, by=cast.ana)
    release_marks(assignment=essay.assignment, by=cast.ana)
    with pytest.raises(NothingToRelease):
        release_marks(assignment=essay.assignment, by=cast.ana)
    comment_on(item=attempt.items.get(), text="Better words", seen=1, by=cast.ana)
    assert release_marks(assignment=essay.assignment, by=cast.ana) == 1
    assert Comment.objects.visible_to(cast.irina, clock.now()).order_by("-n").first().text == "Better words"
