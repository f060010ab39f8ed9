from django.conf import settings
from django.db import models


class Page(models.Model):
    title = models.CharField(max_length=200)
    text = models.TextField()


class Note(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    value = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)


class Mark(models.Model):
    student = models.PositiveIntegerField(db_index=True)
    column = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=9, decimal_places=4)
