"""Publishing a draft, and giving a lesson with its quiz and essay to several classes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coursesite.classes.models import Classroom
from coursesite.classes.views.plan import warn_of
from coursesite.ui.forms import UNPROCESSABLE
from lessons.actions.giving_many import give_all
from lessons.actions.publishing import publish_draft
from lessons.errors import LessonError, NotReady
from lessons.forms.giving import GiveTable, things_with
from lessons.forms.publishing import PublishForm
from lessons.models import Lesson
from lessons.queries.authoring import blocks_of, edited_version, given_to, problems_of, versions_of
from lessons.queries.credits import licence_warnings
from lessons.views.authoring import CONFLICT, lesson_to_edit


def lesson_publish(request: HttpRequest, lesson: str) -> HttpResponse:
    """What is missing, which classes to move, and the versions so far; a POST publishes the draft."""
    found = lesson_to_edit(request, lesson)
    given = given_to(request.user, found)
    form = PublishForm(request.POST if request.method == "POST" else None, given=given)
    if request.method != "POST" or not form.is_valid():
        return _publish_page(request, found, form, 200 if request.method != "POST" else UNPROCESSABLE)
    try:
        version = publish_draft(lesson=found, by=request.user, move=form.chosen)
    except NotReady:
        return _publish_page(request, found, form, UNPROCESSABLE)
    except LessonError as refusal:
        return _publish_page(request, found, form, CONFLICT, refusal=refusal)
    moved = ", ".join(row.assignment.classroom.name for row in form.chosen)
    messages.success(request, f"Version {version.number} is published." + (f" Moved to it: {moved}." if moved else ""))
    return redirect("lessons:lesson_give", found.slug)


def _publish_page(request, lesson: Lesson, form: PublishForm, status: int, **more) -> HttpResponse:
    version = edited_version(lesson)
    draft = None if version.locked_at else version
    blocks = blocks_of(draft) if draft else []
    problems = problems_of(draft, blocks) if draft else []
    context = {"lesson": lesson, "version": version, "draft": draft, "problems": problems, "form": form}
    context["warnings"] = licence_warnings(draft, blocks) if draft else []
    context |= {"versions": versions_of(lesson), "refused": status == UNPROCESSABLE and problems, **more}
    context["invalid"] = status == UNPROCESSABLE
    return render(request, "lessons/lesson_publish.html", context, status=status)


def lesson_give(request: HttpRequest, lesson: str) -> HttpResponse:
    """One table of the teacher's classes: tick, dates, Give."""
    readable = Lesson.objects.visible_to(request.user).exclude(live_version=None).select_related("live_version")
    found = get_object_or_404(readable, slug=lesson)
    classrooms = list(Classroom.objects.taught_by(request.user).filter(term__archived_at=None))
    table = GiveTable(request.POST or None, things_with(request.user, found), classrooms)
    context = {"lesson": found, "version": found.live_version, "table": table, "classrooms": classrooms}
    if request.method != "POST":
        return render(request, "lessons/lesson_give.html", context)
    if not table.is_valid():
        return render(request, "lessons/lesson_give.html", context | {"invalid": True}, status=UNPROCESSABLE)
    given, moved = give_all(givings=table.givings, by=request.user)
    messages.success(request, given_words(given, moved))
    warn_of(request, (giving.assignment for giving in table.givings if giving.assignment))
    return redirect("lessons:lesson_give", found.slug)


def given_words(given: int, moved: int) -> str:
    """`3 given. Dates of 1 changed.`"""
    said = [f"{given} given."] if given else []
    return " ".join([*said, *([f"Dates of {moved} changed."] if moved else [])])
