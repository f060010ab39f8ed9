"""The form of a source: six fields, and all else that can be said of it."""

from typing import Any

from django import forms

from coursesite.accounts.models import Shelf
from lessons.sources import guesses, rights
from lessons.sources.datereading import Reading
from lessons.sources.dates import Question, Refusal, Undated, propose
from lessons.sources.description import MAIN_ROLES, Description, Step, Text, stamp_of
from lessons.sources.errors import EditionRefused
from lessons.sources.intake import Intake, read
from lessons.sources.languages import LANGUAGES
from lessons.sources.models import Edition, Source
from lessons.sources.queries.describing import COLUMNS, IMPRINT
from lessons.sources.textclean import LONGEST

SIX = ("title", "who", "who_unknown", "when", "when_unknown", "origin", "origin_unknown", "text", "file", "headnote")
MORE = (
    "kind", "relation", "title_supplied", "place", "place_unknown", "date_kind", "date_as_written", "date_note",
    "translator", "translator_unknown", "rights_code", "rights", "credit", "adapted_from", "content_notice",
)  # fmt: skip
TEXT = ("text_role", "text_language", "text_extent")
UNKNOWN = ("who", "when", "origin", "place", "translator")
PLAIN = [name for name in COLUMNS if name not in ("date_edtf", "date_display", "calendar")]
BOTH = "Either write it or tick “not known”, not both."


def line(label: str, length: int, help_text: str = "", **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, **kwargs)


def lines(label: str, length: int, rows: int, help_text: str = "") -> forms.CharField:
    return line(label, length, help_text, widget=forms.Textarea(attrs={"rows": rows}))


def tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def rights_choices() -> list:
    groups: dict[str, list] = {}
    for statement in rights.STATEMENTS.values():
        groups.setdefault(statement.group, []).append((statement.code, statement.label))
    return [("", "Not stated yet"), *groups.items()]


