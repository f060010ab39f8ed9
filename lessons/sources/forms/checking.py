"""What a teacher looks at once before a source is stored: how its date was read, how new names are filed, its kind."""

from django import forms

from lessons.sources import guesses
from lessons.sources.datereading import Reading
from lessons.sources.description import NewAgent
from lessons.sources.forms.describing import SourceForm
from lessons.sources.models import Source

PERSON_OR_BODY = [("person", "A person"), ("body", "A body, such as a party or a newspaper")]


class CheckForm(forms.Form):
    """Bound only where what is confirmed is what was shown: `form.checked` is the stamp of it."""

    def __init__(self, form: SourceForm, names: list[str]):
        sent = form.data.get("checked") == form.stamp
        super().__init__(form.data if sent else None, prefix="check")
        self.source_form, self.names = form, names
        if not form.source:
            self.fields["kind"] = forms.ChoiceField(
                label="Kind of source", choices=[("", "Choose"), *Source.KINDS], initial=form.guessed_kind,
                error_messages={"required": "Choose what kind of source it is."},
            )  # fmt: skip
        self._ask_date(form.readings, form.question)
        for number, name in enumerate(names):
            self.fields[f"sort_{number}"] = forms.CharField(
                label=f"{name}: filed under", max_length=200, initial=guesses.filed_under(name),
                help_text="Family name first: Khrushchev, Nikita; but Mao Zedong.",
                error_messages={"required": "Write the name under which it is filed."},
            )  # fmt: skip
            self.fields[f"sort_of_{number}"] = forms.ChoiceField(
                label=f"{name} is", choices=PERSON_OR_BODY, initial="body" if guesses.is_body(name) else "person"
            )
        self._ask_marks()

    def _ask_date(self, readings: tuple[Reading, ...], question: str) -> None:
        if not readings:
            return
        label = question or f"We read “{self.source_form.cleaned_data['when']}” as"
        self.fields["date"] = forms.ChoiceField(
            label=label, choices=[(reading.edtf, reading.words) for reading in readings],
            widget=forms.RadioSelect, initial=None if question else readings[0].edtf,
            error_messages={"required": f"{question} Choose one." if question else "Choose how the date is read."},
        )  # fmt: skip

    def _ask_marks(self) -> None:
        """They stand in the preview of the numbering."""
        intake = self.source_form.intake
        if intake and intake.proposals:
            choices = [(str(mark.key), mark.sentence) for mark in intake.proposals]
            self.fields["marks"] = forms.MultipleChoiceField(required=False, choices=choices)

    def add_prefix(self, field_name: str) -> str:
        return field_name if field_name == "marks" else super().add_prefix(field_name)

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "marks"]

    @property
    def is_needed(self) -> bool:
        return bool(self.fields) or self.source_form.intake is not None

    @property
    def is_sent(self) -> bool:
        return self.is_bound

    @property
    def kind(self) -> str:
        return self.cleaned_data.get("kind") or self.source_form.cleaned_data["kind"]

    @property
    def reading(self) -> Reading | None:
        return next((r for r in self.source_form.readings if r.edtf == self.cleaned_data.get("date")), None)

    @property
    def new(self) -> tuple[NewAgent, ...]:
        given = self.cleaned_data
        return tuple(NewAgent(name, given[f"sort_{n}"], given[f"sort_of_{n}"]) for n, name in enumerate(self.names))

    @property
    def marks(self) -> set[int] | None:
        return {int(key) for key in self.cleaned_data["marks"]} if "marks" in self.fields else None
