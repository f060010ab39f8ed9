"""Discussions: one for a prompt in a class; posts, whose texts are a numbered log; flags."""

import uuid

from django.conf import settings
from django.db import models

from coursesite import clock
from coursesite.classes.models import Classroom, Work
from lessons.models.evidence import Citation
from lessons.models.prompt import Prompt
from lessons.policy import DiscussionQuerySet, PostQuerySet


class Discussion(models.Model):
    """Where a class answers a prompt. Made on first touch. A locked one takes no new posts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT)
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["classroom", "prompt"], name="a_class_discusses_a_prompt_once")]


class Post(models.Model):
    """One contribution. Its words are the newest PostText. `op_id` is the browser's: sending twice posts once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    op_id = models.UUIDField(unique=True)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    created_at = models.DateTimeField(default=clock.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]


class PostText(models.Model):
    """The words of a post, numbered: added, never changed. The newest counts."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="texts")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["post", "n"], name="a_post_text_has_its_own_number")]


class PostCitation(models.Model):
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="citations")
    citation = models.OneToOneField(Citation, on_delete=models.PROTECT)


class Flag(models.Model):
    """A reader's report of a post, to the teachers of the class."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="flags")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="a_person_reports_a_post_once")]
