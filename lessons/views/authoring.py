"""The editor of a lesson: making one, its details, copying one that stands on somebody else's shelf."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from js_asset import Media

from coursesite import clock
from coursesite.ui.forms import UNPROCESSABLE, all_problems, invalid, wants_json
from coursesite.ui.words import clock_time
from lessons.actions.authoring import copy_lesson, describe_draft, details_of, make_lesson, stamp_of
from lessons.actions.publishing import discard_draft
from lessons.errors import EditConflict, LessonError
from lessons.forms.authoring import CopyForm, LessonForm, NewLessonForm, ProseWidget, editors
from lessons.models import Lesson, LessonVersion
from lessons.queries.authoring import blocks_of, dropped_of, edited_version
from lessons.queries.credits import licence_warnings

CONFLICT = 409


def lesson_to_edit(request: HttpRequest, slug: str) -> Lesson:
    """A lesson on a shelf where the user is an editor; to everybody else the page is not there."""
    return get_object_or_404(
        Lesson.objects.editable_by(request.user).select_related("live_version", "shelf"), slug=slug
    )


def saved(values: dict) -> JsonResponse:
    """`Saved 10:42 am`, and the stamp of what stands now."""
    at = clock_time(clock.now(), timezone.get_current_timezone())
    return JsonResponse({"status": "saved", "words": f"Saved {at}", "stamp": stamp_of(values)})


def not_saved(form) -> JsonResponse:
    words = " ".join(problem.words for problem in all_problems([form]))
    return JsonResponse({"status": "invalid", "words": words}, status=UNPROCESSABLE)


def lesson_new(request: HttpRequest) -> HttpResponse:
    form = NewLessonForm(request.POST or None, user=request.user)
    if not form.fields["shelf"].queryset.exists():
        raise Http404
    if request.method == "POST" and form.is_valid():
        lesson = make_lesson(by=request.user, **form.cleaned_data)
        return redirect("lessons:lesson_edit", lesson.slug)
    if request.method == "POST":
        return invalid(request, "lessons/lesson_new.html", {"form": form})
    return render(request, "lessons/lesson_new.html", {"form": form})


def details_form(version: LessonVersion, data=None) -> LessonForm:
    values = details_of(version)
    return LessonForm(data, initial=values | {"stamp": stamp_of(values)}, auto_id="details_%s")


def editor_context(request: HttpRequest, lesson: Lesson) -> dict:
    """What the editor's page shows. The same number of queries for any number of blocks."""
    version = edited_version(lesson)
    blocks = blocks_of(version)
    dropped = dropped_of(lesson)
    words: dict = {}
    for kind, editor in editors().items():
        words |= editor.summaries([b for b in [*blocks, *dropped] if b.kind == kind])
    rows = [block_row(block, words.get(block.key, ""), len(blocks)) for block in blocks]
    return {
        "lesson": lesson,
        "version": version,
        "rows": rows,
        "dropped": [block_row(block, words.get(block.key, ""), 0) for block in dropped],
        "details": details_form(version),
        "menu": [editor for editor in editors().values() if editor.addable],
        "warnings": licence_warnings(version, blocks),
        "media": Media.from_media(ProseWidget().media, nonce=request.csp_nonce),
    }


def block_row(block, words: str, count: int) -> dict:
    editor = editors().get(block.kind)
    label = editor.label if editor else block.kind.capitalize()
    return {"block": block, "label": label, "words": words, "editor": editor, "count": count}


def lesson_edit(request: HttpRequest, lesson: str) -> HttpResponse:
    """The blocks of the draft; a POST changes title, question and details."""
    found = lesson_to_edit(request, lesson)
    if request.method != "POST":
        return render(request, "lessons/lesson_edit.html", editor_context(request, found))
    form = details_form(edited_version(found), request.POST)
    try:
        if not form.is_valid():
            return not_saved(form) if wants_json(request) else _details_again(request, found, form, UNPROCESSABLE)
        draft = describe_draft(lesson=found, by=request.user, seen=form.cleaned_data["stamp"], values=form.values)
    except EditConflict as conflict:
        return _details_conflict(request, found, form, conflict)
    if wants_json(request):
        return saved(details_of(draft))
    messages.success(request, "Title, question and details are saved.")
    return redirect("lessons:lesson_edit", found.slug)


def _details_again(request, lesson: Lesson, form: LessonForm, status: int, **more) -> HttpResponse:
    context = editor_context(request, lesson) | {"details": form, "form": form, "invalid": True, "open": True, **more}
    return render(request, "lessons/lesson_edit.html", context, status=status)


def _details_conflict(request, lesson: Lesson, form: LessonForm, conflict: EditConflict) -> HttpResponse:
    stands = [(form.fields[name].label or name.capitalize(), value) for name, value in conflict.stands.items()]
    stamp = stamp_of(conflict.stands)
    form.data = form.data.copy()
    form.data["stamp"] = stamp
    if wants_json(request):
        return conflict_json(request, conflict, stands, stamp)
    return _details_again(request, lesson, form, CONFLICT, stands=stands, conflict=conflict)


def conflict_json(request: HttpRequest, conflict: EditConflict, stands: list, stamp: str) -> JsonResponse:
    page = render(request, "lessons/_stands.html", {"stands": stands, "conflict": conflict})
    return JsonResponse({"status": "conflict", "stamp": stamp, "html": page.content.decode()}, status=CONFLICT)


@require_POST
def lesson_discard(request: HttpRequest, lesson: str) -> HttpResponse:
    """Throw the draft away and go back to what is published."""
    found = lesson_to_edit(request, lesson)
    try:
        discard_draft(lesson=found, by=request.user)
        messages.success(request, "The draft is gone. The published version stands.")
    except LessonError as refusal:
        messages.error(request, str(refusal))
    return redirect("lessons:lesson_edit", found.slug)


def lesson_copy(request: HttpRequest, lesson: str) -> HttpResponse:
    """A copy on one's own shelf of a lesson that one may read."""
    readable = (
        Lesson.objects.visible_to(request.user).exclude(live_version=None).select_related("live_version", "shelf")
    )
    found = get_object_or_404(readable, slug=lesson)
    form = CopyForm(request.POST or None, user=request.user)
    context = {"lesson": found, "form": form}
    if request.method != "POST":
        return render(request, "lessons/lesson_copy.html", context)
    if not form.is_valid():
        return invalid(request, "lessons/lesson_copy.html", context)
    made = copy_lesson(version=found.live_version, shelf=form.cleaned_data["shelf"], by=request.user)
    messages.success(request, f"“{found.live_version.title}” is copied. This copy is yours to change.")
    return redirect("lessons:lesson_edit", made.slug)
