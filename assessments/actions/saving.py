"""Saving an answer: one INSERT, acknowledged after it is committed. What that refuses goes the rare way, and is kept.

The promise: a result `saved` means that the row is in the database, and that its words are the newest of the item.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils.dateparse import parse_datetime

from assessments.models import Answer, Attempt, AttemptItem
from coursesite import clock
from coursesite.retrying import with_retries

GRACE = datetime.timedelta(seconds=60)
LONG = 40  # characters; a blank over more than these must say that it means it
SAVED, REPLAYED, CONFLICT, LATE = "saved", "replayed", "conflict", "late"

# FOR SHARE waits for a hand-in that is under way, and makes a later one wait: without it saves slip in behind it.
STATEMENT = """
INSERT INTO assessments_answer (item_id, rev, kind, op_id, value, received_at)
SELECT i.id, %(base)s + 1, 'saved', %(op)s, %(value)s, %(now)s
FROM assessments_attemptitem i JOIN assessments_attempt a ON a.id = i.attempt_id
WHERE a.public_id = %(attempt)s AND a.student_id = %(user)s AND a.submitted_at IS NULL
  AND (a.closes_at IS NULL OR %(now_less_grace)s <= a.closes_at) AND i.slot = %(slot)s
  AND (%(base)s = 0 OR EXISTS (
    SELECT 1 FROM assessments_answer p WHERE p.item_id = i.id AND p.rev = %(base)s AND p.kind = 'saved'))
{lock}
ON CONFLICT DO NOTHING
RETURNING rev, (SELECT closes_at FROM assessments_attempt WHERE public_id = %(attempt)s)
"""


@dataclass(frozen=True)
class Op:
    """One change of one answer. `base_rev` is the revision that the writer saw; `cleared` says a blank is meant."""

    op_id: uuid.UUID
    slot: int
    base_rev: int
    value: Any
    cleared: bool = False


@dataclass(frozen=True)
class Result:
    """What became of one op. `rev` and `value` are the newest saved ones; `kept_as` is how a replayed op was kept."""

    op_id: uuid.UUID
    slot: int
    result: str
    rev: int
    value: Any = None
    kept_as: str = ""


@dataclass
class Saved:
    """What became of a batch, and when the attempt closes."""

    closes_at: datetime.datetime | None = None
    results: list[Result] = field(default_factory=list)


def save_answers(*, attempt_id: uuid.UUID, ops: Sequence[Op], by) -> Saved:
    """Save each op, one statement each. Attempt.DoesNotExist where the user has no such attempt (or no such slot)."""
    saved = Saved()
    for op in ops:
        result, closes_at = with_retries(partial(_save_one, attempt_id, op, by))
        saved.results.append(result)
        saved.closes_at = closes_at
    return saved


def _save_one(attempt_id: uuid.UUID, op: Op, by) -> tuple[Result, datetime.datetime | None]:
    if not _is_blank(op.value) or op.cleared:
        row = _insert(attempt_id, op, by)
        if row:
            return Result(op.op_id, op.slot, SAVED, row[0]), row[1]
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update(of=("self",)).get(public_id=attempt_id, student=by)
        return save_rarely(attempt, op), attempt.closes_at


def _insert(attempt_id: uuid.UUID, op: Op, by) -> tuple[int, datetime.datetime | None] | None:
    """The one statement. Fetched before anything is acknowledged: on SQLite it is not committed until then."""
    now = clock.now()

    def stored(name: str, value: Any) -> Any:
        column: Any = Answer._meta.get_field(name)
        return column.get_db_prep_save(value, connection)

    values = {
        "base": op.base_rev,
        "op": stored("op_id", op.op_id),
        "value": stored("value", op.value),
        "now": stored("received_at", now),
        "now_less_grace": stored("received_at", now - GRACE),
        "attempt": stored("op_id", attempt_id),  # the same type of column
        "user": by.pk,
        "slot": op.slot,
    }
    lock = "FOR SHARE OF a" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(lock=lock), values)
        rows = cursor.fetchall()
    return (rows[0][0], _moment(rows[0][1])) if rows else None


def save_rarely(attempt: Attempt, op: Op) -> Result:
    """What the one statement refused, with the attempt locked: told as replayed, saved, conflict or late, and kept."""
    try:
        item = AttemptItem.objects.get(attempt=attempt, slot=op.slot)
    except AttemptItem.DoesNotExist:
        raise Attempt.DoesNotExist from None
    head = item.answers.filter(kind=SAVED).order_by("-rev").first()
    rev, value = (head.rev, head.value) if head else (0, None)
    earlier = item.answers.filter(op_id=op.op_id).first()
    if earlier:  # a later save on top of it must not look like the one that this op made
        rev, value = (earlier.rev, earlier.value) if earlier.kind == SAVED else (rev, value)
        return Result(op.op_id, op.slot, REPLAYED, rev, value, kept_as=earlier.kind)
    kind = _kind_of(attempt, op, rev, value)
    if kind == SAVED and head and value == op.value:
        return Result(op.op_id, op.slot, SAVED, rev, value)
    Answer.objects.create(
        item=item,
        rev=rev + 1 if kind == SAVED else op.base_rev,
        kind=kind,
        op_id=op.op_id,
        value=op.value,
        received_at=clock.now(),
    )
    if kind == SAVED:
        return Result(op.op_id, op.slot, SAVED, rev + 1, op.value)
    return Result(op.op_id, op.slot, kind, rev, value)


def _kind_of(attempt: Attempt, op: Op, rev: int, value: Any) -> str:
    closed = attempt.closes_at is not None and clock.now() - GRACE > attempt.closes_at
    if attempt.submitted_at is not None or closed:
        return LATE
    if value == op.value and rev:
        return SAVED
    if op.base_rev != rev:
        return CONFLICT
    wipes = _is_blank(op.value) and not op.cleared and isinstance(value, str) and len(value) > LONG
    return CONFLICT if wipes else SAVED


def _is_blank(value: Any) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _moment(value: Any) -> datetime.datetime | None:
    """A moment as the database gave it to a raw statement: SQLite's is UTC without saying so, as text or as a datetime."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=datetime.UTC) if moment is not None and moment.tzinfo is None else moment
