"""Work on paper: copies for a class, and keying in their marks by list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions.paper import key_paper_marks, undo_paper_marks
from assessments.errors import CannotUndo, MarkedMeanwhile
from assessments.forms.paper import ORDERS, CopiesForm, OrderForm, PaperList, UndoListForm
from assessments.models import AssignedAssessment
from assessments.papermarks import own_ids, paper_code
from assessments.queries.paper import last_keyed, paper_rows, paper_students
from assessments.queries.preview import paper_groups
from assessments.views.marking import markable
from coursesite import clock
from coursesite.ui.forms import UNPROCESSABLE
from coursesite.ui.views import conflict
from lessons.sources.render import stored_html

CONFLICT = 409


@require_safe
def paper_copies(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """To be printed: a copy for each student of the class, with name and code, or one without."""
    given = markable(request, classroom, assignment)
    form = CopiesForm(request.GET or {"copies": "named"}, auto_id="paper_%s")
    named = form.is_named
    people = [
        (place.user, paper_code(given.assignment.public_id, place.user.public_id))
        for place in (paper_students(given.assignment) if named else [])
    ]
    groups = paper_groups(given)
    questions = render_to_string("assessments/_paper_questions.html", {"groups": groups})
    context = {
        "classroom": given.assignment.classroom,
        "assignment": given.assignment,
        "instructions": stored_html(given.assessment.instructions),
        "form": form,
        "named": named,
        "wide": form.is_wide,
        "copies": [
            (person, code, stored_html(own_ids(questions, number)))
            for number, (person, code) in enumerate(people or ([] if named else [(None, "")]), 1)
        ],
        "now": clock.now(),
    }
    return render(request, "assessments/paper_copies.html", context)


@require_http_methods(["GET", "POST"])
def paper_marks(request: HttpRequest, classroom, assignment) -> HttpResponse:
    """A row for each student. Only rows that are filled in are stored, and nobody sees them before they are released."""
    given = markable(request, classroom, assignment)
    posted = request.POST if request.method == "POST" else None
    marks = PaperList(_rows(request, given), given.assignment.points, posted)
    if posted is None:
        return _page(request, given, marks)
    if marks.problems:
        return _page(request, given, marks, status=UNPROCESSABLE, problems=marks.problems, invalid=True)
    if not marks.given:
        messages.info(request, "Nothing was changed.")
        return redirect(request.get_full_path())
    try:
        key_paper_marks(assignment=given.assignment, marks=marks.marks, by=request.user)
    except MarkedMeanwhile as problem:
        messages.warning(request, str(problem))
        again = PaperList(_rows(request, given), given.assignment.points, kept=marks)
        return _page(request, given, again, status=CONFLICT)
    count = len(marks.given)
    messages.success(
        request, f"Stored for {count} student{'' if count == 1 else 's'}. Nobody sees it until you release."
    )
    return redirect(request.get_full_path())


def _rows(request: HttpRequest, given: AssignedAssessment):
    return paper_rows(given.assignment, clock.now(), by_code=OrderForm(request.GET).chosen() == "code")


def _page(request: HttpRequest, given: AssignedAssessment, marks: PaperList, status: int = 200, **more) -> HttpResponse:
    last = last_keyed(given.assignment, clock.now())
    context = {
        "classroom": given.assignment.classroom,
        "assignment": given.assignment,
        "marks": marks,
        "order": OrderForm(request.GET).chosen(),
        "orders": ORDERS,
        "last": last,
        "last_count": len(last.detail["works"]) if last else 0,
    }
    return render(request, "assessments/paper_marks.html", context | more, status=status)


@require_POST
def paper_marks_undo(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = markable(request, classroom, assignment)
    form = UndoListForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        undone, left = undo_paper_marks(assignment=given.assignment, event=form.cleaned_data["event"], by=request.user)
    except CannotUndo as refusal:
        return conflict(request, refusal)
    stays = f" {left} stayed, because they were released or marked again since." if left else ""
    messages.success(request, f"Taken back for {undone} student{'' if undone == 1 else 's'}.{stays}")
    return redirect("assessments:paper_marks", classroom, assignment)
