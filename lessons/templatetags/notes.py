"""How notes are told."""

from django import template

from lessons.queries.notelists import told_moves as moves_of
from lessons.sources.render import spoken_number

register = template.Library()


@register.filter
def spoken(number: str) -> str:
    """`paragraph 8`, `paragraphs 8 to 9`."""
    return spoken_number(number).lower()


@register.filter
def told_moves(view) -> list:
    """Every move of a note with its words."""
    return moves_of(view)
