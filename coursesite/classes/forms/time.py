"""What a student is given in all work."""

from decimal import Decimal

from django import forms

from coursesite.classes.due import Extra

USUAL, OWN, UNTIMED = "1", "own", "untimed"
FACTORS = [
    (USUAL, "The usual time"),
    ("1.25", "One and a quarter times the usual time"),
    ("1.5", "One and a half times the usual time"),
    ("2", "Twice the usual time"),
    (OWN, "Another factor"),
    (UNTIMED, "No time limit"),
]


class AccommodationForm(forms.Form):
    """`seen` is the number of the row that the page showed, so that nobody overwrites what she has not seen."""

    time = forms.ChoiceField(
        label="Time in timed tasks",
        choices=FACTORS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much time."},
    )
    factor = forms.DecimalField(
        label="The other factor",
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(5),
        decimal_places=2,
        help_text="From 1 to 5, such as 1.75. Only where “Another factor” is chosen.",
        error_messages={
            "invalid": "Write the factor as a number, such as 1.75.",
            "min_value": "The factor is 1 at least.",
            "max_value": "The factor is 5 at most. Choose “No time limit” for more.",
            "max_decimal_places": "Write two digits after the point at most, such as 1.75.",
        },
    )
    extra_days = forms.IntegerField(
        label="Days later",
        min_value=0,
        max_value=60,
        initial=0,
        help_text="Every due and closing date is so many days later, at the same hour.",
        error_messages={
            "required": "Write 0 where dates stay as they are.",
            "invalid": "Write the days as a number, such as 2.",
            "min_value": "Write 0 or more days.",
            "max_value": "Write 60 days at most.",
        },
    )
    seen = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, given: Extra, n: int) -> "AccommodationForm":
        factor = f"{given.time_factor.normalize():f}"
        known = factor in dict(FACTORS)
        chosen = UNTIMED if given.untimed else factor if known else OWN
        start = {"time": chosen, "extra_days": given.extra_days, "seen": n}
        return cls(initial=start if known else start | {"factor": factor})

    def clean(self) -> dict:
        data = super().clean()
        if data.get("time") == OWN and data.get("factor") is None and "factor" not in self.errors:
            self.add_error("factor", "Write the other factor, such as 1.75.")
        return data

    @property
    def values(self) -> dict:
        """For the action."""
        data = self.cleaned_data
        usual = data["time"] in (USUAL, UNTIMED)
        factor = Decimal(1) if usual else data["factor"] if data["time"] == OWN else Decimal(data["time"])
        return {
            "time_factor": factor,
            "untimed": data["time"] == UNTIMED,
            "extra_days": data["extra_days"],
            "seen": data["seen"],
        }
