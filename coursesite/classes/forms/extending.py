"""More time for one student or several, in one thing of the plan."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django import forms

from coursesite.classes.actions.extending import Change
from coursesite.classes.due import PRESETS, Own, dates, stamp, with_preset
from coursesite.classes.errors import ChangedMeanwhile
from coursesite.classes.forms.moments import moment_fields, moment_start, read_moment
from coursesite.classes.models import Assignment, Enrolment
from coursesite.classes.queries import Standing

MOST_MINUTES, MOST_TRIES = 1440, 20


class ChosenForm(forms.Form):
    """Whom it is for: `person`, once or several times. cleaned_data["person"] are the students' places in the class."""

    person = forms.MultipleChoiceField(
        required=False,
        label="Students",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose students who are in this class now."},
    )

    def __init__(self, *args, students: Sequence[Enrolment], **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(place.user.public_id): place for place in students}
        self.fields["person"].choices = [(key, place.user.sort_name) for key, place in self.by_id.items()]

    def clean_person(self) -> list[Enrolment]:
        return [self.by_id[key] for key in dict.fromkeys(self.cleaned_data["person"])]


class ExtensionForm(forms.Form):
    """For one student it shows what stands, and an empty date gives back the class's; for several, empty changes nothing.

    `preset` is one of PRESETS, sent by a button of its own; then nothing else counts. `seen` is what stood for the one
    student when the page was made: what somebody else has given since is not written over.
    """

    preset = forms.ChoiceField(required=False, choices=[("", ""), *PRESETS.items()], widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    extra_minutes = forms.IntegerField(
        label="Extra minutes",
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        error_messages={
            "invalid": "Write the minutes as a number, such as 10.",
            "max_value": f"Give {MOST_MINUTES} minutes at most, or choose a later closing date.",
            "min_value": "Write 0 or more minutes.",
        },
    )
    extra_tries = forms.IntegerField(
        label="Extra tries",
        required=False,
        min_value=0,
        max_value=MOST_TRIES,
        error_messages={
            "invalid": "Write the tries as a number, such as 1.",
            "max_value": f"Give {MOST_TRIES} more tries at most.",
            "min_value": "Write 0 or more tries.",
        },
    )
    excused = forms.BooleanField(label="Excused: need not do it, and it does not count", required=False)
    reason = forms.CharField(
        label="Why (for teachers; students do not see it)",
        required=False,
        max_length=200,
    )

    def __init__(self, *args, assignment: Assignment, standing: Sequence[Standing], **kwargs):
        self.assignment, self.standing = assignment, standing
        self.zone = assignment.classroom.zone
        self.one = standing[0].own if len(standing) == 1 else None
        super().__init__(*args, initial=self._start(), **kwargs)
        moments = moment_fields("due", "Due") | moment_fields("closes", "Closes")
        self.fields = moments | self.fields
        if not assignment.points:
            del self.fields["extra_minutes"], self.fields["extra_tries"]
        if not self.one:
            del self.fields["excused"], self.fields["seen"]

    def _start(self) -> dict:
        if self.one is None:
            return {}
        moments = moment_start("due", self.one.due_at, self.zone) | moment_start(
            "closes", self.one.closes_at, self.zone
        )
        rest = {name: getattr(self.one, name) for name in ("extra_minutes", "extra_tries", "excused")}
        return moments | rest | {"seen": stamp(self.one)}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("preset") or self.errors:
            return data
        was = self.one or Own()
        data["due_at"] = read_moment(self, data, "due", self.zone, was.due_at)
        data["closes_at"] = read_moment(self, data, "closes", self.zone, was.closes_at)
        due, closes = data["due_at"], data["closes_at"]
        if due and closes and closes < due:
            self.add_error("closes_date", "It closes before it is due. Choose a later closing date.")
        return data

    def wanted(self, now: datetime) -> dict[Enrolment, Change]:
        """For each student what comes out of what stands for them when it is written."""
        return {row.place: partial(self._change, now, row.place.extra_days) for row in self.standing}

    def _change(self, now: datetime, extra_days: int, own: Own) -> Own:
        data = self.cleaned_data
        if data.get("preset"):
            return with_preset(own, dates(self.assignment, own, extra_days), data["preset"], now, self.zone)
        names = [field.name for field in dataclasses.fields(Own)]
        given = {name: data[name] for name in names if name in data}
        if self.one:
            numbers = {name: data.get(name) or 0 for name in ("extra_minutes", "extra_tries") if name in data}
            new = dataclasses.replace(own, **given | numbers)
            if new != own and data["seen"] != stamp(own):
                raise ChangedMeanwhile
            return new
        return dataclasses.replace(own, **{name: value for name, value in given.items() if value not in (None, "")})


class UndoForm(forms.Form):
    """Which change is undone: the number of its event."""

    event = forms.IntegerField(min_value=1)
