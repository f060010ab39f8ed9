"""The files that a student handed in, as pages show them. Whose they are is settled here: only the student's own count."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.kinds.upload import is_id
from assessments.models import Attempt
from assessments.queries.newest import newest_answers
from coursesite import clock
from coursesite.files.models import Upload, UploadPage


@dataclass(frozen=True)
class ShownFile:
    """One file with its pages; `attempt` and `id` make its address."""

    attempt: UUID
    id: UUID
    name: str
    is_pdf: bool
    pages: list[UploadPage]


def files_of(attempt: Attempt, values: Mapping[int, Any]) -> dict[int, list[ShownFile]]:
    """Slot -> the files that its value names, in its order. Two queries, none where no value names a file."""
    named = {slot: ids_in(value) for slot, value in values.items()}
    wanted = {one for ids in named.values() for one in ids}
    if not wanted:
        return {}
    rows = Upload.objects.filter(public_id__in=wanted, by=attempt.student_id).select_related("blob")
    found = {
        str(row.public_id): ShownFile(
            attempt.public_id, row.public_id, row.name, row.blob.media_type == "application/pdf", list(row.pages.all())
        )
        for row in rows.prefetch_related("pages")
    }
    return {slot: [found[one] for one in ids if one in found] for slot, ids in named.items()}


def brought_today(user) -> int:
    """How many files with pages the person brought within the last day, those that she took away again included."""
    since = clock.now() - datetime.timedelta(days=1)
    return Upload.objects.filter(by=user, at__gt=since, pages__number=1).count()


def ids_in(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str) and is_id(one)] if isinstance(value, list) else []


def handed_file(user, attempt_id: UUID, file_id: UUID) -> Upload | None:
    """A file of an attempt: for its student, and for those who mark it once it is handed in."""
    attempt = Attempt.objects.visible_to(user).filter(public_id=attempt_id).first()
    if attempt is None or (attempt.student_id != user.pk and attempt.submitted_at is None):
        return None
    values: Iterable[Any] = (value for _, value in newest_answers(attempt).values())
    if not any(str(file_id) in ids_in(value) for value in values):
        return None
    return Upload.objects.filter(public_id=file_id, by=attempt.student_id).select_related("blob").first()
