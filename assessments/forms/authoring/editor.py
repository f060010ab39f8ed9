"""The forms of the blocks that ask: the practice question and the closing task."""

from typing import Any
from uuid import UUID

from django import forms

from assessments.actions.authoring import newest_version, write_question
from assessments.forms.authoring.base import Author
from assessments.forms.authoring.choices import ChoiceAuthor, ChronologyAuthor
from assessments.forms.authoring.pairs import CategoriseAuthor, MatchingAuthor, TruthAuthor
from assessments.forms.authoring.passages import PassageAuthor, SpeakerAuthor
from assessments.forms.authoring.words import ClozeAuthor, DateAuthor, NumberAuthor, ShortAuthor
from assessments.kinds import kind_of
from assessments.models import LessonQuestion, QuestionVersion
from assessments.queries.bank import key_of
from assessments.queries.voices import lesson_passages
from coursesite.ui.forms import needed
from lessons.actions.authoring import stamp_of
from lessons.clean import words_of
from lessons.forms.authoring import PLAIN_HELP, BlockEditor, BlockForm, ProseField
from lessons.forms.editors import ProseEditor, shortened
from lessons.models import Block
from lessons.sources.models import Passage

AUTHORS: dict[str, Author] = {
    author.kind: author
    for author in (
        ChoiceAuthor("single"), ChoiceAuthor("several"), ShortAuthor(), ChronologyAuthor("chronology"),
        SpeakerAuthor(), PassageAuthor(), MatchingAuthor(), CategoriseAuthor(), TruthAuthor("truth"),
        ClozeAuthor(), NumberAuthor(), DateAuthor(),
    )
}  # fmt: skip


class QuestionForm(BlockForm):
    """The fields between the question and its explanation follow the kind."""

    authors = AUTHORS
    kind = forms.ChoiceField(label="Kind of question", error_messages={"required": "Choose a kind of question."})
    stem = needed(ProseField(label="What is asked", help_text=PLAIN_HELP))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(name, kind_of(name).label) for name in self.authors]
        self.author = self.authors.get(self.data.get("kind") if self.is_bound else self.initial.get("kind"))
        self.author = self.author or self.authors["single"]
        self.author.add_fields(self)
        self.fields["explain"] = ProseField(label="Explanation, shown after checking")

    def clean(self):
        data = super().clean()
        if "stem" in data and not words_of(data["stem"]):
            self.add_error("stem", "Write the question.")
        self.author.check(self)
        return data

    def offered(self, *, voiced: bool = False) -> list[tuple[str, Passage]]:
        """(letter, passage) of the sources that the question can be about."""
        return lesson_passages(self.block.version, voiced=voiced)

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        common = {"kind": self.author.kind, "stem": data["stem"], "explain": data["explain"]}
        return common | self.author.values(self)


class QuestionEditor(BlockEditor):
    kind, label, form_class = "question", "Practice question", QuestionForm
    hint = "Students check themselves; it does not count."
    looks = "Show the fields of this kind"

    def values(self, block: Block) -> dict[str, Any]:
        version = newest_version(block.version.lesson, block.key)
        if version is None:
            return {"kind": "single", "stem": "", "explain": "", "rows": []}
        body, key = version.body, key_of(version)
        common = {"kind": version.kind, "stem": body.get("stem", ""), "explain": key.get("explain", "")}
        return common | AUTHORS[version.kind].unpack(body, key)

    def form(self, block: Block, data=None, *, user) -> BlockForm:
        values = self.values(block)
        initial = AUTHORS[values["kind"]].initial(values) | {"stamp": stamp_of(values)}
        return self.form_class(data, initial=initial, block=block, user=user)

    def write(self, block: Block, values: dict[str, Any], by) -> None:
        body, answer = AUTHORS[values["kind"]].pack(values)
        body = {"v": 1, "stem": values["stem"]} | body
        answer = {"v": 1, "explain": values["explain"]} | answer
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


EDITORS: list[BlockEditor] = [
    QuestionEditor(),
    ProseEditor("closing", "Closing task", "What the closing essay asks; the way to it stands below.", addable=True),
]
