"""Putting passages of two texts side by side."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from coursesite.audit.actions import record
from lessons.sources.models import Alignment, Edition
from lessons.sources.queries.aligning import aligned


@transaction.atomic
def align_passages(*, left: Edition, right: Edition, pairs: Mapping[int, tuple[int | None, str]], by) -> int:
    """Left passage -> (right passage or None, relation). What is as it was stays; gives how many were changed."""
    stands = aligned(pairs, right)
    changed = {pk: pair for pk, pair in pairs.items() if stands.get(pk, (None, pair[1])) != pair}
    Alignment.objects.filter(
        Q(left__in=changed, right__edition=right) | Q(right__in=changed, left__edition=right)
    ).delete()
    Alignment.objects.bulk_create(
        Alignment(left_id=pk, right_id=beside, relation=relation)
        for pk, (beside, relation) in changed.items()
        if beside is not None
    )
    if changed:
        record(
            by=by, verb="edition_align", target=left.source, left=left.label, right=right.label, passages=len(changed)
        )
    return len(changed)
