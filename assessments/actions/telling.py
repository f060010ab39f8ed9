"""Mails to students: that feedback is ready, that a mark has changed. They tell no mark, and name nobody else."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse

from assessments.models import Grade
from coursesite.accounts.actions import mail_person
from coursesite.classes.models import Work


def tell_feedback(*, works: Iterable[int]) -> None:
    """Feedback on these works is ready. Taken back and released again, the same mark is told once."""
    rows = Grade.objects.filter(work__in=list(works)).order_by().values_list("work").annotate(newest=Max("n"))
    newest = dict(rows)
    for work in _with_mail().filter(pk__in=newest):
        key = f"feedback-{work.pk}-{newest[work.pk]}"
        _tell(work, key, "Feedback is ready", "Feedback on your work “{title}” ({room}) is ready.")


def tell_change(*, grade: Grade) -> None:
    """A mark that the student has seen is another now."""
    for work in _with_mail().filter(pk=grade.work_id):
        key = f"mark-{grade.work_id}-{grade.n}"
        _tell(work, key, "Your mark changed", "Your mark for “{title}” ({room}) has changed.")


def _with_mail() -> QuerySet[Work]:
    return Work.objects.select_related("enrolment__user", "assignment__classroom").exclude(enrolment__user__email="")


def _tell(work: Work, key: str, subject: str, words: str) -> None:
    person, given = work.enrolment.user, work.assignment
    path = reverse("assessments:feedback", args=[given.classroom.public_id, given.public_id])
    text = (
        f"Hello {person.greeting},\n\n{words.format(title=given.title, room=given.classroom.name)} Read it here:\n"
        f"{settings.SITE_URL}{path}\n\nThis mail tells no mark. You can switch such mails off here:\n"
        f"{settings.SITE_URL}{reverse('accounts:settings')}\n"
    )
    mail_person(person=person, key=key, subject=subject, text=text)
