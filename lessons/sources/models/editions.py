"""The texts of a source: editions with numbered passages, what stands beside their words, excerpts from them."""

from django.db import models
from django.db.models import F, Q

from lessons.sources.models.agents import Agent
from lessons.sources.models.chronicle import Term
from lessons.sources.models.sources import Holding, Source


class Edition(models.Model):
    """One text of a source: a transcription, a translation, an easier version, or a summary in our words."""

    ROLES = [
        ("transcription", "Transcription"),
        ("translation", "Translation"),
        ("adaptation", "Adapted"),
        ("summary", "Summary in our own words"),
    ]

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="editions")
    label = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    locked_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(max_length=20, choices=ROLES)
    language = models.CharField(max_length=20, default="en", help_text="BCP 47")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    scheme = models.CharField(max_length=120, help_text="who numbered the paragraphs")
    extent = models.CharField(max_length=12, choices=[("whole", "Whole"), ("fragments", "Fragments")])
    about = models.TextField(blank=True)
    translator = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holding = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="where this text lies"
    )
    verified_against = models.CharField(
        max_length=400, blank=True, help_text="what its words were compared with, and when; empty: not compared"
    )

    class Meta:
        ordering = ["source", "label", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "label", "number"], name="an_edition_has_its_own_number"),
            models.UniqueConstraint(
                fields=["source", "label"], condition=Q(locked_at=None), name="an_edition_has_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug} {self.label} {self.number}"


class Passage(models.Model):
    """A numbered unit of an edition. Its number never changes. Offsets into `text` are code points."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    stretches: list  # of one chosen for an excerpt: what is shown of it (queries.passages.chosen_passages)
    KINDS = [
        ("p", "paragraph"),
        ("heading", "heading"),
        ("turn", "turn of speech"),
        ("line", "line"),
        ("item", "list item"),
        ("stage", "stage direction"),
    ]

    number = models.CharField(max_length=12, help_text='as text: "8" or "8-9"')
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS, default="p")
    text = models.TextField()
    folded = models.TextField(blank=True, help_text="text and corrections beside it, as the search compares them")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="a_passage_number_is_used_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="a_passage_has_its_own_position"),
        ]

    def __str__(self) -> str:
        return f"¶{self.number}"


class Span(models.Model):
    """Something that stands beside the words of a passage: a cut, a sic, a voice. [start, end) in code points."""

    KINDS = [
        ("sic", "sic"),
        ("gap", "text left out"),
        ("supplied", "added by an editor"),
        ("gloss", "explained"),
        ("note", "note"),
        ("voice", "voice"),
        ("term", "term"),
    ]

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="spans")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    text = models.TextField(blank=True)
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True, help_text="of a voice")
    depth = models.PositiveSmallIntegerField(default=0, help_text="of a voice: 1 is who wrote or spoke last")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, help_text="of a term")

    class Meta:
        ordering = ["start", "-end", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_span_does_not_end_before_it_starts")
        ]


class Alignment(models.Model):
    """Two passages of two editions of one source that say the same: for reading side by side."""

    RELATIONS = [("same", "the same"), ("part", "a part of it"), ("approx", "about the same")]

    left = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="aligned_right")
    right = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="aligned_left")
    relation = models.CharField(max_length=10, choices=RELATIONS, default="same")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="two_passages_are_aligned_once"),
            models.CheckConstraint(condition=~Q(left=F("right")), name="a_passage_is_not_aligned_with_itself"),
        ]


class Excerpt(models.Model):
    """A selection of passages from one edition, with a headnote that is the teacher's, not the source's."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="excerpts")
    adapted = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    headnote = models.TextField(blank=True)
    passages = models.ManyToManyField(Passage, through="ExcerptRange")


class ExcerptRange(models.Model):
    """A stretch of one passage: [start, end) in code points, to the passage's end where `end` is empty; and a cut after it."""

    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="ranges")
    position = models.PositiveSmallIntegerField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(null=True, blank=True)
    cut_after = models.BooleanField(default=False)
    cut_note = models.CharField(max_length=300, blank=True, help_text="what is left out; empty: not said")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["excerpt", "position"], name="an_excerpt_range_has_its_own_position"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gt=F("start")), name="an_excerpt_range_is_not_empty"),
        ]
