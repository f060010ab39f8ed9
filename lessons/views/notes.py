"""Notes on a source: the class's page of it, writing, and lists of notes."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from coursesite.classes.models import Classroom
from coursesite.ui.forms import UNPROCESSABLE, is_in_place
from lessons.actions.notes import write_note
from lessons.errors import TalkError, TextCorrected
from lessons.forms.notes import AtForm, KindFilter, NoteForm, SourceFilter
from lessons.models import Post
from lessons.queries.notelinks import note_link
from lessons.queries.notelists import annotations, class_notes, own_notes
from lessons.queries.notes import (
    Key,
    NotedPage,
    NotedSource,
    address_of,
    classes_with,
    noted_page,
    noted_source,
    notes_at,
)
from lessons.samewords import find_words
from lessons.sources.models import Passage, Source
from lessons.sources.places import fill_places
from lessons.sources.render import join, stored_html
from lessons.strip import columns, width
from lessons.webannotation import MEDIA_TYPE

CONFLICT = 409


def noted_or_404(request: HttpRequest, classroom: UUID, source: str) -> NotedSource:
    found = noted_source(request.user, classroom, source)
    if found is None:
        raise Http404
    return found


def source_in_class(request: HttpRequest, classroom: UUID, source: str) -> HttpResponse:
    """A source in a class, with the notes on each passage. A POST is a note."""
    noted = noted_or_404(request, classroom, source)
    if request.method != "POST":
        page = noted_page(noted, with_head=not is_in_place(request))
        return _page(request, page, page.key_of(AtForm(request.GET).value("at")))
    page = noted_page(noted)
    form = NoteForm(request.POST, quotable=not noted.source.is_card)
    key = page.key_of(form["at"].value() or "")
    if key not in page.places:
        raise Http404
    if not form.is_valid():
        return _page(request, page, key, form)
    try:
        post = _write(request, page, key, form)
    except TalkError as refusal:
        return _page(request, page, key, form, refusal)
    if post is None:
        return _page(request, page, key, form)
    return redirect(address_of(classroom, source, key, f"note-{post.public_id}").replace("#", "&said=kept#"))


def _write(request: HttpRequest, page: NotedPage, key: Key, form: NoteForm) -> Post | None:
    """The note; None where the words that it is about were not found, which the form says then."""
    data = form.cleaned_data
    edition = page.editions[key[0]]
    if data["version"] != edition.number:
        raise TextCorrected
    passage = Passage.objects.select_related("edition__source").get(edition=edition, number=key[1])
    stretch = _stretch(passage, data.get("words", ""), form)
    if stretch is None:
        return None
    return write_note(
        by=request.user, classroom=page.noted.classroom, passage=passage, start=stretch[0], end=stretch[1],
        kind=data["kind"], visibility=data["visibility"], text=data["text"], op_id=data["op_id"],
    )  # fmt: skip


def _stretch(passage: Passage, words: str, form: NoteForm) -> tuple[int, int] | None:
    if not words:
        return 0, len(passage.text)
    places = find_words(passage.text, words)
    if len(places) == 1:
        return places[0]
    if places:
        problem = f"These words stand {len(places)} times in this paragraph. Add the word before or after them."
    else:
        problem = "These words do not stand in this paragraph. Copy them from it, or leave this empty."
    form.add_error("words", problem)
    return None


def _page(
    request: HttpRequest, page: NotedPage, key: Key | None, form: NoteForm | None = None,
    refusal: TalkError | None = None,
) -> HttpResponse:  # fmt: skip
    """The whole page; to the page's own script the notes on one passage alone."""
    noted = page.noted
    context = {
        "page": page, "noted": noted, "source": noted.source, "classroom": noted.classroom, "key": key,
        "views": notes_at(noted, key) if key and noted.talk else [], "form": form, "refusal": refusal,
        "said": AtForm(request.GET).value("said"),
    }  # fmt: skip
    if isinstance(refusal, TextCorrected):
        form.data = form.data.copy()
        form.data["version"] = page.editions[key[0]].number
    if key in page.places and not noted.locked_at and form is None:
        first = {"at": ":".join(key), "version": page.editions[key[0]].number, "op_id": uuid4()}
        first |= {"kind": "observe", "visibility": "private"}
        context["form"] = NoteForm(initial=first, quotable=not noted.source.is_card)
    alone = is_in_place(request) and key is not None
    context |= {"alone": alone, "invalid": form is not None and refusal is None, "count": page.count(key) if key else 0}
    if not alone:
        context |= _drawn(request, page, key, context)
    status = CONFLICT if refusal else UNPROCESSABLE if form else 200
    template = "lessons/_notes_at.html" if alone else "lessons/source_in_class.html"
    return render(request, template, context, status=status)


