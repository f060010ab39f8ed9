"""The picture of a source: what stands around it, and which of them a reader may have."""

from dataclasses import dataclass

from django.db.models import QuerySet

from coursesite.files.images import EXTENSIONS, fitted
from coursesite.files.models import Blob, Upload
from lessons.sources.description import stamp_of
from lessons.sources.models import Source, SourceImage
from lessons.sources.queries.heads import SourceHead
from lessons.sources.rights import Credit, Statement, statement_of, tasl

MAKERS = ("creator", "editor")
SAID = ("alt", "description", "caption", "credit", "rights_code", "rights", "shows_edtf", "shows_display")


@dataclass(frozen=True)
class Picture:
    """A picture with the words that go with it, for templates/sources/_image.html."""

    head: SourceHead
    image: SourceImage

    @property
    def source(self) -> Source:
        return self.head.source

    @property
    def ext(self) -> str:
        return EXTENSIONS[self.image.blob.media_type]

    @property
    def small_ext(self) -> str:
        return EXTENSIONS[self.image.small.media_type]

    @property
    def small_size(self) -> tuple[int, int]:
        return fitted(self.image.width, self.image.height)

    @property
    def has_small(self) -> bool:
        return self.image.small_id != self.image.blob_id

    @property
    def made(self) -> str:
        return self.source.date_display or "date not known"

    @property
    def shows(self) -> str:
        return self.image.shows_display

    @property
    def statement(self) -> Statement:
        return statement_of(self.image.rights_code or self.source.rights_code)

    @property
    def credit(self) -> Credit:
        """Title, author, source, licence; the picture's own words go before those of its source."""
        image, source, kept = self.image, self.source, next(iter(self.head.places), None)
        makers = [row.agent.name for row in self.head.people if row.agent and row.role in MAKERS]
        return tasl(
            source.title,
            image.credit or source.credit or ", ".join(makers),
            kept.repository.name if kept else source.origin,
            image.rights_code or source.rights_code,
            source.adapted_from,
            url=kept.url if kept else "",
            also=image.rights or source.rights,
        )


def picture_of(head: SourceHead) -> Picture | None:
    """None where the source has none. No query where the source has its image at hand (heads.WITH_IMAGE)."""
    image = image_of(head.source)
    return Picture(head, image) if image else None


def image_of(source: Source) -> SourceImage | None:
    return getattr(source, "image", None)


def images_for(user) -> QuerySet[SourceImage]:
    """The pictures of the sources that the user may see."""
    sources = Source.objects.visible_to(user)
    return SourceImage.objects.filter(source__in=sources).select_related("source__place", "blob", "small")


def stamp_of_image(image: SourceImage | None) -> str:
    """Names what stands, so that a change by somebody else is noticed."""
    return stamp_of([image.blob_id, *(getattr(image, name) for name in SAID)]) if image else "none"


def kept_upload(user, public_id) -> Upload | None:
    """A picture that the user has sent before, and that was kept while something else was asked."""
    drawn = Blob.objects.filter(media_type__in=EXTENSIONS)
    return Upload.objects.filter(by=user, public_id=public_id, blob__in=drawn).select_related("blob").first()
