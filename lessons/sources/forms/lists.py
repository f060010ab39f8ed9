"""The forms of glossary terms, events and places, and the filter of the timeline."""

from typing import Any

from django import forms

from lessons.sources.actions.chronicle import Details, SenseText, stamp_of
from lessons.sources.datereading import JULIAN
from lessons.sources.dates import Question, propose
from lessons.sources.models import Place, Source
from lessons.sources.queries.chronicle import places_for

VARIANTS = "Other spellings and names, one a line. The search finds them too."
SENSES = 6
LONGEST_KEY = 18


class LaneForm(forms.Form):
    lane = forms.CharField(max_length=40, required=False)

    @classmethod
    def lane_of(cls, data) -> str:
        """The lane asked for; "" for all, and where nobody could have meant what was asked."""
        form = cls(data)
        return form.cleaned_data["lane"] if form.is_valid() else ""


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, label: str, help_text: str = ""):
        super().__init__(label=label, required=False, max_length=2000, help_text=help_text)
        self.widget.attrs["rows"] = 3

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("One of the lines is longer than 200 letters. Shorten it.")
        return list(dict.fromkeys(line for line in lines if line))


class ThingForm(forms.Form):
    """What the forms share: the stamp of what stood when the page was made."""

    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data=None, *, user, details: Details | None = None):
        self.user = user
        self.stood = details
        initial = self.initial_of(details) | {"stamp": stamp_of(details)} if details else {}
        super().__init__(data, initial=initial)

    def initial_of(self, details: Details) -> dict[str, Any]:
        return dict(details)

    def restamp(self) -> None:
        """Saving again means: over what stands now."""
        self.data = self.data.copy()
        self.data["stamp"] = stamp_of(self.stood or {})

    @property
    def values(self) -> Details:
        return {name: value for name, value in self.cleaned_data.items() if name != "stamp"}

    @property
    def stands(self) -> dict[str, str]:
        """What stands now in words, beside what was typed."""
        stood = self.stood or {}
        return {name.replace("_", " "): self.said(name, value) for name, value in stood.items() if value}

    def said(self, name: str, value: Any) -> str:
        words = (
            [f"{one.text} ({one.reference})" if one.reference else one.text for one in value]
            if name == "senses"
            else value
        )
        return "; ".join(map(str, words)) if isinstance(words, list) else str(words)


class TermForm(ThingForm):
    name = forms.CharField(label="Word", max_length=120)
    variants = LinesField("Also written", VARIANTS)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        filled = len(self.stood["senses"]) if self.stood else 0
        for n in range(1, min(max(filled + 1, 2), SENSES) + 1):
            help_text = "In plain words." if n == 1 else "Leave it empty where the word has no further sense."
            self.fields[f"sense_{n}"] = forms.CharField(
                label="Sense" if n == 1 else f"Sense {n}", required=n == 1, max_length=2000, help_text=help_text,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[f"reference_{n}"] = forms.CharField(
                label=f"Whose sense this is ({n})", required=False, max_length=300,
                help_text="A book, an article, a dictionary. Empty: our own words.",
            )  # fmt: skip

    def initial_of(self, details: Details) -> dict[str, Any]:
        initial = {"name": details["name"], "variants": details["variants"]}
        for n, sense in enumerate(details["senses"], 1):
            initial |= {f"sense_{n}": sense.text, f"reference_{n}": sense.reference}
        return initial

    @property
    def values(self) -> Details:
        given = self.cleaned_data
        pairs = [(given.get(f"sense_{n}", ""), given.get(f"reference_{n}", "")) for n in range(1, SENSES + 1)]
        senses = [SenseText(text, reference) for text, reference in pairs if text]
        return {"name": given["name"], "variants": given["variants"], "senses": senses}


class PlaceForm(ThingForm):
    name = forms.CharField(label="Name as it was then", max_length=120)
    modern_name = forms.CharField(label="Name today, where it differs", max_length=120, required=False)
    variants = LinesField("Also written", VARIANTS)
    note = forms.CharField(label="Note", max_length=300, required=False)


class SourcesField(forms.ModelMultipleChoiceField):
    """A number too long for any row is refused before the database is asked, which would fail on it."""

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST_KEY:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": pk})
        return super().clean(value)


class EventForm(ThingForm):
    title = forms.CharField(label="What happened", max_length=200)
    date_display = forms.CharField(
        label="When", max_length=120, help_text="Such as 25 February 1956, probably 1962, between 1956 and 1964."
    )
    date_edtf = forms.ChoiceField(
        label="This date is kept as", required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": "The date was changed. Say again how it is meant."},
    )  # fmt: skip
    lane = forms.CharField(
        label="Row of the timeline", max_length=40, required=False, help_text="A country or a theme, such as Poland."
    )
    place = forms.ModelChoiceField(Place.objects.none(), label="Where", required=False, empty_label="No place")
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    reference = forms.CharField(label="Where you have it from", max_length=300, required=False)
    sources = SourcesField(
        Source.objects.none(), label="Sources that show it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["place"].queryset = places_for(self.user)
        self.fields["sources"].queryset = Source.objects.shelved_for(self.user).order_by("title", "pk")
        typed = data.get("date_display", "") if data is not None else self.initial.get("date_display", "")
        self.read = propose(typed) if typed else None
        self._offer()

    def said(self, name: str, value: Any) -> str:
        """Of the sources only those that the user may choose: others' drafts are not named."""
        if name == "sources":
            hers = {source.pk for source in self.fields["sources"].queryset}
            value = [source.title for source in value if source.pk in hers]
        return value.name if isinstance(value, Place) else super().said(name, value)

    def _offer(self) -> None:
        """The ways to read the date, as choices; and the one that stands, as long as its words do."""
        readings = self.read.readings if self.read else ()
        choices = [(reading.edtf, reading.words) for reading in readings]
        stood = self.stood or {}
        words = self.data.get("date_display") if self.is_bound else stood.get("date_display")
        if stood and words == stood["date_display"] and stood["date_edtf"] not in dict(choices):
            choices.append((stood["date_edtf"], f"as it stands: {stood['date_edtf']}"))
        if choices:
            self.fields["date_edtf"].widget = forms.RadioSelect()
        self.fields["date_edtf"].choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        offered = dict(self.fields["date_edtf"].choices)
        if "date_display" not in given or self.has_error("date_edtf"):
            return given
        if not offered:
            self.add_error("date_display", getattr(self.read, "words", "Write when it happened."))
        elif any(reading.calendar == JULIAN for reading in (self.read.readings if self.read else ())):
            self.add_error(
                "date_display", "Give the date of an event in today’s calendar. A source may keep the old one."
            )
        elif not given.get("date_edtf"):
            asked = (
                self.read.words if isinstance(self.read, Question) else "Is the date meant so? Choose it, then save."
            )
            self.add_error("date_edtf", asked)
        return given
