"""The newest saved answer of each question of one attempt."""

from typing import Any

from django.db import connection

from assessments.models import Answer, Attempt

NEWEST = """
SELECT i.slot, a.rev, a.value FROM assessments_attemptitem i JOIN assessments_answer a ON a.item_id = i.id
WHERE i.attempt_id = %s AND a.kind = 'saved' AND a.rev = (
  SELECT MAX(b.rev) FROM assessments_answer b WHERE b.item_id = i.id AND b.kind = 'saved')
"""


def newest_answers(attempt: Attempt) -> dict[int, tuple[int, Any]]:
    """Slot -> (revision, value) of the newest saved answer. One query."""
    read: Any = Answer._meta.get_field("value")
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [attempt.pk])
        return {slot: (rev, read.from_db_value(value, None, connection)) for slot, rev, value in cursor.fetchall()}
