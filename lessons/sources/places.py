"""Places between the passages of a drawn text, where a package above puts something of its own for each reader.

What is drawn once for everybody holds a mark after each passage; the mark is replaced, or taken out, for a reader.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from lessons.sources.render import stored_html

_MARK = re.compile(r"<!--place (\S+) (\S+) (\S+) (\S+)-->")


@dataclass(frozen=True)
class Place:
    """After the passage `number` of the text `label` of the source `slug`. `own` is the passage's id on the page."""

    slug: str
    label: str
    number: str
    own: str


def place_mark(place: Place) -> SafeString:
    """A comment, which the words of a passage cannot make: they are escaped."""
    return format_html(
        "<!--place {} {} {} {}-->",
        place.slug,
        place.label,
        quote(place.number, safe=""),
        quote(place.own, safe=""),
    )


def places_in(html: str) -> list[Place]:
    return [_place(match) for match in _MARK.finditer(html)]


def fill_places(html: str, draw: Callable[[Place], str]) -> SafeString:
    """The text with what `draw` gives in each place."""
    return stored_html(_MARK.sub(lambda match: conditional_escape(draw(_place(match))), html))


def _place(match: re.Match) -> Place:
    return Place(match[1], match[2], unquote(match[3]), unquote(match[4]))
