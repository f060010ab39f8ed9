"""What a checked practice answer shows."""

from typing import Any

from assessments.models import LessonQuestion
from assessments.sheets import Sheet, show

TRIES_BEFORE_WHY = 2


def checked(row: LessonQuestion, sheet: Sheet, value: Any, *, wrong: int, why: bool) -> dict:
    """The verdict in words, and feedback on what was chosen. The newest key counts.

    Why it is so would give the answer away: it is told after a right try, or where it is asked for after two others.
    `wrong` counts those before this one.
    """
    version = row.question_version
    newest = version.keys.order_by("-n").first()
    key = newest.value if newest else {}
    sheet.value = value
    points = sheet.kind.mark(version.body, key, value, version.points)
    verdict = "Right." if points == version.points else "Partly right." if points else "Not right yet."
    right = points == version.points
    asked = why and wrong >= TRIES_BEFORE_WHY
    wrong += not right and not asked
    feedback = sheet.kind.feedback(version.body, key, value)
    return {
        "verdict": verdict,
        "shown": show(feedback, only_chosen=True, explained=right or asked),
        "wrong": wrong,
        "offers_why": not right and not asked and wrong >= TRIES_BEFORE_WHY,
    }
