"""Who can use a source: one's own classes, all who share the shelf, everybody; and taking it back."""

from django.db import transaction

from coursesite.audit.actions import record
from lessons.sources.errors import GapsLeft
from lessons.sources.gaps import CLASSES, gaps, unsettled
from lessons.sources.models import Source
from lessons.sources.queries.describing import facts_of


@transaction.atomic
def publish_source(*, source: Source, reach: str, by) -> Source:
    """GapsLeft names what is missing. For one's own classes nothing is refused: what is missing is said to be not known."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    facts = facts_of(locked)
    if reach == CLASSES:
        locked.not_known = [*locked.not_known, *unsettled(facts)]
    elif left := gaps(facts, reach):
        raise GapsLeft(left)
    locked.reach = reach
    locked.save(update_fields=["reach", "not_known"])
    record(by=by, verb="source_publish", target=locked, reach=reach)
    return locked


@transaction.atomic
def withdraw_source(*, source: Source, by) -> Source:
    """A draft again: it goes into no further lesson. Published lessons that show it go on showing it."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    locked.reach = "draft"
    locked.save(update_fields=["reach"])
    record(by=by, verb="source_withdraw", target=locked)
    return locked
