"""Help with reading: the questions by skill, and how much of them each student of a class gets."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coursesite.classes.models import Classroom, Enrolment
from coursesite.ui.forms import invalid
from lessons.actions.scaffolds import (
    change_scaffold,
    copy_scaffolds,
    delete_scaffold,
    move_scaffold,
    set_support,
    write_scaffold,
)
from lessons.errors import LessonError
from lessons.forms.scaffolds import LevelForm, NewScaffoldForm, ScaffoldForm, SkillForm, UpForm
from lessons.models import Scaffold, SupportLevel
from lessons.queries.scaffolds import own_shelf, skill_sets, support_levels


@require_safe
def scaffold_list(request: HttpRequest) -> HttpResponse:
    """One's own questions and the school's, by skill; which count is said."""
    mine = own_shelf(request.user)
    if mine is None and not Scaffold.objects.visible_to(request.user).exists():
        raise Http404
    editable = set(Scaffold.objects.editable_by(request.user).values_list("pk", flat=True))
    context = {"sets": skill_sets(request.user), "editable": editable, "shelf": mine}
    return render(request, "lessons/scaffold_list.html", context)


def scaffold_new(request: HttpRequest) -> HttpResponse:
    skill = SkillForm(request.GET)
    form = NewScaffoldForm(
        request.POST if request.method == "POST" else None,
        initial=skill.cleaned_data if skill.is_valid() else None,
        user=request.user,
    )
    if not form.fields["shelf"].queryset.exists():
        raise Http404
    if request.method != "POST":
        return render(request, "lessons/scaffold_new.html", {"form": form})
    if form.is_valid():
        try:
            write_scaffold(by=request.user, **form.cleaned_data)
            return redirect("lessons:scaffold_list")
        except LessonError as refusal:
            form.add_error(None, str(refusal))
    return invalid(request, "lessons/scaffold_new.html", {"form": form})


def _own_or_404(request: HttpRequest, pk: int) -> Scaffold:
    return get_object_or_404(Scaffold.objects.editable_by(request.user), pk=pk)


def scaffold_edit(request: HttpRequest, scaffold: int) -> HttpResponse:
    found = _own_or_404(request, scaffold)
    form = ScaffoldForm(request.POST if request.method == "POST" else None, instance=found)
    context = {"form": form, "scaffold": found}
    if request.method != "POST":
        return render(request, "lessons/scaffold_edit.html", context)
    if not form.is_valid():
        return invalid(request, "lessons/scaffold_edit.html", context)
    change_scaffold(by=request.user, scaffold=found, **form.cleaned_data)
    messages.success(request, "The question is saved. Students get it within a minute.")
    return redirect("lessons:scaffold_list")


@require_POST
def scaffold_move(request: HttpRequest, scaffold: int) -> HttpResponse:
    found = _own_or_404(request, scaffold)
    form = UpForm(request.POST)
    if form.is_valid():
        move_scaffold(by=request.user, scaffold=found, up=form.cleaned_data["up"])
    return redirect("lessons:scaffold_list")


@require_POST
def scaffold_delete(request: HttpRequest, scaffold: int) -> HttpResponse:
    found = _own_or_404(request, scaffold)
    delete_scaffold(by=request.user, scaffold=found)
    messages.success(request, f"Deleted: “{found.question}” To have it again, write it again.")
    return redirect("lessons:scaffold_list")


@require_POST
def scaffold_copy(request: HttpRequest) -> HttpResponse:
    """The school's questions of a skill onto one's own shelf."""
    mine = own_shelf(request.user)
    if mine is None:
        raise Http404
    form = SkillForm(request.POST)
    if form.is_valid():
        count = copy_scaffolds(by=request.user, shelf=mine, skill=form.cleaned_data["skill"])
        messages.success(request, f"{count} questions stand on your shelf now. Change them as you like.")
    return redirect("lessons:scaffold_list")


# -- How much of it -----------------------------------------------------------------------------------------


def _taught_or_404(request: HttpRequest, classroom: UUID) -> Classroom:
    return get_object_or_404(Classroom.objects.taught_by(request.user), public_id=classroom)


@require_safe
def support_list(request: HttpRequest, classroom: UUID) -> HttpResponse:
    """For the teachers of the class alone: no student sees another's help, and none sees a label."""
    room = _taught_or_404(request, classroom)
    context = {"classroom": room, "students": support_levels(room), "levels": SupportLevel.LEVELS}
    return render(request, "lessons/support_list.html", context)


@require_POST
def support_set(request: HttpRequest, classroom: UUID, person: UUID) -> HttpResponse:
    room = _taught_or_404(request, classroom)
    places = Enrolment.objects.current().students().filter(classroom=room).select_related("user")
    place = get_object_or_404(places, user__public_id=person)
    form = LevelForm(request.POST)
    if form.is_valid():
        set_support(by=request.user, enrolment=place, level=form.cleaned_data["level"])
        words = dict(SupportLevel.LEVELS)[form.cleaned_data["level"]]
        messages.success(request, f"{place.user.name}: {words.lower()}, from now on.")
    return redirect("lessons:support_list", room.public_id)
