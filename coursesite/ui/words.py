"""Dates, spans of time and status words as the site says them. Plain values in, plain text out.

`now` and every moment are aware datetimes; `zone` is the class's time zone. A moment at 12:00 am is said as 11:59 pm
of the day before, because people read "midnight on Friday" as the end of Friday.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NO_DUE_DATE = "No due date"

# key: (words, icon). The icon's shape differs for each, so that nothing hangs on colour.
STATUS = {
    "not_started": ("Not started", "circle"),
    "in_progress": ("In progress", "circle-dot"),
    "handed_in": ("Handed in", "check"),
    "feedback_ready": ("Feedback ready", "message-square-text"),
    "not_handed_in": ("Not handed in", "circle-dashed"),
    "excused": ("Excused", "minus"),
}


@dataclass(frozen=True)
class Due:
    """What is said of a due date: the main words, and the time left beside them ("" where none is said)."""

    words: str
    left: str = ""


def _spoken(moment: datetime, zone: tzinfo) -> datetime:
    local = moment.astimezone(zone)
    return local - timedelta(minutes=1) if local.time() == time(0) else local


def _time(local: datetime) -> str:
    if (local.hour, local.minute) == (12, 0):
        return "12 noon"
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"


def _day(local: datetime, now: datetime) -> str:
    year = f" {local.year}" if local.year != now.year else ""
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}{year}"


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """`4:00 pm`, in the zone."""
    return _time(_spoken(moment, zone))


def date_and_time(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`Thu 26 Nov, 4:00 pm`."""
    local = _spoken(moment, zone)
    return f"{_day(local, now.astimezone(zone))}, {_time(local)}"


def long_date(moment: datetime, zone: tzinfo) -> str:
    """`Thursday 26 November 2026`."""
    local = moment.astimezone(zone)
    return f"{FULL_DAYS[local.weekday()]} {local.day} {FULL_MONTHS[local.month - 1]} {local.year}"


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit: `1 minute`, `2 hours`, `3 days`, `5 weeks`. Below a minute is one."""
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 3600:
        count, unit = max(seconds // 60, 1), "minute"
    elif seconds < 48 * 3600:
        count, unit = seconds // 3600, "hour"
    elif seconds < 14 * 86400:
        count, unit = seconds // 86400, "day"
    else:
        count, unit = seconds // 604800, "week"
    return f"{count} {unit}{'' if count == 1 else 's'}"


def ago(moment: datetime, now: datetime) -> str:
    """`just now`, `5 minutes ago`, `3 days ago`."""
    passed = now - moment
    return "just now" if passed < timedelta(minutes=1) else f"{span(passed)} ago"


def time_left(due: datetime, now: datetime, zone: tzinfo) -> str:
    """`in 2 hours`; from tomorrow on it counts calendar days: `in 3 days`. "" once it has passed."""
    if due <= now:
        return ""
    days = (_spoken(due, zone).date() - now.astimezone(zone).date()).days
    if days > 1:
        return f"in {span(timedelta(days=days))}"
    return f"in {span(due - now)}"


def zone_name(zone: tzinfo) -> str:
    """`New York` from `America/New_York`."""
    return str(zone).rsplit("/", 1)[-1].replace("_", " ")


def _other_zone(moment: datetime, zone: tzinfo, viewer: tzinfo | None) -> str:
    """` New York time (9:00 pm where you are)`, only where the viewer's clock shows another time."""
    if viewer is None or moment.astimezone(viewer).utcoffset() == moment.astimezone(zone).utcoffset():
        return ""
    there, here = _spoken(moment, viewer), _spoken(moment, zone)
    day = "" if there.date() == here.date() else f"{DAYS[there.weekday()]} "
    return f" {zone_name(zone)} time ({day}{_time(there)} where you are)"


def due_words(
    due: datetime | None,
    *,
    now: datetime,
    zone: tzinfo,
    closes: datetime | None = None,
    extended: bool = False,
    viewer: tzinfo | None = None,
    act: str = "hand in",
) -> Due:
    """What a student is told about a date that is still ahead, has passed while the work is open, or has closed."""
    if due is None:
        return Due(NO_DUE_DATE)
    suffix = _other_zone(due, zone, viewer) + (" (extended for you)" if extended else "")
    local = _spoken(due, zone)
    if due >= now:
        today = local.date() == now.astimezone(zone).date()
        when = f"today, {_time(local)}" if today else date_and_time(due, now, zone)
        return Due(f"Due {when}{suffix}", time_left(due, now, zone))
    was = f"Was due {date_and_time(due, now, zone)}{suffix}"
    if closes is None:
        return Due(f"{was}. You can still {act}")
    if closes >= now:
        return Due(f"{was}. You can still {act} until {date_and_time(closes, now, zone)}")
    return Due(f"{was}. Closed {date_and_time(closes, now, zone)}")


def opens_words(opens: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`Opens Mon 30 Nov, 8:00 am`, or `Opened …` once it has."""
    return f"{'Opens' if opens > now else 'Opened'} {date_and_time(opens, now, zone)}"


def handed_in_words(handed_in: datetime, due: datetime | None) -> str:
    """`Handed in` or `Handed in 2 hours late`."""
    return "Handed in" if due is None or handed_in <= due else f"Handed in {span(handed_in - due)} late"


def progress_words(done: int, total: int, noun: str = "part") -> str:
    """`3 of 7 parts done`."""
    return f"{done} of {total} {noun}{'' if total == 1 else 's'} done"
