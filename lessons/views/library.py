"""The library of lessons and the teacher's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.models import Lesson
from lessons.queries.authoring import editable_shelves_of
from lessons.queries.library import given_by_class, shelved_lessons
from lessons.queries.library import teacher_page as page_of
from lessons.sources.render import stored_html


@require_safe
def lesson_list(request: HttpRequest) -> HttpResponse:
    """Lessons of one's classes; for those who have shelves, the library too."""
    context = {"given": given_by_class(request.user), "shelved": shelved_lessons(request.user)}
    context["may_make"] = editable_shelves_of(request.user).exists()
    return render(request, "lessons/lesson_list.html", context)


@require_safe
def lesson_teacher(request: HttpRequest, lesson: str) -> HttpResponse:
    """Plans, answers, rubric. Only for those who may read the lesson's shelf; students never can."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user).select_related("live_version"), slug=lesson)
    page = page_of(found)
    if page is None:
        raise Http404
    context = {"lesson": found, "version": found.live_version, "html": stored_html(page.html)}
    return render(request, "lessons/lesson_teacher.html", context)
