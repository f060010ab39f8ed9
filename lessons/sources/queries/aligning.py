"""What stands side by side in two texts."""

from collections.abc import Iterable

from django.db.models import Q

from lessons.sources.models import Alignment, Edition


def aligned(left_ids: Iterable[int], right: Edition) -> dict[int, tuple[int, str]]:
    """Left passage -> (the first passage of the other text beside it, relation), whichever way it was stored. One query."""
    ids = set(left_ids)
    rows = Alignment.objects.filter(Q(left__in=ids, right__edition=right) | Q(right__in=ids, left__edition=right))
    found: dict[int, tuple[int, str]] = {}
    for one, other, relation in rows.order_by("pk").values_list("left", "right", "relation"):
        mine, beside = (one, other) if one in ids else (other, one)
        found.setdefault(mine, (beside, relation))
    return found
