"""`manage.py verify_integrity` finds each fault that is planted, names the rows, and finds none where there is none."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import Answer, Attempt, AttemptItem, Grade
from coursesite import clock
from coursesite.audit.actions import record, seal_finished_days
from coursesite.audit.models import Event, Seal
from coursesite.files.queries import blob_files, file_name
from coursesite.ops.queries.integrity import violations
from coursesite.privacy import triggers
from coursesite.privacy.models import ErasureOpen
from tests import make

REVS = "The saved revisions of an answer run 1, 2 … n"
AFTER = "Nothing is saved after the hand-in"
CLOSED = "Nothing is saved after the close and its grace"
FINAL = "A handed-in item holds its newest saved answer"
OPEN = "A work has one open attempt at most"
CLASS = "Work, attempt and grade are of one class"
LOG = "The entries of a log are numbered 1, 2 … n"
TRIGGERS = "The triggers are exactly those declared, and on"
LEADS = "Every reference leads somewhere"
SEALS = "The sealed days of the audit log are as they were"


def broken() -> dict[str, list[str]]:
    return {violation.rule: violation.ids for violation in violations()}


def answer(item: AttemptItem, rev: int, value: str, kind: str = "saved") -> Answer:
    return Answer.objects.create(
        item=item, rev=rev, kind=kind, op_id=uuid.uuid4(), value=value, received_at=clock.now()
    )


class Unguarded:
    """Inside, the triggers let every change through."""

    def __enter__(self):
        self.row = ErasureOpen.objects.create(reason="a fault is planted")

    def __exit__(self, *_):
        self.row.delete()


@pytest.fixture
def item(cast) -> AttemptItem:
    """Irina's handed-in answer, saved three times; beside it a conflict and a late one, which do not count."""
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [make.question(cast.shelf, "short")]))
    work = make.work(given.assignment, cast.irina)
    attempt = Attempt.objects.create(work=work, student=cast.irina, number=1)
    slot = given.assessment.slots.get()
    made = AttemptItem.objects.create(
        attempt=attempt, slot=1, question_version=slot.question_version, points=slot.points
    )
    for rev in (1, 2, 3):
        answer(made, rev, f"words {rev}")
    answer(made, 1, "another tab's words", "conflict")
    answer(made, 3, "after the bell", "late")
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=clock.now())
    AttemptItem.objects.filter(pk=made.pk).update(value="words 3", final_rev=3)
    Grade.objects.create(work=work, n=1, kind="computed", points=1, out_of=1)
    made.refresh_from_db()
    return made


def test_sound_data_breaks_no_rule_and_the_command_says_so(item, capsys):
    record(by=None, verb="tests.happened")
    assert broken() == {}
    call_command("verify_integrity")
    assert capsys.readouterr().out == "All 13 rules hold.\n"


def test_the_command_names_rule_and_row_and_ends_with_1(item, capsys):
    with Unguarded():
        item.answers.filter(rev=2, kind="saved").delete()
    with pytest.raises(CommandError, match="1 of 13 rules are broken") as refusal:
        call_command("verify_integrity")
    assert refusal.value.returncode == 1
    assert capsys.readouterr().err == f"BROKEN  {REVS}: attempt item {item.pk} (revs 1–3, 2 rows)\n"


def test_a_first_revision_that_is_gone_is_found(item):
    with Unguarded():
        item.answers.filter(rev=1, kind="saved").delete()
    assert broken() == {REVS: [f"attempt item {item.pk} (revs 2–3, 2 rows)"]}


def test_a_save_after_the_hand_in_is_found(item):
    late = answer(item, 4, "slipped in")
    assert broken()[AFTER] == [f"answer {late.pk} of attempt item {item.pk}"]


