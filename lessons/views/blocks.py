"""Blocks of a draft: add, change, move, delete, put back. Each works as a plain form and for the editor's script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from js_asset import Media

from coursesite.accounts.models import Shelf
from coursesite.ui.forms import UNPROCESSABLE, all_problems
from lessons.actions.authoring import add_block, change_block, drop_block, move_block, restore_block, stamp_of
from lessons.clean import clean_html
from lessons.errors import EditConflict, LessonError
from lessons.forms.authoring import AddForm, BlockForm, MoveForm, PasteFileForm, PasteForm, ProseWidget, editors
from lessons.models import Block, DroppedBlock, Lesson
from lessons.pasted import clean_pasted
from lessons.queries.authoring import blocks_of, edited_version
from lessons.views.authoring import (
    CONFLICT,
    block_row,
    conflict_json,
    lesson_to_edit,
    not_saved,
    saved,
    wants_json,
)


def _block_or_404(lesson: Lesson, key: UUID) -> Block:
    block = next((block for block in blocks_of(edited_version(lesson)) if block.key == key), None)
    if block is None or block.kind not in editors():
        raise Http404
    block.version.lesson = lesson
    return block


def _page_of(lesson: Lesson, key: UUID | None) -> str:
    return reverse("lessons:lesson_edit", args=[lesson.slug]) + (f"#block-{key}" if key else "")


def _refused(request: HttpRequest, lesson: Lesson, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"status": "refused", "words": words}, status=CONFLICT)
    messages.error(request, words)
    return redirect("lessons:lesson_edit", lesson.slug)


def _form_page(request, lesson: Lesson, block: Block, form: BlockForm, status: int = 200, **more: Any) -> HttpResponse:
    """The form of one block: alone for the script, else as a page."""
    row = block_row(block, "", 0)
    media = Media.from_media(ProseWidget().media, nonce=request.csp_nonce)
    context = {"lesson": lesson, "form": form, "row": row, "block": block, "media": media, **more}
    if wants_json(request):
        page = render(request, "lessons/_block_form.html", context)
        return JsonResponse({"html": page.content.decode()}, status=status)
    return render(request, "lessons/block_edit.html", context | {"invalid": status == UNPROCESSABLE}, status=status)


def block_edit(request: HttpRequest, lesson: str, block: UUID) -> HttpResponse:
    """The form of a block; a POST saves it."""
    found = lesson_to_edit(request, lesson)
    row = _block_or_404(found, block)
    editor = editors()[row.kind]
    if request.method != "POST":
        return _form_page(request, found, row, editor.form(row, user=request.user))
    form = editor.form(row, request.POST, user=request.user)
    if editor.looks and "look" in request.POST:
        return _form_page(request, found, row, form.without_problems())
    if not form.is_valid():
        return not_saved(form) if wants_json(request) else _form_page(request, found, row, form, UNPROCESSABLE)
    try:
        row = change_block(
            lesson=found, key=block, by=request.user, seen=form.cleaned_data["stamp"], editor=editor, values=form.values
        )
    except EditConflict as conflict:
        return _conflict(request, found, row, form, conflict)
    if wants_json(request):
        return saved(editor.values(row))
    messages.success(request, f"{editor.label} is saved.")
    return redirect(_page_of(found, block))


def _conflict(request, lesson: Lesson, block: Block, form: BlockForm, conflict: EditConflict) -> HttpResponse:
    """Both texts, and a stamp with which saving once more takes one's own."""
    stamp = stamp_of(conflict.stands)
    stands = [
        (form.fields[name].label or name.capitalize(), value)
        for name, value in conflict.stands.items()
        if name in form.fields
    ]
    if wants_json(request):
        return conflict_json(request, conflict, stands, stamp)
    form.data = form.data.copy()
    form.data["stamp"] = stamp
    return _form_page(request, lesson, block, form, CONFLICT, stands=stands, conflict=conflict)


