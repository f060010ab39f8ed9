"""What a checked practice answer shows."""

from typing import Any

from assessments.kinds.base import Feedback
from assessments.models import LessonQuestion
from assessments.sheets import Sheet, show

TRIES_BEFORE_WHY = 2


def checked(row: LessonQuestion, sheet: Sheet, value: Any, *, wrong: int, why: bool) -> dict:
    """The verdict in words, and feedback on what was chosen. The newest key counts.

    What can be read in two ways is asked about before it is called wrong, and is no try.
    Why it is so would give the answer away: it is told after a right try, or where it is asked for after two others.
    `wrong` counts those before this one.
    """
    version = row.question_version
    newest = version.keys.order_by("-n").first()
    key = newest.value if newest else {}
    sheet.value = value
    points = sheet.kind.mark(version.body, key, value, version.points)
    right = points == version.points
    doubt = "" if right else sheet.kind.doubt(value, version.body)
    verdict = doubt or ("Right." if right else "Partly right." if points else "Not right yet.")
    asked = why and wrong >= TRIES_BEFORE_WHY
    wrong += not right and not asked and not doubt
    feedback = Feedback() if doubt else sheet.kind.feedback(version.body, key, value)
    return {
        "verdict": verdict,
        "shown": show(feedback, only_chosen=True, explained=right or asked),
        "wrong": wrong,
        "offers_why": not right and not asked and wrong >= TRIES_BEFORE_WHY,
    }
