"""Marks as the site writes them."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from assessments.draw import task
from assessments.models import AttemptItem
from assessments.totals import plain

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """`7.5`; a dash for None."""
    return "–" if value is None else plain(value)


@register.filter
def stem(item: AttemptItem) -> SafeString:
    """The question of an item: HTML that was sanitised when it was stored."""
    return task(item.question_version.body)
