"""Checking a practice question of a lesson. Nothing is kept; what is right is sent only after an answer was checked."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from assessments.blocks import check_url, practice_sheet
from assessments.forms.answering import PracticeForm
from assessments.models import LessonQuestion
from assessments.queries.practice import checked
from coursesite import clock
from coursesite.ui.forms import UNPROCESSABLE
from lessons.blocks import Reader
from lessons.models import Lesson
from lessons.queries import drawn
from lessons.queries.reading import given_lesson


@require_http_methods(["GET", "POST"])
def practice_check(request: HttpRequest, classroom: uuid.UUID, lesson: str, key: uuid.UUID) -> HttpResponse:
    """In a class that was given the lesson."""
    given = given_lesson(request.user, classroom, lesson)
    if given is None or not given.is_open(clock.now()):
        raise Http404
    get_object_or_404(given.version.blocks, key=key, kind="question")  # not what only a draft asks
    part = drawn.number_of(given.version, key)
    return answer(request, given.lesson, key, given.reader, ["lessons:lesson_part", classroom, lesson, part])


@require_http_methods(["GET", "POST"])
def practice_try(request: HttpRequest, lesson: str, key: uuid.UUID) -> HttpResponse:
    """In the library, by those who may read the lesson there."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user), slug=lesson)
    return answer(request, found, key, Reader(request.user, preview=True), ["lessons:lesson_preview", lesson])


def answer(request: HttpRequest, lesson: Lesson, key: uuid.UUID, reader: Reader, back: list) -> HttpResponse:
    """The question alone for htmx, else on a page of its own; with feedback once an answer has been checked."""
    row = get_object_or_404(LessonQuestion.objects.select_related("question_version"), lesson=lesson, key=key)
    sheet = practice_sheet(row)
    context = {"q": sheet, "key": key, "url": check_url(reader, lesson.slug, key), "shown": None}
    context |= {
        "lesson_title": lesson.live_version.title if lesson.live_version else lesson.slug,
        "back": f"{address(back)}#practice-{key}",
    }
    status = 200
    if request.method == "POST":
        form = PracticeForm(request.POST, sheet=sheet)
        if form.is_valid():
            context |= checked(row, sheet, form.cleaned_data["answer-0"])
        else:
            status = UNPROCESSABLE
            context |= {"problem": " ".join(form.errors["answer-0"]), "form": form, "invalid": True}
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, f"assessments/{'_practice' if fragment else 'practice'}.html", context, status=status)


def address(route: list) -> str:
    try:
        return reverse(route[0], args=route[1:])
    except NoReverseMatch:
        return "/"
