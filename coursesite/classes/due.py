"""A student's dates and status, from plain values: the one place where they are computed."""

from dataclasses import dataclass
from datetime import datetime

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


def dates(assignment, work=None) -> Dates:
    """One student's dates: the assignment's, moved by what stands on the student's own cell.

    Both arguments are anything with `opens_at`, `due_at`, `closes_at`. An extension past the close moves the close.
    """
    due = getattr(work, "due_at", None) or assignment.due_at
    closes = getattr(work, "closes_at", None) or assignment.closes_at
    extended = bool(getattr(work, "due_at", None) or getattr(work, "closes_at", None))
    if closes is not None and due is not None and due > closes:
        closes = due
    return Dates(assignment.opens_at, due, closes, extended)


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
    if when.closes_at is not None and now > when.closes_at:
        return Status(NOT_HANDED_IN, late=False, extended=when.extended)
    key = IN_PROGRESS if getattr(work, "started_at", None) else NOT_STARTED
    return Status(key, late=late, extended=when.extended)
