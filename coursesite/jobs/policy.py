"""Whose work this is: what somebody started is seen by nobody else, whatever their role."""

from django.db import models


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by=user.pk)

    def unfinished(self):
        return self.filter(finished_at=None)
