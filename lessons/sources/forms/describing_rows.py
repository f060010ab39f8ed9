"""What a source has several of: persons with their parts, places where it is kept, links to other sources."""

from typing import Any

from django import forms

from lessons.sources.dates import Proposal, propose
from lessons.sources.description import Kept, Linked, Stands, Step
from lessons.sources.models import SourceAgent, SourceLink
from lessons.sources.sourceline import is_web_address

MOST = 40
DAY = "Write the day as year-month-day, such as 2026-11-22."
NAME = {"list": "agent-names", "autocomplete": "off"}


class Row(forms.Form):
    """A row that is left empty is no row."""

    asked: tuple[str, ...] = ()

    @property
    def is_given(self) -> bool:
        given = self.cleaned_data
        return not given.get("DELETE") and any(given.get(name) for name in self.asked)


class StepRow(Row):
    asked = ("name", "note")
    name = forms.CharField(max_length=200, required=False, label="Name", widget=forms.TextInput(attrs=NAME))
    role = forms.ChoiceField(label="Part", choices=SourceAgent.ROLES, required=False)
    when = forms.CharField(max_length=120, required=False, label="When")
    note = forms.CharField(
        max_length=300, required=False, label="Note", help_text="Without a name: what is known of it."
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_when(self) -> str:
        """The date of a step is one that can be read in one way only."""
        typed = self.cleaned_data["when"].strip()
        self.edtf = ""
        if typed:
            result = propose(typed)
            if not isinstance(result, Proposal):
                words = getattr(result, "words", "Leave the date empty where it is not known.")
                raise forms.ValidationError(f"{words} Write it so that it can be read in one way only.")
            self.edtf = result.readings[0].edtf
        return typed

    @property
    def step(self) -> Step:
        given = self.cleaned_data
        return Step(given["name"], given["role"] or "creator", given["note"], self.edtf, given["when"])


class HoldingRow(Row):
    asked = ("repository", "levels", "document_number", "url")
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    repository = forms.CharField(max_length=200, required=False, label="Archive, library or site")
    levels = forms.CharField(
        max_length=300,
        required=False,
        label="Where in it",
        help_text="In an archive: Fond 5, Opis 28, Delo 410. On the web: where the original is, such as RGANI, Fond 5.",
    )
    document_number = forms.CharField(max_length=60, required=False, label="Document number")
    url = forms.CharField(max_length=400, required=False, label="Address on the web")
    retrieved_on = forms.DateField(
        required=False,
        label="Looked up on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": DAY},
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if url and not is_web_address(url):
            raise forms.ValidationError("Write the whole address, beginning with https://")
        return url

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if not given.get("repository") and any(given.get(name) for name in self.asked[1:]) and not given.get("DELETE"):
            self.add_error("repository", "Name the archive, library or site where it is.")
        return given

    @property
    def kept(self) -> Kept:
        given = self.cleaned_data
        return Kept(
            given["pk"], given["repository"].strip(), given["levels"], given["document_number"], given["url"],
            given["retrieved_on"],
        )  # fmt: skip


class LinkRow(Row):
    asked = ("other",)
    other = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Other source")
    kind = forms.ChoiceField(label="How they belong together", choices=SourceLink.KINDS, required=False)
    note = forms.CharField(max_length=300, required=False, label="Note")

    def __init__(self, *args, sources: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", "None"), *sources]  # type: ignore[attr-defined]

    @property
    def linked(self) -> Linked:
        given = self.cleaned_data
        return Linked(given["other"], given["kind"] or "sister", given["note"])


def _rows(row: type[Row]):
    return forms.formset_factory(row, extra=1, can_delete=True, max_num=MOST, absolute_max=MOST + 2, validate_max=True)


Steps, Holdings, Links = _rows(StepRow), _rows(HoldingRow), _rows(LinkRow)


class DescriptionRows:
    """The three lists of rows of one form, each as it stands and as it was sent."""

    def __init__(self, data: Any, stands: Stands | None, sources: list[tuple[int, str]]):
        initial = stands or Stands({})
        self.steps = Steps(data, initial=initial.steps, prefix="step")
        self.holdings = Holdings(data, initial=initial.holdings, prefix="holding")
        self.links = Links(data, initial=initial.links, prefix="link", form_kwargs={"sources": sources})

    @property
    def all(self) -> list:
        return [self.steps, self.holdings, self.links]

    def is_valid(self) -> bool:
        valid = [rows.is_valid() for rows in self.all]  # each is asked, so that all problems are told
        return all(valid)

    @property
    def given_steps(self) -> list[Step]:
        return [row.step for row in self.steps if row.is_given]

    @property
    def dropped(self) -> set[str]:
        """Names that were taken off the list."""
        kept = {step.name for step in self.given_steps}
        return {row.cleaned_data["name"] for row in self.steps if row.cleaned_data.get("DELETE")} - kept

    @property
    def given(self) -> dict:
        links = {link.linked.other: link.linked for link in self.links if link.is_given}
        return {
            "holdings": tuple(row.kept for row in self.holdings if row.is_given),
            "links": tuple(links.values()),
        }
