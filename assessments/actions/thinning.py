"""Thinning the log of answers once nobody can need its every wording any more."""

import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from assessments.models import Answer, Attempt, AttemptEvent, AttemptItem
from assessments.thinning import Row, to_drop
from coursesite import clock
from coursesite.privacy.models import ErasureOpen

AFTER = datetime.timedelta(days=30)
THINNED = "thinned"


@transaction.atomic
def thin_next() -> int | None:
    """Thin one attempt whose marks were released 30 days ago. Says how many rows went; None where there is no attempt left."""
    done = AttemptEvent.objects.filter(attempt=OuterRef("pk"), kind=THINNED)
    ripe = Attempt.objects.finished().filter(~Exists(done), work__feedback_at__lt=clock.now() - AFTER)
    attempt = ripe.order_by("pk").select_for_update(of=("self",)).first()
    if attempt is None:
        return None
    rows = [
        Row(*values)
        for values in Answer.objects.filter(item__attempt=attempt).values_list(
            "pk", "item", "kind", "rev", "received_at"
        )
    ]
    handed_in = dict(AttemptItem.objects.filter(attempt=attempt).values_list("pk", "final_rev"))
    ids = to_drop(rows, handed_in)
    door = ErasureOpen.objects.create(reason="old wordings of answers are thinned")
    Answer.objects.filter(pk__in=ids).delete()
    door.delete()
    n = (attempt.events.aggregate(last=Max("n"))["last"] or 0) + 1
    AttemptEvent.objects.create(attempt=attempt, n=n, kind=THINNED, at=clock.now(), detail={"rows": len(ids)})
    return len(ids)