@pytest.mark.parametrize(("seconds", "found"), [(60, False), (61, True)])
def test_a_save_after_the_close_and_its_grace_is_found(item, seconds, found):
    last = item.answers.get(kind="saved", rev=3)
    closed = last.received_at - datetime.timedelta(seconds=seconds)
    Attempt.objects.filter(pk=item.attempt_id).update(started_at=closed, closes_at=closed)
    saved = item.answers.filter(kind="saved").order_by("pk")
    assert broken() == ({CLOSED: [f"answer {one.pk} of attempt item {item.pk}" for one in saved]} if found else {})


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ({"before": None}, False),
        ({"before": "2099-01-01T00:00:00Z"}, False),
        ({"before": "2001-01-01T00:00:00Z"}, True),
    ],
)
def test_a_save_is_judged_by_the_close_that_held_when_it_came(item, held, found):
    """The teacher brought the end forward afterwards: what was saved in time stays right."""
    last = item.answers.get(kind="saved", rev=3)
    earlier = item.answers.get(kind="saved", rev=1).received_at - datetime.timedelta(minutes=5)
    Attempt.objects.filter(pk=item.attempt_id).update(started_at=earlier, closes_at=earlier)
    later = last.received_at + datetime.timedelta(seconds=1)
    item.attempt.events.create(n=1, kind="time_changed", at=later, detail=held | {"after": earlier.isoformat()})
    assert list(broken()) == ([CLOSED] if found else [])


def test_a_save_that_the_hand_in_did_not_copy_is_found(item):
    AttemptItem.objects.filter(pk=item.pk).update(value=None, final_rev=None)
    assert broken()[FINAL] == [f"attempt item {item.pk} (final None, newest saved 3)"]


def test_a_final_revision_that_is_not_the_newest_is_found(item):
    AttemptItem.objects.filter(pk=item.pk).update(value="words 2", final_rev=2)
    assert broken()[FINAL] == [f"attempt item {item.pk} (final 2, newest saved 3)"]


def test_a_final_revision_that_does_not_exist_is_found(item):
    AttemptItem.objects.filter(pk=item.pk).update(final_rev=9)
    assert broken() == {FINAL: [f"attempt item {item.pk} (final 9, newest saved 3)"]}


def test_a_final_value_that_nobody_saved_is_found(item):
    AttemptItem.objects.filter(pk=item.pk).update(value="other words")
    assert broken() == {FINAL: [f"attempt item {item.pk} (its value is not that of rev 3)"]}


def test_a_final_revision_of_an_open_attempt_is_found(item):
    Attempt.objects.filter(pk=item.attempt_id).update(submitted_at=None)
    assert broken() == {FINAL: [f"attempt item {item.pk} (final 3, newest saved 3)"]}


def test_two_open_attempts_are_found(item):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_attempt_a_work")
    for number in (2, 3):
        Attempt.objects.create(work=item.attempt.work, student=item.attempt.student, number=number)
    assert broken() == {OPEN: [f"work {item.attempt.work_id} (2 open attempts)"]}


def test_a_work_of_two_classes_is_found(item, cast):
    other = cast.other.enrolments.get(user=cast.lena)
    type(item.attempt.work).objects.filter(pk=item.attempt.work_id).update(enrolment=other)
    assert broken() == {
        CLASS: [
            f"work {item.attempt.work_id} (assignment and enrolment are of two classes)",
            f"attempt {item.attempt_id} (its student is not the work's)",
        ]
    }


def test_an_attempt_of_another_student_is_found(item, cast):
    Attempt.objects.filter(pk=item.attempt_id).update(student=cast.omar)
    assert broken() == {CLASS: [f"attempt {item.attempt_id} (its student is not the work's)"]}


def test_a_grade_in_the_cell_of_a_lesson_is_found(item, cast):
    given = make.give_lesson(cast.hist, make.lesson(cast.shelf))
    grade = Grade.objects.create(work=make.work(given.assignment, cast.omar), n=1, kind="override", points=1, out_of=1)
    assert broken() == {CLASS: [f"grade {grade.pk} (of a lesson, not of an assessment)"]}


