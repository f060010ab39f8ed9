"""Checking a practice question of a lesson. Nothing is kept; what is right is sent only after an answer was checked."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from assessments.blocks import as_asked, check_url, practice_sheet
from assessments.forms.answering import PracticeForm
from assessments.models import LessonQuestion
from assessments.queries.practice import checked
from coursesite import clock
from coursesite.ui.forms import UNPROCESSABLE, is_in_place
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
    """The question alone for the page's script, else on a page of its own; with feedback once an answer was checked."""
    row = get_object_or_404(LessonQuestion.objects.select_related("question_version"), lesson=lesson, key=key)
    as_asked([row], reader)
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
            given = form.cleaned_data
            context |= checked(row, sheet, given["answer-0"], wrong=given["wrong"] or 0, why=given["why"])
        else:
            status = UNPROCESSABLE
            problem = " ".join(words for words in form.errors.get("answer-0", ["Load the page again, then answer."]))
            context |= {"problem": problem, "form": form, "invalid": True, "wrong": form.cleaned_data.get("wrong")}
    name = "_practice" if is_in_place(request) else "practice"
    return render(request, f"assessments/{name}.html", context, status=status)


def address(route: list) -> str:
    try:
        return reverse(route[0], args=route[1:])
    except NoReverseMatch:
        return "/"
