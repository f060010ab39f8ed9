"""What comes after handing in: the receipt, and the feedback once it is released."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.actions.attempts import is_over
from assessments.forms.answering import TryForm
from assessments.kinds.base import is_blank
from assessments.models import AssignedAssessment, Attempt
from assessments.queries.feedback import has_points, released_grade, seen_items, seen_tries, which_counts_words
from assessments.queries.lateness import late_said
from assessments.queries.paper import paper_grade
from assessments.queries.releasing import answers_may_be_shown
from assessments.receipts import receipt_code
from assessments.views.answering import find_attempt, frame
from coursesite import clock
from coursesite.classes import due
from coursesite.classes.actions.work import see_feedback
from coursesite.classes.policy import roles_of
from coursesite.classes.queries import extra_of


def find_own(request: HttpRequest, classroom, assignment) -> AssignedAssessment:
    """What a class of the user was given, or what the user handed in before leaving the class; else 404."""
    return get_object_or_404(
        AssignedAssessment.objects.visible_or_handed_in_by(request.user).select_related(
            "assessment", "assignment__classroom"
        ),
        assignment__public_id=assignment,
        assignment__classroom__public_id=classroom,
    )


def page_of(request: HttpRequest, given: AssignedAssessment) -> dict:
    """The frame of both pages. Who has left the class finds no way into it there, only back to the grades."""
    return frame(given) | {"has_left": given.assignment.classroom_id not in roles_of(request.user)}


def find_finished(request: HttpRequest, given) -> Attempt:
    """The user's handed-in attempt: the try that is asked for, else the newest; else 404."""
    attempts = Attempt.objects.owned_by(request.user).filter(work__assignment=given.assignment_id)
    attempts = attempts.select_related("work").order_by("-number")
    if any(one.submitted_at is None and is_over(one) for one in attempts):
        find_attempt(request, given)
        attempts = attempts.all()
    form = TryForm(request.GET)
    number = form.cleaned_data["number"] if form.is_valid() else None
    found = [one for one in attempts if one.submitted_at and number in (None, one.number)]
    if not found:
        raise Http404
    return found[0]


@require_GET
def receipt(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """When it was handed in, how many answers, and a short code to note down."""
    given = find_own(request, classroom, assignment)
    found = find_finished(request, given)
    items = list(found.items.all())
    when = due.dates(given.assignment, found.work, extra_of(request.user).extra_days)
    found.work.assignment = given.assignment
    grade = released_grade(found.work_id, request.user, clock.now())
    context = page_of(request, given) | {
        "attempt": found,
        "late": late_said(grade, found),
        "code": receipt_code(found.public_id, [(item.slot, item.final_rev) for item in items]),
        "answered": sum(not is_blank(item.value) for item in items),
        "asked": len(items),
        "due_at": when.due_at,
        "grade": grade,
        "has_points": grade is None and has_points(found, request.user, clock.now()),
    }
    return render(request, "assessments/receipt.html", context)


@require_GET
def feedback(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """What is released, and nothing before; right answers only when nobody of the class can answer any more."""
    given = find_own(request, classroom, assignment)
    try:
        found = find_finished(request, given)
    except Http404:
        return _paper_feedback(request, given)
    now = clock.now()
    grade = released_grade(found.work_id, request.user, now)
    key_open = grade is not None and answers_may_be_shown(given, now)
    if found.work.feedback_seen_at is None:
        see_feedback(work=found.work)
    tries = seen_tries(found.work_id, request.user, now) if given.tries > 1 or found.number > 1 else []
    items = seen_items(found, request.user, now, with_key=key_open)
    context = page_of(request, given) | {
        "attempt": found,
        "late": late_said(grade, (grade and grade.attempt) or found),
        "grade": grade,
        "tries": tries if len(tries) > 1 else [],
        "which_counts": which_counts_words(given.which_counts, tries, grade) if len(tries) > 1 else "",
        "waits_for_close": given.feedback == "closed" and found.work.feedback_at is not None,
        "items": items,
        "has_points": any(one.score for one in items),
        "key_open": key_open,
    }
    return render(request, "assessments/feedback.html", context)


def _paper_feedback(request: HttpRequest, given: AssignedAssessment) -> HttpResponse:
    """The released mark of work on paper, of which the site has no answers; else 404."""
    grade = paper_grade(given, request.user, clock.now())
    if grade is None:
        raise Http404
    if grade.work.feedback_seen_at is None:
        see_feedback(work=grade.work)
    return render(request, "assessments/feedback.html", page_of(request, given) | {"grade": grade})