def test_a_grade_that_is_gone_from_its_log_is_found(item):
    Grade.objects.create(work=item.attempt.work, n=3, kind="override", points=1, out_of=1)
    assert broken() == {LOG: [f"grade of work {item.attempt.work_id} (numbers 1–3)"]}


def test_a_trigger_that_is_missing_is_found(db):
    gone = triggers.installed(connection)[0]
    with connection.cursor() as cursor:
        table = next(guard.table for guard in triggers.guards() if guard.name == gone)
        of_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{gone}"{of_table}')
    assert broken() == {TRIGGERS: [f"{gone} is missing"]}


def test_a_trigger_that_nobody_declared_is_found(db):
    guard = triggers.Guard("audit_event", "INSERT", "TRUE", "no more events")
    make_it = triggers._sqlite if connection.vendor == "sqlite" else triggers._postgresql
    with connection.cursor() as cursor:
        for statement in make_it(guard):
            cursor.execute(statement)
    assert broken() == {TRIGGERS: ["guard_audit_event_insert is not declared"]}


@pytest.mark.postgres
def test_a_trigger_that_is_switched_off_is_found(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER guard_audit_event_update")
    assert broken() == {TRIGGERS: ["guard_audit_event_update is switched off"]}


def test_an_erasure_left_open_is_found(db):
    left = ErasureOpen.objects.create(reason="a program died")
    assert broken() == {TRIGGERS: [f"erasure {left.pk} stands open, so nothing is guarded"]}


def test_a_reference_that_leads_nowhere_is_found(transactional_db):
    cast = make.Cast()
    enrolment = cast.hist.enrolments.get(user=cast.omar)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE classes_enrolment SET user_id = 987654 WHERE id = %s", [enrolment.pk])
    try:
        assert broken() == {LEADS: [f"classes_enrolment {enrolment.pk} (user_id leads nowhere)"]}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM classes_enrolment WHERE id = %s", [enrolment.pk])
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA foreign_keys = ON")
            else:
                cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize("fault", ["changed", "gone", "added"])
def test_a_change_of_sealed_events_is_found(db, standing_clock, fault):
    first = record(by=None, verb="tests.first", points="3")
    record(by=None, verb="tests.second")
    day = standing_clock.moment.date()
    standing_clock.advance(days=1)
    record(by=None, verb="tests.next_day")
    assert seal_finished_days() == [day]
    assert seal_finished_days() == []
    assert Seal.objects.get().rows == 2
    assert broken() == {}
    with Unguarded():
        if fault == "changed":
            Event.objects.filter(pk=first.pk).update(detail={"points": "4"})
        elif fault == "gone":
            first.delete()
        else:
            Event.objects.create(verb="tests.late", at=standing_clock.moment - datetime.timedelta(days=1))
    assert broken() == {SEALS: [f"the events of {day} are not those that were sealed"]}


def test_a_source_renamed_without_what_the_search_compares_is_named(cast):
    source = make.source(cast.shelf).source
    type(source).objects.filter(pk=source.pk).update(title="Quite another title")
    assert broken() == {"What the search compares is in step with the words": [f"source {source.slug}"]}


def test_a_blob_whose_file_is_gone_or_changed_is_named(cast):
    whole, lost, changed = (make.picture(make.source(cast.shelf).source, cast.ana, width=n).blob for n in (50, 60, 70))
    assert broken() == {}
    names = {blob.pk: file_name(blob.sha256) for blob in (whole, lost, changed)}
    blob_files().delete(names[lost.pk])
    Path(blob_files().path(names[changed.pk])).write_bytes(b"x" * changed.size)
    assert broken() == {
        "Blobs and their rows match": [
            f"blob {lost.pk} (its file {names[lost.pk]} is missing)",
            f"blob {changed.pk} (its file {names[changed.pk]} is damaged)",
        ]
    }
    blob_files().delete(names[changed.pk])
