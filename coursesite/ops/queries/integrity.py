"""What must be true of the data whatever happened to the site. Each rule gives the ids that break it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, F, ForeignKey, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime

from assessments.actions.saving import GRACE
from assessments.models import Answer, Attempt, AttemptEvent, AttemptItem, Comment, Grade, Score
from coursesite.audit.queries import broken_seals
from coursesite.classes.models import Work
from coursesite.files.queries import blobs_astray
from coursesite.privacy import triggers
from coursesite.privacy.models import ErasureOpen
from lessons.models import PostText
from lessons.queries.folding import lessons_out_of_step
from lessons.sources.queries.folding import out_of_step

SHOWN = 20  # ids of one rule that a report names


@dataclass(frozen=True)
class Violation:
    """One rule that does not hold, and where."""

    rule: str
    ids: list[str]

    def __str__(self) -> str:
        more = f" and {len(self.ids) - SHOWN} more" if len(self.ids) > SHOWN else ""
        return f"{self.rule}: {', '.join(self.ids[:SHOWN])}{more}"


def violations() -> list[Violation]:
    """Every rule that is broken, in the order of RULES."""
    found = [Violation(rule, list(find())) for rule, find in RULES.items()]
    return [violation for violation in found if violation.ids]


def gaps_in_saved_revs() -> Iterator[str]:
    whole = Answer.objects.filter(kind="saved").exclude(item__attempt__events__kind="thinned")  # gaps are meant there
    groups = whole.order_by().values("item")
    counted = groups.annotate(first=Min("rev"), last=Max("rev"), rows=Count("pk"))
    for row in counted.exclude(first=1, last=F("rows")).order_by("item"):
        yield f"attempt item {row['item']} (revs {row['first']}–{row['last']}, {row['rows']} rows)"


def saved_after_hand_in() -> Iterator[str]:
    """By revision, not by time: a save that was acknowledged while the hand-in waited for it came before it."""
    after = Answer.objects.filter(kind="saved", rev__gt=Coalesce(F("item__final_rev"), 0))
    for pk, item in after.exclude(item__attempt__submitted_at=None).order_by("pk").values_list("pk", "item"):
        yield f"answer {pk} of attempt item {item}"


def saved_after_close() -> Iterator[str]:
    """By the closing that held when it was received: a later change of the time is in the attempt's own log."""
    late = Answer.objects.filter(kind="saved", received_at__gt=F("item__attempt__closes_at") + GRACE)
    changed_by_then = AttemptEvent.objects.filter(
        attempt=OuterRef("item__attempt"), kind__in=("time_changed", "reopened"), at__gt=OuterRef("received_at")
    )
    accepted = AttemptEvent.objects.filter(
        attempt=OuterRef("item__attempt"), kind="answer_accepted", at=OuterRef("received_at")
    )
    late = late.exclude(Exists(accepted))  # a teacher made it the answer
    late = late.annotate(held=Subquery(changed_by_then.order_by("n").values("detail__before")[:1]))
    late = late.annotate(was_changed=Exists(changed_by_then)).order_by("pk")
    for answer in late.iterator(500):
        held = parse_datetime(answer.held) if answer.held else None
        if not answer.was_changed or (held is not None and answer.received_at > held + GRACE):
            yield f"answer {answer.pk} of attempt item {answer.item_id}"


def wrong_final_rev() -> Iterator[str]:
    """A handed-in item holds its newest saved answer; an open one holds none."""
    same = Answer.objects.filter(item=OuterRef("pk"), kind="saved", rev=OuterRef("final_rev"))
    newest = Answer.objects.filter(item=OuterRef("pk"), kind="saved").order_by("-rev").values("rev")[:1]
    items = AttemptItem.objects.annotate(newest=Subquery(newest), there=Exists(same))
    open_but_final = Q(attempt__submitted_at=None, final_rev__isnull=False)
    points_nowhere = Q(final_rev__isnull=False, there=False)
    not_copied = Q(attempt__submitted_at__isnull=False, newest__isnull=False, final_rev=None)
    wrong = items.filter(open_but_final | points_nowhere | not_copied | Q(newest__gt=F("final_rev"))).order_by("pk")
    for item in wrong:
        yield f"attempt item {item.pk} (final {item.final_rev}, newest saved {item.newest})"
    for item in items.filter(there=True).exclude(pk__in=[item.pk for item in wrong]).order_by("pk").iterator(500):
        if item.answers.get(kind="saved", rev=F("item__final_rev")).value != item.value:
            yield f"attempt item {item.pk} (its value is not that of rev {item.final_rev})"


