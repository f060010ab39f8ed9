"""Template tags of the look: dates in words, status badges, icons, charts, form problems.

A tag that needs the present moment or a zone takes them from its arguments, else from coursesite.clock and the
active time zone; templates of a class page pass `zone=classroom.zone`.
"""

import functools
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from lucide.templatetags.lucide import lucide as draw_icon

from coursesite import clock
from coursesite.ui import charts, words
from coursesite.ui.forms import all_problems

register = template.Library()


def _zone(zone: str | tzinfo | None) -> tzinfo:
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone if isinstance(zone, tzinfo) else timezone.get_current_timezone()


@register.simple_tag
@functools.cache  # drawn from a file once in each process
def icon(name: str) -> str:
    """A lucide icon, hidden from screen readers: the word always stands beside it."""
    return draw_icon(str(name), size=20, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})


@register.simple_tag
@functools.lru_cache(maxsize=1000)
def kept(template: str, **values) -> str:
    """A fragment that many pages show alike, drawn once for the same values in each process.

    The values are hashable and never change, and the template looks at nothing else: no request, no clock, no row.
    """
    return render_to_string(template, values)


@register.simple_tag
def due_text(due, zone=None, closes=None, extended=False, viewer_zone=None, act="hand in") -> str:
    """The due date in words, in the class's zone, and how long is left. act: what can still be done after it."""
    said = words.due_words(
        due,
        now=clock.now(),
        zone=_zone(zone),
        closes=closes,
        extended=extended,
        viewer=_zone(viewer_zone) if viewer_zone else None,
        act=act,
    )
    if due is None:
        return format_html('<span class="due">{}</span>', said.words)
    left = format_html(' <span class="due-in">{}</span>', said.left) if said.left else ""
    return format_html('<span class="due"><time datetime="{}">{}</time>{}</span>', due.isoformat(), said.words, left)


@register.simple_tag
def opens_text(opens: datetime, zone=None) -> str:
    said = words.opens_words(opens, now=clock.now(), zone=_zone(zone))
    return format_html('<time datetime="{}">{}</time>', opens.isoformat(), said)


@register.simple_tag
def handed_in_text(handed_in: datetime, due=None) -> str:
    return words.handed_in_words(handed_in, due)


@register.simple_tag
def day_time(moment: datetime, zone=None) -> str:
    """`Thu 26 Nov, 4:00 pm`."""
    said = words.date_and_time(moment, clock.now(), _zone(zone))
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), said)


@register.simple_tag
def long_date(moment: datetime, zone=None) -> str:
    said = words.long_date(moment, _zone(zone))
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), said)


@register.simple_tag
def ago(moment: datetime, zone=None) -> str:
    """`2 hours ago`, with the full date for those who point at it and for print."""
    full = words.date_and_time(moment, clock.now(), _zone(zone))
    said = words.ago(moment, clock.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, said)


@register.simple_tag
def status_badge(status, late=False, extended=False) -> str:
    """The one set of status words. Takes a key, or anything with `key`, `late` and `extended`."""
    key = getattr(status, "key", status)
    said, shape = words.STATUS[key]
    return kept(
        "components/_status.html",
        key=key.replace("_", "-"),
        words=said,
        icon_name=shape,
        late=getattr(status, "late", late),
        extended=getattr(status, "extended", extended),
    )


@register.inclusion_tag("components/_progress.html")
def progress(done: int, total: int, noun: str = "part") -> dict:
    return {"done": done, "total": total, "words": words.progress_words(done, total, noun)}


@register.inclusion_tag("components/_hand_in_bar.html")
def hand_in_bar(counts: dict, title: str, urls: dict | None = None) -> dict:
    """A stacked bar of who has handed in, with links to each list and the numbers as a table one step away."""
    parts = charts.hand_in_parts(counts, urls)
    return {
        "title": title,
        "parts": [part for part in parts if part.count],
        "pieces": charts.stacked_bar(parts),
        "sentence": charts.hand_in_sentence(parts),
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
    }


@register.simple_tag
def breadcrumbs(*pairs) -> str:
    """`{% breadcrumbs "Home" "/" classroom.name url "Lesson" %}`: name and address in turn, the last one a name."""
    names = list(pairs)
    crumbs = tuple((str(names[i]), names[i + 1] if i + 1 < len(names) else "") for i in range(0, len(names), 2))
    return kept("components/_breadcrumbs.html", crumbs=crumbs)


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*given) -> dict:
    """The list of what is wrong with the forms given, at the top of a page that answers 422."""
    return {"problems": all_problems(given)}
