"""Discussions: one for a prompt in a class; posts, whose texts are a numbered log; flags."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coursesite import clock
from coursesite.classes.models import Classroom, Work
from lessons.models.evidence import Citation
from lessons.models.prompt import Prompt
from lessons.policy import DiscussionQuerySet, PostQuerySet
from lessons.sources.models import Passage, Source


class Discussion(models.Model):
    """Where a class answers a prompt, or writes notes on a source. Made on first touch. A locked one takes no new posts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT)
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "prompt"],
                condition=Q(prompt__isnull=False),
                name="a_class_discusses_a_prompt_once",
            ),
            models.UniqueConstraint(
                fields=["classroom", "source"], condition=Q(source__isnull=False), name="a_class_notes_a_source_once"
            ),
            models.CheckConstraint(
                condition=Q(prompt__isnull=True) ^ Q(source__isnull=True),
                name="a_discussion_has_a_prompt_or_a_source",
            ),
        ]

    @property
    def noted(self) -> Source:
        """The source that notes are written on; a discussion of a prompt has none."""
        if self.source is None:
            raise ValueError("This discussion has no source.")
        return self.source


class Post(models.Model):
    """One contribution. Its words are the newest PostText. `op_id` is the browser's: sending twice posts once.

    A note is a post with an anchor: `exact` are the words passage.text[start:end] as they stood when it was written;
    offsets are code points. What happened to the anchor since is told by the newest AnchorMove.
    """

    KINDS = [
        ("", "Post"),
        ("observe", "Observe"),
        ("reflect", "Reflect"),
        ("question", "Question"),
        ("sourcing", "Sourcing"),
    ]
    VISIBILITIES = [("private", "Only me"), ("class", "My class"), ("teacher", "My teacher")]
    STATES = [
        ("", "no anchor"),
        ("anchored", "on the words"),
        ("moved", "moved with its words"),
        ("review", "needs review"),
        ("orphaned", "its words are gone"),
    ]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    op_id = models.UUIDField(unique=True)
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    created_at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10, choices=KINDS, blank=True)
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default="class")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    exact = models.TextField(blank=True)
    anchor_state = models.CharField(max_length=10, choices=STATES, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passage__isnull=True, anchor_state="") | (Q(passage__isnull=False) & ~Q(anchor_state="")),
                name="a_note_has_an_anchor_and_its_state",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_note_does_not_end_before_it_starts"),
        ]

    @property
    def place(self) -> Passage:
        """The passage of a note; other posts have none."""
        if self.passage is None:
            raise ValueError("This post is no note.")
        return self.passage


class AnchorMove(models.Model):
    """What a corrected edition did to the anchor of a note, numbered: added, never changed.

    n = 1 is where the note was written; score (0 to 1) is how alike the words are that were found.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="moves")
    n = models.PositiveSmallIntegerField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    state = models.CharField(max_length=10, choices=Post.STATES)
    score = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["post", "n"], name="an_anchor_move_has_its_own_number")]


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
