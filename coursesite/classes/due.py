"""A student's dates, time limit and status, from plain values: the one place where they are computed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

NOT_STARTED, IN_PROGRESS, HANDED_IN = "not_started", "in_progress", "handed_in"
FEEDBACK_READY, NOT_HANDED_IN, EXCUSED = "feedback_ready", "not_handed_in", "excused"

WORDS = {
    NOT_STARTED: "Not started",
    IN_PROGRESS: "In progress",
    HANDED_IN: "Handed in",
    FEEDBACK_READY: "Feedback ready",
    NOT_HANDED_IN: "Not handed in",
    EXCUSED: "Excused",
}


@dataclass(frozen=True)
class Dates:
    """When work opens, is due and closes for one student. None means: no such date."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    extended: bool = False

    def is_open(self, now: datetime) -> bool:
        return (self.opens_at is None or self.opens_at <= now) and (self.closes_at is None or now <= self.closes_at)

    def is_late(self, moment: datetime) -> bool:
        return self.due_at is not None and moment > self.due_at


class Extra(Protocol):
    """What a student is given in all work: an Accommodation, or USUAL."""

    @property
    def time_factor(self) -> Decimal: ...
    @property
    def untimed(self) -> bool: ...
    @property
    def extra_days(self) -> int: ...


@dataclass(frozen=True)
class Usual:
    """No accommodation."""

    time_factor: Decimal = Decimal(1)
    untimed: bool = False
    extra_days: int = 0


USUAL = Usual()


def dates(assignment, work=None, extra_days: int = 0) -> Dates:
    """One student's dates: the assignment's, moved by an accommodation, or those that stand on the student's own cell.

    `assignment` and `work` are anything with `opens_at`, `due_at`, `closes_at`; where days are added, `assignment`
    also has its `classroom`, whose zone keeps the hour of the day. An extension past the close moves the close.
    Dates that an accommodation moved are not called extended: who has one is nobody else's business.
    """
    due = getattr(work, "due_at", None) or _later(assignment.due_at, assignment, extra_days)
    closes = getattr(work, "closes_at", None) or _later(assignment.closes_at, assignment, extra_days)
    extended = bool(getattr(work, "due_at", None) or getattr(work, "closes_at", None))
    if closes is not None and due is not None and due > closes:
        closes = due
    return Dates(assignment.opens_at, due, closes, extended)


def _later(moment: datetime | None, assignment, days: int) -> datetime | None:
    return shift_days(moment, days, assignment.classroom.zone) if moment and days else moment


def shift_days(moment: datetime, days: int, zone: str) -> datetime:
    """The same hour of the day so many days later in this zone, in UTC: 24 hours are not a day where clocks change."""
    local = moment.astimezone(ZoneInfo(zone))
    return (local.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True)
class Own:
    """What stands on one student's own cell: an extension. None and 0: as the class has it."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    extra_minutes: int = 0
    extra_tries: int = 0
    excused: bool = False


def stamp(own: Own) -> str:
    """What stands, in one line: a form bears it, so that nobody writes over an extension that she has not seen."""
    moments = [moment.astimezone(UTC).isoformat() if moment else "-" for moment in (own.due_at, own.closes_at)]
    return " ".join([*moments, str(own.extra_minutes), str(own.extra_tries), "excused" if own.excused else "-"])


PRESETS = {"day": "+1 day", "week": "+1 week", "minutes": "+10 minutes", "try": "One more try"}
PRESET_DAYS = {"day": 1, "week": 7}


def with_preset(own: Own, when: Dates, preset: str, now: datetime, zone: str) -> Own:
    """An extension with one of PRESETS on top. `when` are the student's dates as they are.

    Days count from the student's own date, or from today where that has passed: at the same hour of the day.
    """
    if preset == "minutes":
        return replace(own, extra_minutes=own.extra_minutes + 10)
    if preset == "try":
        return replace(own, extra_tries=own.extra_tries + 1)
    days = PRESET_DAYS[preset]
    due = when.due_at and later(when.due_at, days, now, zone)
    closes = when.closes_at and later(when.closes_at, days, now, zone)
    if due and closes and closes < due:
        closes = due
    return replace(own, due_at=due, closes_at=closes)


def later(moment: datetime, days: int, now: datetime, zone: str) -> datetime:
    """So many days after this moment, or after its hour today where the moment lies on an earlier day."""
    here = ZoneInfo(zone)
    passed = (now.astimezone(here).date() - moment.astimezone(here).date()).days
    return shift_days(moment, days + max(0, passed), zone)


def same_hour(moment: datetime | None, zone: str, other: str) -> datetime | None:
    """The same day and hour in another zone."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=ZoneInfo(other)).astimezone(UTC)


