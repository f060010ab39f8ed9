"""Questions that help with reading, and how much of them each student gets."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from coursesite.classes.models import Enrolment
from lessons.errors import LessonError
from lessons.models import Scaffold, SupportLevel

MOST = 12


@transaction.atomic
def set_support(*, by, enrolment: Enrolment, level: str) -> SupportLevel | None:
    """From now on the student gets this much help. The same again changes nothing. Two at once: the later one counts."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    newest = enrolment.support_levels.order_by("-n").first()
    if newest and newest.level == level:
        return newest
    made = SupportLevel.objects.create(enrolment=enrolment, n=(newest.n if newest else 0) + 1, level=level, by=by)
    record(by=by, verb="support_set", target=f"enrolment {enrolment.pk}", classroom_id=enrolment.classroom_id)
    return made


@transaction.atomic
def write_scaffold(*, by, shelf: Shelf, skill: str, question: str, starter: str) -> Scaffold:
    """A question at the end of those of its skill on a shelf."""
    there = Scaffold.objects.filter(shelf=shelf, skill=skill)
    if there.count() >= MOST:
        raise LessonError(f"There are {MOST} questions for {skill} on this shelf. Change or delete one of them.")
    last = there.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            made = Scaffold.objects.create(
                shelf=shelf, skill=skill, position=last + 1, question=question, starter=starter
            )
    except IntegrityError:
        raise LessonError("Somebody added a question at the same moment. Send yours again.") from None
    record(by=by, verb="scaffold_write", target=f"scaffold {made.pk}", skill=skill)
    return made


@transaction.atomic
def change_scaffold(*, by, scaffold: Scaffold, question: str, starter: str) -> Scaffold:
    scaffold.question, scaffold.starter = question, starter
    scaffold.save(update_fields=["question", "starter"])
    record(by=by, verb="scaffold_change", target=f"scaffold {scaffold.pk}", skill=scaffold.skill)
    return scaffold


@transaction.atomic
def move_scaffold(*, by, scaffold: Scaffold, up: bool) -> None:
    """One place up or down among the questions of its skill; at the end it stays."""
    rows = list(Scaffold.objects.select_for_update().filter(shelf=scaffold.shelf_id, skill=scaffold.skill))
    at = next(place for place, row in enumerate(rows) if row.pk == scaffold.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    one, other = rows[at], rows[to]
    first, second = one.position, other.position
    for row, position in ((one, rows[-1].position + 1), (other, first), (one, second)):
        row.position = position
        row.save(update_fields=["position"])
    record(by=by, verb="scaffold_move", target=f"scaffold {scaffold.pk}", skill=scaffold.skill)


@transaction.atomic
def delete_scaffold(*, by, scaffold: Scaffold) -> None:
    record(by=by, verb="scaffold_delete", target=f"scaffold {scaffold.pk}", skill=scaffold.skill)
    scaffold.delete()


@transaction.atomic
def copy_scaffolds(*, by, shelf: Shelf, skill: str) -> int:
    """The school's questions of a skill, on one's own shelf to be changed. Says how many; none where some stand there."""
    if Scaffold.objects.filter(shelf=shelf, skill=skill).exists():
        return 0
    school = Scaffold.objects.filter(shelf__kind="school", shelf__school=shelf.school_id, skill=skill)
    first = school.order_by("shelf", "position").first()
    rows = school.filter(shelf=first.shelf_id).order_by("position") if first else []
    made = [Scaffold(shelf=shelf, skill=skill, position=n, question=row.question, starter=row.starter)
            for n, row in enumerate(rows, 1)]  # fmt: skip
    Scaffold.objects.bulk_create(made)
    if made:
        record(by=by, verb="scaffold_copy", target=shelf, skill=skill)
    return len(made)
