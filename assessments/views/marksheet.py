"""Marking one student's answers: the rubric beside the text, the cited passages beside both."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.marking import comment_on, score_part
from assessments.errors import MarkedMeanwhile
from assessments.forms.marking import CommentForm, PartForm
from assessments.models import AssignedAssessment, Attempt
from assessments.queries.marking import HandIn, hand_ins, newest_grades
from assessments.queries.marksheet import SheetItem, SheetPart, mark_sheet
from assessments.totals import plain
from assessments.views.marking import markable
from coursesite import clock

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class ItemForms:
    """A question on the sheet with its forms."""

    sheet: SheetItem
    parts: list[PartForm]
    comment: CommentForm

    @property
    def all(self) -> list[PartForm | CommentForm]:
        return [*self.parts, self.comment]


def _part_form(sheet: SheetItem, part: SheetPart, data) -> PartForm:
    score = part.score
    initial = {
        "seen": score.n if score else 0,
        "level": str(score.level_id) if score and score.level_id else None,
        "points": score.points.normalize() if score and score.points is not None else None,
    }
    return PartForm(data, item=sheet.item, part=part.key, title=part.title, levels=part.levels, initial=initial)


def _forms(sheets: list[SheetItem], data=None) -> list[ItemForms]:
    found = []
    for sheet in sheets:
        said = sheet.comment
        comment = CommentForm(
            data, item=sheet.item, initial={"text": said.text if said else "", "seen": said.n if said else 0}
        )
        found.append(ItemForms(sheet, [_part_form(sheet, part, data) for part in sheet.parts], comment))
    return found


def _save(items: list[ItemForms], by) -> None:
    """Write what was changed. MarkedMeanwhile where somebody else was quicker."""
    for one in items:
        for form in one.parts:
            if form.is_given:
                level = form.chosen_level()
                score_part(
                    item=form.item,
                    part=form.part,
                    seen=form.cleaned_data["seen"],
                    level=level,
                    points=None if level else form.cleaned_data.get("points"),
                    by=by,
                )
        if "text" in one.comment.changed_data:
            data = one.comment.cleaned_data
            comment_on(item=one.sheet.item, text=data["text"], seen=data["seen"], by=by)


@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, classroom, assignment, attempt) -> HttpResponse:
    given = markable(request, classroom, assignment)
    found = get_object_or_404(
        Attempt.objects.markable_by(request.user).select_related("work__enrolment", "student"),
        public_id=attempt,
        work__assignment=given.assignment,
        submitted_at__isnull=False,
    )
    items = _forms(mark_sheet(found), request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, given, found, items)
    checked = [form.is_valid() for one in items for form in one.all]  # every form, so that each says what is wrong
    if not all(checked):
        return _page(request, given, found, items, status=UNPROCESSABLE)
    try:
        _save(items, request.user)
    except MarkedMeanwhile as problem:
        messages.warning(request, str(problem))
        fresh = _forms(mark_sheet(found))
        for old, new in zip(items, fresh, strict=True):
            new.comment.initial["text"] = old.comment.cleaned_data["text"]
        return _page(request, given, found, fresh, status=CONFLICT)
    if request.headers.get("X-Save") == "part":
        return _saved(found)
    return _after_saving(request, given, found)


def _saved(attempt: Attempt) -> JsonResponse:
    """What the script needs to go on: the newest number of every part and comment, and the sum so far."""
    sheets = mark_sheet(attempt)
    seen = {}
    for one in _forms(sheets):
        for form in one.all:
            seen[form.add_prefix("seen")] = form.initial["seen"]
    return JsonResponse({"seen": seen, "sum": _sum(sheets)})


def _sum(sheets: list[SheetItem]) -> str:
    given = [
        part.score.points for sheet in sheets for part in sheet.parts if part.score and part.score.points is not None
    ]
    out_of = sum(sheet.item.points for sheet in sheets)
    parts = sum(len(sheet.parts) for sheet in sheets)
    left = f", {parts - len(given)} of {parts} parts to go" if len(given) < parts else ""
    return f"{plain(sum(given)) if given else '0'} of {plain(out_of)} points{left}"


def _after_saving(request: HttpRequest, given: AssignedAssessment, attempt: Attempt) -> HttpResponse:
    messages.success(request, f"Saved for {attempt.student}. Students see nothing until you release.")
    arguments = [given.assignment.classroom.public_id, given.assignment.public_id]
    if request.POST.get("go") != "next":
        return redirect("assessments:mark", *arguments, attempt.public_id)
    following = _neighbours(hand_ins(given.assignment, clock.now()), attempt)[2]
    if following is None:
        return redirect("assessments:hand_ins", *arguments)
    return redirect("assessments:mark", *arguments, following.public_id)


def _neighbours(lines: list[HandIn], attempt: Attempt) -> tuple[Attempt | None, Attempt | None, Attempt | None]:
    """The attempts before and after this one in the register, and the next one that is not marked yet."""
    attempts = [line.attempt for line in lines if line.attempt]
    ids = [one.pk for one in attempts]
    at = ids.index(attempt.pk) if attempt.pk in ids else -1
    before = attempts[at - 1] if at > 0 else None
    after = attempts[at + 1] if 0 <= at < len(attempts) - 1 else None
    rotated = lines[at + 1 :] + lines[: at + 1]
    unmarked = (line.attempt for line in rotated if line.attempt and not line.grade and line.attempt.pk != attempt.pk)
    return before, after, next(unmarked, None)


def _page(
    request, given: AssignedAssessment, attempt: Attempt, items: list[ItemForms], status: int = 200
) -> HttpResponse:
    lines = hand_ins(given.assignment, clock.now())
    before, after, unmarked = _neighbours(lines, attempt)
    context = {
        "assignment": given.assignment,
        "classroom": given.assignment.classroom,
        "attempt": attempt,
        "items": items,
        "all_forms": [form for one in items for form in one.all],
        "lines": [line for line in lines if line.attempt],
        "marked": sum(line.grade is not None for line in lines),
        "sum": _sum([one.sheet for one in items]),
        "grade": newest_grades([attempt.work_id]).get(attempt.work_id),
        "before": before,
        "after": after,
        "unmarked": unmarked,
        "invalid": status == UNPROCESSABLE,
    }
    return render(request, "assessments/mark.html", context, status=status)
