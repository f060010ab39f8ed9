"""The forms of the blocks that ask: the practice question and the closing task."""

import uuid
from html import escape
from typing import Any
from uuid import UUID

from django import forms

from assessments.actions.authoring import newest_key, newest_version, write_question
from assessments.kinds import kind_of
from assessments.models import LessonQuestion, QuestionVersion
from lessons.actions.authoring import stamp_of
from lessons.clean import clean_html, is_html, words_of
from lessons.forms.authoring import PLAIN_HELP, BlockEditor, BlockForm, ProseField
from lessons.forms.editors import ProseEditor, shortened
from lessons.models import Block

PRACTICE_KINDS = ("single", "several", "short", "chronology")
FEWEST_ROWS, MOST_ROWS = 4, 10


def line(text: str) -> str:
    """One line of typed words as HTML."""
    return clean_html(text) if is_html(text) else escape(text.strip(), quote=False)


def typed(html: str) -> str:
    """The line as it is edited: plain words where it has no tags."""
    return html if is_html(html) else words_of(html)


class QuestionForm(BlockForm):
    """The fields follow the kind: choices, accepted words, or items in the order of time."""

    kind = forms.ChoiceField(label="Kind of question", error_messages={"required": "Choose a kind of question."})
    stem = ProseField(label="What is asked", help_text=PLAIN_HELP)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, kind_of(name).label) for name in PRACTICE_KINDS]
        self.shown = (self.data.get("kind") if self.is_bound else self.initial.get("kind")) or "single"
        rows = len(self.initial.get("rows", []))
        if self.is_bound:
            rows = max([rows, *(n for n in range(1, MOST_ROWS + 1) if self.data.get(f"text_{n}"))])
        self.numbers = range(1, min(MOST_ROWS, max(FEWEST_ROWS, rows + 1)) + 1)
        if self.shown == "short":
            self.fields["accepted"] = forms.CharField(
                required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label="Accepted answers",
                help_text="One on each line. Capitals, accents and punctuation do not matter.",
            )  # fmt: skip
        else:
            for number in self.numbers:
                self._add_row(number)
        self.fields["explain"] = ProseField(label="Explanation, shown after checking")

    def _add_row(self, number: int) -> None:
        time = self.shown == "chronology"
        word = "Item" if time else "Choice"
        place = self.initial.get("rows", [])[number - 1 : number]
        row = place[0] if place else {"id": f"c{uuid.uuid4().hex[:10]}"}
        text = forms.CharField(
            required=False, max_length=500, label=f"{word} {number}", initial=typed(row.get("html", ""))
        )
        if time and number == 1:
            text.help_text = "Write the items in the order of time, the earliest first. Students see them mixed."
        self.fields[f"text_{number}"] = text
        if time:
            self.fields[f"note_{number}"] = forms.CharField(
                required=False, max_length=120, label=f"Date of item {number}", initial=row.get("note", "")
            )
            if number > 1:
                self.fields[f"mark_{number}"] = forms.BooleanField(
                    required=False,
                    label=f"Item {number} is of the same time as item {number - 1}",
                    initial=row.get("mark", False),
                )
        else:
            self.fields[f"mark_{number}"] = forms.BooleanField(
                required=False, label=f"Choice {number} is right", initial=row.get("mark", False)
            )
            self.fields[f"note_{number}"] = forms.CharField(
                required=False,
                max_length=500,
                label=f"Said to those who take choice {number}",
                initial=typed(row.get("note", "")),
            )
        self.fields[f"id_{number}"] = forms.RegexField(
            regex=r"^[A-Za-z0-9_-]{1,60}$", required=False, widget=forms.HiddenInput, initial=row["id"]
        )

    def _rows(self) -> list[dict[str, Any]]:
        data, rows = self.cleaned_data, []
        if self.shown == "short":
            return rows
        note = (lambda text: text) if self.shown == "chronology" else line
        for n in self.numbers:
            if data.get(f"text_{n}"):
                name = data.get(f"id_{n}") or f"c{n}"
                rows.append({"id": name, "html": line(data[f"text_{n}"]), "mark": bool(data.get(f"mark_{n}")),
                             "note": note(data.get(f"note_{n}", ""))})  # fmt: skip
        return rows

    def clean(self):
        data = super().clean()
        rows, right = self._rows(), sum(row["mark"] for row in self._rows())
        if "stem" in data and not words_of(data["stem"]):
            self.add_error("stem", "Write the question.")
        if self.shown == "short":
            if not data.get("accepted", "").strip():
                self.add_error("accepted", "Write at least one accepted answer.")
        elif len(rows) < 2:
            self.add_error("text_1", f"Write at least two {'items' if self.shown == 'chronology' else 'choices'}.")
        elif self.shown == "single" and right != 1:
            self.add_error(
                "mark_1", f"Mark one choice as right; {right or 'none'} {'are' if right > 1 else 'is'} marked."
            )
        elif self.shown == "several" and right == 0:
            self.add_error("mark_1", "Mark at least one choice as right.")
        if len({row["id"] for row in rows}) < len(rows):
            self.add_error(None, "Two rows have the same name. Load the page again.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        accepted = [word.strip() for word in data.get("accepted", "").splitlines() if word.strip()]
        rows = self._rows()
        if rows and self.shown == "chronology":
            rows[0]["mark"] = False
        return {
            "kind": self.shown,
            "stem": data["stem"],
            "rows": rows,
            "accepted": accepted,
            "explain": data["explain"],
        }


class QuestionEditor(BlockEditor):
    kind, label, form_class = "question", "Practice question", QuestionForm
    hint = "Students check themselves; it does not count."
    looks = "Show the fields of this kind"

    def values(self, block: Block) -> dict[str, Any]:
        version = newest_version(block.version.lesson, block.key)
        if version is None:
            return {"kind": "single", "stem": "", "rows": [], "accepted": [], "explain": ""}
        body, key = version.body, newest_key(version)
        return {"kind": version.kind, "stem": body.get("stem", ""), "rows": _rows_of(body, key),
                "accepted": list(key.get("accepted", [])), "explain": key.get("explain", "")}  # fmt: skip

    def form(self, block: Block, data=None, *, user) -> BlockForm:
        values = self.values(block)
        initial = values | {"stamp": stamp_of(values), "accepted": "\n".join(values["accepted"])}
        return self.form_class(data, initial=initial, block=block, user=user)

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        body: dict[str, Any] = {"v": 1, "stem": values["stem"]}
        answer: dict[str, Any] = {"v": 1, "explain": values["explain"]}
        pairs = [[row["id"], row["html"]] for row in values["rows"]]
        if values["kind"] == "short":
            answer["accepted"] = values["accepted"]
        elif values["kind"] == "chronology":
            body["items"] = sorted(pairs)  # ids say nothing, so this order tells nothing
            answer |= {"ranks": _ranks(values["rows"]), "dates": {row["id"]: row["note"] for row in values["rows"]}}
        else:
            body["choices"] = pairs
            answer["right"] = [row["id"] for row in values["rows"] if row["mark"]]
            answer["feedback"] = {row["id"]: row["note"] for row in values["rows"]}
        write_question(lesson=block.version.lesson, key=block.key, kind=values["kind"], body=body, answer=answer,
                       title=words_of(values["stem"]), by=by)  # fmt: skip

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        keys = [block.key for block in blocks]
        lessons = {getattr(block, "lesson_id", None) or block.version.lesson_id for block in blocks}
        rows = list(LessonQuestion.objects.filter(key__in=keys, lesson__in=lessons).select_related("question_version"))
        questions = [row.question_version.question_id for row in rows]
        drafts = {v.question_id: v for v in QuestionVersion.objects.filter(question__in=questions, locked_at=None)}
        found = {row.key: drafts.get(row.question_version.question_id, row.question_version) for row in rows}
        return {
            key: shortened(f"{kind_of(v.kind).label}: {words_of(v.body.get('stem', ''))}") for key, v in found.items()
        }


def _ranks(rows: list[dict[str, Any]]) -> dict[str, int]:
    ranks, rank = {}, 0
    for row in rows:
        rank += not (row["mark"] and rank)
        ranks[row["id"]] = rank
    return ranks


def _rows_of(body: dict, key: dict) -> list[dict[str, Any]]:
    if "items" in body:
        ranks, dates = key.get("ranks", {}), key.get("dates", {})
        items = sorted(body["items"], key=lambda pair: (ranks.get(pair[0], 0), pair[0]))
        before = [None, *(ranks.get(one) for one, _ in items)]
        return [
            {"id": one, "html": html, "mark": ranks.get(one) == earlier, "note": dates.get(one, "")}
            for earlier, (one, html) in zip(before, items, strict=False)
        ]
    right, notes = key.get("right", []), key.get("feedback", {})
    return [
        {"id": one, "html": html, "mark": one in right, "note": notes.get(one, "")}
        for one, html in body.get("choices", [])
    ]


EDITORS: list[BlockEditor] = [
    QuestionEditor(),
    ProseEditor("closing", "Closing task", "What the closing essay asks; the way to it stands below.", addable=True),
]
