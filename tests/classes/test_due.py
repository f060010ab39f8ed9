"""A student's dates and status word, from plain values."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from coursesite.classes import due

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def cell(**values):
    names = ("due_at", "closes_at", "started_at", "done_at", "feedback_at", "excused_at")
    return SimpleNamespace(**(dict.fromkeys(names) | values))


def plan(opens_at=None, due_at=None, closes_at=None):
    return SimpleNamespace(opens_at=opens_at, due_at=due_at, closes_at=closes_at)


@pytest.mark.parametrize(
    ("assignment", "work", "expected"),
    [
        (plan(), None, ("Not started", False, False)),
        (plan(due_at=NOON + HOUR), cell(started_at=NOON), ("In progress", False, False)),
        (plan(due_at=NOON - HOUR), None, ("Not started", True, False)),
        (plan(due_at=NOON - HOUR, closes_at=NOON + HOUR), cell(started_at=NOON), ("In progress", True, False)),
        (plan(due_at=NOON - 2 * HOUR, closes_at=NOON - HOUR), cell(started_at=NOON), ("Not handed in", False, False)),
        (plan(due_at=NOON - 2 * HOUR, closes_at=NOON - HOUR), cell(due_at=NOON + HOUR), ("Not started", False, True)),
        (plan(due_at=NOON), cell(done_at=NOON + HOUR), ("Handed in", True, False)),
        (plan(due_at=NOON), cell(done_at=NOON), ("Handed in", False, False)),
        (plan(due_at=NOON), cell(done_at=NOON - HOUR, feedback_at=NOON), ("Feedback ready", False, False)),
        (plan(due_at=NOON), cell(done_at=NOON - HOUR, feedback_at=NOON + HOUR), ("Handed in", False, False)),
        (plan(due_at=NOON - HOUR), cell(excused_at=NOON), ("Excused", False, False)),
    ],
)
def test_status(assignment, work, expected):
    found = due.status(NOON, due.dates(assignment, work), work)
    assert (found.word, found.late, found.extended) == expected


def test_an_extension_past_the_close_moves_the_close():
    when = due.dates(plan(due_at=NOON, closes_at=NOON + HOUR), cell(due_at=NOON + 3 * HOUR))
    assert when == due.Dates(None, NOON + 3 * HOUR, NOON + 3 * HOUR, extended=True)
