"""More time in one thing of the plan, for one student or several; one student's plan as it stands."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coursesite import clock
from coursesite.audit.models import Event
from coursesite.classes.actions import extend_works, undo_extension
from coursesite.classes.due import PRESETS
from coursesite.classes.errors import ClassError
from coursesite.classes.forms import ChosenForm, ExtensionForm, UndoForm
from coursesite.classes.models import Assignment, Classroom, Enrolment
from coursesite.classes.queries import Standing, last_extension, plan_standings, standings, students_of
from coursesite.classes.views.people import GET_OR_POST
from coursesite.classes.views.time import followed
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

PAGE = "classes/extension.html"


def editable_or_404(request: HttpRequest, classroom, assignment) -> Assignment:
    """Something in the plan of a class that the user teaches."""
    mine = Assignment.objects.editable_by(request.user).select_related("classroom")
    return get_object_or_404(mine, classroom__public_id=classroom, public_id=assignment)


@require_safe
def student(request: HttpRequest, classroom, person) -> HttpResponse:
    """All that stands in the plan for one student, each with the way to more time. For the teachers of the class."""
    room = get_object_or_404(Classroom.objects.taught_by(request.user), public_id=classroom)
    here = Enrolment.objects.current().students().filter(classroom=room).with_extra_days().select_related("user")
    place = get_object_or_404(here, user__public_id=person)
    context = {"classroom": room, "place": place, "rows": plan_standings(place, clock.now())}
    return render(request, "classes/student.html", context)


@require_http_methods(GET_OR_POST)
def extension(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Choose students where none is named; else their dates, with presets. Afterwards the same page, with an undo."""
    given = editable_or_404(request, classroom, assignment)
    students = students_of(given.classroom_id)
    chosen = ChosenForm(request.POST if request.method == "POST" else request.GET, students=students)
    places = chosen.cleaned_data["person"] if chosen.is_valid() else []
    if not chosen.is_valid() or not places:
        wrong = request.method == "POST" or not chosen.is_valid()
        return _choose(request, given, students, wrong=wrong)
    rows = standings(given, places, clock.now())
    if request.method != "POST":
        return render(request, PAGE, _page(request, given, rows, ExtensionForm(assignment=given, standing=rows)))
    form = ExtensionForm(request.POST, assignment=given, standing=rows)
    if not form.is_valid():
        return invalid(request, PAGE, _page(request, given, rows, form))
    return _extend(request, given, places, form)


def _extend(request: HttpRequest, given: Assignment, places: list[Enrolment], form: ExtensionForm) -> HttpResponse:
    wanted = form.wanted(clock.now())
    try:
        done = extend_works(
            assignment=given, wanted=wanted, by=request.user, reason=form.cleaned_data.get("reason") or ""
        )
    except ClassError as error:
        return conflict(request, error)
    who = places[0].user.name if len(places) == 1 else f"{done.students} students"
    changed = f"Changed for {who}.{followed(done.attempts)}" if done.event else "Nothing was changed."
    messages.success(request, changed)
    return redirect(address_of(given, places))


def address_of(given: Assignment, places: Sequence[Enrolment]) -> str:
    ids = "&".join(f"person={place.user.public_id}" for place in places)
    return reverse("classes:extension", args=[given.classroom.public_id, given.public_id]) + f"?{ids}"


def _page(request: HttpRequest, given: Assignment, rows: list[Standing], form: ExtensionForm) -> dict:
    has_date = given.due_at or given.closes_at or any(row.when.due_at or row.when.closes_at for row in rows)
    names = [name for name in PRESETS if (has_date if name in ("day", "week") else given.points)]
    presets = [(name, PRESETS[name]) for name in names]
    return _about(request, given, rows) | {"form": form, "presets": presets}


def _about(request: HttpRequest, given: Assignment, rows: list[Standing]) -> dict:
    """What both pages show: whom, and the user's own last change with its undo."""
    last = last_extension(request.user, given, clock.now())
    count = len(last.detail["works"]) if last else 0
    return {"classroom": given.classroom, "assignment": given, "rows": rows, "last": last, "last_count": count}


def _choose(request: HttpRequest, given: Assignment, students: list[Enrolment], *, wrong: bool) -> HttpResponse:
    """Who is it for? The page is a plain form that comes back here with the names."""
    context = _about(request, given, standings(given, students, clock.now()))
    if wrong:
        return invalid(request, "classes/extension_choose.html", context)
    return render(request, "classes/extension_choose.html", context)


@require_POST
def extension_undo(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Take back the user's own last change of this."""
    given = editable_or_404(request, classroom, assignment)
    form = UndoForm(request.POST)
    last = last_extension(request.user, given, clock.now())
    event = Event.objects.filter(pk=form.cleaned_data["event"]).first() if form.is_valid() else None
    if event is None or last is None:
        raise Http404
    if event.pk != last.pk:
        return conflict(request, ClassError("You changed something else since. Look at how it stands now."))
    try:
        done = undo_extension(event=last, assignment=given, by=request.user)
    except ClassError as error:
        return conflict(request, error)
    messages.success(request, f"Undone for {done.students} student{'' if done.students == 1 else 's'}.")
    ids = {pk for pk, _, _ in last.detail["works"]}
    here = Enrolment.objects.filter(works__in=ids).select_related("user")
    return redirect(address_of(given, list(here)))
