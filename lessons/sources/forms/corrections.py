"""The forms that correct a text: the words of its passages, and what stands beside the words of one of them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lessons.sources.corrections import Change
from lessons.sources.drafts import PassageDraft, SpanDraft, passage_problems
from lessons.sources.models import Edition, Passage, Span, Term
from lessons.sources.queries.chronicle import terms_for

AT_ONCE = 50  # passages on one page: a form has an end (DATA_UPLOAD_MAX_NUMBER_FIELDS)
ROWS = 4  # marks that can be added at once


class PageForm(forms.Form):
    """Which passages of a long text are on the page: the number of the page, from 1."""

    page = forms.IntegerField(min_value=1, required=False)

    def chosen(self, last: int) -> int:
        number = self.cleaned_data.get("page") if self.is_valid() else None
        return min(number or 1, last)


class CorrectForm(forms.Form):
    """`seen` is the number of the version that was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        required=False, max_length=300, label="What was corrected", help_text="One line for the record, such as: five typing errors."
    )  # fmt: skip

    def __init__(self, *args, edition: Edition, passages: Sequence[PassageDraft], **kwargs):
        super().__init__(*args, **kwargs)
        self.passages = passages
        self.fields["seen"].initial = edition.number
        for at, passage in enumerate(passages):
            self.fields[f"text_{at}"] = forms.CharField(
                required=False, strip=False, label=f"Words of {passage.number}", initial=passage.text,
                widget=forms.Textarea(attrs={"rows": min(12, 2 + len(passage.text) // 90), "lang": edition.language}),
            )  # fmt: skip
            self.fields[f"kind_{at}"] = forms.ChoiceField(
                choices=[(name, words.capitalize()) for name, words in Passage.KINDS], initial=passage.kind, label="Kind",
                error_messages={"required": "Choose a kind.", "invalid_choice": "Choose a kind from the list."},
            )  # fmt: skip
            self.fields[f"delete_{at}"] = forms.BooleanField(required=False, label="Delete this passage")
            self.fields[f"join_{at}"] = forms.BooleanField(required=False, label="Join to the passage before")

    def rows(self) -> list[dict[str, Any]]:
        names = ("text", "kind", "delete", "join")
        return [
            {"passage": passage} | {name: self[f"{name}_{at}"] for name in names}
            for at, passage in enumerate(self.passages)
        ]

    def changes(self) -> dict[str, Change]:
        data = self.cleaned_data
        return {
            passage.number: Change(
                data[f"text_{at}"].replace("\r\n", "\n"), data[f"kind_{at}"], data[f"delete_{at}"], data[f"join_{at}"]
            )
            for at, passage in enumerate(self.passages)
        }  # fmt: skip


class MarkForm(forms.Form):
    """One mark on words of a passage; empty where no kind was chosen."""

    kind = forms.ChoiceField(required=False, choices=[("", "No further mark"), *Span.KINDS], label="Mark", error_messages={
        "invalid_choice": "Choose a mark from the list."
    })  # fmt: skip
    words = forms.CharField(
        required=False, max_length=5000, label="On these words", help_text="Exactly as they stand in the passage. Empty: on all of it."
    )  # fmt: skip
    to = forms.CharField(
        required=False, max_length=5000, label="To these words", help_text="Only for a long stretch: the words that it ends with."
    )  # fmt: skip
    nth = forms.IntegerField(
        required=False, min_value=1, max_value=500, label="Which time they stand there", help_text="1 is the first.",
        error_messages={"invalid": "Write the number in figures, such as 2.", "min_value": "Write 1 or a larger number."},
    )  # fmt: skip
    text = forms.CharField(
        required=False, max_length=2000, label="What stands beside them", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The correction, the meaning, the note; for text left out: what it was, or empty where nobody knows.",
    )  # fmt: skip
    agent = forms.CharField(
        required=False, max_length=200, label="Who speaks", widget=forms.TextInput(attrs={"list": "agent-names"}),
        help_text="The name. A new one is added to the persons.",
    )  # fmt: skip
    depth = forms.IntegerField(
        required=False, min_value=1, max_value=99, label="How deep", error_messages={
            "invalid": "Write the depth in figures, such as 2.", "min_value": "Write 1 or a larger number.",
        }, help_text="1 is who wrote or spoke last; 2 is who is quoted there; 3 is who is quoted by 2; and so on.",
    )  # fmt: skip
    term = forms.ModelChoiceField(
        Term.objects.none(), required=False, label="Term of the glossary", empty_label="None",
        error_messages={"invalid_choice": "Choose a term from the list."},
    )  # fmt: skip

    def __init__(self, *args, passage: PassageDraft, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = terms_for(user).order_by("name")
        self.passage = passage
        self.span: SpanDraft | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if not kind:
            if any(data.get(name) for name in ("words", "to", "text", "agent", "term")):
                self.add_error("kind", "Choose what kind of mark this is.")
            return data
        if kind == "voice" and not data.get("agent"):
            self.add_error("agent", "Choose who speaks in these words.")
        if kind == "voice" and not data.get("depth") and not self.has_error("depth"):
            self.add_error("depth", "Write how deep this voice is: 1 is who wrote or spoke last.")
        if kind == "term" and not data.get("term"):
            self.add_error("term", "Choose the term of the glossary that these words stand for.")
        if kind in ("gloss", "note") and not data.get("text"):
            self.add_error("text", "Write what stands beside these words.")
        if not self.errors:
            self._place(data)
        return data

    def _place(self, data: dict) -> None:
        text = self.passage.text
        start, end = 0, len(text)
        if data["words"]:
            start = nth_place(text, data["words"], data["nth"] or 1)
            end = start + len(data["words"])
        if start < 0:
            self.add_error("words", f"“{data['words']}” does not stand in passage {self.passage.number}"
                           f"{' so often' if (data['nth'] or 1) > 1 else ''}. Copy the words exactly.")  # fmt: skip
            return
        if data["to"]:
            found = text.find(data["to"], start)
            if found < 0:
                self.add_error("to", f"“{data['to']}” does not stand after “{data['words']}”. Copy the words exactly.")
                return
            end = found + len(data["to"])
        voice, term = data["kind"] == "voice", data["kind"] == "term"
        self.span = SpanDraft(
            start, end, data["kind"], data["text"], None, data["depth"] if voice else 0,
            data["term"].pk if term else None,
        )  # fmt: skip


def nth_place(text: str, words: str, nth: int) -> int:
    """Where words stand for the nth time; -1 where they do not stand so often."""
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return -1
    return at


class MarksForm(forms.Form):
    """Marks taken off a passage, and marks set on it.

    Once it is valid, `result` is the passage with its marks, and `names` says who speaks in the new voices.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    off = forms.MultipleChoiceField(
        required=False, label="Take off", widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "This mark is not there any more. Look at the list."},
    )  # fmt: skip

    def __init__(self, data, *, edition: Edition, passage: PassageDraft, words: list[str], user):
        super().__init__(data, initial={"seen": edition.number})
        self.passage = passage
        self.fields["off"].choices = [(str(at), said) for at, said in enumerate(words)]
        self.new = [MarkForm(data, passage=passage, user=user, prefix=f"m{n}") for n in range(ROWS)]

    def is_valid(self) -> bool:
        sound = all([super().is_valid(), *(form.is_valid() for form in self.new)])
        if not sound:
            return False
        gone = {int(at) for at in self.cleaned_data["off"]}
        kept = [span for at, span in enumerate(self.passage.spans) if at not in gone]
        added = [form.span for form in self.new if form.span]
        self.names = {f.span: f.cleaned_data["agent"] for f in self.new if f.span and f.span.kind == "voice"}
        if not added and not gone:
            self.add_error(None, "Nothing is marked and nothing is taken off yet. Choose a mark, or “Not now”.")
        spans = tuple(sorted([*kept, *added], key=lambda s: (s.start, -s.end)))
        self.result = PassageDraft(self.passage.number, self.passage.kind, self.passage.text, spans)
        for sentence in passage_problems([self.result]):
            self.add_error(None, sentence)
        return not self.errors
