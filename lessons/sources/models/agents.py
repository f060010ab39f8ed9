"""Who made sources and where they lie: persons and bodies, places, repositories."""

from django.db import models


class Agent(models.Model):
    """A historical person or body, with the spellings under which it is found."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    variants = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=[("person", "Person"), ("body", "Body")], default="person")
    born = models.CharField(max_length=40, blank=True, help_text="EDTF; empty: not known")
    died = models.CharField(max_length=40, blank=True, help_text="EDTF; empty: not known")
    folded = models.TextField(blank=True, help_text="name and variants as the search compares them")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where something was said, written or done; the name as it was then, and today's where it differs. Two may bear one name."""

    name = models.CharField(max_length=120)
    variants = models.JSONField(default=list)
    modern_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Repository(models.Model):
    """An archive, library or site that holds sources."""

    name = models.CharField(max_length=200, unique=True)
    place = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "repositories"

    def __str__(self) -> str:
        return self.name
