"""Giving quizzes and essays to classes: alone, or in the table of the lesson that they belong to; and how one class has it."""

import functools
from typing import Any

from django import forms

from assessments.actions.giving import LATE, SETTINGS, give_assessment
from assessments.models import Assessment, AssignedAssessment
from assessments.presets import PRESETS, USUAL, chosen, problems
from assessments.queries.library import giveable
from coursesite.classes.models import Assignment, Classroom
from coursesite.ui.forms import needed
from lessons.actions.giving_many import Giveable
from lessons.models import Lesson

ABOVE = "As chosen above"
MINUTES = "How long a student has from the start. A timed test needs them; empty means no time limit."
YES_NO = [("yes", "Yes"), ("no", "No")]


class _Number(forms.IntegerField):
    def __init__(self, label: str, fewest: int, most: int, example: int, **kwargs):
        what = label.lower()
        super().__init__(min_value=fewest, max_value=most, label=label, error_messages={
            "required": f"Write the {what}.", "invalid": f"Write the {what} as a number, such as {example}.",
            "min_value": f"Write at least {fewest} for the {what}.", "max_value": f"Write at most {most} for the {what}.",
        }, **kwargs)  # fmt: skip


class TriesField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=10, label="Tries", error_messages={
            "required": "Write how many tries a student has.", "invalid": "Write the tries as a number, such as 1.",
            "min_value": "Give at least 1 try.", "max_value": "Give at most 10 tries.",
        }, **kwargs)  # fmt: skip


class _Percent(forms.DecimalField):
    def __init__(self, label: str, **kwargs):
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, label=label, initial=0,
                         required=False, error_messages={
            "invalid": f"{label}: write a number from 0 to 100.", "min_value": f"{label}: write a number from 0 to 100.",
            "max_value": f"{label}: write a number from 0 to 100.",
        }, **kwargs)  # fmt: skip

    def clean(self, value):
        return super().clean(value) or 0


def late_fields() -> dict[str, forms.Field]:
    """What lateness costs. Students see the mark before and after."""
    return {
        "late_percent": _Percent("Late: percent of the mark taken off", help_text="0: nothing is taken off."),
        "late_step": forms.ChoiceField(
            choices=Assignment.LATE_STEPS, label="Late: for each started (hour or day)", required=False, initial="day"
        ),
        "late_floor": _Percent(
            "Late: never below, in percent of the points", help_text="Lateness takes no mark below it. 0: no such limit."
        ),
        "late_grace": _Number(
            "Late: minutes of grace", 0, 10_000, 10, required=False, initial=0,
            help_text="Handed in within them, work is not late. After them, lateness counts from the due date.",
        ),
    }  # fmt: skip


WORDS = {
    "shuffle": "Choices in another order for each student",
    "shuffle_questions": "Questions in another order for each student",
    "one_at_a_time": "One question at a time",
}


def _yes_no(label: str, first: list) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[*first, *YES_NO], coerce=lambda value: value == "yes", empty_value=None, required=False, label=label
    )


