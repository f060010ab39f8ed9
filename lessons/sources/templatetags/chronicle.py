"""Template tags of the timeline: a date with its doubt in words, a list of events on a drawn scale."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lessons.sources.found import Piece
from lessons.sources.models import Event
from lessons.sources.queries.lists import numbered_scale
from lessons.sources.scale import spoken_date

register = template.Library()
FOUND = '<mark><span class="visually-hidden">found: </span>{}</mark>'


@register.simple_tag
def marked(pieces: list[Piece]) -> SafeString:
    """Runs of a text, those that were found marked; heard as well as seen."""
    runs = [format_html(FOUND if piece.found else "{}", piece.words) for piece in pieces]
    return format_html_join("", "{}", ((run,) for run in runs))


@register.simple_tag
def event_date(event: Event) -> str:
    """`perhaps 1962`."""
    return spoken_date(event.date_display, event.date_edtf)


@register.inclusion_tag("sources/_scale.html")
def time_scale(events: list[Event]) -> dict:
    """The drawing whose numbers are the places in the list."""
    return {"scale": numbered_scale(list(events))}