def extra_words(extra: Extra) -> list[str]:
    """What the student reads of an accommodation; nothing where it is the usual time."""
    said = []
    if extra.untimed:
        said.append("You have no time limit in any task.")
    elif extra.time_factor > 1:
        said.append(f"You have {factor_words(extra.time_factor)} the usual time in every timed task.")
    if extra.extra_days:
        days = f"{extra.extra_days} day{'' if extra.extra_days == 1 else 's'}"
        said.append(f"Every due and closing date is {days} later for you. The dates that you see are yours.")
    return said


def factor_words(factor: Decimal) -> str:
    """`one and a half times`; a number where it has no words."""
    known = {"1.25": "one and a quarter times", "1.5": "one and a half times", "2": "twice"}
    plain = f"{factor.normalize():f}"
    return known.get(plain, f"{plain} times")


def time_limit(minutes: int | None, extra: Extra = USUAL, extra_minutes: int = 0) -> timedelta | None:
    """One student's time limit; None where there is none."""
    if not minutes or extra.untimed:
        return None
    return timedelta(seconds=round(minutes * 60 * float(extra.time_factor))) + timedelta(minutes=extra_minutes)


def deadline(
    started: datetime, minutes: int | None, when: Dates, extra: Extra = USUAL, extra_minutes: int = 0
) -> datetime | None:
    """When an attempt begun at this moment is over; None where nothing ends it.

    Extra time lengthens what the closing date leaves of the limit, past the close: a close that leaves everybody the
    whole limit leaves the whole extended limit, and one that leaves half leaves half. Minutes that were given to this
    student alone come on top.
    """
    given = timedelta(minutes=extra_minutes)
    limit = time_limit(minutes)
    if limit is None or extra.untimed:
        return when.closes_at + given if when.closes_at else None
    left = limit if when.closes_at is None else min(limit, max(when.closes_at - started, timedelta()))
    return started + timedelta(seconds=round(left.total_seconds() * float(extra.time_factor))) + given


def is_cut_short(
    started: datetime, minutes: int | None, when: Dates, extra: Extra = USUAL, extra_minutes: int = 0
) -> bool:
    """Whether the closing date leaves less than the student's whole time to an attempt begun at this moment.

    For who works without a limit: less than twice the usual one.
    """
    if not minutes or when.closes_at is None:
        return False
    if extra.untimed:
        return when.closes_at + timedelta(minutes=extra_minutes) < started + timedelta(minutes=2 * minutes)
    over, whole = deadline(started, minutes, when, extra, extra_minutes), time_limit(minutes, extra, extra_minutes)
    return over is not None and whole is not None and over < started + whole


@dataclass(frozen=True)
class Status:
    """A status word and its two modifiers."""

    key: str
    late: bool = False
    extended: bool = False

    @property
    def word(self) -> str:
        return WORDS[self.key]


def status(now: datetime, when: Dates, work=None) -> Status:
    """The status of one cell. `work` may be None: nothing has been touched yet."""
    done = getattr(work, "done_at", None)
    if getattr(work, "excused_at", None):
        return Status(EXCUSED)
    if done:
        ready = getattr(work, "feedback_at", None)
        key = FEEDBACK_READY if ready and ready <= now else HANDED_IN
        return Status(key, late=when.is_late(done), extended=when.extended)
    late = when.is_late(now)
    until = getattr(work, "running_until", None)
    if when.closes_at is not None and now > when.closes_at and not (until and now <= until):
        return Status(NOT_HANDED_IN, late=False, extended=when.extended)
    key = IN_PROGRESS if getattr(work, "started_at", None) else NOT_STARTED
    return Status(key, late=late, extended=when.extended)
