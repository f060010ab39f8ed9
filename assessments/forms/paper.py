"""Keying in marks of work on paper: a row for each student, and which list is taken back."""

import functools
from collections.abc import Iterable
from decimal import Decimal

from django import forms

from assessments.actions.paper import Keyed
from assessments.papermarks import LONGEST, read_points
from assessments.queries.paper import PaperRow
from assessments.totals import plain
from coursesite.ui.forms import Problem, all_problems

ORDERS = [("name", "By name"), ("code", "By code")]
LAST_NUMBER = 32_766


class OrderForm(forms.Form):
    """How the rows stand; anything unknown is by name."""

    order = forms.ChoiceField(choices=ORDERS, required=False)

    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["order"]) or "name"


class CopiesForm(forms.Form):
    """For whom copies are printed; what cannot be understood is passed over."""

    copies = forms.ChoiceField(
        choices=[("named", "One for each student, with name and code"), ("blank", "One without a name, to be copied")],
        widget=forms.RadioSelect,
        required=False,
        label="Copies",
    )
    wide = forms.BooleanField(required=False, label="Wide spacing")

    @property
    def is_named(self) -> bool:
        return not (self.is_valid() and self.cleaned_data["copies"] == "blank")

    @property
    def is_wide(self) -> bool:
        return self.is_valid() and self.cleaned_data["wide"]


class PaperRowForm(forms.Form):
    """The points of one student. `seen` is the number of the newest mark shown; `anyway` despite work on the site."""

    points = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off", "class": "form-control paper-points"}
        ),
    )
    seen = forms.IntegerField(min_value=0, max_value=LAST_NUMBER, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))

    def __init__(self, *args, row: PaperRow, out_of: Decimal, **kwargs):
        shown = row.keyed(row.seen)
        initial = {"seen": row.seen, "points": plain(shown.points) if shown else ""} | kwargs.pop("initial", {})
        super().__init__(*args, prefix=str(row.enrolment.pk), initial=initial, **kwargs)
        self.row, self.out_of = row, out_of
        name = row.enrolment.user.name
        self.fields["points"].error_messages["max_length"] = f"{name}: write a number, such as 7 or 7.5."

    def clean_points(self) -> Decimal | None:
        try:
            return read_points(self.cleaned_data["points"], self.out_of)
        except ValueError as problem:
            raise forms.ValidationError(f"{self.row.enrolment.user.name}: {problem}") from None

    def clean(self):
        cleaned = super().clean()
        if self.is_given and self.row.tries and not cleaned.get("anyway"):
            name = self.row.enrolment.user.name
            words = f"{name} has also worked on the site. Tick “Use the paper” in this row, or empty its points."
            self.add_error("anyway", words)
        return cleaned

    @property
    def is_given(self) -> bool:
        """Whether points stand there that differ from what this page showed."""
        points, seen = self.cleaned_data.get("points"), self.cleaned_data.get("seen")
        shown = self.row.keyed(seen) if seen is not None else None
        return points is not None and seen is not None and not (shown and plain(shown.points) == plain(points))


class PaperList:
    """All rows of the page. `problems` are of every row, so that each says what is wrong."""

    def __init__(self, rows: Iterable[PaperRow], out_of: Decimal, data=None, kept: "PaperList | None" = None):
        typed = kept.typed if kept else {}
        self.forms = [
            PaperRowForm(data, row=row, out_of=out_of, initial=typed.get(row.enrolment.pk, {})) for row in rows
        ]

    @functools.cached_property
    def problems(self) -> list[Problem]:
        return all_problems(self.forms)

    @property
    def given(self) -> list[PaperRowForm]:
        return [form for form in self.forms if form.is_given]

    @property
    def marks(self) -> dict[int, Keyed]:
        """Enrolment id -> what is stored; only rows that were filled in or changed."""
        return {
            form.row.enrolment.pk: Keyed(
                form.cleaned_data["seen"], form.cleaned_data["points"], form.cleaned_data["anyway"]
            )
            for form in self.given
        }

    @property
    def typed(self) -> dict[int, dict]:
        """What was typed, for the page that shows how the rows stand now."""
        return {
            form.row.enrolment.pk: {"points": plain(form.cleaned_data["points"]), "anyway": form.cleaned_data["anyway"]}
            for form in self.given
        }


class UndoListForm(forms.Form):
    """Which list is taken back: the number of its event."""

    event = forms.IntegerField(min_value=1, max_value=2**62)
