"""Writing to the record of who did what."""

import datetime
from typing import Any

from coursesite import clock
from coursesite.audit.models import Event, Seal
from coursesite.audit.queries import day_hash, unsealed_days


def record(*, by: Any, verb: str, target: Any = None, classroom_id: int | None = None, **detail: Any) -> Event:
    """Add one event. `by` is a User or None for the site itself; `target` a row or a plain string."""
    return Event.objects.create(
        actor=getattr(by, "public_id", None),
        actor_name=str(by) if by is not None else "",
        verb=verb,
        target=describe(target),
        classroom_id=classroom_id,
        detail=detail,
    )


def describe(target: Any) -> str:
    """A row as "app.Model:pk name"; a string as it is."""
    if target is None or isinstance(target, str):
        return (target or "")[:200]
    return f"{target._meta.label}:{target.pk} {target}"[:200]


def seal_finished_days() -> list[datetime.date]:
    """Seal every day that is over and has events. Run twice, or by two hosts at once, it does no harm."""
    sealed = unsealed_days(before=clock.now().date())
    for day in sealed:
        rows, sha256 = day_hash(day)
        Seal.objects.get_or_create(day=day, defaults={"rows": rows, "sha256": sha256})
    return sealed
