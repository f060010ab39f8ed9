"""In a lesson: a link to the notes on each passage of its excerpts, with how many the reader may read."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coursesite.classes.models import Classroom
from lessons.models import Post
from lessons.queries.notes import address_of
from lessons.sources.places import Place, fill_places, places_in
from lessons.sources.render import spoken_number


def note_link(href: str, number: str, count: int) -> SafeString:
    """`Note`, or `3 notes`, and for whom hears it on which paragraph."""
    return format_html(
        '<p class="note-line no-print"><a href="{}" data-note>{}<span class="visually-hidden"> on {}</span></a></p>',
        href,
        "Note" if not count else "1 note" if count == 1 else f"{count} notes",
        spoken_number(number).lower(),
    )


def with_note_links(html: Iterable[SafeString], user, classroom: Classroom | None) -> list[SafeString]:
    """Each piece with its links; without a class, where no notes are written, with none. One query, or none."""
    pieces = list(html)
    slugs = {place.slug for piece in pieces for place in places_in(piece)}
    if not slugs:
        return pieces
    if classroom is None:
        return [fill_places(piece, lambda place: "") for piece in pieces]
    counts = _counts(user, classroom, slugs)

    def link(place: Place) -> SafeString:
        key = (place.label, place.number)
        address = address_of(classroom.public_id, place.slug, key)
        return note_link(address, place.number, counts.get((place.slug, *key), 0))

    return [fill_places(piece, link) for piece in pieces]


def _counts(user, classroom: Classroom, slugs: set[str]) -> dict[tuple[str, str, str], int]:
    mine = Post.objects.visible_to(user).filter(
        discussion__classroom=classroom, discussion__source__slug__in=slugs, passage__isnull=False, hidden_at=None
    )
    keys = ("discussion__source__slug", "passage__edition__label", "passage__number")
    rows = mine.order_by().values_list(*keys).annotate(count=Count("pk"))
    return {(slug, label, number): count for slug, label, number, count in rows}
