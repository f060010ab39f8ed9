"""The form of an excerpt: which passages of which text, which of their words, and where a cut is marked."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django import forms

from lessons.actions.gates import OWN, gate_choices, gate_of, write_gate
from lessons.actions.writing import edition_made_easier, write_excerpt
from lessons.clean import words_of
from lessons.forms.authoring import PLAIN_HELP, BlockEditor, BlockForm, ProseField, shortened
from lessons.models import Block
from lessons.sources.cuts import loose_starts, stretches_of, typed_of
from lessons.sources.models import Edition, ExcerptRange, Passage, Source
from lessons.sources.queries.naming import key_of, versions_named

MOST_TRIMMED = 60  # passages with fields for cuts: a form has an end (DATA_UPLOAD_MAX_NUMBER_FIELDS)


class ChosenField(forms.TypedMultipleChoiceField):
    """Those of the choices that were ticked; what belongs to another choice is passed over."""

    def to_python(self, value):
        known = {str(key) for key, _ in self.choices}
        return [one for one in super().to_python(value) if one in known]


class ExcerptForm(BlockForm):
    letter = forms.RegexField(regex=r"^[A-Z]$", max_length=1, label="Letter", error_messages={
        "required": "Give the source a letter, such as A.", "invalid": "Use one capital letter, such as A."
    })  # fmt: skip
    edition = forms.TypedChoiceField(coerce=int, label="Source and text", error_messages={
        "required": "Choose a source.", "invalid_choice": "Choose a source from the list."
    })  # fmt: skip
    passages = ChosenField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label="Passages")
    easier = forms.BooleanField(required=False, label="Offer the easier wording below each passage")
    headnote = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Yours, not the source's: at most 40 words that do not give the answer.",
    )  # fmt: skip
    gate = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Before the text", help_text=(
        "Students see the source line, answer or pass on, and then the text opens. Only they and you read the answers."
    ))  # fmt: skip
    gate_html = ProseField(label="What is asked before the text", help_text=PLAIN_HELP)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gate"].choices = gate_choices(self.block)
        editions = editions_for(self.user, self.initial.get("edition"))
        self.fields["edition"].choices = edition_choices(editions)
        chosen = str(self.data.get("edition") if self.is_bound else self.initial.get("edition") or "")
        self.chosen = next((edition for edition in editions if str(edition.pk) == chosen), None)
        self.rows = list(self.chosen.passages.all()) if self.chosen else []
        self.fields["passages"].choices = [(p.pk, f"¶{p.number} {shortened(p.text)}") for p in self.rows]
        if self.chosen is None:
            del self.fields["passages"], self.fields["easier"]
            return
        if edition_made_easier(self.chosen) is None:
            del self.fields["easier"]
        self._add_cuts()

    def _add_cuts(self) -> None:
        """Fields for the passages that are ticked. What is saved already says what to look at."""
        ticked = self.data.getlist("passages") if self.is_bound else map(str, self.initial.get("passages") or [])
        wanted = set(ticked)
        self.cut = [p for p in self.rows if str(p.pk) in wanted][:MOST_TRIMMED]
        for passage in self.cut:
            mine = [row[1:] for row in self.initial.get("ranges") or [] if row[0] == passage.pk]
            whole = len(passage.text)
            places = [(start, whole if end is None else end) for start, end, *_ in mine]
            is_cut = bool(mine) and places != [(0, whole)]
            look = loose_starts(passage.text, places, passage.number) if is_cut else []
            self.fields[f"only_{passage.pk}"] = forms.CharField(
                required=False, max_length=20_000, label=f"Only these words of ¶{passage.number}",
                initial=typed_of(passage.text, places, passage.number) if is_cut else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=" ".join(["Empty: all of it. Else “first words … last words”, one stretch a line.", *look]),
            )  # fmt: skip
            self.fields[f"cut_{passage.pk}"] = forms.BooleanField(
                required=False, label=f"Mark a cut after ¶{passage.number}", initial=bool(mine and mine[-1][2])
            )
            self.fields[f"left_{passage.pk}"] = forms.CharField(
                required=False, max_length=300, label=f"What is left out after ¶{passage.number}",
                initial=mine[-1][3] if mine else "", help_text="Shown beside the sign […]. Empty: not said.",
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        if self.chosen and not data.get("passages"):
            self.add_error("passages", "Tick at least one passage.")
        letter = data.get("letter")
        others = self.block.version.blocks.filter(kind="excerpt", body__letter=letter).exclude(key=self.block.key)
        if letter and others.exists():
            self.add_error("letter", f"Source {letter} stands in this lesson already. Choose another letter.")
        if data.get("gate") != OWN:
            data["gate_html"] = ""
        elif not words_of(data.get("gate_html", "")):
            self.add_error("gate_html", "Write what is asked before the text, or choose “Show the text at once”.")
        ranges = [
            row for passage in self.rows if passage.pk in data.get("passages", []) for row in self._ranges(passage)
        ]
        kept = {name: value for name, value in data.items() if name.partition("_")[0] not in ("only", "cut", "left")}
        return kept | {"passages": data.get("passages", []), "easier": data.get("easier", False), "ranges": ranges}

    def _ranges(self, passage: Passage) -> list[list[Any]]:
        """[passage, start, end or None, whether a cut is marked after it, what is left out] of each stretch."""
        data = self.cleaned_data
        cut, left = data.get(f"cut_{passage.pk}", False), data.get(f"left_{passage.pk}", "")
        try:
            places = stretches_of(passage.text, data.get(f"only_{passage.pk}", ""), passage.number)
        except ValueError as error:
            self.add_error(f"only_{passage.pk}", str(error))
            return []
        whole = len(passage.text)
        rows = [[passage.pk, start, None if end == whole else end, False, ""] for start, end in places]
        rows = rows or [[passage.pk, 0, None, False, ""]]
        rows[-1][3:] = [cut, left]
        return rows


def editions_for(user, used: int | None) -> list[Edition]:
    """The newest edition of each label that the user may put into a lesson, and the one that is used."""
    mine = Source.objects.shelved_for(user)
    rows = Edition.objects.filter(source__in=mine).exclude(locked_at=None).exclude(role="adaptation")
    newest = {(e.source_id, e.label): e for e in rows.select_related("source", "translator").order_by("number")}
    found = sorted(newest.values(), key=lambda e: (e.source.title, e.label))
    if used and all(edition.pk != used for edition in found):
        found.append(Edition.objects.select_related("source", "translator").get(pk=used))
    return found


def edition_choices(editions: list[Edition]) -> list[tuple[Any, Any]]:
    """Texts under their sources, as a list to choose from shows them."""
    texts, groups = defaultdict(list), defaultdict(list)
    for edition in editions:
        texts[edition.source].append(edition)
    for source, mine in texts.items():
        names = versions_named(mine)
        groups[source.title] += [(edition.pk, names[key_of(edition)]) for edition in mine]
    return [("", "Choose a source"), *groups.items()]


class ExcerptEditor(BlockEditor):
    kind, label, hint = "excerpt", "Excerpt of a source", "Passages of a source, with a headnote."
    form_class, looks = ExcerptForm, "Show the passages of this source"

    def values(self, block: Block) -> dict[str, Any]:
        excerpt = block.excerpt
        names = ("passage", "start", "end", "cut_after", "cut_note")
        ranges = excerpt.ranges.order_by("position").values_list(*names) if excerpt else []
        return {
            "letter": block.body.get("letter", ""),
            "edition": excerpt.edition_id if excerpt else None,
            "passages": list(dict.fromkeys(row[0] for row in ranges)),
            "ranges": [list(row) for row in ranges],
            "easier": bool(excerpt and excerpt.adapted_id),
            "headnote": excerpt.headnote if excerpt else "",
        } | gate_of(block)

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        block.body = {"v": 1, "letter": values["letter"]}
        block.save(update_fields=["body"])
        edition = Edition.objects.filter(pk=values["edition"]).first()
        write_excerpt(
            block=block,
            edition=edition,
            ranges=values["ranges"],
            easier=values["easier"],
            headnote=values["headnote"],
        )
        write_gate(block=block, gate=values["gate"], html=values["gate_html"])

    def summaries(self, blocks: list[Block]) -> dict[UUID, str]:
        numbers: dict[int, list[str]] = defaultdict(list)
        look: dict[int, list[str]] = defaultdict(list)
        ids = [block.excerpt_id for block in blocks if block.excerpt_id]
        rows = ExcerptRange.objects.filter(excerpt__in=ids).select_related("passage")
        for row in rows.order_by("excerpt", "position"):
            number = f"¶{row.passage.number}"
            if number not in numbers[row.excerpt_id]:
                numbers[row.excerpt_id].append(number)
            look[row.excerpt_id] += loose_starts(row.passage.text, [(row.start, 0)], row.passage.number)
        return {
            b.key: " ".join([
                f"Source {b.body.get('letter', '')}: {b.excerpt.edition.source.title},",
                *numbers[b.excerpt_id],
                *look[b.excerpt_id],
                "(asks first)" if b.prompt_id else "",
            ])
            for b in blocks
            if b.excerpt
        }  # fmt: skip
