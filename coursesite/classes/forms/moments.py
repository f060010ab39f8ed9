"""A day and a time of the day, typed as two fields and meant in the class's zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

USUAL_TIME = time(16, 0)
FAR = "Write a year from 2000 to 2100."
# A day at the end of the calendar cannot be said in another zone: every page that shows it would fail.
IN_OUR_TIME = [MinValueValidator(date(2000, 1, 1), FAR), MaxValueValidator(date(2100, 12, 31), FAR)]


def moment_fields(name: str, words: str) -> dict[str, forms.Field]:
    """`due_date` and `due_time` for `due`."""
    day = forms.DateField(
        label=f"{words}, day",
        required=False,
        validators=IN_OUR_TIME,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": f"{words}: write the day as year-month-day."},
    )
    hour = forms.TimeField(
        label=f"{words}, time",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": f"{words}: write the time as hours and minutes, such as 16:00."},
    )
    return {f"{name}_date": day, f"{name}_time": hour}


def moment_start(name: str, moment: datetime | None, zone: str) -> dict:
    """What the two fields show of a moment."""
    if moment is None:
        return {}
    local = moment.astimezone(ZoneInfo(zone))
    return {f"{name}_date": local.date(), f"{name}_time": local.time().replace(second=0, microsecond=0)}


def read_moment(form: forms.Form, data: dict, name: str, zone: str, was: datetime | None = None) -> datetime | None:
    """The moment that the two fields say: 4 pm where no time is written. One that was not touched keeps its seconds."""
    day, hour = data.get(f"{name}_date"), data.get(f"{name}_time")
    if day is None:
        if hour is not None and f"{name}_date" not in form.errors:
            form.add_error(f"{name}_date", "Write the day as well, or empty the time.")
        return None
    if was is not None and moment_start(name, was, zone) == {f"{name}_date": day, f"{name}_time": hour}:
        return was
    return datetime.combine(day, hour or USUAL_TIME, ZoneInfo(zone))
