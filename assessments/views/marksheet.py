"""Marking one student's answers: the rubric beside the text, the cited passages beside both."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.actions.marking import save_sheet
from assessments.errors import MarkedMeanwhile
from assessments.forms.marking import CommentForm, PartForm
from assessments.models import AssignedAssessment, Attempt, Comment
from assessments.queries.lateness import late_said
from assessments.queries.marking import HandIn, hand_ins, newest_grades
from assessments.queries.marksheet import SheetItem, SheetPart, mark_sheet
from assessments.totals import plain
from assessments.views.marking import markable
from coursesite import clock
from coursesite.ui.words import clock_time

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class ItemForms:
    """A question on the sheet with its forms."""

    sheet: SheetItem
    parts: list[PartForm]
    comment: CommentForm
    theirs: Comment | None = None  # after a conflict: the comment that somebody else wrote meanwhile

    @property
    def all(self) -> list[PartForm | CommentForm]:
        return [*self.parts, self.comment]


def _part_form(sheet: SheetItem, part: SheetPart, data) -> PartForm:
    score = part.score
    initial = {
        "seen": score.n if score else 0,
        "level": str(score.level_id) if score and score.level_id else None,
        "points": f"{score.points.normalize():f}" if score and score.points is not None else None,
    }
    return PartForm(
        data,
        item=sheet.item,
        part=part.key,
        title=part.title,
        levels=part.levels,
        scores=part.scores,
        initial=initial,
    )


def _forms(sheets: list[SheetItem], data=None) -> list[ItemForms]:
    found = []
    for sheet in sheets:
        said = sheet.comment
        initial = {"text": said.text if said else "", "seen": said.n if said else 0}
        comment = CommentForm(data, item=sheet.item, comments=sheet.comments, initial=initial)
        found.append(ItemForms(sheet, [_part_form(sheet, part, data) for part in sheet.parts], comment))
    return found


def _save(items: list[ItemForms], by) -> None:
    """Write what was changed. MarkedMeanwhile where somebody else was quicker, and then nothing is written."""
    parts = [form for one in items for form in one.parts if form.is_given]
    comments = [one.comment for one in items if one.comment.is_given]
    save_sheet(
        marks=[form.mark for form in parts],
        comments=[{"item": form.item} | form.cleaned_data for form in comments],
        by=by,
    )


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
    by_script = request.headers.get("X-Save") == "part"
    checked = [form.is_valid() for one in items for form in one.all]  # every form, so that each says what is wrong
    if not all(checked):
        return _refused(items) if by_script else _page(request, given, found, items, status=UNPROCESSABLE)
    try:
        _save(items, request.user)
    except MarkedMeanwhile as problem:
        if by_script:
            return _told(given, found, status=CONFLICT)
        messages.warning(request, str(problem))
        return _page(request, given, found, _after_conflict(items, found), status=CONFLICT)
    return _told(given, found) if by_script else _after_saving(request, given, found)


def _after_conflict(items: list[ItemForms], attempt: Attempt) -> list[ItemForms]:
    """The sheet as it stands, and in it what was chosen and typed. Where both wrote a comment, both are shown."""
    fresh = _forms(mark_sheet(attempt))
    for old, new in zip(items, fresh, strict=True):
        for mine, part in zip(old.parts, new.parts, strict=True):
            if mine.is_given and mine.cleaned_data["seen"] == part.initial["seen"]:
                part.initial |= {"level": mine.cleaned_data.get("level"), "points": mine.cleaned_data.get("points")}
        if old.comment.is_given:
            meanwhile = new.comment.initial["seen"] > old.comment.cleaned_data["seen"]
            new.theirs = new.sheet.comment if meanwhile else None
            new.comment.initial["text"] = old.comment.cleaned_data["text"]
    return fresh


def _refused(items: list[ItemForms]) -> JsonResponse:
    problems = [str(words) for one in items for form in one.all for said in form.errors.values() for words in said]
    return JsonResponse({"code": "invalid", "problems": problems}, status=UNPROCESSABLE)


def _told(given: AssignedAssessment, attempt: Attempt, status: int = 200) -> JsonResponse:
    """The sheet as it stands now, for the script: each field with its number, value and author; the sum; what is next."""
    sheets = mark_sheet(attempt)
    zone = ZoneInfo(given.assignment.classroom.zone)
    return JsonResponse(
        {
            "fields": {name: told for one in _forms(sheets) for name, told in _fields(one)},
            "sum": _sum(sheets),
            "saved": clock_time(clock.now(), zone),
            "next": _next_address(given, attempt),
        },
        status=status,
    )


def _fields(one: ItemForms) -> Iterator[tuple[str, dict]]:
    """Each field of a question: its name and what the database says of it."""
    for form, part in zip(one.parts, one.sheet.parts, strict=True):
        name = "level" if part.levels else "points"
        by = str(part.score.by) if part.score else ""
        points = plain(part.score.points) if part.score and part.score.points is not None else ""
        told = {"title": part.title, "by": by, "words": points and f"{points} points"}
        yield form.add_prefix(name), _numbered(form, name) | told
    said = one.sheet.comment
    told = {"title": "Comment", "by": str(said.by) if said else "", "words": said.text if said else ""}
    yield one.comment.add_prefix("text"), _numbered(one.comment, "text") | told


def _numbered(form: PartForm | CommentForm, name: str) -> dict:
    return {"value": form.initial[name] or "", "seen": form.initial["seen"], "seen_field": form.add_prefix("seen")}


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
    if request.POST.get("go") != "next":
        return redirect("assessments:mark", *_address(given), attempt.public_id)
    return redirect(_next_address(given, attempt))


def _address(given: AssignedAssessment) -> list:
    return [given.assignment.classroom.public_id, given.assignment.public_id]


def _next_address(given: AssignedAssessment, attempt: Attempt) -> str:
    """The next answer that is not marked yet; the list of hand-ins where there is none."""
    following = _neighbours(hand_ins(given.assignment, clock.now()), attempt)[2]
    if following is None:
        return reverse("assessments:hand_ins", args=_address(given))
    return reverse("assessments:mark", args=[*_address(given), following.public_id])


def _neighbours(lines: list[HandIn], attempt: Attempt) -> tuple[Attempt | None, Attempt | None, Attempt | None]:
    """The attempts before and after this one in the register, and the next one that is not marked yet."""
    lines = [line for line in lines if line.attempt]
    at = next((n for n, line in enumerate(lines) if attempt in line.tries), -1)
    before = lines[at - 1].attempt if at > 0 else None
    after = lines[at + 1].attempt if 0 <= at < len(lines) - 1 else None
    rotated = lines[at + 1 :] + lines[: at + 1]
    unmarked = (line.attempt for line in rotated if line.attempt and line.to_mark and line.attempt.pk != attempt.pk)
    return before, after, next(unmarked, None)


def _page(
    request, given: AssignedAssessment, attempt: Attempt, items: list[ItemForms], status: int = 200
) -> HttpResponse:
    lines = hand_ins(given.assignment, clock.now())
    grade = newest_grades([attempt.work_id]).get(attempt.work_id)
    attempt.work.assignment = given.assignment
    before, after, unmarked = _neighbours(lines, attempt)
    context = {
        "assignment": given.assignment,
        "classroom": given.assignment.classroom,
        "attempt": attempt,
        "items": items,
        "all_forms": [form for one in items for form in one.all],
        "lines": [line for line in lines if line.attempt],
        "tries": next((line.tries for line in lines if attempt in line.tries), ()),
        "marked": sum(line.attempt is not None and not line.to_mark for line in lines),
        "sum": _sum([one.sheet for one in items]),
        "grade": grade,
        "late": late_said(grade, attempt),
        "before": before,
        "after": after,
        "unmarked": unmarked,
        "invalid": status == UNPROCESSABLE,
    }
    return render(request, "assessments/mark.html", context, status=status)
