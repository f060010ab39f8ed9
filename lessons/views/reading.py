"""Reading a lesson: in a class, and in a preview by those who may read its shelf."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coursesite import clock
from lessons.actions import finish_part, keep_place, open_gate, open_part
from lessons.blocks import Reader
from lessons.forms.reading import BackForm, DoneForm, PlaceForm
from lessons.models import Lesson
from lessons.queries import drawn
from lessons.queries.library import preview_version
from lessons.queries.reading import NO_PROGRESS, Given, given_lesson, neighbours, progress, remembered


def given_or_404(request: HttpRequest, classroom: UUID, lesson: str) -> Given:
    given = given_lesson(request.user, classroom, lesson)
    if given is None:
        raise Http404
    return given


@require_safe
def lesson(request: HttpRequest, classroom: UUID, lesson: str) -> HttpResponse:
    """To the remembered place."""
    given = given_or_404(request, classroom, lesson)
    number, anchor = remembered(given)
    address = reverse("lessons:lesson_part", args=[classroom, lesson, number])
    return redirect(f"{address}#{anchor}" if anchor else address)


@require_safe
def lesson_part(request: HttpRequest, classroom: UUID, lesson: str, part: int) -> HttpResponse:
    given = given_or_404(request, classroom, lesson)
    if not given.is_open(clock.now()):
        return render(request, "lessons/lesson_closed.html", {"given": given, "classroom": given.classroom})
    shown = drawn.part(given.version, part)
    if shown is None:
        raise Http404
    read = progress(given)
    if given.is_studied and (read.newest is None or read.newest.part != shown.key):
        open_part(enrolment=given.enrolment, assignment=given.assignment, lesson=given.lesson, part=shown.key)
    context = page_context(given.version, shown, given.reader, read)
    is_edge = part in (1, len(context["parts"]))
    beside = neighbours(given) if is_edge else (None, None)
    return render(request, "lessons/lesson_part.html", context | {"given": given, "neighbours": beside})


def page_context(version, shown: drawn.DrawnPart, reader: Reader, read) -> dict:
    """What the template of a part needs, in a class and in a preview."""
    outline = drawn.outline(version)
    parts = read.lines(outline, shown.number)
    at = shown.number - 1
    return {
        "version": version,
        "part": shown,
        "parts": parts,
        "before": parts[at - 1] if at else None,
        "after": parts[at + 1] if at + 1 < len(parts) else None,
        "outline": outline,
        "items": drawn.loaded_items(shown, reader),
        "reader_of_lesson": reader,
        "classroom": reader.classroom,
        "is_done": read.state(shown.key) == "Done",
    }


@require_safe
def lesson_preview(request: HttpRequest, lesson: str, part: int = 1) -> HttpResponse:
    """As a student sees it, without a class: nothing that is written here is kept."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user), slug=lesson)
    version = preview_version(request.user, found)
    shown = drawn.part(version, part) if version else None
    if version is None or shown is None:
        raise Http404
    context = page_context(version, shown, Reader(request.user, preview=True), NO_PROGRESS)
    return render(request, "lessons/lesson_part.html", context | {"preview": True})


@require_POST
def part_done(request: HttpRequest, classroom: UUID, lesson: str, part: int) -> HttpResponse:
    """Done, or not done after all. The last part done finishes the lesson."""
    given, key, keys = _part_of_student(request, classroom, lesson, part)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return redirect("lessons:lesson_part", classroom, lesson, part)
    done = form.cleaned_data["done"]
    finish_part(
        by=request.user, enrolment=given.enrolment, assignment=given.assignment, lesson=given.lesson, part=key,
        parts=keys, done=done,
    )  # fmt: skip
    onward = part + 1 if done and part < len(keys) else part
    return redirect("lessons:lesson_part", classroom, lesson, onward)


@require_POST
def place_save(request: HttpRequest, classroom: UUID, lesson: str, part: int) -> HttpResponse:
    """Where the student reads, told by a small script when scrolling has stopped."""
    given, key, _ = _part_of_student(request, classroom, lesson, part)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "anchor"}, status=422)
    keep_place(enrolment=given.enrolment, lesson=given.lesson, part=key, anchor=form.cleaned_data["anchor"])
    return HttpResponse(status=204)


@require_POST
def gate_open(request: HttpRequest, classroom: UUID, lesson: str, block: UUID) -> HttpResponse:
    """Open the text of an excerpt without answering the question that stands before it."""
    given = given_or_404(request, classroom, lesson)
    gated = given.version.blocks.filter(key=block, kind="excerpt", prompt__isnull=False)
    if not given.is_studied or not given.is_open(clock.now()) or not gated.exists():
        raise Http404
    open_gate(
        by=request.user, enrolment=given.enrolment, assignment=given.assignment, lesson=given.lesson, key=block
    )  # fmt: skip
    form = BackForm(request.POST)
    part = reverse("lessons:lesson_part", args=[classroom, lesson, drawn.number_of(given.version, block)])
    return redirect((form.is_valid() and form.cleaned_data["back"]) or f"{part}#gate-{block}")


def _part_of_student(request: HttpRequest, classroom: UUID, lesson: str, part: int):
    """(the lesson given, the part's key, all parts' keys); 404 for those who do not study it, or cannot yet."""
    given = given_or_404(request, classroom, lesson)
    keys = [key for key, _ in drawn.outline(given.version).parts if key]
    if not given.is_studied or not given.is_open(clock.now()) or not 1 <= part <= len(keys):
        raise Http404
    return given, keys[part - 1], keys
