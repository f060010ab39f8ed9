"""Terms, classes and the record, for those who manage the school; a teacher's list of her own classes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coursesite.accounts.models import User
from coursesite.accounts.policy import manages_people
from coursesite.audit.models import Event
from coursesite.classes.actions import create_classroom, create_term, edit_classroom
from coursesite.classes.forms import ClassroomForm, ListForm, LogForm, TermForm
from coursesite.classes.models import Classroom, SchoolTerm
from coursesite.classes.policy import manages_classes
from coursesite.classes.queries import LOG_PAGE, class_rows, log_page, teacher_ids, used_verbs
from coursesite.classes.verbs import in_words
from coursesite.ui.forms import invalid

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def classroom_list(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rooms = Classroom.objects.listed_for(request.user)
    if asked.get("term"):
        rooms = rooms.filter(term=asked["term"])
    if asked.get("q"):
        rooms = rooms.filter(name__icontains=asked["q"])
    context = {"form": form, "rooms": class_rows(rooms), "manages": manages_classes(request.user)}
    return render(request, "classes/classroom_list.html", context)


@require_http_methods(GET_OR_POST)
def classroom_new(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    form = ClassroomForm(request.POST or None)
    if request.method != "POST":
        return render(request, "classes/classroom_new.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "classes/classroom_new.html", {"form": form})
    room = create_classroom(by=request.user, **form.cleaned_data)
    messages.success(request, f"The class {room} is there. Now add its students.")
    return redirect("classes:people", room.public_id)


@require_http_methods(GET_OR_POST)
def classroom_edit(request: HttpRequest, classroom) -> HttpResponse:
    room = get_object_or_404(Classroom.objects.manageable_by(request.user), public_id=classroom)
    now = {"name": room.name, "term": room.term_id, "zone": room.zone, "teachers": teacher_ids(room.pk)}
    form = ClassroomForm(request.POST or None, classroom=room, initial=now)
    if request.method != "POST":
        return render(request, "classes/classroom_edit.html", {"form": form, "classroom": room})
    if not form.is_valid():
        return invalid(request, "classes/classroom_edit.html", {"form": form, "classroom": room})
    edit_classroom(by=request.user, classroom=room, **form.cleaned_data)
    messages.success(request, "The class is changed.")
    return redirect("classes:people", room.public_id)


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    return render(request, "classes/term_list.html", {"terms": SchoolTerm.objects.all()})


@require_http_methods(GET_OR_POST)
def term_new(request: HttpRequest) -> HttpResponse:
    manages_people(request.user)
    form = TermForm(request.POST or None)
    if request.method != "POST":
        return render(request, "classes/term_new.html", {"form": form})
    if not form.is_valid():
        return invalid(request, "classes/term_new.html", {"form": form})
    term = create_term(by=request.user, **form.cleaned_data)
    messages.success(request, f"The term {term} is there. Classes can be made in it.")
    return redirect("classes:term_list")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    manages_people(request.user)
    form = LogForm(request.GET, verbs=used_verbs(Event.objects.all()))
    asked = form.cleaned_data if form.is_valid() else {"person": None, "verb": "", "before": None}
    person = User.objects.filter(public_id=asked["person"]).first() if asked["person"] else None
    found = log_page(Event.objects.all(), person=person, verb=asked["verb"], before=asked["before"])
    lines = [{"event": event, "said": in_words(event.verb), "what": _name(event.target)} for event in found[:LOG_PAGE]]
    more = found[LOG_PAGE - 1].pk if len(found) > LOG_PAGE else None
    return render(request, "classes/log.html", {"form": form, "lines": lines, "person": person, "more": more, **asked})


def _name(target: str) -> str:
    """The name in "app.Model:pk name"; another text as it is."""
    head, _, name = target.partition(" ")
    return name if ":" in head and "." in head else target
