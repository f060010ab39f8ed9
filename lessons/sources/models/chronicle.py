"""What stands around the sources: events with dates that may admit doubt, words of the glossary."""

from django.db import models

from lessons.sources.models.agents import Place
from lessons.sources.models.sources import Source


class Event(models.Model):
    """Something that happened, for timelines. Its date may admit doubt."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    date_edtf = models.CharField(max_length=60)
    date_from = models.DateField()
    date_to = models.DateField()
    date_display = models.CharField(max_length=120)
    lane = models.CharField(max_length=40, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True)
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["date_from", "date_to", "pk"]

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word of the glossary, with one or more senses in plain words."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    variants = models.JSONField(default=list)
    folded = models.TextField(blank=True, help_text="name, variants and senses as the search compares them")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Sense(models.Model):
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="senses")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    reference = models.CharField(max_length=300, blank=True, help_text="whose sense of the word this is")

    class Meta:
        ordering = ["position"]
