"""Marks as the site writes them."""

from decimal import Decimal

from django import template

from assessments.totals import plain

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """`7.5`; a dash for None."""
    return "–" if value is None else plain(value)
