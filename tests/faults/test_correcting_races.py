"""A key is corrected while a teacher marks the same answers: the correction comes to its end, and marks by hand stay."""

from decimal import Decimal

import pytest

from assessments.actions.marking import score_part
from assessments.actions.regrading import correct_key
from assessments.errors import MarkedMeanwhile
from assessments.models import Regrade, Score
from coursesite.jobs.actions import run_job
from coursesite.jobs.models import DONE
from coursesite.ops.queries.integrity import violations
from tests import make
from tests.assessments.parts import begin, hand_in_attempt, op, quiz
from tests.assessments.test_saving import together


@pytest.mark.django_db(transaction=True)
def test_a_correction_beside_a_teacher_who_marks_the_same_answers(people):
    given, items = quiz(people, ("single",)), []
    for _ in range(15):
        pupil = make.user()
        make.enrolment(people.hist, pupil)
        attempt = begin(given, pupil)
        hand_in_attempt(attempt_id=attempt.public_id, by=pupil, ops=[op(1, 0, "b")])
        items.append(attempt.items.select_related("attempt__work__assignment__classroom").get())
    version = items[0].question_version
    job = correct_key(
        version=version, seen=1, value={"v": 1, "right": ["b"]}, reason="So.", lowers=False, by=people.ana
    )
    by_hand = items[::3]

    def mark():
        for item in by_hand:
            for _ in range(5):
                try:
                    score_part(item=item, part="", seen=item.scores.count(), by=people.mia, points=Decimal(1))
                    break
                except MarkedMeanwhile:
                    continue

    together(mark, lambda: run_job.call(job_id=job.pk))
    job.refresh_from_db()
    assert (job.state, Regrade.objects.get().finished_at is not None) == (DONE, True)
    newest = {score.item_id: score for score in Score.objects.order_by("n")}
    assert [newest[item.pk].points for item in items] == [1 if item in by_hand else 2 for item in items]
    assert [item.attempt.work.grades.latest("n").points for item in items] == [newest[item.pk].points for item in items]
    assert violations() == []
