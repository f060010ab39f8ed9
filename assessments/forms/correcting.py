"""What is right in a question whose words are fixed: the key alone, in fields that fit its kind."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from assessments.forms.authoring.base import lines_of
from assessments.forms.authoring.words import DateAuthor, NumberAuthor
from assessments.kinds import kind_of
from assessments.kinds.base import plain
from assessments.kinds.cloze import gaps_of
from assessments.models import QuestionVersion


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
        self.fields["reason"] = forms.CharField(
            label="Why the key changes", max_length=300,
            help_text="Students whose mark moves read this, and it stays in the question's record.",
            error_messages={"required": "Say why, in a few words."},
        )  # fmt: skip
        self.fields["lowers"] = forms.BooleanField(
            required=False, label="Lower marks too where the corrected key gives less",
            help_text="Left empty, nobody loses points by the correction.",
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
        if self.part:
            return {**self.key, **self.part.read(self.cleaned_data, self.version.body)}
        return {**self.key, **self.author.pack(self.author.values(self))[1]}  # type: ignore[union-attr]


def can_be_corrected(version: QuestionVersion) -> bool:
    """Whether the question marks itself, so that it has a key."""
    return version.kind in PARTS or version.kind in TYPED
