"""Marks as the site writes them."""

import base64
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from assessments.draw import task
from assessments.models import Attempt, AttemptItem, QuestionVersion
from assessments.totals import plain
from coursesite import clock
from coursesite.accounts.models import User

register = template.Library()
ROUTES = ("save", "finish", "state")


@register.filter
def points(value: Decimal | None) -> str:
    """`7.5`; a dash for None."""
    return "–" if value is None else plain(value)


@register.filter
def stem(item: AttemptItem) -> SafeString:
    """The question of an item: HTML that was sanitised when it was stored."""
    return task(item.question_version.body)


@register.filter
def stem_of(version: QuestionVersion) -> SafeString:
    """What a version of a question asks."""
    return task(version.body)


@register.simple_tag
def sitting(attempt: Attempt, user: User) -> SafeString:
    """What the page's scripts need to know of an attempt, as attributes of its form.

    The secret encrypts copies on a device that others use as well. It is worked out anew each time, from the site's own
    secret: nothing is stored that a backup could give away, and nobody but the signed-in owner is ever told it.
    """
    secret = salted_hmac("assessments.copies", f"{attempt.public_id}/{user.public_id}", algorithm="sha256").digest()
    values = {name: reverse(f"assessments:attempt_{name}", args=[attempt.public_id]) for name in ROUTES}
    values["copies"] = f"v1/{user.public_id}/{attempt.public_id}/"
    values["secret"] = base64.b64encode(secret).decode()
    values["now"] = clock.now().isoformat()
    return format_html_join(" ", 'data-{}="{}"', values.items())
