"""When something in the plan opens, is due and closes."""

from django import forms

from coursesite.classes.forms.moments import moment_fields, moment_start, read_moment
from coursesite.classes.models import Assignment

MOMENTS = (("opens", "Opens"), ("due", "Due"), ("closes", "Closes"))


class ClassChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, given: Assignment) -> str:
        return f"{given.classroom.name}, {given.classroom.term.name}"


class DatesForm(forms.Form):
    """The dates of one thing in a plan; `also` are the same thing in other classes, which get the same hours of theirs."""

    also = ClassChoice(
        label="The same in these classes",
        required=False,
        queryset=Assignment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="At the same hours, in the time of each class.",
        error_messages={"invalid_choice": "Choose classes of this list."},
    )

    def __init__(self, *args, assignment: Assignment, others, **kwargs):
        self.assignment = assignment
        zone = assignment.classroom.zone
        start: dict = {}
        for name, _ in MOMENTS:
            start |= moment_start(name, getattr(assignment, f"{name}_at"), zone)
        super().__init__(*args, initial=start, **kwargs)
        moments: dict = {}
        for name, words in MOMENTS:
            moments |= moment_fields(name, words)
        self.fields = moments | self.fields
        self.fields["also"].queryset = others

    @property
    def pairs(self) -> list:
        """(words, day, time) for the page."""
        return [(words, self[f"{name}_date"], self[f"{name}_time"]) for name, words in MOMENTS]

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        data |= self._moments(data, self.assignment)
        opens, due, closes = data["opens_at"], data["due_at"], data["closes_at"]
        if opens and due and due < opens:
            self.add_error("due_date", "The due date is before it opens. Choose a later due date.")
        if closes and (due or opens) and closes < (due or opens):
            self.add_error("closes_date", "It closes before it is due. Choose a later closing date.")
        return data

    def _moments(self, data: dict, assignment: Assignment) -> dict:
        zone = assignment.classroom.zone
        return {
            f"{name}_at": read_moment(self, data, name, zone, getattr(assignment, f"{name}_at")) for name, _ in MOMENTS
        }

    @property
    def wanted(self) -> list[tuple[Assignment, dict]]:
        """Each assignment with its dates."""
        data = self.cleaned_data
        return [(given, self._moments(data, given)) for given in (self.assignment, *data["also"])]
