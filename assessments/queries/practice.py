"""What a checked practice answer shows."""

from typing import Any

from assessments.models import LessonQuestion
from assessments.sheets import Sheet, show


def checked(row: LessonQuestion, sheet: Sheet, value: Any) -> dict:
    """The verdict in words, and feedback on what was chosen. The newest key counts."""
    version = row.question_version
    newest = version.keys.order_by("-n").first()
    key = newest.value if newest else {}
    sheet.value = value
    points = sheet.kind.mark(version.body, key, value, version.points)
    verdict = "Right." if points == version.points else "Partly right." if points else "Not right yet."
    return {"verdict": verdict, "shown": show(sheet.kind.feedback(version.body, key, value), only_chosen=True)}
