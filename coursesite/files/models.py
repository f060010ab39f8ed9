"""What was uploaded, by its content: a blob is stored once under its hash, an upload says who brought it."""

import uuid

from django.conf import settings
from django.db import models

from coursesite import clock


class Blob(models.Model):
    """Bytes behind Django's storages, named by their hash. Has no address of its own: who may see it, its owner decides."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"


class Upload(models.Model):
    """Who brought a blob, under what name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    at = models.DateTimeField(default=clock.now)


class UploadPage(models.Model):
    """One page of an upload as a picture that we drew: what is shown of a PDF, and the small one of a photograph."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="a_page_has_its_own_number")]
