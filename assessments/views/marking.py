"""The grader's pages: who has handed in, marking one answer, releasing, the class table; and a student's own grades."""

import functools
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from assessments.actions.marking import TAKE_BACK_FOR, release_marks, take_back_release
from assessments.errors import NothingToRelease
from assessments.forms.marking import ListForm
from assessments.models import AssignedAssessment
from assessments.queries.marking import LISTS, HandIn, count_lists, hand_ins, own_grades, to_release
from assessments.queries.table import Cell, ClassTable, class_table
from assessments.totals import Mark, plain, total
from coursesite import clock
from coursesite.classes.models import Classroom
from coursesite.classes.policy import is_teacher_of
from lessons.sources.render import join


def markable(request: HttpRequest, classroom, assignment) -> AssignedAssessment:
    """The assigned assessment in a class that the user teaches or marks; else 404."""
    return get_object_or_404(
        AssignedAssessment.objects.markable_by(request.user).select_related("assessment", "assignment__classroom"),
        assignment__public_id=assignment,
        assignment__classroom__public_id=classroom,
    )


@require_GET
def hand_ins_page(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = markable(request, classroom, assignment)
    now = clock.now()
    lines = hand_ins(given.assignment, now)
    counts, state = count_lists(lines), ListForm(request.GET).chosen()
    context = {
        "classroom": given.assignment.classroom,
        "assignment": given.assignment,
        "lines": [line for line in lines if state in line.lists],
        "lists": [(name, words, counts[name]) for name, words in LISTS.items() if counts[name] or name != "left"],
        "counts": counts,
        "state": state,
        "list_words": LISTS[state],
        "to_release": _to_release(lines, now),
        "may_take_back": _unopened(lines, now),
        "teaches": is_teacher_of(request.user, given.assignment.classroom_id),
    }
    return render(request, "assessments/hand_ins.html", context)


def _to_release(lines: Sequence[HandIn], now) -> int:
    grades = {line.work.pk: line.grade for line in lines if line.work and line.grade}
    return len(to_release([one for line in lines for one in line.tries], grades, now)[1])


def _unopened(lines: Sequence[HandIn], now) -> int:
    works = [line.work for line in lines if line.work and line.work.feedback_at]
    return sum(now - TAKE_BACK_FOR <= work.feedback_at <= now and work.feedback_seen_at is None for work in works)


@require_POST
def release(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = markable(request, classroom, assignment)
    try:
        count = release_marks(assignment=given.assignment, by=request.user)
    except NothingToRelease as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(
            request, f"Released to {count} student{'' if count == 1 else 's'}. They see it on their home page."
        )
    return redirect("assessments:hand_ins", classroom, assignment)


@require_POST
def take_back(request: HttpRequest, classroom, assignment) -> HttpResponse:
    given = markable(request, classroom, assignment)
    count = take_back_release(assignment=given.assignment, by=request.user)
    messages.success(request, f"Taken back for {count} student{'' if count == 1 else 's'} who had not opened it.")
    return redirect("assessments:hand_ins", classroom, assignment)


@require_GET
def class_table_page(request: HttpRequest, classroom) -> HttpResponse:
    room = get_object_or_404(Classroom.objects.marked_by(request.user), public_id=classroom)
    table = class_table(room.pk, clock.now())
    context = {
        "classroom": room,
        "table": table,
        "body": table_body(table, room if is_teacher_of(request.user, room.pk) else None),
    }
    return render(request, "assessments/class_table.html", context)


def table_body(table: ClassTable, linked: Classroom | None = None) -> SafeString:
    """The rows of the class table, joined in Python: a template loop over thousands of cells is many times slower.

    For teachers (`linked`) a name leads to that student's plan, and so to more time.
    """
    rows = []
    start = reverse("classes:people", args=[linked.public_id]) if linked else ""
    drawn, line = functools.cache(_drawn), functools.cache(_line)  # for this table: most cells say the same
    for enrolment, cells in table.rows:
        marks = [
            Mark(a.title, cell.out_of or a.points, cell.points, cell.excused)
            for a, cell in zip(table.assignments, cells, strict=True)
            if a.points
        ]
        words = join(drawn(_words(cell)) for cell in cells)
        name = format_html("<bdi>{}</bdi>", enrolment.user.sort_name)
        if linked:
            name = format_html('<a href="{}{}/">{}</a>', start, enrolment.user.public_id, name)
        rows.append((name, _total_cell(marks, line), words))
    return format_html_join("", '<tr><th scope="row">{}</th><td>{}</td>{}</tr>', rows)


def _drawn(words: str) -> SafeString:
    return format_html("<td>{}</td>", words)


def _line(mark: Mark, why_not: str) -> SafeString:
    return format_html("<li>{}: {}</li>", mark.title, why_not or f"{plain(mark.points)} of {plain(mark.out_of)}")


def _words(cell: Cell) -> str:
    if cell.points is not None:
        hand = " ✎" if cell.by_hand else ""
        more = ", a newer try is to mark" if cell.to_mark else "" if cell.released else " (not released)"
        return f"{plain(cell.points)}{hand}{more}"
    if cell.status is None or cell.to_mark:
        return "to mark"
    extra = ", late" if cell.status.late else ""
    return f"{cell.status.word}{extra}{', extended' if cell.status.extended else ''}"


def _total_cell(marks: list[Mark], line: Callable[[Mark, str], SafeString]) -> SafeString | str:
    found = total(marks)
    if not found.out_of:
        return "–"
    listed = join([line(mark, "") for mark in found.counted] + [line(mark, why) for mark, why in found.left_out])
    return format_html(
        "<details><summary>{}</summary><p>{}</p><ul>{}</ul></details>", found.percent, found.sentence, listed
    )


@require_GET
def grades(request: HttpRequest) -> HttpResponse:
    """A student's released marks, class by class, each total explained."""
    classes = [
        (
            room,
            lines,
            total([Mark(g.work.assignment.title, g.out_of, g.points, bool(g.work.excused_at)) for g in lines]),
        )
        for room, lines in own_grades(request.user, clock.now())
    ]
    return render(request, "assessments/grades.html", {"classes": classes})
