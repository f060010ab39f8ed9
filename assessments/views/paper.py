"""Work on paper: keying in its marks by list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.actions.paper import key_paper_marks, undo_paper_marks
from assessments.errors import CannotUndo, MarkedMeanwhile
from assessments.forms.paper import ORDERS, OrderForm, PaperList, UndoListForm
from assessments.models import AssignedAssessment
from assessments.queries.paper import last_keyed, paper_rows
from assessments.views.marking import markable
from coursesite import clock
from coursesite.ui.forms import UNPROCESSABLE
from coursesite.ui.views import conflict

CONFLICT = 409


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
