"""What a teacher does while a class is at a test."""

from django import forms

MINUTES = {
    "required": "Write how many minutes, such as 10.",
    "invalid": "Write the minutes as a number, such as 10.",
    "min_value": "Give 1 minute at least.",
    "max_value": "Give 1440 minutes at most, or choose a later closing date.",
}


def minutes_field(label: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=1440, initial=initial, error_messages=MINUTES)


class AddTimeForm(forms.Form):
    minutes = minutes_field("Minutes for everybody", 5)


class ReopenForm(forms.Form):
    minutes = minutes_field("Minutes from now", 10)
    reason = forms.CharField(
        label="Why", max_length=200, error_messages={"required": "Write in a few words why it is opened again."}
    )


class AcceptForm(forms.Form):
    """`answer` is the number of a kept answer of this attempt."""

    answer = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why", max_length=200, error_messages={"required": "Write in a few words why this counts."}
    )
