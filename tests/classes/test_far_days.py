"""A day at either end of the calendar cannot be said in another zone: no form takes one, so no page fails on it."""

import pytest
from django.urls import reverse

from coursesite.classes.forms.moments import FAR
from coursesite.classes.models import Assignment, SchoolTerm
from coursesite.classes.viewing import KEY
from lessons.actions.giving_many import Giveable
from lessons.forms.giving import RowForm
from tests import make
from tests.assessments import parts

ENDS = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", ENDS)
def test_dates_and_more_time_refuse_it(client, cast, sign_in, day):
    given = parts.quiz(cast).assignment
    before = Assignment.objects.values().get(pk=given.pk)
    ana, at = sign_in(client, cast.ana), f"/c/{cast.hist.public_id}/a/{given.public_id}/"
    dates = ana.post(f"{at}dates/", {"opens_date": day, "opens_time": "00:00"})
    assert (dates.status_code, dates.context["form"].errors["opens_date"]) == (422, [FAR])
    more = ana.post(f"{at}extend/", {"person": str(cast.irina.public_id), "due_date": day, "due_time": "23:59"})
    assert (more.status_code, more.context["form"].errors["due_date"]) == (422, [FAR])
    assert Assignment.objects.values().get(pk=given.pk) == before


@pytest.mark.parametrize("day", ENDS)
def test_looking_as_a_student_refuses_it(client, cast, sign_in, day):
    ana = sign_in(client, cast.ana)
    url = reverse("classes:view_as", args=[cast.hist.public_id, cast.irina.public_id])
    answer = ana.post(url, {"at_date": day})
    assert (answer.status_code, answer.context["form"].errors["at_date"]) == (422, [FAR])
    assert KEY not in ana.session


@pytest.mark.parametrize("day", ENDS)
def test_a_term_and_what_is_given_refuse_it(client, cast, sign_in, day):
    adam = sign_in(client, cast.adam)
    term = adam.post(reverse("classes:term_new"), {"name": "Far", "starts_on": day, "ends_on": day})
    assert (term.status_code, term.context["form"].errors["ends_on"]) == (422, [FAR])
    assert not SchoolTerm.objects.filter(name="Far").exists()
    thing = Giveable("quiz", "Quiz", "A quiz", make.assignment, {})
    row = f"quiz-{cast.hist.public_id.hex}"
    form = RowForm({f"{row}-give": "on", f"{row}-closes_date": day}, thing=thing, classroom=cast.hist)
    assert form.errors["closes_date"] == [f"{cast.hist.name}, quiz: write a year from 2000 to 2100."]
