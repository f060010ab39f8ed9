"""Sources as objects: who spoke, who wrote it down, where it lies, in which editions, passage by passage."""

from django.db import models
from django.db.models import F, Q

from coursesite.accounts.models import Shelf
from lessons.sources.policy import SourceQuerySet


class Agent(models.Model):
    """A historical person or body, with the spellings under which it is found."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    variants = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=[("person", "Person"), ("body", "Body")], default="person")
    born = models.CharField(max_length=40, blank=True, help_text="EDTF; empty: not known")
    died = models.CharField(max_length=40, blank=True, help_text="EDTF; empty: not known")

    def __str__(self) -> str:
        return self.name


class Repository(models.Model):
    """An archive, library or site that holds sources."""

    name = models.CharField(max_length=200, unique=True)
    url = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "repositories"

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """One intellectual thing that students read: a speech, a diary entry, a leaflet; or a card about one."""

    KINDS = [
        ("speech", "Speech"),
        ("diary", "Diary"),
        ("memorandum", "Memorandum"),
        ("report", "Report"),
        ("letter", "Letter"),
        ("leaflet", "Leaflet"),
        ("inscription", "Inscription"),
        ("notes", "Notes of a meeting"),
        ("conversation", "Record of a conversation"),
        ("account", "Account card"),
        ("reference", "Reference card"),
    ]
    DATE_KINDS = [
        ("created", "written"),
        ("delivered", "delivered"),
        ("recorded", "recorded"),
        ("published", "published"),
    ]

    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    title_supplied = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    relation = models.CharField(
        max_length=10, choices=[("primary", "Primary"), ("secondary", "Secondary")], default="primary"
    )
    date_edtf = models.CharField(max_length=60, blank=True, help_text="EDTF; empty: not known")
    date_from = models.DateField(null=True, blank=True, help_text="earliest day that the date allows")
    date_to = models.DateField(null=True, blank=True, help_text="latest day that the date allows")
    date_display = models.CharField(max_length=120, blank=True)
    date_as_written = models.CharField(max_length=120, blank=True)
    date_kind = models.CharField(max_length=12, choices=DATE_KINDS, default="created")
    date_note = models.CharField(max_length=400, blank=True)
    calendar = models.CharField(
        max_length=10, choices=[("gregorian", "Gregorian"), ("julian", "Julian")], default="gregorian"
    )
    place = models.CharField(max_length=120, blank=True)
    rights = models.TextField(blank=True)
    content_notice = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_from=None) | Q(date_to=None) | Q(date_to__gte=F("date_from")),
                name="a_source_date_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_card(self) -> bool:
        """Cards are summaries in our own words: they can be pointed at, never quoted."""
        return self.kind in ("account", "reference")


class SourceAgent(models.Model):
    """Who did what for a source: creator, speaker, recorder, translator …, in order."""

    ROLES = [
        ("creator", "written by"),
        ("speaker", "speaking"),
        ("recorder", "written down by"),
        ("addressee", "to"),
        ("translator", "translated by"),
        ("editor", "edited by"),
        ("obtained_by", "obtained by"),
        ("published_by", "published by"),
        ("distributor", "distributed by"),
    ]

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="agents")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=ROLES)
    position = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["source", "position"], name="an_agent_has_its_own_position")]


class Holding(models.Model):
    """Where a source lies."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="holdings")
    repository = models.ForeignKey(Repository, on_delete=models.PROTECT)
    levels = models.CharField(max_length=300, blank=True, help_text="Fond 5, Opis 28, Delo 410, Listi 319-321")
    document_number = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=400, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)


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
    number = models.CharField(max_length=12, help_text='as text: "8" or "8-9"')
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

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
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["start", "-end", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="a_span_does_not_end_before_it_starts")
        ]


class Excerpt(models.Model):
    """A selection of passages from one edition, with a headnote that is the teacher's, not the source's."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="excerpts")
    adapted = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    headnote = models.TextField(blank=True)
    passages = models.ManyToManyField(Passage, through="ExcerptRange")


class ExcerptRange(models.Model):
    """One passage of an excerpt, whole."""

    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="ranges")
    position = models.PositiveSmallIntegerField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["excerpt", "position"], name="an_excerpt_range_has_its_own_position")
        ]


class Event(models.Model):
    """Something that happened, for timelines. Its date may admit doubt."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    date_edtf = models.CharField(max_length=60)
    date_from = models.DateField()
    date_to = models.DateField()
    date_display = models.CharField(max_length=120)
    lane = models.CharField(max_length=40, blank=True)
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

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Sense(models.Model):
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="senses")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]
