"""Keeping the files that a student brings to an attempt."""

from collections.abc import Iterable

from django.db import transaction

from coursesite.files.actions import keep_handed
from coursesite.files.drawing import Handed


@transaction.atomic
def keep_files(*, files: Iterable[tuple[str, Handed]], by) -> list[str]:
    """Keep each file under its own name; the ids that an answer names them by, in order."""
    return [str(keep_handed(handed=handed, name=name, by=by).public_id) for name, handed in files]
