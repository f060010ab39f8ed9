"""The people of one class: the list, moving one, a new passphrase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coursesite import clock
from coursesite.accounts.actions import reset_passphrase
from coursesite.accounts.models import User
from coursesite.classes.actions import move_student
from coursesite.classes.errors import ClassError
from coursesite.classes.forms import MoveForm
from coursesite.classes.models import Classroom, Enrolment
from coursesite.classes.policy import is_teacher_of, manages_classes, resettable_by
from coursesite.classes.queries import recent_lists, roster
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

GET_OR_POST = ["GET", "HEAD", "POST"]


def managed_or_404(request: HttpRequest, classroom) -> Classroom:
    rooms = Classroom.objects.manageable_by(request.user).select_related("term")
    return get_object_or_404(rooms, public_id=classroom)


@require_safe
def people(request: HttpRequest, classroom) -> HttpResponse:
    """Who is in the class: for its teachers and markers, and for admins."""
    rooms = Classroom.objects.roster_visible_to(request.user).select_related("term")
    room = get_object_or_404(rooms, public_id=classroom)
    places = roster(room.pk)
    mine = set(resettable_by(request.user, User.objects).filter(enrolments__in=places).values_list("pk", flat=True))
    context = {
        "classroom": room,
        "teaching": [place for place in places if not place.is_current_student],
        "students": [(place, place.user_id in mine) for place in places if place.is_current_student],
        "manages": manages_classes(request.user),
        "teaches": is_teacher_of(request.user, room.pk),
        "lists": recent_lists(request.user, room, clock.now()),
    }
    return render(request, "classes/people.html", context)


@require_http_methods(GET_OR_POST)
def student_move(request: HttpRequest, classroom, person) -> HttpResponse:
    room = managed_or_404(request, classroom)
    places = Enrolment.objects.current().students().filter(classroom=room).select_related("user")
    place = get_object_or_404(places, user__public_id=person)
    rooms = Classroom.objects.manageable_by(request.user).filter(term__archived_at=None).exclude(pk=room.pk)
    form = MoveForm(request.POST or None, rooms=rooms.select_related("term"))
    context = {"classroom": room, "place": place, "form": form}
    if request.method != "POST":
        return render(request, "classes/student_move.html", context)
    if not form.is_valid():
        return invalid(request, "classes/student_move.html", context)
    try:
        new = move_student(enrolment=place, to=form.cleaned_data["to"], by=request.user)
    except ClassError as error:
        return conflict(request, error)
    messages.success(request, f"{place.user} is now in {new.classroom}. The work done in {room} is kept.")
    return redirect("classes:people", new.classroom.public_id)


@require_http_methods(GET_OR_POST)
def passphrase_reset(request: HttpRequest, person) -> HttpResponse:
    """By an admin for anybody, by a teacher for her own students: first what it does, then the new passphrase, once."""
    them = get_object_or_404(resettable_by(request.user, User.objects), public_id=person)
    back = reverse("accounts:person", args=[them.public_id]) if manages_classes(request.user) else "/"
    context = {"person": them, "back": back}
    if request.method != "POST":
        return render(request, "classes/passphrase_reset.html", context)
    context["passphrase"] = reset_passphrase(person=them, by=request.user)
    return render(request, "accounts/passphrase_once.html", context)
