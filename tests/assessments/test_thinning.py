"""Thirty days after release the log of answers keeps what was handed in, what stood against it, and one wording a minute."""

import datetime

import pytest
from django.core.management import call_command

from assessments.actions.marking import release_marks
from assessments.actions.saving import save_answers
from assessments.models import Answer
from assessments.tasks import thin_answers
from assessments.thinning import Row, to_drop
from tests.assessments import parts

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def row(number, *, item=1, kind="saved", rev=None, seconds=0):
    return Row(number, item, kind, rev or number, NOON + datetime.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("rows", "handed_in", "expected"),
    [
        ([], {}, []),
        ([row(1)], {1: 1}, []),
        ([row(1), row(2, seconds=10), row(3, seconds=20)], {1: 3}, [1, 2]),
        ([row(1), row(2, seconds=10), row(3, seconds=70)], {1: 3}, [1]),
        ([row(1), row(2, seconds=59), row(3, seconds=60)], {1: 3}, [1]),
        ([row(1), row(2, kind="conflict", rev=1), row(3, rev=2, seconds=5)], {1: 2}, [1]),
        ([row(1), row(2, kind="late", rev=1)], {1: 1}, []),
        ([row(1), row(2, item=2, rev=1, seconds=1)], {1: 1, 2: 1}, []),
        ([row(1), row(2, seconds=1)], {1: None}, [1]),
    ],
)
def test_what_may_go(rows, handed_in, expected):
    assert to_drop(rows, handed_in) == expected


def test_thinning_waits_thirty_days_and_leaves_the_answers_whole(cast, standing_clock):
    attempt = parts.begin(parts.quiz(cast, ["short"]), cast.irina)
    for base, word in enumerate(["B", "Br", "Bri"]):
        save_answers(attempt_id=attempt.public_id, ops=[parts.op(1, base, word)], by=cast.irina)
    parts.hand_in_attempt(attempt_id=attempt.public_id, by=cast.irina)
    release_marks(assignment=attempt.work.assignment, by=cast.ana)
    standing_clock.advance(days=30)
    assert thin_answers() == 0
    standing_clock.advance(seconds=1)
    assert thin_answers() == 2
    assert thin_answers() == 0
    assert list(Answer.objects.values_list("rev", "value")) == [(3, "Bri")]
    assert attempt.items.get().value == "Bri"
    call_command("verify_integrity")
