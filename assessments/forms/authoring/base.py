"""What every kind's author form can do, and rows of fields: choices, items, pairs."""

import uuid
from html import escape
from typing import Any, ClassVar

from django import forms

from lessons.clean import clean_html, is_html, words_of
from lessons.forms.authoring import BlockForm

FEWEST_FILLED, FEWEST_ROWS, MOST_ROWS = 2, 4, 10


class Author:
    """How questions of one kind are written: fields -> values -> body and key, and back again.

    `values` are plain; packing them and unpacking what came out gives them again. Stem and explanation are the form's.
    """

    kind: ClassVar[str]

    def add_fields(self, form: BlockForm) -> None:
        raise NotImplementedError

    def check(self, form: BlockForm) -> None:
        """Add the errors that no field finds alone."""

    def values(self, form: BlockForm) -> dict[str, Any]:
        """What a form without errors says."""
        raise NotImplementedError

    def pack(self, values: dict[str, Any]) -> tuple[dict, dict]:
        """(what the body has, what the key has) beside stem and explanation."""
        raise NotImplementedError

    def unpack(self, body: dict, key: dict) -> dict[str, Any]:
        raise NotImplementedError

    def initial(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the fields show them."""
        return values


def line(text: str) -> str:
    """One line of typed words as HTML."""
    return clean_html(text) if is_html(text) else escape(text.strip(), quote=False)


def typed(html: str) -> str:
    """The line as it is edited: plain words where it has no tags."""
    return html if is_html(html) else words_of(html)


def lines_of(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def lines_field(label: str, help_text: str, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(required=False, max_length=4000, widget=widget, label=label, help_text=help_text)


def words_field(label: str, initial: str = "", longest: int = 500, help_text: str = "") -> forms.CharField:
    return forms.CharField(required=False, max_length=longest, label=label, initial=initial, help_text=help_text)


def fold_away(form: BlockForm, summary: str, *names: str) -> None:
    """These fields are drawn folded under a line that says `summary`; open where they hold something wrong."""
    form.folded |= dict.fromkeys(names, summary)


def misread_field(number: int, initial: str, what: str = "choice") -> forms.CharField:
    return words_field(
        f"The misreading that {what} {number} shows", initial, 120,
        "In a few words, such as “takes the recorder for the speaker”. Only teachers see it, beside how often it was chosen.",
    )  # fmt: skip


def new_id() -> str:
    return f"c{uuid.uuid4().hex[:10]}"


def row_numbers(form: BlockForm, name: str = "text", stored: str = "rows") -> range:
    """The numbers of the rows that the form shows: those that are filled, and an empty one."""
    rows = len(form.initial.get(stored, []))
    if form.is_bound:
        rows = max([rows, *(n for n in range(1, MOST_ROWS + 1) if form.data.get(f"{name}_{n}"))])
    return range(1, min(MOST_ROWS, max(FEWEST_ROWS, rows + 1)) + 1)


def stored_row(form: BlockForm, number: int) -> dict[str, Any]:
    """What stands in the row of that number; a row that is new has an id that says nothing."""
    place = form.initial.get("rows", [])[number - 1 : number]
    return place[0] if place else {"id": new_id()}


def add_id(form: BlockForm, number: int, row: dict[str, Any]) -> None:
    form.fields[f"id_{number}"] = forms.RegexField(
        regex=r"^[A-Za-z0-9_-]{1,28}$", required=False, widget=forms.HiddenInput, initial=row["id"]
    )


def check_ids(form: BlockForm, rows: list[dict[str, Any]]) -> None:
    if len({row["id"] for row in rows}) < len(rows):
        form.add_error(None, "Two rows have the same name. Load the page again.")
