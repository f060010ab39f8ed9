"""Reading the record of who did what."""

import datetime
import hashlib
import json

from coursesite.audit.models import Event, Seal


def day_hash(day: datetime.date) -> tuple[int, str]:
    """How many events a day (UTC) has, and one SHA-256 over all of them in their order."""
    start = _start(day)
    events = Event.objects.filter(at__gte=start, at__lt=start + datetime.timedelta(days=1)).order_by("id")
    total, rows = hashlib.sha256(), 0
    for event in events.iterator(chunk_size=1000):
        parts = [
            event.pk,
            event.at.astimezone(datetime.UTC).isoformat(),
            str(event.actor or ""),
            event.actor_name,
            event.verb,
            event.target,
            event.classroom_id,
            event.detail,
        ]
        total.update(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        rows += 1
    return rows, total.hexdigest()


def broken_seals() -> list[datetime.date]:
    """Days whose events are no longer those that were sealed."""
    return [seal.day for seal in Seal.objects.order_by("day") if (seal.rows, seal.sha256) != day_hash(seal.day)]


def unsealed_days(before: datetime.date) -> list[datetime.date]:
    """Days with events, earlier than `before`, that have no seal."""
    events = Event.objects.order_by().filter(at__lt=_start(before))
    days = {moment.date() for moment in events.datetimes("at", "day", tzinfo=datetime.UTC)}
    return sorted(days - set(Seal.objects.values_list("day", flat=True)))


def _start(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
