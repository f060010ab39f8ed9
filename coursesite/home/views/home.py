"""The first page of each role, and the home of one class."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coursesite import clock
from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_teacher_of
from coursesite.classes.queries import roster
from coursesite.home.policy import faces_of, sees_as_teacher
from coursesite.home.queries.student import class_rows_of_student, student_home
from coursesite.home.queries.teacher import overviews, school_figures


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Home in the first of one's roles, or in the one asked for with ?as=."""
    faces = faces_of(request.user)
    face = request.GET.get("as", "")
    face = face if face in faces else faces[0]
    now = clock.now()
    context = {"face": face, "faces": faces, "now": now}
    if face == "admin":
        context["figures"] = school_figures()
    elif face == "teacher":
        context |= teacher_numbers(request, now)
    else:
        context["mine"] = student_home(request.user, now)
    return render(request, f"home/{face}_home.html", context)


def teacher_numbers(request: HttpRequest, now) -> dict:
    found = overviews(Classroom.objects.marked_by(request.user), now)
    return {
        "overviews": found,
        "to_mark": sum(one.to_mark_count for one in found),
        "missing": sum(one.missing_count for one in found),
        "starting": [line for one in found for line in one.starting(now)],
        "looks": sum(len(one.looks) + len(one.flags) for one in found),
    }


@require_safe
def class_home(request: HttpRequest, classroom) -> HttpResponse:
    """The plan of one class: a student's own rows, or how far the class is."""
    rooms = Classroom.objects.visible_to(request.user).select_related("term")
    room = get_object_or_404(rooms, public_id=classroom)
    now = clock.now()
    if not sees_as_teacher(request.user, room):
        teaching = [place for place in roster(room.pk) if not place.is_current_student]
        rows = class_rows_of_student(request.user, room, now)
        return render(request, "home/class_home.html", {"classroom": room, "rows": rows, "teaching": teaching})
    overview = overviews(Classroom.objects.filter(pk=room.pk), now)[0]
    context = {
        "classroom": room,
        "overview": overview,
        "starting": overview.starting(now),
        "next": overview.ahead(now),
        "teaches": is_teacher_of(request.user, room.pk),
    }
    return render(request, "home/class_home_teacher.html", context)
