"""Lessons on paper: for students with room to answer, and the teacher's key apart; and a lesson as one file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coursesite import clock
from lessons.blocks import Reader
from lessons.forms.paper import KeyForm, PaperForm
from lessons.models import Lesson, LessonVersion
from lessons.queries.exporting import lesson_file
from lessons.queries.library import preview_version, teacher_page
from lessons.queries.paper import key_of, letters_of, printed
from lessons.sources.render import stored_html
from lessons.views.reading import given_or_404


@require_safe
def lesson_print(request: HttpRequest, lesson: str) -> HttpResponse:
    """For those who may read its shelf: the draft of an editor, else what is published; `?key=1` is the teacher's key."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user).select_related("live_version"), slug=lesson)
    version = preview_version(request.user, found)
    if version is None:
        raise Http404
    version.lesson = found
    reader = Reader(request.user, preview=True)
    if KeyForm(request.GET).is_asked:
        page = teacher_page(found)
        context = {"version": version, "lesson": found, "html": stored_html(page.html) if page else ""}
        context |= {"questions": key_of(version, reader), "now": clock.now()}
        return render(request, "lessons/key_print.html", context)
    return _page(request, version, reader, {"lesson": found})


@require_safe
def lesson_export(request: HttpRequest, lesson: str) -> HttpResponse:
    """The lesson as one Markdown file, for those who may read its shelf: what they would preview."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user).select_related("live_version"), slug=lesson)
    version = preview_version(request.user, found)
    if version is None:
        raise Http404
    version.lesson = found
    text = lesson_file(version, Reader(request.user, preview=True))
    name = {"Content-Disposition": f'attachment; filename="{found.slug}.md"'}
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=name)


@require_safe
def class_print(request: HttpRequest, classroom: UUID, lesson: str) -> HttpResponse:
    """For the people of a class that has the lesson: the version that it was given."""
    given = given_or_404(request, classroom, lesson)
    if not given.is_open(clock.now()):
        return render(request, "lessons/lesson_closed.html", {"given": given, "classroom": given.classroom})
    return _page(request, given.version, given.reader, {"given": given, "classroom": given.classroom})


def _page(request: HttpRequest, version: LessonVersion, reader: Reader, context: dict) -> HttpResponse:
    form = PaperForm(request.GET, letters=letters_of(version), auto_id="paper_%s")
    paper = form.paper
    context |= {"version": version, "form": form, "paper": paper, "pack": printed(version, reader, paper)}
    return render(request, "lessons/lesson_print.html", context | {"now": clock.now()})
