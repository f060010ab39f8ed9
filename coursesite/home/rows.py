"""A row of a plan as home and class pages show it: what it is, where its button leads, in which group it stands."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from coursesite.classes import due

RUNNING, LATE, TODAY, TOMORROW, WEEK, LATER = "running", "late", "today", "tomorrow", "week", "later"
NO_DATE, WAITING, DONE, CLOSED = "no_date", "waiting", "done", "closed"
HEADINGS = {
    RUNNING: "Your time is running",
    LATE: "Late, still open",
    TODAY: "Today",
    TOMORROW: "Tomorrow",
    WEEK: "This week",
    LATER: "Later",
    NO_DATE: "No due date",
    WAITING: "Handed in, waiting",
    DONE: "Done",
    CLOSED: "Closed, not handed in",
}
TO_DO = (RUNNING, LATE, TODAY, TOMORROW, WEEK, LATER, NO_DATE)
AFTER = (WAITING, DONE, CLOSED)


@dataclass(frozen=True)
class Row:
    """One thing of the plan. `url` and `button` are "" where there is nothing to press yet."""

    row: Any  # a TodoRow of classes.queries, which a pure module does not know
    verb: str
    url: str
    button: str
    group: str
    opens_at: datetime | None = None
    runs_until: datetime | None = None  # a time limit that has begun

    @property
    def title(self) -> str:
        return f"{self.verb}: {self.row.assignment.title}" if self.verb else self.row.assignment.title

    @property
    def act(self) -> str:
        """What can still be done once the due date has passed."""
        return {"Read": "read it", "Discuss": "post"}.get(self.verb, "hand in")

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do, so that a due date would only mislead."""
        return self.group in (WAITING, DONE)

    @property
    def feedback_is_new(self) -> bool:
        work = self.row.work
        return self.row.status.key == due.FEEDBACK_READY and work.feedback_seen_at is None


def group_of(row, now: datetime, *, waits: bool) -> str:
    """The group of a row. `waits`: handing it in is followed by feedback. A week is the next seven days."""
    key = row.status.key
    if key == due.HANDED_IN:
        return WAITING if waits else DONE
    if key in (due.FEEDBACK_READY, due.EXCUSED):
        return DONE
    if key == due.NOT_HANDED_IN:
        return CLOSED
    if row.when.due_at is None:
        return NO_DATE
    if row.when.due_at < now:
        return LATE
    zone = row.zone
    # A moment at midnight belongs to the day before, as it is said.
    last = (row.when.due_at - timedelta(seconds=1)).astimezone(zone).date()
    days = (last - now.astimezone(zone).date()).days
    if days <= 1:
        return TODAY if days <= 0 else TOMORROW
    return WEEK if days < 7 else LATER


def button_of(row, words: tuple[str, str, str]) -> str:
    """One verb for the state: `words` are for not started, in progress, and done."""
    key = row.status.key
    if key == due.NOT_STARTED:
        return words[0]
    return words[1] if key == due.IN_PROGRESS else words[2]


def in_order(rows: list[Row]) -> list[Row]:
    """By due date, or by the end of a time that runs; then by title. What has no date is last."""
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(rows, key=lambda r: (r.runs_until or r.row.when.due_at or far, r.row.assignment.title))


def grouped(rows: list[Row], keys: tuple[str, ...]) -> list[tuple[str, str, list[Row]]]:
    """(key, heading, rows) of the groups that have rows, in their order."""
    found = [(key, HEADINGS[key], in_order([row for row in rows if row.group == key])) for key in keys]
    return [group for group in found if group[2]]
