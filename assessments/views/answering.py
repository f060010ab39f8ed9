"""The answering page: all questions or one at a time, and what a plain form sends from it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessments.actions.attempts import finalize_attempt, flag_questions, is_over
from assessments.actions.files import keep_files
from assessments.actions.saving import CONFLICT, LATE, save_answers
from assessments.forms.answering import AnswersForm, PageForm, WhichForm
from assessments.forms.files import FilesForm
from assessments.kinds.upload import most_files
from assessments.models import AssignedAssessment, Attempt
from assessments.policy import AttemptQuerySet
from assessments.queries.files import brought_today
from assessments.queries.newest import newest_answers
from assessments.queries.taking import first_guess, given_lesson, groups_of, saved_values, sheets_of, show_files
from assessments.sheets import Sheet
from coursesite import clock
from coursesite.ui.forms import Problem, invalid
from lessons.sources.render import stored_html

KEPT_AS_LATE = "This was handed in already. What you sent now is kept as late, and not counted."
MOST_A_DAY = 60  # files of one student: what she takes away again stays on the disk, as the answer log names it
TOO_MANY_TODAY = (
    f"You have brought {MOST_A_DAY} files since yesterday. Take this one to your teacher, or bring it tomorrow."
)


def find_given(request: HttpRequest, classroom, assignment) -> AssignedAssessment:
    """What a class of the user was given; else 404."""
    return get_object_or_404(
        AssignedAssessment.objects.visible_to(request.user).select_related("assessment", "assignment__classroom"),
        assignment__public_id=assignment,
        assignment__classroom__public_id=classroom,
    )


def find_attempt(request: HttpRequest, given: AssignedAssessment) -> Attempt | None:
    """The user's open attempt; for a form the one whose page sent it, where that is still open.

    One whose time is over is handed in now, and then there is none.
    """
    named = sent_from(request, given)
    attempt = named or own_attempts(request, given).open().first()
    if attempt is None or attempt.submitted_at:
        return None
    if is_over(attempt) and finalize_attempt(attempt_id=attempt.public_id):
        messages.info(request, "The time for this was over. What you had saved has been handed in.")
        return None
    return attempt


def own_attempts(request: HttpRequest, given: AssignedAssessment) -> AttemptQuerySet:
    return Attempt.objects.owned_by(request.user).filter(work__assignment=given.assignment_id)


def sent_from(request: HttpRequest, given: AssignedAssessment) -> Attempt | None:
    """The attempt whose page sent this form: number 2 is another question there than in the next try. 404 where it is
    no attempt of the user at this task; None where the form does not say."""
    form = WhichForm(request.POST)
    if not form.is_valid():
        raise Http404
    which = form.cleaned_data["attempt"]
    return get_object_or_404(own_attempts(request, given), public_id=which) if which else None


def receipt_url(given: AssignedAssessment, attempt: Attempt) -> str:
    room, assignment = given.assignment.classroom.public_id, given.assignment.public_id
    return f"{reverse('assessments:receipt', args=[room, assignment])}?number={attempt.number}"


def frame(given: AssignedAssessment) -> dict:
    """What every page of a task needs."""
    return {
        "instructions": stored_html(given.assessment.instructions),
        "given": given,
        "assessment": given.assessment,
        "assignment": given.assignment,
        "classroom": given.assignment.classroom,
    }


def question_url(given: AssignedAssessment, slot: int) -> str:
    """Where a question is answered: a page of its own, or its place on the page of all."""
    room, assignment = given.assignment.classroom.public_id, given.assignment.public_id
    url = reverse("assessments:attempt", args=[room, assignment])
    return f"{url}?q={slot}" if given.one_at_a_time else f"{url}#q{slot}"


def next_url(request: HttpRequest, given: AssignedAssessment) -> str:
    """Where a form that saved everything goes: to the question that its button names, else back to where it came from."""
    page = PageForm(request.POST)
    slot = (page.cleaned_data["go"] or page.cleaned_data["q"]) if page.is_valid() else None
    if slot and given.one_at_a_time:
        return question_url(given, slot)
    return reverse("assessments:attempt", args=[given.assignment.classroom.public_id, given.assignment.public_id])


def open_page(request: HttpRequest, given: AssignedAssessment, found: Attempt) -> HttpResponse:
    """All questions; or the one that is asked for, and without a number the first that is not answered."""
    if not given.one_at_a_time:
        return answer_page(request, given, found, sheets_of(found))
    page = PageForm(request.GET)
    here = page.cleaned_data["q"] if page.is_valid() else None
    sheets = sheets_of(found, shown=(here,))
    if here not in [sheet.number for sheet in sheets]:
        first = next((sheet for sheet in sheets if not sheet.is_answered), sheets[0])
        return redirect(question_url(given, first.number))
    return answer_page(request, given, found, sheets, here)


def answer_page(
    request: HttpRequest, given: AssignedAssessment, found: Attempt, sheets: list[Sheet], here: int = 0
) -> HttpResponse:
    return render(request, "assessments/attempt.html", page_context(request, given, found, sheets, here))


def page_context(
    request: HttpRequest, given: AssignedAssessment, found: Attempt, sheets: list[Sheet], here: int
) -> dict:
    """`sheets` are all questions, of which only `here` is drawn where they come one at a time: no word of another."""
    room, lesson = given.assignment.classroom_id, given.assessment.lesson_id
    here = here if given.one_at_a_time else 0
    drawn = [sheet for sheet in sheets if not given.one_at_a_time or sheet.number == here]
    return frame(given) | {
        "attempt": found,
        "sheets": sheets,
        "groups": groups_of(drawn),
        "here": here,
        "before": here - 1,
        "after": here + 1 if here and here < len(sheets) else 0,
        "lesson": given_lesson(room, lesson),
        "guess": first_guess(request.user, room, lesson) if given.assessment.kind == "essay" else "",
        "now": clock.now(),
    }


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
        context = page_context(request, given, found, sheets, form.first_sent) | {"form": form}
        return invalid(request, "assessments/attempt.html", context)
    form.cite(cite)
    flag_questions(attempt_id=found.public_id, by=request.user, flags=form.flags())
    ops = form.changes(saved_values(found))
    saved = save_answers(attempt_id=found.public_id, ops=ops, by=request.user)
    kept = {one.slot: one.kept_as or one.result for one in saved.results}
    if LATE in kept.values():
        messages.warning(request, KEPT_AS_LATE)
        return redirect(receipt_url(given, found))
    if CONFLICT in kept.values():
        return conflict_page(request, given, found, form, {slot for slot, kind in kept.items() if kind == CONFLICT})
    if ops:
        messages.success(request, "Saved.")
    return None


def too_late(request: HttpRequest, given: AssignedAssessment) -> HttpResponse:
    """What a page sent after the hand-in, from another tab or past the end: kept as late, and said. Never lost silently."""
    last = sent_from(request, given) or own_attempts(request, given).finished().order_by("-number").first()
    if last is None:
        return redirect("assessments:task", given.assignment.classroom.public_id, given.assignment.public_id)
    form = AnswersForm(request.POST, sheets=sheets_of(last))
    if form.is_valid():
        ops = form.changes(saved_values(last))
        save_answers(attempt_id=last.public_id, ops=ops, by=request.user)
        if ops:
            messages.warning(request, KEPT_AS_LATE)
    else:
        messages.warning(
            request, "This was handed in already. What you sent now could not be read, and is not counted."
        )
    return redirect(receipt_url(given, last))


def bring_files(request: HttpRequest, form: AnswersForm, slot: int) -> bool:
    """Put what was brought into the answers of a valid form, and take out what goes. False where it is refused."""
    sheet = next(one for one in form.sheets if one.number == slot)
    held = form.cleaned_data[f"answer-{slot}"]
    if request.FILES and brought_today(request.user) >= MOST_A_DAY:
        form.add_error(f"answer-{slot}", TOO_MANY_TODAY)
        return False
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
    words = "Question {} was answered in another tab as well. Choose which answer counts."
    asked = [Problem(words.format(one.number), f"{one.anchor}-other") for one in form.sheets if one.in_conflict]
    context = page_context(request, given, found, form.sheets, form.first_sent) | {"conflicts": asked}
    return render(request, "assessments/attempt.html", context, status=409)