@require_POST
def block_add(request: HttpRequest, lesson: str) -> HttpResponse:
    found = lesson_to_edit(request, lesson)
    form = AddForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, all_problems([form])[0].words)
    try:
        block = add_block(
            lesson=found, kind=form.cleaned_data["kind"], after=form.cleaned_data["after"], by=request.user
        )
    except LessonError as refusal:
        return _refused(request, found, str(refusal))
    if not wants_json(request):
        return redirect("lessons:block_edit", found.slug, block.key)
    count = block.version.blocks.count()
    menu = [editor for editor in editors().values() if editor.addable]
    context = {"lesson": found, "row": block_row(block, "", count), "menu": menu}
    page = render(request, "lessons/_block.html", context)
    words = f"{context['row']['label']} added, {block.position} of {count}."
    return JsonResponse({"html": page.content.decode(), "key": str(block.key), "count": count, "words": words})


@require_POST
def block_move(request: HttpRequest, lesson: str, block: UUID) -> HttpResponse:
    found = lesson_to_edit(request, lesson)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "Choose the position that the block shall have.")
    try:
        moved = move_block(lesson=found, key=block, to=form.cleaned_data["to"], by=request.user)
    except LessonError as refusal:
        return _refused(request, found, str(refusal))
    count = moved.version.blocks.count()
    words = f"{block_row(moved, '', 0)['label']}, now {moved.position} of {count}."
    if wants_json(request):
        return JsonResponse({"position": moved.position, "count": count, "words": words})
    messages.success(request, words)
    return redirect(_page_of(found, block))


@require_POST
def block_delete(request: HttpRequest, lesson: str, block: UUID) -> HttpResponse:
    found = lesson_to_edit(request, lesson)
    try:
        drop_block(lesson=found, key=block, by=request.user)
    except LessonError as refusal:
        return _refused(request, found, str(refusal))
    return redirect(reverse("lessons:lesson_edit", args=[found.slug]) + "?deleted=1")


@require_POST
def block_restore(request: HttpRequest, lesson: str, dropped: int) -> HttpResponse:
    found = lesson_to_edit(request, lesson)
    row = get_object_or_404(DroppedBlock, lesson=found, pk=dropped)
    try:
        block = restore_block(dropped=row, by=request.user)
    except LessonError as refusal:
        return _refused(request, found, str(refusal))
    messages.success(request, "The block is back where it was.")
    return redirect(_page_of(found, block.key))


@require_POST
def lesson_paste(request: HttpRequest) -> HttpResponse:
    """For the editor's script: safe HTML of what was pasted, and in words what was left out."""
    if not Shelf.objects.editable_by(request.user).exists():
        raise Http404
    form = PasteForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"words": "This is too much to paste at once. Paste it in two pieces."}, status=UNPROCESSABLE
        )
    done = clean_pasted(form.cleaned_data["html"])
    return JsonResponse({"html": done.html, "words": done.report})


def block_paste(request: HttpRequest, lesson: str, block: UUID) -> HttpResponse:
    """Without a script: a saved web page or pasted HTML is added below the text of a block."""
    found = lesson_to_edit(request, lesson)
    row = _block_or_404(found, block)
    editor = editors()[row.kind]
    stands = editor.values(row)
    if "html" not in stands:
        raise Http404
    form = PasteFileForm(request.POST or None, request.FILES or None)
    context = {"lesson": found, "block": row, "row": block_row(row, "", 0), "form": form}
    if request.method != "POST":
        return render(request, "lessons/block_paste.html", context)
    if not form.is_valid():
        return render(request, "lessons/block_paste.html", context | {"invalid": True}, status=UNPROCESSABLE)
    done = clean_pasted(form.pasted)
    values = stands | {"html": clean_html(stands["html"] + done.html)}
    seen = stamp_of(stands)
    change_block(lesson=found, key=block, by=request.user, seen=seen, editor=editor, values=values)
    messages.success(request, f"Added to the text. {done.report or 'Nothing was left out.'}")
    return redirect("lessons:block_edit", found.slug, block)