def two_open_attempts() -> Iterator[str]:
    groups = Attempt.objects.filter(submitted_at=None).order_by().values("work").annotate(rows=Count("pk"))
    for row in groups.filter(rows__gt=1).order_by("work"):
        yield f"work {row['work']} ({row['rows']} open attempts)"


def other_classroom() -> Iterator[str]:
    """A cell lies where its assignment and its student meet; attempts and grades hang from cells of assessments."""
    works = Work.objects.exclude(assignment__classroom=F("enrolment__classroom")).order_by("pk")
    for pk in works.values_list("pk", flat=True):
        yield f"work {pk} (assignment and enrolment are of two classes)"
    attempts = Attempt.objects.exclude(student=F("work__enrolment__user")).order_by("pk")
    for pk in attempts.values_list("pk", flat=True):
        yield f"attempt {pk} (its student is not the work's)"
    hanging: tuple[Any, ...] = (Attempt, Grade)
    for model in hanging:
        without = model.objects.filter(work__assignment__assignedlesson__isnull=False).order_by("pk")
        for pk in without.values_list("pk", flat=True):
            yield f"{model._meta.verbose_name} {pk} (of a lesson, not of an assessment)"


def gaps_in_logs() -> Iterator[str]:
    logs: list[tuple[Any, list[str]]] = [
        (PostText, ["post"]), (AttemptEvent, ["attempt"]), (Score, ["item", "part"]), (Comment, ["item"]),
        (Grade, ["work"]),
    ]  # fmt: skip
    for model, parent in logs:
        groups = model.objects.order_by().values(*parent).annotate(first=Min("n"), last=Max("n"), rows=Count("pk"))
        for row in groups.exclude(first=1, last=F("rows")).order_by(*parent):
            where = " ".join(str(row[name]) for name in parent)
            yield f"{model._meta.verbose_name} of {parent[0]} {where} (numbers {row['first']}–{row['last']})"


def other_triggers() -> Iterator[str]:
    declared, there = {guard.name for guard in triggers.guards()}, set(triggers.installed(connection))
    yield from (f"{name} is missing" for name in sorted(declared - there))
    yield from (f"{name} is not declared" for name in sorted(there - declared))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O' "
                "AND starts_with(tgname, %s) ORDER BY tgname",
                [triggers.PREFIX],
            )
            yield from (f"{name} is switched off" for (name,) in cursor.fetchall())
    for pk in ErasureOpen.objects.order_by("pk").values_list("pk", flat=True):
        yield f"erasure {pk} stands open, so nothing is guarded"


def broken_foreign_keys() -> Iterator[str]:
    """Every reference that leads nowhere, by our own look: PostgreSQL's guards may have been switched off."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy or not model._meta.managed:
                continue
            table, key = model._meta.db_table, quote(str(model._meta.pk.column))
            for field in model._meta.concrete_fields:
                if not isinstance(field, ForeignKey):
                    continue
                column, target = str(field.column), str(field.target_field.column)
                parent = field.target_field.model._meta.db_table
                cursor.execute(
                    f"SELECT c.{key} FROM {quote(table)} c WHERE c.{quote(column)} IS NOT NULL AND NOT EXISTS "
                    f"(SELECT 1 FROM {quote(parent)} p WHERE p.{quote(target)} = c.{quote(column)}) ORDER BY 1"
                )
                yield from (f"{table} {pk} ({column} leads nowhere)" for (pk,) in cursor.fetchall())


def damaged_file() -> Iterator[str]:
    """SQLite's own look at its file. PostgreSQL has page checksums for this (initdb --data-checksums)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (row[0] for row in cursor.fetchall() if row[0] != "ok")


def broken_audit_seals() -> Iterator[str]:
    for day in broken_seals():
        yield f"the events of {day} are not those that were sealed"


def folded_out_of_step() -> Iterator[str]:
    yield from out_of_step()
    yield from lessons_out_of_step()


RULES: dict[str, Callable[[], Iterator[str]]] = {
    "The saved revisions of an answer run 1, 2 … n": gaps_in_saved_revs,
    "Nothing is saved after the hand-in": saved_after_hand_in,
    "Nothing is saved after the close and its grace": saved_after_close,
    "A handed-in item holds its newest saved answer": wrong_final_rev,
    "A work has one open attempt at most": two_open_attempts,
    "Work, attempt and grade are of one class": other_classroom,
    "The entries of a log are numbered 1, 2 … n": gaps_in_logs,
    "The triggers are exactly those declared, and on": other_triggers,
    "Every reference leads somewhere": broken_foreign_keys,
    "What the search compares is in step with the words": folded_out_of_step,
    "Blobs and their rows match": blobs_astray,
    "The database file is whole": damaged_file,
    "The sealed days of the audit log are as they were": broken_audit_seals,
}
