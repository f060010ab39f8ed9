"""Writing pairs: lines and their partners, items and their groups, a statement and its reasons."""

from typing import Any

from django import forms

from assessments.forms.authoring.base import (
    FEWEST_FILLED,
    Author,
    add_id,
    check_ids,
    fold_away,
    line,
    lines_field,
    lines_of,
    row_numbers,
    stored_row,
    typed,
    words_field,
)
from assessments.forms.authoring.choices import ChoiceAuthor
from assessments.questionplan import opaque
from coursesite.ui.forms import needed
from lessons.forms.authoring import BlockForm


class MatchingAuthor(Author):
    """Rows of a line, its partner, and what is said to those who choose another; partners that nobody needs below."""

    kind = "matching"
    words = ("Line", "Its partner", "lines", "Partners that belong to no line")

    def add_fields(self, form: BlockForm) -> None:
        for number in row_numbers(form):
            row = stored_row(form, number)
            form.fields[f"text_{number}"] = words_field(f"{self.words[0]} {number}", typed(row.get("html", "")))
            label = f"{self.words[1]} ({number})"
            form.fields[f"partner_{number}"] = words_field(label, typed(row.get("partner", "")), 200)
            form.fields[f"note_{number}"] = words_field(
                f"Said to those who choose wrongly in {number}", typed(row.get("note", ""))
            )
            form.fields[f"misread_{number}"] = lines_field(
                f"Misreadings that wrong choices in {number} show",
                "One on each line: what is chosen :: the misreading in a few words. Only teachers see it.", 2,
            )  # fmt: skip
            if number <= FEWEST_FILLED:
                needed(form.fields[f"text_{number}"])
                needed(form.fields[f"partner_{number}"])
            form.fields[f"misread_{number}"].initial = typed_misreadings(row.get("misreadings", {}))
            fold_away(form, f"{self.words[0]} {number}: the misreadings that wrong choices show", f"misread_{number}")
            add_id(form, number, row)
        form.fields["others"] = lines_field(self.words[3], "One on each line. May be empty.")

    def rows(self, form: BlockForm) -> list[dict[str, Any]]:
        data = form.cleaned_data
        return [
            {
                "id": data.get(f"id_{n}") or f"c{n}",
                "html": line(data[f"text_{n}"]),
                "partner": line(data.get(f"partner_{n}", "")),
                "note": line(data.get(f"note_{n}", "")),
                "misreadings": read_misreadings(data.get(f"misread_{n}", "")),
            }
            for n in row_numbers(form)
            if data.get(f"text_{n}")
        ]

    def check(self, form: BlockForm) -> None:
        data = form.cleaned_data
        rows = self.rows(form)
        if len(rows) < 2:
            form.add_error("text_1", f"Write at least two {self.words[2]}.")
        for n in row_numbers(form):
            text, partner = data.get(f"text_{n}"), data.get(f"partner_{n}")
            if bool(text) != bool(partner):
                form.add_error(f"{'partner' if text else 'text'}_{n}", "Write both, or leave both empty.")
        partners = {row["partner"] for row in rows} | {line(one) for one in lines_of(data.get("others", ""))}
        if rows and len(partners - {""}) < 2:
            form.add_error("others", "There is only one thing to choose. Write at least two.")
        for n in row_numbers(form):
            named = read_misreadings(data.get(f"misread_{n}", ""))
            unknown = [one for one in named if one not in partners]
            if unknown:
                form.add_error(f"misread_{n}", f"“{typed(unknown[0])}” is none of the things to choose.")
            if line(data.get(f"partner_{n}") or "") in named:
                form.add_error(f"misread_{n}", f"“{data[f'partner_{n}']}” is right here, so it shows no misreading.")
        check_ids(form, rows)

    def values(self, form: BlockForm) -> dict[str, Any]:
        return {"rows": self.rows(form), "others": [line(one) for one in lines_of(form.cleaned_data["others"])]}

    def partners(self, values: dict[str, Any]) -> list[str]:
        """All partners, in an order that does not tell what belongs together."""
        named = {row["partner"] for row in values["rows"]} | set(values["others"])
        return sorted(named, key=lambda html: (html.casefold(), html))

    def lefts(self, rows: list[dict[str, Any]]) -> list[list[str]]:
        return [[row["id"], row["html"]] for row in rows]

    def pack(self, values):
        ids = {html: opaque("partner", html) for html in self.partners(values)}
        rows = values["rows"]
        body = {"lefts": self.lefts(rows), "rights": [[one, html] for html, one in ids.items()]}
        feedback = {
            f"{row['id']}:{one}": row["note"]
            for row in rows
            for html, one in ids.items()
            if row["note"] and html != row["partner"]
        }
        order = [row["id"] for row in rows]
        used = {row["partner"] for row in rows}
        others = [html for html in dict.fromkeys(values["others"]) if html not in used]
        right = {row["id"]: [ids[row["partner"]]] for row in rows}
        named = {
            f"{row['id']}:{ids[html]}": words
            for row in rows
            for html, words in row.get("misreadings", {}).items()
            if html != row["partner"]
        }
        key = {"right": right, "feedback": feedback, "order": order, "others": others}
        return body, key | ({"misreadings": named} if named else {})

    def unpack(self, body, key):
        lefts, rights = dict(body.get("lefts", [])), dict(body.get("rights", []))
        right, notes = key.get("right", {}), {one.split(":")[0]: note for one, note in key.get("feedback", {}).items()}
        named: dict[str, dict[str, str]] = {}
        for pair, words in key.get("misreadings", {}).items():
            row, _, option = pair.partition(":")
            named.setdefault(row, {})[rights[option]] = words
        rows = [
            {
                "id": one,
                "html": lefts[one],
                "partner": rights[right[one][0]],
                "note": notes.get(one, ""),
                "misreadings": named.get(one, {}),
            }
            for one in key.get("order", list(lefts))
        ]
        return {"rows": rows, "others": list(key.get("others", []))}

    def initial(self, values):
        return values | {"others": "\n".join(typed(one) for one in values["others"])}


