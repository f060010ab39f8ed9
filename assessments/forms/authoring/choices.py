"""Writing choices, one or several of them right, and items in the order of time."""

from typing import Any

from django import forms

from assessments.forms.authoring.base import (
    FEWEST_FILLED,
    Author,
    add_id,
    check_ids,
    fold_away,
    line,
    misread_field,
    row_numbers,
    stored_row,
    typed,
    words_field,
)
from coursesite.ui.forms import needed
from lessons.forms.authoring import BlockForm


class ChoiceAuthor(Author):
    """Rows of a choice, whether it is right, and what is said to those who take it."""

    word = "Choice"
    prefix = ""  # before a choice's id where the kind counts "row:option"

    def __init__(self, kind: str):
        self.kind = kind  # type: ignore[misc]

    def add_fields(self, form: BlockForm) -> None:
        for number in row_numbers(form):
            row = stored_row(form, number)
            field = words_field(f"{self.word} {number}", typed(row.get("html", "")))
            form.fields[f"text_{number}"] = needed(field) if number <= FEWEST_FILLED else field
            self.add_more(form, number, row)
            add_id(form, number, row)

    def add_more(self, form: BlockForm, number: int, row: dict[str, Any]) -> None:
        form.fields[f"mark_{number}"] = forms.BooleanField(
            required=False, label=f"Choice {number} is right", initial=row.get("mark", False)
        )
        form.fields[f"note_{number}"] = words_field(
            f"Said to those who take choice {number}", typed(row.get("note", ""))
        )
        form.fields[f"misreading_{number}"] = misread_field(number, row.get("misreading", ""), self.word.lower())
        fold_away(form, f"{self.word} {number}: the misreading that it shows", f"misreading_{number}")

    def note(self, text: str) -> str:
        return line(text)

    def rows(self, form: BlockForm) -> list[dict[str, Any]]:
        data = form.cleaned_data
        return [
            {
                "id": data.get(f"id_{n}") or f"c{n}",
                "html": line(data[f"text_{n}"]),
                "mark": bool(data.get(f"mark_{n}")),
                "note": self.note(data.get(f"note_{n}", "")),
                "misreading": data.get(f"misreading_{n}", ""),
            }
            for n in row_numbers(form)
            if data.get(f"text_{n}")
        ]

    def check(self, form: BlockForm) -> None:
        rows = self.rows(form)
        right = sum(row["mark"] for row in rows)
        if len(rows) < 2:
            form.add_error("text_1", "Write at least two choices.")
        elif self.kind == "single" and right != 1:
            said = f"{right or 'none'} {'are' if right > 1 else 'is'} marked"
            form.add_error("mark_1", f"Mark one choice as right; {said}.")
        elif self.kind == "several" and right == 0:
            form.add_error("mark_1", "Mark at least one choice as right.")
        self.check_misreadings(form)
        check_ids(form, rows)

    def check_misreadings(self, form: BlockForm) -> None:
        """What is right is no misreading: its name would never be seen."""
        for n in row_numbers(form):
            if form.cleaned_data.get(f"mark_{n}") and form.cleaned_data.get(f"misreading_{n}"):
                word = self.word.lower()
                form.add_error(
                    f"misreading_{n}",
                    f"This {word} is marked as right, so it shows no misreading. Clear this field, or the mark.",
                )

    def values(self, form: BlockForm) -> dict[str, Any]:
        return {"rows": self.rows(form)}

    def pack(self, values):
        rows = values["rows"]
        body = {"choices": [[row["id"], row["html"]] for row in rows]}
        right = [row["id"] for row in rows if row["mark"]]
        key = {"right": right, "feedback": {row["id"]: row["note"] for row in rows}}
        named = {f"{self.prefix}{row['id']}": row["misreading"] for row in rows if row.get("misreading")}
        return body, key | ({"misreadings": named} if named else {})

    def unpack(self, body, key):
        right, notes, named = key.get("right", []), key.get("feedback", {}), key.get("misreadings", {})
        return {
            "rows": [
                {
                    "id": one,
                    "html": html,
                    "mark": one in right,
                    "note": notes.get(one, ""),
                    "misreading": named.get(f"{self.prefix}{one}", ""),
                }
                for one, html in body.get("choices", [])
            ]
        }


class ChronologyAuthor(ChoiceAuthor):
    """Rows in the order of time; a mark says that an item is of the same time as the one before."""

    word = "Item"

    def add_more(self, form: BlockForm, number: int, row: dict[str, Any]) -> None:
        if number == 1:
            form.fields[
                "text_1"
            ].help_text = "Write the items in the order of time, the earliest first. Students see them mixed."
        form.fields[f"note_{number}"] = words_field(f"Date of item {number}", row.get("note", ""), 120)
        if number > 1:
            form.fields[f"mark_{number}"] = forms.BooleanField(
                required=False,
                label=f"Item {number} is of the same time as item {number - 1}",
                initial=row.get("mark", False),
            )

    def note(self, text: str) -> str:
        return text

    def check(self, form: BlockForm) -> None:
        rows = self.rows(form)
        if len(rows) < 2:
            form.add_error("text_1", "Write at least two items.")
        check_ids(form, rows)

    def values(self, form: BlockForm) -> dict[str, Any]:
        rows = self.rows(form)
        rows[0]["mark"] = False
        return {"rows": rows}

    def pack(self, values):
        rows = values["rows"]
        items = sorted([row["id"], row["html"]] for row in rows)  # ids say nothing, so this order tells nothing
        return {"items": items}, {"ranks": _ranks(rows), "dates": {row["id"]: row["note"] for row in rows}}

    def unpack(self, body, key):
        ranks, dates = key.get("ranks", {}), key.get("dates", {})
        items = sorted(body.get("items", []), key=lambda pair: (ranks.get(pair[0], 0), pair[0]))
        before = [None, *(ranks.get(one) for one, _ in items)]
        return {
            "rows": [
                {"id": one, "html": html, "mark": ranks.get(one) == earlier, "note": dates.get(one, "")}
                for earlier, (one, html) in zip(before, items, strict=False)
            ]
        }


def _ranks(rows: list[dict[str, Any]]) -> dict[str, int]:
    ranks, rank = {}, 0
    for row in rows:
        rank += not (row["mark"] and rank)
        ranks[row["id"]] = rank
    return ranks
