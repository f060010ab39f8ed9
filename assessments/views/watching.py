"""A class at a test, as its teachers and markers watch it; more time for all; opening again; answers that were kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from assessments.actions.accepting import accept_answer
from assessments.actions.timing import reopen_attempt
from assessments.errors import CannotAccept, CannotReopen, MarkedMeanwhile
from assessments.forms.watching import AcceptForm, AddTimeForm, ReopenForm
from assessments.models import Answer, AssignedAssessment, Attempt
from assessments.queries.watching import cut_short, kept_answers, told_events, watch_counts, watched
from assessments.views.marking import markable
from coursesite import clock
from coursesite.audit.actions import record
from coursesite.classes.actions import add_minutes
from coursesite.classes.errors import ClassError
from coursesite.classes.policy import is_teacher_of
from coursesite.classes.views.time import followed
from coursesite.ui.forms import invalid
from coursesite.ui.views import conflict

PAGE, LOG = "assessments/watch.html", "assessments/attempt_log.html"


def for_teachers(request: HttpRequest, given: AssignedAssessment) -> None:
    """Markers watch; teachers give time."""
    if not is_teacher_of(request.user, given.assignment.classroom_id):
        raise PermissionDenied("Only teachers of this class can change time and answers.")


@require_safe
def watch(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Who has begun, how far, how long they have. Drawn by the server; the page's script asks for it again."""
    given = markable(request, classroom, assignment)
    return render(request, PAGE, _page(request, given, AddTimeForm()))


def _page(request: HttpRequest, given: AssignedAssessment, form: AddTimeForm) -> dict:
    now = clock.now()
    lines = watched(given.assignment, now)
    teaches = is_teacher_of(request.user, given.assignment.classroom_id)
    return {
        "classroom": given.assignment.classroom,
        "assignment": given.assignment,
        "given": given,
        "lines": lines,
        "counts": watch_counts(lines),
        "now": now,
        "teaches": teaches,
        "form": form,
        "cut_short": len(cut_short(given.assignment, now)) if teaches else 0,
    }


@require_safe
def watch_cut_short(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Whom the closing date cuts short: a page of its own, since it names who has extra time. Each look is recorded."""
    given = markable(request, classroom, assignment)
    for_teachers(request, given)
    places = cut_short(given.assignment, clock.now())
    for place in places:
        record(
            by=request.user, verb="accommodation_view", target=place.user, classroom_id=given.assignment.classroom_id
        )
    context = {"classroom": given.assignment.classroom, "assignment": given.assignment, "places": places}
    return render(request, "assessments/watch_cut_short.html", context)


@require_POST
def watch_add_time(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Minutes for the whole class: for who is at it, and who begins later."""
    given = markable(request, classroom, assignment)
    for_teachers(request, given)
    form = AddTimeForm(request.POST)
    if not form.is_valid():
        return invalid(request, PAGE, _page(request, given, form))
    try:
        done = add_minutes(assignment=given.assignment, minutes=form.cleaned_data["minutes"], by=request.user)
    except ClassError as refusal:
        return conflict(request, refusal)
    messages.success(request, f"{form.cleaned_data['minutes']} minutes more for everybody.{followed(done.attempts)}")
    return redirect("assessments:watch", classroom, assignment)


def attempt_or_404(request: HttpRequest, given: AssignedAssessment, attempt) -> Attempt:
    attempts = Attempt.objects.markable_by(request.user).select_related("work__enrolment__user", "student")
    return get_object_or_404(attempts, public_id=attempt, work__assignment=given.assignment_id)


@require_safe
def attempt_log(request: HttpRequest, classroom, assignment, attempt) -> HttpResponse:
    """What happened to one attempt. Once it is handed in: the answers that were kept beside those that count."""
    given = markable(request, classroom, assignment)
    return render(request, LOG, _log(request, given, attempt_or_404(request, given, attempt), ReopenForm()))


def _log(request: HttpRequest, given: AssignedAssessment, found: Attempt, form: ReopenForm, **more) -> dict:
    return {
        "classroom": given.assignment.classroom,
        "assignment": given.assignment,
        "attempt": found,
        "events": told_events(found),
        "kept": kept_answers(found) if found.submitted_at else [],
        "teaches": is_teacher_of(request.user, given.assignment.classroom_id),
        "form": form,
    } | more


@require_POST
def attempt_reopen(request: HttpRequest, classroom, assignment, attempt) -> HttpResponse:
    given = markable(request, classroom, assignment)
    found = attempt_or_404(request, given, attempt)
    for_teachers(request, given)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return invalid(request, LOG, _log(request, given, found, form, problems=form))
    try:
        reopen_attempt(attempt=found, by=request.user, **form.cleaned_data)
    except (CannotReopen, MarkedMeanwhile) as refusal:
        return conflict(request, refusal)
    messages.success(request, f"Open again for {found.student.name}, who reads “You have more time”.")
    return redirect("assessments:watch", classroom, assignment)


@require_POST
def answer_accept(request: HttpRequest, classroom, assignment, attempt) -> HttpResponse:
    given = markable(request, classroom, assignment)
    found = attempt_or_404(request, given, attempt)
    for_teachers(request, given)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return invalid(request, LOG, _log(request, given, found, ReopenForm(), problems=form))
    answer = get_object_or_404(Answer, pk=form.cleaned_data["answer"], item__attempt=found)
    try:
        accept_answer(answer=answer, by=request.user, reason=form.cleaned_data["reason"])
    except (CannotAccept, MarkedMeanwhile) as refusal:
        return conflict(request, refusal)
    messages.success(request, f"It counts now as the answer of {found.student.name}, and is marked anew.")
    return redirect("assessments:attempt_log", classroom, assignment, attempt)
