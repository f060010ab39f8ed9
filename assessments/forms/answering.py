"""The answers of a page without script: all questions as one form."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.actions.saving import Op
from assessments.evidence import token_of
from assessments.forms.saving import LARGEST_REV, check_value
from assessments.kinds.base import is_blank
from assessments.sheets import Sheet

OTHER, MINE = "other", "mine"


def sent_under(data, name: str) -> list[str]:
    """All values that were sent under one name, or under it and a row: radio buttons of several rows.

    What is typed into a gap is sent under its name, such as answer-3-gap-2, and becomes "2:words".
    """
    found = []
    for key in data:
        if key == name or key.startswith(f"{name}-"):
            gap = key.removeprefix(f"{name}-gap-") if key.startswith(f"{name}-gap-") else ""
            found += [f"{gap}:{value}" if gap else value for value in data.getlist(key) if value or not gap]
    return found


class ManyWidget(forms.Widget):
    """All values that were sent for one question."""

    def value_from_datadict(self, data, files, name):
        return sent_under(data, name)


class AnswerField(forms.Field):
    """The answer to one question, read and checked by its kind."""

    def __init__(self, sheet: Sheet, must: str = ""):
        super().__init__(required=False, label=f"Question {sheet.number}", widget=ManyWidget({"id": sheet.anchor}))
        self.sheet, self.must = sheet, must

    def clean(self, value):
        try:
            read = check_value(self.sheet.kind.read(value, self.sheet.body))
        except ValueError as error:
            said = f"Question {self.sheet.number}: {error}" if self.sheet.number else str(error)
            raise forms.ValidationError(said) from None
        if self.must and is_blank(read):
            raise forms.ValidationError(self.must)
        return read


class AnswersForm(forms.Form):
    """For each question of the sheets: answer-n, base-n, op-n; after a conflict keep-n; for evidence cite-n."""

    def __init__(self, data, *, sheets: list[Sheet]):
        super().__init__(data)
        self.sheets = sheets
        for sheet in sheets:
            n = sheet.number
            self.fields[f"answer-{n}"] = AnswerField(sheet)
            self.fields[f"base-{n}"] = forms.IntegerField(min_value=0, max_value=LARGEST_REV, required=False)
            self.fields[f"op-{n}"] = forms.UUIDField(required=False)
            self.fields[f"flag-{n}"] = forms.BooleanField(required=False)
            self.fields[f"asked-{n}"] = forms.BooleanField(required=False)
            self.fields[f"keep-{n}"] = forms.ChoiceField(choices=[(MINE, ""), (OTHER, "")], required=False)
            if sheet.documents:
                self.fields[f"cite-{n}"] = forms.ChoiceField(choices=list(_citable(sheet)), required=False)

    def clean(self):
        for sheet in self.sheets:
            n = sheet.number
            if self.cleaned_data.get(f"asked-{n}") and not self.cleaned_data.get(f"keep-{n}"):
                self.add_error(f"answer-{n}", f"Question {n}: choose which of the two answers counts.")
        return self.cleaned_data

    def changes(self, known: Mapping[tuple[int, int], Any]) -> list[Op]:
        """An op for each answer that differs from the revision it was written on; none for what was left to another tab."""
        ops = []
        for sheet in self.sheets:
            n = sheet.number
            if not self.was_sent(n) or self.cleaned_data[f"keep-{n}"] == OTHER:
                continue
            value, base = self.cleaned_data[f"answer-{n}"], self.cleaned_data[f"base-{n}"] or 0
            before = known.get((n, base), [] if sheet.kind.many else "")
            if value != before and not (is_blank(value) and is_blank(before)):
                ops.append(Op(self.cleaned_data[f"op-{n}"] or uuid.uuid4(), n, base, value, cleared=True))
        return ops

    def was_sent(self, number: int) -> bool:
        """A question without its base number was not on the page."""
        return self.data.get(f"base-{number}", "") != ""

    @property
    def first_sent(self) -> int:
        """The number of the first question that was on the page."""
        return next((sheet.number for sheet in self.sheets if self.was_sent(sheet.number)), 1)

    def flags(self) -> dict[int, bool]:
        """Number -> whether the student wants to come back to it, where that has changed."""
        asked = {
            one.number: self.cleaned_data[f"flag-{one.number}"] for one in self.sheets if self.was_sent(one.number)
        }
        return {
            one.number: asked[one.number] for one in self.sheets if asked.get(one.number, one.flagged) != one.flagged
        }

    def cite(self, number: int) -> None:
        """Put the chosen passage's token at the end of an answer, before changes() is asked."""
        token = self.cleaned_data.get(f"cite-{number}")
        if token:
            text = self.cleaned_data[f"answer-{number}"]
            self.cleaned_data[f"answer-{number}"] = f"{text.rstrip()} {token}" if text.strip() else token

    def show_typed(self) -> None:
        """Give the sheets what was typed, so that a page that comes back has lost nothing."""
        for sheet in self.sheets:
            n = sheet.number
            if not self.was_sent(n) or self.cleaned_data.get(f"keep-{n}") == OTHER:
                continue
            if self.cleaned_data.get(f"asked-{n}"):
                sheet.in_conflict, sheet.other = True, sheet.value
            typed = sent_under(self.data, f"answer-{n}")
            sheet.value = self.cleaned_data.get(f"answer-{n}", typed if sheet.kind.many else "".join(typed[:1]))
            sheet.rev = self.cleaned_data.get(f"base-{n}") or 0
            sheet.flagged = bool(self.cleaned_data.get(f"flag-{n}"))
            sheet.problem = " ".join(self.errors.get(f"answer-{n}", []))


class WhichForm(forms.Form):
    """`attempt`: whose page a form was sent from. A page that was opened before forms said so leaves it out."""

    attempt = forms.UUIDField(required=False)


class PageForm(forms.Form):
    """`q`: the question that a page shows or that a form was sent from; `go`: the one that its button leads to."""

    q = forms.IntegerField(min_value=1, max_value=500, required=False)
    go = forms.IntegerField(min_value=1, max_value=500, required=False)


class FlagForm(forms.Form):
    """Whether the student wants to come back to a question."""

    slot = forms.IntegerField(min_value=1, max_value=500)
    flagged = forms.BooleanField(required=False)


class HandInForm(forms.Form):
    """`sure` says that unanswered questions are meant to stay so."""

    sure = forms.BooleanField(required=False)


class AskForm(forms.Form):
    """`asks`: the page names what is not answered and asks whether that is meant."""

    asks = forms.BooleanField(required=False)


class TryForm(forms.Form):
    """Which try's receipt or feedback is shown; without a number the newest."""

    number = forms.IntegerField(min_value=1, max_value=32_000, required=False)


def _citable(sheet: Sheet):
    for document in sheet.documents:
        for passage in document.passages:
            token = token_of(document.letter, passage.number)
            yield token, token


class PracticeForm(forms.Form):
    """One practice answer, which must not be empty. The page itself counts the tries that were not right: nothing is kept.

    `why` asks for the explanation; that is no try of its own.
    """

    wrong = forms.IntegerField(min_value=0, max_value=1000, required=False)
    why = forms.BooleanField(required=False)

    def __init__(self, data, *, sheet: Sheet):
        super().__init__(data)
        self.fields["answer-0"] = AnswerField(sheet, must="Answer first, then check.")
