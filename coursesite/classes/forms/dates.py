"""When something in the plan opens, is due and closes, and what lateness costs."""

from decimal import Decimal

from django import forms

from coursesite.classes.forms.moments import moment_fields, moment_start, read_moment
from coursesite.classes.models import Assignment

MOMENTS = (("opens", "Opens"), ("due", "Due"), ("closes", "Closes"))


def percent_field(label: str, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        help_text=help_text,
        error_messages={
            "invalid": "Write the percent as a number, such as 10.",
            "min_value": "Write 0 or more percent.",
            "max_value": "Write 100 percent at most.",
        },
    )


class LateRuleForm(forms.Form):
    """What lateness takes from a mark; nothing where the percent are empty or 0."""

    late_percent = percent_field("Percent taken off", "Of the mark, for each hour or day that has begun. 0: nothing.")
    late_step = forms.ChoiceField(label="For each", choices=Assignment.LATE_STEPS, initial="day", required=False)
    late_grace = forms.IntegerField(
        label="Minutes that are not late",
        required=False,
        min_value=0,
        max_value=10_080,
        help_text="After the due date.",
        error_messages={
            "invalid": "Write the minutes as a number, such as 10.",
            "min_value": "Write 0 or more minutes.",
            "max_value": "Write 10080 minutes (a week) at most.",
        },
    )
    late_floor = percent_field(
        "Never below", "Percent of the points. Lateness takes no mark below it. 0: no such floor."
    )

    @staticmethod
    def start(assignment: Assignment) -> dict:
        return {
            "late_percent": f"{assignment.late_percent.normalize():f}",
            "late_step": assignment.late_step,
            "late_grace": assignment.late_grace,
            "late_floor": f"{assignment.late_floor.normalize():f}",
        }

    @property
    def rule(self) -> dict:
        """For the action: the four values of an Assignment."""
        data = self.cleaned_data
        return {
            "late_percent": data["late_percent"] or Decimal(0),
            "late_step": data["late_step"] or "day",
            "late_grace": data["late_grace"] or 0,
            "late_floor": data["late_floor"] or Decimal(0),
        }


class ClassChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, given: Assignment) -> str:
        return f"{given.classroom.name}, {given.classroom.term.name}"


class DatesForm(LateRuleForm):
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
        start = self.start(assignment)
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

    @property
    def late_fields(self) -> list:
        return [self[name] for name in LateRuleForm.base_fields]

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
        """Each assignment with its dates and its late rule."""
        data = self.cleaned_data
        return [(given, self._moments(data, given) | self.rule) for given in (self.assignment, *data["also"])]