class SourceForm(forms.Form):
    """`seen` names what stood when the page was made; `checked` what the teacher has looked at and confirmed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    checked = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    text_seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    title = forms.CharField(max_length=300, help_text="As the source itself or its archive has it.", error_messages={
        "required": "Write a title. Where the source has none, write one that says what it is.",
    })  # fmt: skip
    who = line("Who made it", 500, "A person or a body; several names with a semicolon between them.",
               widget=forms.TextInput(attrs={"list": "agent-names", "autocomplete": "off"}))  # fmt: skip
    who_unknown = tick("Who made it is not known")
    when = line("When", 120, "As you would write it: 25 February 1956, about 1954, 19-20 October 1956.")
    when_unknown = tick("When is not known")
    origin = line("Where you got it", 400, "The archive, book or site, with its number, page or address.")
    origin_unknown = tick("Where it is from is not known")
    text = forms.CharField(
        label="Text", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Paste it. An empty line begins a new paragraph. You see its numbers before anything is stored.",
    )  # fmt: skip
    file = forms.FileField(
        label="Or a file", required=False, help_text="Word (.docx), web page, Markdown or plain text."
    )
    headnote = line(
        "A line for students before they read", 300, "Yours, not the source’s: what they are about to read."
    )

    kind = forms.ChoiceField(choices=[("", "Guess it from the title"), *Source.KINDS], required=False)
    relation = forms.ChoiceField(
        label="For the question that you teach", choices=Source._meta.get_field("relation").choices
    )
    title_supplied = tick("The title is ours or the archive’s; the source has none of its own")
    place = line(
        "Place", 120, "Where it was said, written or made.", widget=forms.TextInput(attrs={"list": "place-names"})
    )
    place_unknown = tick("The place is not known")
    date_kind = forms.ChoiceField(label="The date says when it was", choices=Source.DATE_KINDS)
    date_as_written = line("Date as written on the source", 120)
    date_note = line("Note on the date", 400, "Why it is in doubt, or who worked it out.")
    translator = line("Translator", 200, widget=forms.TextInput(attrs={"list": "agent-names", "autocomplete": "off"}))
    translator_unknown = tick("The translator is not stated")
    rights_code = forms.ChoiceField(label="Statement of rights", required=False)
    rights = lines("What else is known of its rights", 2000, 2)
    credit = line("Credit", 300, "Whom a licence asks to name.")
    adapted_from = line("Adapted from", 400, "Title, author, address and licence of what it was adapted from.")
    content_notice = lines("Content notice", 1000, 2, "Shown before the text: what may hurt or upset, in plain words.")
    text_role = forms.ChoiceField(label="The text is", choices=[
        ("transcription", "the source’s own words"), ("translation", "a translation"),
        ("summary", "a summary in our own words: it can be pointed at, never quoted"),
    ], required=False)  # fmt: skip
    text_language = forms.ChoiceField(
        choices=LANGUAGES.items(), label="Language of the text", required=False, initial="en"
    )
    text_extent = forms.ChoiceField(
        label="How much of it", choices=Edition._meta.get_field("extent").choices, required=False
    )

    def __init__(self, *args, source: Source | None = None, shelves=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.intake: Intake | None = None
        self.readings: tuple[Reading, ...] = ()
        self.question = ""
        self.fields["rights_code"].choices = rights_choices()  # type: ignore[attr-defined]
        for name in IMPRINT:
            self.fields[f"imprint_{name}"] = line(IMPRINT_LABELS[name], 200)
        if source:
            self.fields["kind"].choices = Source.KINDS  # type: ignore[attr-defined]
            for name in ("text", "file", "text_seen", *TEXT):
                del self.fields[name]
        else:
            self.fields["shelf"] = forms.ModelChoiceField(shelves, label="Shelf", empty_label=None, help_text=(
                "Its editors can change the source. Others see it there once it is shared."
            ))  # fmt: skip

    # -- Groups of fields, for the page -----------------------------------------------------------------

    def group(self, names) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def six(self) -> list[forms.BoundField]:
        return self.group(SIX)

    @property
    def more(self) -> list[forms.BoundField]:
        return self.group((*MORE, *TEXT, "shelf"))

    @property
    def imprint(self) -> list[forms.BoundField]:
        return self.group(f"imprint_{name}" for name in IMPRINT)

    @property
    def more_is_wrong(self) -> bool:
        return any(name not in SIX for name in self.errors)

    # -- What was typed ---------------------------------------------------------------------------------

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        for name in UNKNOWN:
            if given.get(name, "").strip() and given.get(f"{name}_unknown"):
                self.add_error(name, BOTH)
        if "when" not in self.errors:
            self._read_date(given.get("when", "").strip())
        if not self.source:
            self._read_text(given)
        return given

    def _read_date(self, typed: str) -> None:
        if not typed or (self.source and typed == self.source.date_display):
            return
        result = propose(typed)
        if isinstance(result, Refusal):
            self.add_error("when", result.words)
        elif isinstance(result, Undated):
            self.cleaned_data |= {"when": "", "when_unknown": True}
        else:
            self.readings = result.readings
            self.question = result.words if isinstance(result, Question) else ""

    def _read_text(self, given: dict) -> None:
        file, typed = given.get("file"), given.get("text", "").replace("\r\n", "\n")
        if not file and not typed.strip():
            return
        if file and file.size > LONGEST:
            self.add_error("file", "This file is larger than 5 MB. Divide it, or paste the part that students read.")
            return
        try:
            raw = file.read() if file else typed
            same = not file and stamp_of(typed) == given.get("text_seen")
            again = {"form": "text", "lines": "keep"} if same else {}
            self.intake = read(raw, name=file.name if file else "", **again)
        except EditionRefused as refusal:
            for words in refusal.problems:
                self.add_error("file" if file else "text", words)

    @property
    def stamp(self) -> str:
        """Names what is to be looked at before it is stored: another date or text has another stamp."""
        given = self.cleaned_data
        text = self.intake.text if self.intake else ""
        return stamp_of([given["when"], given["who"], given["translator"], given["title"], text])

    @property
    def guessed_kind(self) -> str:
        given = self.cleaned_data
        return given["kind"] or guesses.kind_of(given["title"], given["origin"])

    # -- As a description --------------------------------------------------------------------------------

    def description(
        self, *, kind: str, reading: Reading | None, steps: list[Step], dropped: set[str], **rows: Any
    ) -> Description:
        """`dropped`: names taken off the list of persons, though they stand in the field “Who made it” still."""
        given = self.cleaned_data
        values = {name: given[name] for name in PLAIN} | {"kind": kind, "not_known": self._not_known()}
        values["imprint"] = {"v": 1} | {n: given[f"imprint_{n}"] for n in IMPRINT if given[f"imprint_{n}"]}
        if reading or not given["when"]:
            values |= {
                "date_display": given["when"],
                "date_edtf": reading.edtf if reading else "",
                "calendar": reading.calendar if reading else "gregorian",
            }
            if reading and reading.calendar == "julian" and not values["date_as_written"]:
                values["date_as_written"] = given["when"]
        return Description(
            values, place=given["place"], translator=given["translator"], steps=self._steps(kind, steps, dropped), **rows
        )  # fmt: skip

    def _not_known(self) -> list[str]:
        kept = [name for name in (self.source.not_known if self.source else []) if name not in UNKNOWN]
        return kept + [name for name in UNKNOWN if self.cleaned_data[f"{name}_unknown"]]

    def _steps(self, kind: str, steps: list[Step], dropped: set[str]) -> tuple[Step, ...]:
        """Whom “Who made it” names stands first; who is named there no more is no maker any more."""
        names = [name for name in guesses.names_of(self.cleaned_data["who"]) if name not in dropped]
        kept = [step for step in steps if step.role not in MAIN_ROLES or step.name in names or not step.name]
        said = {step.name for step in kept}
        made = [Step(name, guesses.role_of(kind)) for name in names if name not in said]
        was, now = self.initial.get("translator", ""), self.cleaned_data["translator"]
        if was != now:
            kept = [step for step in kept if (step.role, step.name) != ("translator", was)]
            kept += [Step(now, "translator")] if now else []
        return (*made, *kept)

    def text_given(self, marks: set[int] | None) -> Text | None:
        if not self.intake:
            return None
        given = self.cleaned_data
        intake = read(self.intake.text, form="text", lines="keep", marks=marks)
        language = given["text_language"] or "en"
        role = given["text_role"] or "transcription"
        extent = given["text_extent"] or "whole"
        return Text(language.lower(), role, language, intake.scheme, extent, intake.passages)


IMPRINT_LABELS = {
    "container": "Newspaper, journal, site or book that it is in", "publisher": "Publisher",
    "place": "Place of publication", "volume": "Volume", "issue": "Issue", "pages": "Pages", "medium": "Medium of a picture",
}  # fmt: skip


def shelves_of(user):
    return Shelf.objects.editable_by(user)
