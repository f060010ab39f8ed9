"""Writing questions about passages of the lesson's own sources."""

from html import escape

from django import forms

from assessments.forms.authoring.base import Author, line, lines_field, lines_of, typed, words_field
from assessments.kinds.passage import shortly
from assessments.queries.voices import speaker_question
from assessments.questionplan import stranger
from coursesite.ui.forms import needed
from lessons.forms.authoring import BlockForm, shortened
from lessons.sources.cuts import shown_words
from lessons.sources.models import Passage

MOST_PASSAGES = 30
MODES = [("all", "All passages that support the claim"), ("one", "One passage; any that is marked will do")]


class SpeakerAuthor(Author):
    """A passage, the words asked about, and further names. Who speaks, and according to whom, the passage's voices say."""

    kind = "speaker"

    def add_fields(self, form: BlockForm) -> None:
        rows = form.offered(voiced=True)
        choices = [(p.pk, f"{letter} ¶{p.number} {shortened(p.text)}") for letter, p in rows]
        form.passages = {passage.pk: (letter, passage) for letter, passage in rows}
        form.fields["passage"] = needed(forms.TypedChoiceField(
            coerce=int, required=False, label="Passage", choices=[("", "Choose a passage"), *choices],
            help_text="Passages of this lesson's sources in which the voices of two or more people are marked.",
        ))  # fmt: skip
        form.fields["words"] = needed(words_field(
            "Words that are asked about", longest=2000,
            help_text="Copied exactly, or “first words … last words”. They are marked in the passage.",
        ))  # fmt: skip
        form.fields["others"] = lines_field(
            "Further names to choose from",
            "One on each line; the people of the source are there already. After “ :: ” what is said to those who "
            "choose the name.",
        )

    def check(self, form: BlockForm) -> None:
        data = form.cleaned_data
        if not form.passages:
            form.add_error(
                "passage", "Add a source to this lesson first, one in which somebody reports what others said."
            )
        elif not data.get("passage"):
            form.add_error("passage", "Choose a passage.")
        elif not data.get("words"):
            form.add_error("words", "Write the words that are asked about.")
        else:
            letter, passage = form.passages[data["passage"]]
            try:
                form.parts = speaker_question(passage, letter, data["words"], self.others(form))
            except ValueError as error:
                form.add_error("words", str(error))

    def others(self, form: BlockForm) -> list[list[str]]:
        rows = [text.partition("::") for text in lines_of(form.cleaned_data.get("others", ""))]
        found = {
            name.strip().casefold(): stranger(name.strip(), note.strip()) for name, _, note in rows if name.strip()
        }
        return list(found.values())

    def values(self, form: BlockForm):
        return {"parts": list(form.parts)}

    def pack(self, values):
        return tuple(values["parts"])

    def unpack(self, body, key):
        return {"parts": [_without(body), _without(key)]}

    def initial(self, values):
        body, key = values["parts"]
        others = [f"{name} :: {note}" if note else name for _, name, note in key.get("others", [])]
        passage = body.get("passage", {})
        return values | {
            "passage": passage.get("id"), "words": passage.get("words", ""), "others": "\n".join(others),
        }  # fmt: skip


class PassageAuthor(Author):
    """A source of the lesson, and for each of its passages whether it supports the claim and what is said of it."""

    kind = "passage"

    def add_fields(self, form: BlockForm) -> None:
        rows = form.offered()
        titles = {letter: f"Source {letter}: {passage.edition.source.title}" for letter, passage in rows}
        asked = form.data.get("source") if form.is_bound else form.initial.get("source")
        form.shown = [passage for letter, passage in rows if letter == asked][:MOST_PASSAGES]
        form.label = titles.get(asked, "")
        form.fields["source"] = needed(forms.ChoiceField(
            required=False, label="Source", choices=[("", "Choose a source"), *titles.items()],
            help_text="Of this lesson. Then “Show the fields of this kind”: its passages are listed.",
        ))  # fmt: skip
        form.fields["mode"] = needed(forms.ChoiceField(
            required=False, label="What students choose", choices=MODES, widget=forms.RadioSelect, initial="all"
        ))  # fmt: skip
        marks, notes = form.initial.get("right", []), form.initial.get("notes", {})
        for n, passage in enumerate(form.shown, 1):
            about = f"¶{passage.number} {shortly(passage_words(passage))}"
            form.fields[f"mark_{n}"] = forms.BooleanField(
                required=False, label=f"{about} – supports the claim", initial=passage.number in marks
            )
            form.fields[f"note_{n}"] = words_field(
                f"Said to those who choose ¶{passage.number}", typed(notes.get(passage.number, ""))
            )

    def check(self, form: BlockForm) -> None:
        right = [n for n in range(1, len(form.shown) + 1) if form.cleaned_data.get(f"mark_{n}")]
        if not form.shown:
            form.add_error("source", "Choose a source of this lesson, then show its passages.")
        elif len(form.shown) < 2:
            form.add_error("source", "This source has one passage here. Choose one with two or more.")
        elif not right:
            form.add_error("mark_1", "Mark at least one passage that supports the claim.")

    def values(self, form: BlockForm):
        data, numbers = form.cleaned_data, [passage.number for passage in form.shown]
        return {
            "source": data["source"], "label": form.label, "mode": data["mode"] or "all",
            "choices": [[p.number, escape(passage_words(p), quote=False)] for p in form.shown],
            "right": [number for n, number in enumerate(numbers, 1) if data[f"mark_{n}"]],
            "notes": {number: line(data[f"note_{n}"]) for n, number in enumerate(numbers, 1)},
        }  # fmt: skip

    def pack(self, values):
        body = {name: values[name] for name in ("source", "label", "mode", "choices")}
        return body, {"right": values["right"], "feedback": values["notes"]}

    def unpack(self, body, key):
        values = {name: body.get(name, "") for name in ("source", "label", "mode")}
        return values | {
            "choices": body.get("choices", []), "right": key.get("right", []), "notes": key.get("feedback", {}),
        }  # fmt: skip


def passage_words(passage: Passage) -> str:
    """What students are shown of a passage: no more than its excerpt shows."""
    stretches = getattr(passage, "stretches", None)
    return shown_words(passage.text, stretches) if stretches else passage.text


def _without(stored: dict) -> dict:
    return {name: value for name, value in stored.items() if name not in ("v", "stem", "explain")}
