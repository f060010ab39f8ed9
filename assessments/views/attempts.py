"""A student's way through a task: what it is, beginning, answering, looking over, handing in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.actions.attempts import finalize_attempt, hand_in_attempt, is_over, start_attempt
from assessments.actions.files import keep_files
from assessments.actions.saving import CONFLICT, LATE, save_answers
from assessments.errors import CannotStart
from assessments.forms.answering import AnswersForm, AskForm, HandInForm
from assessments.forms.files import FilesForm
from assessments.kinds.upload import most_files
from assessments.models import AssignedAssessment, Attempt
from assessments.queries.taking import (
    first_guess,
    given_lesson,
    newest_answers,
    saved_values,
    sheets_of,
    show_files,
    task_of,
)
from assessments.sheets import Sheet
from coursesite import clock
from coursesite.classes.policy import is_student_of
from coursesite.ui.forms import invalid
from lessons.sources.render import stored_html


def find_given(request: HttpRequest, classroom, assignment) -> AssignedAssessment:
    """What a class of the user was given; else 404."""
    return get_object_or_404(
        AssignedAssessment.objects.visible_to(request.user).select_related("assessment", "assignment__classroom"),
        assignment__public_id=assignment,
        assignment__classroom__public_id=classroom,
    )


def find_attempt(request: HttpRequest, given: AssignedAssessment) -> Attempt | None:
    """The user's open attempt. One whose time is over is handed in now, and then there is none."""
    attempt = Attempt.objects.owned_by(request.user).filter(work__assignment=given.assignment_id).open().first()
    if attempt and is_over(attempt) and finalize_attempt(attempt_id=attempt.public_id):
        messages.info(request, "The time for this was over. What you had saved has been handed in.")
        return None
    return attempt


def frame(given: AssignedAssessment) -> dict:
    """What every page of a task needs."""
    return {
        "instructions": stored_html(given.assessment.instructions),
        "given": given,
        "assessment": given.assessment,
        "assignment": given.assignment,
        "classroom": given.assignment.classroom,
    }


@require_GET
def task(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = find_given(request, classroom, assignment)
    find_attempt(request, given)
    now = clock.now()
    found = task_of(given, request.user, now)
    context = frame(given) | {
        "task": found,
        "may_start": found.may_start(now),
        "is_student": is_student_of(request.user, given.assignment.classroom_id),
        "lesson": given_lesson(given.assignment.classroom_id, given.assessment.lesson_id),
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
    """All questions as one form. Posting it saves what was changed; the page's script saves as one writes."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    if request.method == "POST":
        return save_form(request, given, found) or redirect("assessments:attempt", classroom, assignment)
    return answer_page(request, given, found, sheets_of(found))


@require_POST
def attempt_cite(request: HttpRequest, classroom, assignment, slot: int) -> HttpResponse:
    """Without script: save, with the chosen passage's token at the end of the answer."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    return save_form(request, given, found, cite=slot) or redirect("assessments:attempt", classroom, assignment)


@require_http_methods(["GET", "POST"])
def attempt_review(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """Everything at a glance before handing in. Posting the answers here saves them first."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        return redirect("assessments:task", classroom, assignment)
    if request.method == "POST":
        return save_form(request, given, found) or redirect("assessments:attempt_review", classroom, assignment)
    form, context = AskForm(request.GET), review_context(given, found)
    asks = form.is_valid() and form.cleaned_data["asks"] and context["blanks"]
    return render(request, "assessments/attempt_review.html", context | {"asks": asks})


@require_POST
def attempt_hand_in(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """One click; where something is not answered, a second that names it. Twice gives the same receipt."""
    given = find_given(request, classroom, assignment)
    found = find_attempt(request, given)
    if found is None:
        return redirect("assessments:receipt", classroom, assignment)
    form = HandInForm(request.POST)
    blanks = review_context(given, found)["blanks"]
    if blanks and not (form.is_valid() and form.cleaned_data["sure"]):
        return redirect(f"{reverse('assessments:attempt_review', args=[classroom, assignment])}?asks=on")
    hand_in_attempt(attempt_id=found.public_id, by=request.user)
    return redirect("assessments:receipt", classroom, assignment)


def review_context(given: AssignedAssessment, found: Attempt) -> dict:
    sheets = sheets_of(found, shown=())
    return frame(given) | {
        "attempt": found,
        "sheets": sheets,
        "blanks": [sheet for sheet in sheets if not sheet.is_answered],
    }


def answer_page(request: HttpRequest, given: AssignedAssessment, found: Attempt, sheets: list[Sheet], **more):
    room = given.assignment.classroom_id
    lesson = given.assessment.lesson_id
    context = frame(given) | {
        "attempt": found,
        "sheets": sheets,
        "lesson": given_lesson(room, lesson),
        "guess": first_guess(request.user, room, lesson) if given.assessment.kind == "essay" else "",
        "now": clock.now(),
    }
    status = more.pop("status", 200)
    return render(request, "assessments/attempt.html", context | more, status=status)


def save_form(
    request: HttpRequest, given: AssignedAssessment, found: Attempt, cite: int = 0, files: int = 0
) -> HttpResponse | None:
    """Save what was changed. None when all is saved; else the page again: 422 with what to do, 409 with both texts.

    `files` is the number of a question to which the form brings files, or from which it takes one.
    """
    sheets = sheets_of(found)
    form = AnswersForm(request.POST, sheets=sheets)
    if not form.is_valid() or (files and not bring_files(request, form, files)):
        form.show_typed()
        show_files(found, sheets)
        context = frame(given) | {"attempt": found, "sheets": sheets, "form": form, "now": clock.now()}
        return invalid(request, "assessments/attempt.html", context)
    form.cite(cite)
    ops = form.changes(saved_values(found))
    saved = save_answers(attempt_id=found.public_id, ops=ops, by=request.user)
    kept = {one.slot: one.kept_as or one.result for one in saved.results}
    if LATE in kept.values():
        messages.warning(request, "This was handed in already. What you sent now is kept as late, and not counted.")
        return redirect("assessments:receipt", given.assignment.classroom.public_id, given.assignment.public_id)
    if CONFLICT in kept.values():
        return conflict_page(request, given, found, form, {slot for slot, kind in kept.items() if kind == CONFLICT})
    if ops:
        messages.success(request, "Saved.")
    return None


def bring_files(request: HttpRequest, form: AnswersForm, slot: int) -> bool:
    """Put what was brought into the answers of a valid form, and take out what goes. False where it is refused."""
    sheet = next(one for one in form.sheets if one.number == slot)
    held = form.cleaned_data[f"answer-{slot}"]
    files = FilesForm(request.POST, request.FILES, slot=slot, held=held, most=most_files(sheet.body))
    if not files.is_valid():
        form.add_error(f"answer-{slot}", files.words)
        return False
    brought = keep_files(files=files.cleaned_data["file"], by=request.user)
    form.cleaned_data[f"answer-{slot}"] = [one for one in held if one != files.cleaned_data["remove"]] + brought
    return True


def conflict_page(request: HttpRequest, given, found, form: AnswersForm, slots: set[int]) -> HttpResponse:
    """Both texts side by side, for the student to choose. What was not in conflict is saved."""
    newest = newest_answers(found)
    for sheet in form.sheets:
        rev, value = newest.get(sheet.number, (0, sheet.value))
        sheet.rev = rev
        if sheet.number in slots:
            sheet.in_conflict, sheet.other = True, value
            sheet.value = form.cleaned_data[f"answer-{sheet.number}"]
        else:
            sheet.value = value
    show_files(found, form.sheets)
    return answer_page(request, given, found, form.sheets, status=409)
