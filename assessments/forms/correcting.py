"""What is right in a question whose words are fixed, in fields that fit its kind; and what students are told of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from assessments.forms.authoring.base import line, lines_of, typed
from assessments.forms.authoring.words import DateAuthor, NumberAuthor
from assessments.kinds import kind_of
from assessments.kinds.base import plain
from assessments.kinds.cloze import gaps_of
from assessments.kinds.passage import shortly
from assessments.kinds.speaker import named_misreadings
from assessments.models import QuestionVersion
from lessons.clean import clean_html
from lessons.forms.authoring import ProseField


def ticks(label: str, pairs, initial) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(one, plain(html)) for one, html in pairs],
        initial=list(initial),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one."},
    )


def lines(label: str, words) -> forms.CharField:
    return forms.CharField(
        label=label, initial="\n".join(words), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on a line. Capitals, accents and punctuation do not matter.",
        error_messages={"required": "Write at least one answer that is right."},
    )  # fmt: skip


class KeyPart:
    """The key of one kind: its fields, and what they say."""

    def fields(self, body: Mapping, key: Mapping) -> dict[str, forms.Field]:
        raise NotImplementedError

    def read(self, data: Mapping, body: Mapping) -> dict[str, Any]:
        """What changes in the key."""
        raise NotImplementedError


class RightOnes(KeyPart):
    """Choices of which one or several are right."""

    def fields(self, body, key):
        return {"right": ticks("What is right", body.get("choices", []), key.get("right", []))}

    def read(self, data, body):
        return {"right": [one for one, _ in body.get("choices", []) if one in data["right"]]}


class Verdict(RightOnes):
    """A statement that holds or does not, and the reasons that do."""

    def fields(self, body, key):
        verdict = forms.ChoiceField(
            label="The statement is", choices=[("yes", "true"), ("no", "false")], widget=forms.RadioSelect,
            initial="yes" if key.get("true") else "no",
        )  # fmt: skip
        return {"true": verdict, "right": ticks("Reasons that hold", body.get("choices", []), key.get("right", []))}

    def read(self, data, body):
        return super().read(data, body) | {"true": data["true"] == "yes"}


class Rows(KeyPart):
    """Rows, each with the options that are right in it."""

    kind = "matching"

    def fields(self, body, key):
        kind = kind_of(self.kind)
        return {
            f"row_{n}": ticks(plain(row.html), row.options, kind.accepted(body, key, row.id))  # type: ignore[attr-defined]
            for n, row in enumerate(kind.rows(body))  # type: ignore[attr-defined]
        }

    def read(self, data, body):
        rows = kind_of(self.kind).rows(body)  # type: ignore[attr-defined]
        return {"right": {row.id: data[f"row_{n}"] for n, row in enumerate(rows)}}


class Categories(Rows):
    kind = "categorise"


class Chain(KeyPart):
    """Who says it, according to whom."""

    def fields(self, body, key):
        rows, chain = kind_of("speaker").rows(body), key.get("chain", [])  # type: ignore[attr-defined]
        return {
            f"row_{n}": forms.ChoiceField(
                label=plain(row.html), choices=[(one, plain(name)) for one, name in row.options],
                initial=chain[n] if n < len(chain) else None,
            )
            for n, row in enumerate(rows)
        }  # fmt: skip

    def read(self, data, body):
        return {"chain": [data[name] for name in sorted(data) if name.startswith("row_")]}


class Accepted(KeyPart):
    def fields(self, body, key):
        return {"accepted": lines("Answers that are right", key.get("accepted", []))}

    def read(self, data, body):
        return {"accepted": lines_of(data["accepted"])}


class Places(KeyPart):
    """The place of each item in time; equal numbers where evidence cannot decide."""

    def fields(self, body, key):
        items = body.get("items", [])
        return {
            f"rank_{n}": forms.IntegerField(
                label=plain(html), min_value=1, max_value=len(items), initial=key.get("ranks", {}).get(one),
                help_text="Two items with the same number may stand in either order." if n == 0 else "",
            )
            for n, (one, html) in enumerate(items)
        }  # fmt: skip

    def read(self, data, body):
        return {"ranks": {one: data[f"rank_{n}"] for n, (one, _) in enumerate(body.get("items", []))}}


class Gaps(KeyPart):
    def fields(self, body, key):
        found: dict[str, forms.Field] = {}
        for gap, options in gaps_of(body).items():
            answer = key.get("gaps", {}).get(gap, {})
            found[f"gap_{gap}"] = (
                ticks(f"Gap {gap}", options.items(), answer.get("right", []))
                if options is not None
                else lines(f"Gap {gap}", answer.get("accepted", []))
            )
        return found

    def read(self, data, body):
        return {
            "gaps": {
                gap: {"right": data[f"gap_{gap}"]}
                if options is not None
                else {"accepted": lines_of(data[f"gap_{gap}"])}
                for gap, options in gaps_of(body).items()
            }
        }


PARTS: dict[str, Callable[[], KeyPart]] = {
    "single": RightOnes, "several": RightOnes, "passage": RightOnes, "truth": Verdict, "matching": Rows,
    "categorise": Categories, "speaker": Chain, "short": Accepted, "chronology": Places, "cloze": Gaps,
}  # fmt: skip
TYPED = {"number": NumberAuthor(), "date": DateAuthor()}
WITH_NOTES = ("single", "several", "passage", "truth")  # a note for each choice; pairs have one for each wrong pair
PAIRS = ("matching", "categorise")
TRANSLATOR = "takes the translator for a speaker"


def note_fields(body: Mapping, key: Mapping) -> dict[str, forms.CharField]:
    """What is said to those who take a choice: it was written for the key as it was."""
    notes = key.get("feedback", {})
    return {
        f"note_{n}": forms.CharField(
            required=False, max_length=2000, label=f"Said to those who choose “{shortly(html)}”",
            initial=typed(notes.get(one, "")), widget=forms.Textarea(attrs={"rows": 2}),
        )
        for n, (one, html) in enumerate(body.get("choices", []))
    }  # fmt: skip


def read_notes(data: Mapping, body: Mapping, key: Mapping) -> dict[str, str]:
    """Choice -> its note; words that nobody touched stay as they are stored."""
    stored, found = key.get("feedback", {}), {}
    for n, (one, _) in enumerate(body.get("choices", [])):
        before, now = stored.get(one, ""), data[f"note_{n}"]
        found[one] = before if now == typed(before).strip() else line(now)
    return {one: note for one, note in found.items() if note or one in stored}


def fitting(kind_name: str, body: Mapping, key: dict[str, Any], before: Mapping) -> dict[str, Any]:
    """The key without what was said of a choice or a pair because it was wrong, where it is right now."""
    kind, named = kind_of(kind_name), key.get("misreadings", {})
    if kind_name == "speaker" and key["chain"] != before.get("chain"):
        translators = [pick.partition(":")[2] for pick, words in named.items() if words == TRANSLATOR]
        named = named_misreadings(key["chain"], key.get("writes", False), list(dict.fromkeys(translators)))

    def of_wrong(said: Mapping) -> dict:
        return {pick: words for pick, words in said.items() if not kind.is_pick_right(pick, body, key)}

    changed = {"misreadings": of_wrong(named)} if named else {}
    if kind_name in PAIRS and "feedback" in key:
        changed["feedback"] = of_wrong(key["feedback"])
    return key | changed


class KeyForm(forms.Form):
    """What is right now, and why it changes. `seen` is the number of the key that the page showed."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, version: QuestionVersion, key: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self.version, self.key = version, key
        self.folded: dict[str, str] = {}
        self.part = PARTS[version.kind]() if version.kind in PARTS else None
        self.author = TYPED.get(version.kind)
        if self.part:
            self.fields |= self.part.fields(version.body, key)
        elif self.author:
            self._add_typed()
        if version.kind in WITH_NOTES:
            self.fields |= note_fields(version.body, key)
        self.fields["explain"] = ProseField(
            label="Explanation, shown with the right answer", initial=key.get("explain", ""),
            help_text="It was written for the key as it was. Look whether it still fits.",
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label="Why the key changes", max_length=300,
            help_text="Students who had already seen their points read this if those change; it stays in the question’s record.",
            error_messages={"required": "Say why, in a few words."},
        )  # fmt: skip
        self.fields["lowers"] = forms.BooleanField(
            required=False, label="Lower marks too where the corrected key gives less",
            help_text="Not ticked: nobody loses points by the correction.",
        )  # fmt: skip

    def _add_typed(self) -> None:
        self.author.add_fields(self)  # type: ignore[union-attr]
        values = self.author.initial(self.author.unpack(self.version.body, self.key))  # type: ignore[union-attr]
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].initial = value
        if "unit" in self.fields:
            self.fields["unit"].disabled = True

    def clean(self):
        data = super().clean()
        if self.author and not self.errors:
            self.author.check(self)
        return data

    @property
    def value(self) -> dict[str, Any]:
        """The whole key as it is to be, from a form without errors."""
        body, data = self.version.body, self.cleaned_data
        right = self.part.read(data, body) if self.part else self.author.pack(self.author.values(self))[1]  # type: ignore[union-attr]
        return fitting(self.version.kind, body, {**self.key, **right, **self._words()}, self.key)

    def _words(self) -> dict[str, Any]:
        """What students are told beside the key, where it changes."""
        said, body, key = self.cleaned_data, self.version.body, self.key
        words = {"explain": said["explain"]} if said["explain"] != clean_html(key.get("explain", "")) else {}
        notes = read_notes(said, body, key) if self.version.kind in WITH_NOTES else key.get("feedback", {})
        return words | ({"feedback": notes} if notes != key.get("feedback", {}) else {})


def can_be_corrected(version: QuestionVersion) -> bool:
    """Whether the question marks itself, so that it has a key."""
    return version.kind in PARTS or version.kind in TYPED