class GiveSettingsForm(forms.Form):
    """How it is given; the same for all classes that are ticked. An empty field means what the choice above says."""

    preset = forms.ChoiceField(
        widget=forms.RadioSelect({"class": "form-check-input"}),
        label="What is it for?",
        error_messages={"required": "Choose what the quiz is for."},
    )

    def __init__(self, data=None, *, kind: str = "quiz"):
        super().__init__(data, initial={"preset": USUAL[kind], "late_step": "day"})
        self.usual, first = USUAL[kind], [("", ABOVE if kind == "quiz" else "As usual")]
        self.fields["preset"].choices = [(one.key, one.name) for one in PRESETS.values()]
        if kind != "quiz":
            del self.fields["preset"]
        self.fields["minutes"] = _Number("Minutes", 1, 1440, 45, required=False, help_text=MINUTES)
        self.fields["tries"] = TriesField(required=kind != "quiz", initial=None if kind == "quiz" else 1)
        self.fields["which_counts"] = forms.ChoiceField(
            choices=[*first, *AssignedAssessment.COUNTS], required=False, label="Of several tries, which counts"
        )
        for name, label in WORDS.items():
            self.fields[name] = _yes_no(label, first)
        self.fields["feedback"] = forms.ChoiceField(
            choices=[*first, *AssignedAssessment.FEEDBACK], required=False, label="When students see feedback"
        )
        self.fields |= late_fields()

    @property
    def presets(self) -> list[tuple[Any, str]]:
        """(radio button, what it means) of the choices."""
        return (
            [(radio, PRESETS[radio.data["value"]].says) for radio in self["preset"]] if "preset" in self.fields else []
        )

    @property
    def more(self) -> list[forms.BoundField]:
        """What is folded."""
        return [field for field in self if field.name not in ("preset", "minutes")]

    @property
    def folded_wrong(self) -> bool:
        return any(field.errors for field in self.more)

    @property
    def settings(self) -> dict[str, Any]:
        """The preset with what was set by hand, and the late rule."""
        data = self.cleaned_data
        own = {name: data.get(name) for name in SETTINGS}
        late = {name: data.get(name) or {"late_step": "day"}.get(name, 0) for name in LATE}
        return chosen(data.get("preset") or self.usual, own) | late

    def check(self, closing: bool) -> bool:
        """Whether the settings fit together; `closing`: every class has a closing date."""
        for name, words in problems(self.cleaned_data.get("preset") or self.usual, self.settings, closing).items():
            self.add_error(name, words)
        return not self.errors


class GivenForm(forms.Form):
    """How one class has it. What students were told already is shown and cannot be changed."""

    def __init__(self, data=None, *, given: AssignedAssessment, held: dict[str, str]):
        stands = {name: getattr(given, name) for name in SETTINGS}
        stands |= {name: "yes" if stands[name] else "no" for name in WORDS}
        stands |= {name: getattr(given.assignment, name) for name in LATE}
        super().__init__(data, initial=stands)
        self.fields["minutes"] = _Number("Minutes", 1, 1440, 45, required=False, help_text=MINUTES)
        self.fields["tries"] = TriesField()
        self.fields["which_counts"] = forms.ChoiceField(
            choices=AssignedAssessment.COUNTS, label="Of several tries, which counts"
        )
        for name, label in WORDS.items():
            self.fields[name] = needed(_yes_no(label, []))
        self.fields["feedback"] = forms.ChoiceField(
            choices=AssignedAssessment.FEEDBACK, label="When students see feedback"
        )
        self.fields |= {name: needed(field) for name, field in late_fields().items()}
        for name, why in held.items():
            self.fields[name].disabled, self.fields[name].help_text = True, why

    @property
    def values(self) -> dict[str, Any]:
        """What may still change."""
        data = {name: value for name, value in self.cleaned_data.items() if not self.fields[name].disabled}
        usual = {"late_step": "day", "late_grace": 0}
        return {name: usual[name] if name in usual and not value else value for name, value in data.items()}


def _given(user, assessments) -> dict[int, dict]:
    """Assessment id -> the user's classroom id -> what stands in its plan. One query."""
    mine = Classroom.objects.taught_by(user)
    rows = AssignedAssessment.objects.filter(assessment__in=assessments, assignment__classroom__in=mine)
    found: dict[int, dict] = {}
    for row in rows.select_related("assignment").order_by("pk"):
        found.setdefault(row.assessment_id, {})[row.assignment.classroom_id] = row.assignment
    return found


def thing_of(user, assessment: Assessment, **settings) -> Giveable:
    give = functools.partial(give_assessment, assessment=assessment, **settings)
    given = _given(user, [assessment]).get(assessment.pk, {})
    return Giveable(assessment.public_id.hex, assessment.get_kind_display(), assessment.title, give, given)


def things_for(user, lesson: Lesson) -> list[Giveable]:
    """settings.GIVEN_WITH_LESSON: the quizzes and essays of a lesson that the user may read, quizzes first."""
    found = giveable(Assessment.objects.visible_to(user).filter(lesson=lesson))
    found.sort(key=lambda one: (one.kind != "quiz", one.title))
    given = _given(user, found)
    return [
        Giveable(one.public_id.hex, one.get_kind_display(), one.title, functools.partial(give_assessment, assessment=one),
                 given.get(one.pk, {}))
        for one in found
    ]  # fmt: skip
