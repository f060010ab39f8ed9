"""One note: answering it, changing it, taking it back, saying where it belongs."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coursesite.ui.forms import invalid
from lessons.actions.notes import edit_note, reply_to_note, settle_note, take_back_note
from lessons.errors import AnswerConflict, TalkError
from lessons.forms.notes import NoteEditForm, ReplyForm, SettleForm
from lessons.forms.talk import EditForm
from lessons.models import Discussion, Post
from lessons.queries.notes import AT_HAND, note_address

CONFLICT = 409


def _notes():
    return Post.objects.filter(discussion__source__isnull=False).select_related(*AT_HAND)


def _notes_here(request: HttpRequest):
    """Of the classes that the user is in: who has left one reads her own words there, and writes no more."""
    here = Discussion.objects.visible_to(request.user)
    return _notes().visible_to(request.user).filter(discussion__in=here)


def _own(request: HttpRequest, post: UUID) -> Post:
    return get_object_or_404(_notes_here(request).filter(author=request.user), public_id=post)


def note_reply(request: HttpRequest, post: UUID) -> HttpResponse:
    """Answer a note: a page with one box."""
    open_notes = _notes_here(request).filter(parent=None, hidden_at=None).exclude(visibility="private")
    note = get_object_or_404(open_notes, public_id=post)
    form = ReplyForm(request.POST if request.method == "POST" else None, initial={"op_id": uuid4()})
    context = {"note": note, "words": note.texts.latest("n"), "form": form, "back": note_address(note)}
    if request.method != "POST":
        return render(request, "lessons/note_reply.html", context)
    if not form.is_valid():
        return invalid(request, "lessons/note_reply.html", context)
    try:
        made = reply_to_note(by=request.user, note=note, **form.cleaned_data)
    except TalkError as refusal:
        return _again(request, "lessons/note_reply.html", context, refusal)
    return redirect(note_address(made))


def note_edit(request: HttpRequest, post: UUID) -> HttpResponse:
    """New words, another kind or other readers for one's own note; new words for one's own answer."""
    note = _own(request, post)
    newest = note.texts.latest("n")
    kept = {"kind": note.kind, "visibility": note.visibility}
    first = {"text": newest.text, "base": newest.n} | kept
    sort = EditForm if note.parent_id else NoteEditForm
    form = sort(request.POST if request.method == "POST" else None, initial=first)
    context = {"note": note, "form": form, "back": note_address(note)}
    if request.method != "POST":
        return render(request, "lessons/note_edit.html", context)
    if not form.is_valid():
        return invalid(request, "lessons/note_edit.html", context)
    try:
        edit_note(by=request.user, note=note, **(kept | form.cleaned_data))
    except TalkError as refusal:
        return _again(request, "lessons/note_edit.html", context, refusal)
    return redirect(note_address(note).replace("#", "&said=changed#"))


def _again(request: HttpRequest, template: str, context: dict, refusal: TalkError) -> HttpResponse:
    """What was typed stands in the form again; after a conflict with what stands now beside it."""
    form = context["form"]
    if isinstance(refusal, AnswerConflict):
        both = {"form": type(form)(initial=form.cleaned_data | {"base": refusal.n}), "conflict": refusal}
        return render(request, template, context | both, status=CONFLICT)
    form.add_error(None, str(refusal))
    return invalid(request, template, context)


@require_POST
def note_take_back(request: HttpRequest, post: UUID) -> HttpResponse:
    """Take one's own note from everybody's sight."""
    return _turned(request, post, back=True)


@require_POST
def note_put_back(request: HttpRequest, post: UUID) -> HttpResponse:
    """Put one's own note there again."""
    return _turned(request, post, back=False)


def _turned(request: HttpRequest, post: UUID, *, back: bool) -> HttpResponse:
    note = _own(request, post)
    context = {"note": note, "back": note_address(note)}
    try:
        take_back_note(by=request.user, note=note, back=back)
    except TalkError as refusal:
        return render(request, "lessons/note_refused.html", context | {"refusal": refusal}, status=CONFLICT)
    return redirect(note_address(note))


@require_POST
def note_settle(request: HttpRequest, post: UUID) -> HttpResponse:
    """The writer says whether the words that are proposed are those of the note."""
    note = _own(request, post)
    form = SettleForm(request.POST)
    context = {"note": note, "back": note_address(note)}
    try:
        if form.is_valid():
            settle_note(by=request.user, note=note, are_the_words=form.cleaned_data["answer"])
    except TalkError as refusal:
        return render(request, "lessons/note_refused.html", context | {"refusal": refusal}, status=CONFLICT)
    return redirect("lessons:notes", note.discussion.classroom.public_id)
