"""A source: one intellectual thing that students read, described once."""

from django.db import models
from django.db.models import F, Q

from coursesite.accounts.models import Shelf
from coursesite.files.models import Blob
from lessons.sources.models.agents import Agent, Place, Repository
from lessons.sources.policy import SourceQuerySet


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
        ("newspaper", "Newspaper article"),
        ("webpage", "Web page"),
        ("book", "Book"),
        ("article", "Article"),
        ("image", "Image"),
        ("account", "Account card"),
        ("reference", "Reference card"),
    ]
    DATE_KINDS = [
        ("created", "written"),
        ("delivered", "delivered"),
        ("recorded", "recorded"),
        ("published", "published"),
    ]

    REACHES = [
        ("draft", "Draft"),
        ("classes", "For my classes"),
        ("shelf", "On the shared shelf"),
        ("export", "For export"),
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
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    headnote = models.CharField(max_length=300, blank=True, help_text="one line; an excerpt may have its own")
    origin = models.CharField(max_length=400, blank=True, help_text="where whoever described the source got it")
    imprint = models.JSONField(
        default=dict,
        help_text='"v": 1 and what a citation of printed matter needs: container, publisher, place, volume, issue, pages',
    )
    not_known = models.JSONField(default=list, help_text="what was asked and is not known: who, when, origin, place …")
    rights_code = models.CharField(max_length=20, blank=True, help_text="a key of rights.STATEMENTS; empty: not stated")
    rights = models.TextField(blank=True, help_text="what else is known of the rights")
    credit = models.CharField(max_length=300, blank=True, help_text="whom a licence asks to name")
    adapted_from = models.CharField(max_length=400, blank=True, help_text="title, author, address, licence")
    reach = models.CharField(max_length=10, choices=REACHES, default="draft")
    content_notice = models.TextField(blank=True)
    folded = models.TextField(blank=True, help_text="title and makers as the search compares them")

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
    """Who did what for a source, in order: its makers, and the steps by which it came from the event to this screen.

    Without an agent the note says what is known of the step, or that nobody knows who took it.
    """

    ROLES = [
        ("creator", "written by"),
        ("speaker", "speaking"),
        ("recorder", "written down by"),
        ("addressee", "to"),
        ("translator", "translated by"),
        ("editor", "edited by"),
        ("read_out", "read out by"),
        ("filed", "filed by"),
        ("released", "released by"),
        ("printed", "printed by"),
        ("obtained_by", "obtained by"),
        ("published_by", "published by"),
        ("distributor", "distributed by"),
    ]

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="agents")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=20, choices=ROLES)
    position = models.PositiveSmallIntegerField()
    date_edtf = models.CharField(max_length=60, blank=True, help_text="EDTF; empty: not known")
    date_display = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="an_agent_has_its_own_position"),
            models.CheckConstraint(
                condition=Q(agent__isnull=False) | ~Q(note=""), name="a_step_names_an_agent_or_says_what_is_known"
            ),
        ]


class Holding(models.Model):
    """Where a source lies."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="holdings")
    repository = models.ForeignKey(Repository, on_delete=models.PROTECT)
    levels = models.CharField(max_length=300, blank=True, help_text="Fond 5, Opis 28, Delo 410, Listi 319-321")
    document_number = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=400, blank=True)
    retrieved_on = models.DateField(null=True, blank=True)


class SourceLink(models.Model):
    """Two sources that belong together: another record of the same meeting, an answer, a source for it."""

    KINDS = [
        ("sister", "another record of the same event"),
        ("version", "another version of it"),
        ("answers", "answers it"),
        ("quotes", "quotes it"),
    ]

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=10, choices=KINDS)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "other", "kind"], name="two_sources_are_linked_once_in_a_way"),
            models.CheckConstraint(condition=~Q(source=F("other")), name="a_source_is_not_linked_to_itself"),
        ]


class SourceImage(models.Model):
    """The picture of an image source, re-encoded by us. The date of the picture is the source's; what it shows has its own."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="image")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    small = models.ForeignKey(
        Blob, on_delete=models.PROTECT, related_name="+", help_text="for phones; the same where it is small already"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, help_text="what is to be seen, in a sentence")
    description = models.TextField(blank=True, help_text="what is to be seen, at length")
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=300, blank=True)
    rights_code = models.CharField(max_length=20, blank=True, help_text="a key of rights.STATEMENTS; empty: not stated")
    rights = models.TextField(blank=True)
    shows_edtf = models.CharField(max_length=60, blank=True, help_text="EDTF of what it shows; empty: not known")
    shows_display = models.CharField(max_length=120, blank=True)
