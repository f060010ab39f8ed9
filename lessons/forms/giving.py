"""One table for giving things to several classes: a row for each class and thing, with dates in the class's zone."""

import functools
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from coursesite import clock
from coursesite.classes.forms.moments import FAR, IN_OUR_TIME
from coursesite.classes.models import Classroom
from coursesite.ui.words import zone_name
from lessons.actions import give_lesson
from lessons.actions.giving_many import Giveable, Giving
from lessons.models import Lesson
from lessons.queries.authoring import given_to

MOMENTS = (("opens", "opens"), ("due", "due"), ("closes", "closes"))
SAID = {"opens": "opens", "due": "is due", "closes": "closes"}
USUAL_TIME = time(16, 0)


class RowForm(forms.Form):
    """One class and one thing. Where the class has it, there is no tick: its dates can be changed."""

    give = forms.BooleanField(required=False)

    def __init__(self, *args, thing: Giveable, classroom: Classroom, **kwargs):
        self.thing, self.classroom = thing, classroom
        self.zone = ZoneInfo(classroom.zone)
        self.assignment = thing.given.get(classroom.pk)
        super().__init__(*args, prefix=f"{thing.key}-{classroom.public_id.hex}", initial=self._start(), **kwargs)
        name = f"{classroom.name}, {thing.word.lower()}"
        self.fields["give"].widget.attrs |= {"aria-label": f"Give to {name}", "class": "form-check-input"}
        for moment, words in MOMENTS:
            for part, widget in (("date", forms.DateInput), ("time", forms.TimeInput)):
                shape = "%Y-%m-%d" if part == "date" else "%H:%M"
                attrs = {"type": part, "class": "form-control", "aria-label": f"{name}: {words}, {part}"}
                kind = forms.DateField if part == "date" else forms.TimeField
                wrong = f"{name}: write the {part} it {words}." if words != "due" else f"{name}: write the due {part}."
                told = dict.fromkeys(("min_value", "max_value"), f"{name}: {FAR[0].lower()}{FAR[1:]}")
                self.fields[f"{moment}_{part}"] = kind(
                    required=False,
                    widget=widget(attrs=attrs, format=shape),
                    validators=IN_OUR_TIME if part == "date" else (),
                    error_messages={"invalid": wrong} | told,
                )

    @property
    def zone_words(self) -> str:
        return f"{zone_name(self.zone)} time"

    @property
    def pairs(self):
        """(words, date field, time field) of opening, due and closing."""
        return [(words.capitalize(), self[f"{m}_date"], self[f"{m}_time"]) for m, words in MOMENTS]

    def _start(self) -> dict:
        """What the class has; else due in a week, in the afternoon."""
        has = self.assignment
        due = datetime.combine(clock.now().astimezone(self.zone).date() + timedelta(days=7), USUAL_TIME, self.zone)
        moments = {
            "opens": has.opens_at if has else None,
            "due": has.due_at if has else due,
            "closes": has.closes_at if has else None,
        }
        start: dict = {}
        for name, moment in moments.items():
            if moment:
                local = moment.astimezone(self.zone)
                start |= {f"{name}_date": local.date(), f"{name}_time": local.time().replace(microsecond=0)}
        return start

    @property
    def counts(self) -> bool:
        return self.assignment is not None or bool(self.cleaned_data.get("give"))

    def clean(self):
        data = super().clean()
        if self.errors or not (self.assignment or data.get("give")):
            return data
        name = f"{self.classroom.name}, {self.thing.word.lower()}"
        for moment, _ in MOMENTS:
            day, hour = data.get(f"{moment}_date"), data.get(f"{moment}_time")
            if day is None and hour is not None:
                self.add_error(
                    f"{moment}_date", f"{name}: write the day on which it {SAID[moment]}, or empty the time."
                )
            data[f"{moment}_at"] = datetime.combine(day, hour or USUAL_TIME, self.zone) if day else None
        opens, due, closes = data["opens_at"], data["due_at"], data["closes_at"]
        if opens and due and due < opens:
            self.add_error("due_date", f"{name}: the due date is before it opens. Choose a later due date.")
        if closes and (due or opens) and closes < (due or opens):
            self.add_error("closes_date", f"{name}: it closes before it is due. Choose a later closing date.")
        if due and due <= clock.now() and self._is_new("due_at", due):
            self.add_error("due_date", f"{name}: this due date has passed. Choose a later one.")
        return data

    def _is_new(self, name: str, moment: datetime) -> bool:
        return self.assignment is None or getattr(self.assignment, name) != moment

    @property
    def giving(self) -> Giving:
        dates = {name: self.cleaned_data[name] for name in ("opens_at", "due_at", "closes_at")}
        return Giving(self.thing, self.classroom, dates, self.assignment)


class GiveTable:
    """All rows, class by class. Only ticked rows, and rows of what a class has, count."""

    def __init__(self, data, things: list[Giveable], classrooms: list[Classroom]):
        self.rows = [RowForm(data, thing=thing, classroom=room) for room in classrooms for thing in things]
        self.is_bound = data is not None
        self.problem = ""

    def is_valid(self) -> bool:
        valid = [row.is_valid() for row in self.rows].count(False) == 0  # every row says what is wrong with it
        if valid and not any(giving.changes for giving in self.givings):
            self.problem = "Tick at least one class, or change a date of a class that has it."
        return valid and not self.problem

    @property
    def givings(self) -> list[Giving]:
        return [row.giving for row in self.rows if row.counts]


def lesson_thing(user, lesson: Lesson) -> Giveable:
    """The live version of a lesson, with the user's classes that have the lesson in whichever version."""
    given = {row.assignment.classroom_id: row.assignment for row in given_to(user, lesson)}
    version = lesson.live_version
    return Giveable("lesson", "Lesson", version.title, functools.partial(give_lesson, version=version), given)


def things_with(user, lesson: Lesson) -> list[Giveable]:
    """The lesson, and what other packages have for it (settings.GIVEN_WITH_LESSON)."""
    found = [lesson_thing(user, lesson)]
    for name in settings.GIVEN_WITH_LESSON:
        found += import_string(name)(user, lesson)
    return found
