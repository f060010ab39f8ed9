"""Prompts: a question that is answered by a post, seen by the class or by the teacher alone."""

import uuid

from django.db import models
from django.db.models import Q

from coursesite.accounts.models import Shelf
from coursesite.classes.models import Assignment


class Prompt(models.Model):
    """What is asked. `audience` says who reads the answers: the class (after one's own), or the teacher alone."""

    AUDIENCES = [("class", "The class and the teacher"), ("teacher", "The student and the teacher")]
    KINDS = [
        ("discuss", "Discussion"),
        ("guess", "First guess"),
        ("sourcing", "Sourcing"),
        ("close", "Close reading"),
        ("corroboration", "Corroboration"),
        ("extension", "Extension"),
        ("think", "Think about it"),
    ]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    audience = models.CharField(max_length=10, choices=AUDIENCES)

    def __str__(self) -> str:
        return self.title


class PromptVersion(models.Model):
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField(null=True, blank=True)
    html = models.TextField(help_text="sanitised")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt", "number"], name="a_prompt_version_has_its_own_number"),
            models.UniqueConstraint(
                fields=["prompt"], condition=Q(locked_at=None), name="a_prompt_has_at_most_one_draft"
            ),
        ]


class AssignedPrompt(models.Model):
    """A prompt that stands in a class's plan, with a date of its own."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT)
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT)