def read_misreadings(text: str) -> dict[str, str]:
    """What is chosen, as HTML -> the misreading, of lines such as `Kim Il Sung :: takes the teller for the speaker`."""
    rows = [one.partition("::") for one in lines_of(text)]
    return {line(chosen.strip()): words.strip() for chosen, _, words in rows if chosen.strip() and words.strip()}


def typed_misreadings(named: dict[str, str]) -> str:
    return "\n".join(f"{typed(html)} :: {words}" for html, words in named.items())


class CategoriseAuthor(MatchingAuthor):
    kind = "categorise"
    words = ("Item", "Its group", "items", "Groups that stay empty")

    def lefts(self, rows):
        return sorted(super().lefts(rows))  # ids say nothing, so that items of one group do not stand together


class TruthAuthor(ChoiceAuthor):
    """Whether the statement is true, and rows of reasons of which some hold."""

    word = "Reason"
    prefix = "reason:"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["truth"] = needed(forms.ChoiceField(
            required=False, label="The statement above is", choices=[("yes", "True"), ("no", "False")],
            widget=forms.RadioSelect,
        ))  # fmt: skip
        super().add_fields(form)

    def add_more(self, form: BlockForm, number: int, row: dict[str, Any]) -> None:
        super().add_more(form, number, row)
        form.fields[f"mark_{number}"].label = f"Reason {number} is a good one"
        form.fields[f"note_{number}"].label = f"Said to those who take reason {number}"

    def check(self, form: BlockForm) -> None:
        rows = self.rows(form)
        if not form.cleaned_data.get("truth"):
            form.add_error("truth", "Say whether the statement is true or false.")
        if len(rows) < 2:
            form.add_error("text_1", "Write at least two reasons.")
        elif not any(row["mark"] for row in rows):
            form.add_error("mark_1", "Mark at least one reason as a good one.")
        self.check_misreadings(form)
        check_ids(form, rows)

    def values(self, form: BlockForm) -> dict[str, Any]:
        return super().values(form) | {"truth": form.cleaned_data["truth"]}

    def pack(self, values):
        body, key = super().pack(values)
        return body, key | {"true": values["truth"] == "yes"}

    def unpack(self, body, key):
        return super().unpack(body, key) | {"truth": "yes" if key.get("true") else "no"}
