"""Form pieces: how every form is laid out, its list of problems, and the answer to a form that is not right."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Problem:
    """One line of the list of problems: what to do, and the id of the field it is about ("" for the whole form)."""

    words: str
    target: str = ""


def needed(field: forms.Field) -> forms.Field:
    """A field that is not called optional though it may be empty: its form's own check asks for it, or it always says
    something."""
    field.is_needed = True  # type: ignore[attr-defined]
    return field


def field_target(bound: forms.BoundField) -> str:
    """The id that a link to this field must name: the first choice of a group of radio buttons or tick boxes."""
    if bound.id_for_label:
        return bound.id_for_label
    return f"{bound.auto_id}_0" if bound.auto_id else ""


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """Everything wrong with a form, in the order of its fields; hidden fields' problems have nowhere to lead."""
    found = [Problem(str(error)) for error in form.non_field_errors()]
    for bound in form:
        target = "" if bound.is_hidden else field_target(bound)
        found += [Problem(str(error), target) for error in bound.errors]
    return found


def all_problems(forms_given: Iterable) -> list[Problem]:
    """The problems of forms and formsets, one list. None among them is passed over."""
    found: list[Problem] = []
    for given in forms_given:
        if isinstance(given, forms.BaseFormSet):
            found += [Problem(str(error)) for error in given.non_form_errors()]
            found += all_problems(given.forms)
        elif given is not None and given.is_bound:
            found += problems_of(given)
    return found


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, whose page stays and which reads a code: it says so, or sends JSON itself."""
    asked = request.headers.get("Accept", "").startswith("application/json")
    return asked or request.content_type == "application/json"


def is_in_place(request: HttpRequest) -> bool:
    """Whether forms.js asks for a form alone, to put it where the old one stands."""
    return request.headers.get("X-In-Place") == "true"


def invalid(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The form again, with what was typed and what to do: status 422, and a title that starts with "Error:"."""
    return render(request, template, context | {"invalid": True}, status=UNPROCESSABLE)