def _drawn(request: HttpRequest, page: NotedPage, key: Key | None, context: dict) -> dict:
    """The texts with a link to the notes on each passage; at one of them, if any, the notes themselves."""
    room, slug = page.noted.classroom.public_id, page.noted.source.slug

    def at(place: Key, anchor: str = "") -> SafeString:
        if place == key:
            return stored_html(render_to_string("lessons/_notes_at.html", context, request))
        return note_link(address_of(room, slug, place, anchor), place[1], page.count(place))

    texts = page.texts.texts
    gone = [format_html("<h3>¶{}</h3>{}", place[1], at(place, "notes-here")) for place, _ in page.gone]
    sections = [(t, fill_places(t.html, lambda place: at((place.label, place.number), place.own))) for t in texts]
    return {"sections": sections, "gone": join(gone), "doubtful": page.doubtful}


@require_safe
def source_notes(request: HttpRequest, source: str) -> HttpResponse:
    """To the notes of one's class on a source; where several of one's classes have it, the list of them."""
    found = get_object_or_404(Source.objects.visible_to(request.user), slug=source)
    rooms = classes_with(request.user, found)
    if len(rooms) == 1:
        return redirect("lessons:source_in_class", rooms[0].public_id, source)
    return render(request, "lessons/source_notes.html", {"source": found, "rooms": rooms})


@require_safe
def notes_of_source(request: HttpRequest, classroom: UUID, source: str) -> HttpResponse:
    """All notes on a source that the reader may see, and where they are."""
    noted = noted_or_404(request, classroom, source)
    chosen = KindFilter(request.GET)
    page = noted_page(noted, with_head=False)
    rows = page.strip_rows()
    listed, groups = class_notes(noted, chosen.chosen, chosen.number)
    context = {
        "noted": noted, "source": noted.source, "classroom": noted.classroom, "listed": listed, "groups": groups,
        "chosen": chosen, "rows": [row for row in rows if row.total], "columns": columns(rows), "width": width(rows),
        "total": page.total,
    }  # fmt: skip
    return render(request, "lessons/notes_of_source.html", context)


@require_safe
def notes(request: HttpRequest, classroom: UUID) -> HttpResponse:
    """One's own notes in a class, by source."""
    room = get_object_or_404(Classroom.objects.visible_to(request.user), public_id=classroom)
    chosen = KindFilter(request.GET)
    mine = own_notes(request.user, room, chosen.chosen)
    return render(request, "lessons/notes.html", {"classroom": room, "mine": mine, "chosen": chosen})


@require_safe
def notes_export(request: HttpRequest, classroom: UUID) -> HttpResponse:
    """Notes as W3C annotations: one's own of a class; with ?source= those on a source that one may read."""
    room = get_object_or_404(Classroom.objects.visible_to(request.user), public_id=classroom)
    wanted = SourceFilter(request.GET)
    if not wanted.is_valid():
        raise Http404
    if slug := wanted.cleaned_data["source"]:
        noted = noted_or_404(request, classroom, slug)
        posts = Post.objects.visible_to(request.user).filter(discussion=noted.talk, discussion__source__isnull=False)
    else:
        posts = Post.objects.filter(author=request.user, discussion__classroom=room, discussion__source__isnull=False)
    address = request.build_absolute_uri()
    site = request.build_absolute_uri(reverse("home:home")).rstrip("/")
    answer = JsonResponse(annotations(request.user, posts, address, site), json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = MEDIA_TYPE
    answer["Content-Disposition"] = f'attachment; filename="notes-{slug or "mine"}.jsonld"'
    return answer
