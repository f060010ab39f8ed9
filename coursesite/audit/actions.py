"""Writing to the record of who did what."""

from typing import Any

from coursesite.audit.models import Event


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
        return target or ""
    return f"{target._meta.label}:{target.pk} {target}"[:200]
