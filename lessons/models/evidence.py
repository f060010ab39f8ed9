"""Citations: the words of a passage, kept as they were cited. On screen a citation is an evidence chip."""

import hashlib
import uuid

from django.db import models
from django.db.models import F, Q

from lessons.sources.models import Passage


class Citation(models.Model):
    """A passage, a stretch of it in code points, and the exact words. Written at posting and at hand-in; never moves."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_citation_does_not_end_before_it_starts")
        ]

    @classmethod
    def of(cls, passage: Passage) -> "Citation":
        """A new, unsaved citation of a whole passage."""
        digest = hashlib.sha256(passage.text.encode()).hexdigest()
        return cls(passage=passage, start=0, end=len(passage.text), exact=passage.text, sha256=digest)
