"""A student's way through a task: what it is, beginning, answering, looking over, handing in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import late
from assessments.actions.attempts import flag_questions, start_attempt
from assessments.actions.finishing import finish_attempt
from assessments.errors import CannotStart, Unanswered
from assessments.forms.answering import AskForm, FlagForm, HandInForm
from assessments.queries.taking import given_lesson, sheets_of, task_of
from assessments.views.answering import (
    find_attempt,
    find_given,
    frame,
    next_url,
    open_page,
    question_url,
    receipt_url,
    save_form,
    sent_from,
    too_late,
)
from coursesite import clock
from coursesite.classes.policy import is_student_of


@require_GET
def task(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = find_given(request, classroom, assignment)
    find_attempt(request, given)
    now = clock.now()
    found = task_of(given, request.user, now)
    context = frame(given) | {
        "task": found,
        "may_start": found.may_start(now),
        "minutes_left": found.minutes_left(now),
        "late_words": late.rule_words(given.assignment),
        "is_student": is_student_of(request.user, given.assignment.classroom_id),
        "lesson": given_lesson(given.assignment.classroom_id, given.assessment.lesson_id),
        "on_paper": found.on_paper,
        "not_open_yet": found.when.opens_at is not None and now < found.when.opens_at,
    }
    return render(request, "assessments/task.html", context)


@require_POST
def attempt_start(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = find_given(request, classroom, assignment)
    enrolment = request.user.enrolments.current().students().filter(classroom=given.assignment.classroom_id).first()
    if enrolment is None:
        raise PermissionDenied("Only students of this class can start this task.")
    try:
        start_attempt(given=given, enrolment=enrolment, by=request.user)
    except CannotStart as refusal:
        messages.warning(request, str(refusal))
        return redirect("assessments:task", classroom, assignment)
    return redirect("assessments:attempt", classroom, assignment)


@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """The questions as one form, or one at a time. Posting it saves what was changed; the script saves as one writes."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None and request.method == "POST":
        return too_late(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    if request.method == "POST":
        return save_form(request, given, found) or redirect(next_url(request, given))
    return open_page(request, given, found)


@require_POST
def attempt_flag(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """For the page's script: the student wants, or no longer wants, to come back to a question."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    form = FlagForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    slot = form.cleaned_data["slot"]
    flag_questions(attempt_id=found.public_id, by=request.user, flags={slot: form.cleaned_data["flagged"]})
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def attempt_cite(request: HttpRequest, classroom, assignment, slot: int) -> HttpResponse:
    """Without script: save, with the chosen passage's token at the end of the answer. Loaded anew: the question."""
    given = find_given(request, classroom, assignment)
    if request.method != "POST":
        return redirect(question_url(given, slot))
    found = find_attempt(request, given)
    if found is None:
        return too_late(request, given)
    return save_form(request, given, found, cite=slot) or redirect(question_url(given, slot))


@require_http_methods(["GET", "POST"])
def attempt_review(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Everything at a glance before handing in. Posting the answers here saves them first."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None and request.method == "POST":
        return too_late(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    if request.method == "POST":
        return save_form(request, given, found) or redirect("assessments:attempt_review", classroom, assignment)
    sheets = sheets_of(found, shown=())
    blanks = [sheet for sheet in sheets if not sheet.is_answered]
    form = AskForm(request.GET)
    asks = form.is_valid() and form.cleaned_data["asks"] and blanks
    context = frame(given) | {"attempt": found, "sheets": sheets, "blanks": blanks, "asks": asks}
    return render(request, "assessments/attempt_review.html", context)


@require_POST
def attempt_hand_in(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """One click; where something is not answered, a second that names it. Twice gives the same receipt."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        stale = sent_from(request, given)
        return redirect(
            receipt_url(given, stale) if stale else reverse("assessments:receipt", args=[classroom, assignment])
        )
    form = HandInForm(request.POST)
    sure = form.is_valid() and form.cleaned_data["sure"]
    try:
        finish_attempt(attempt_id=found.public_id, by=request.user, ops=[], known={}, sure=sure)
    except Unanswered:
        return redirect(f"{reverse('assessments:attempt_review', args=[classroom, assignment])}?asks=on")
    return redirect("assessments:receipt", classroom, assignment)
