"""Everything that the marking page shows of one attempt, in a constant number of queries."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from assessments.draw import answer
from assessments.evidence import Quoted, check_quotes
from assessments.kinds import kind_of
from assessments.models import Attempt, AttemptItem, Comment, Criterion, Score
from assessments.queries.documents import Document, documents_of
from assessments.queries.files import ShownFile, files_of
from assessments.queries.marking import all_comments, all_scores


@dataclass
class SheetPart:
    """One thing to score: a criterion of the rubric with its levels, or the whole item."""

    key: str
    title: str
    levels: list
    scores: dict[int, Score]

    @property
    def score(self) -> Score | None:
        """The newest."""
        return self.scores[max(self.scores)] if self.scores else None


@dataclass
class SheetItem:
    """One question with the student's answer, its evidence, and its parts."""

    item: AttemptItem
    prefix: str
    answer: SafeString | str
    words: int
    quotes: list[Quoted]
    documents: list[Document]
    parts: list[SheetPart]
    comments: dict[int, Comment]
    files: list[ShownFile]

    @property
    def comment(self) -> Comment | None:
        """The newest wording."""
        return self.comments[max(self.comments)] if self.comments else None


def mark_sheet(attempt: Attempt) -> list[SheetItem]:
    """The items of a handed-in attempt, in order. Seven queries, however many questions and documents."""
    items = list(attempt.items.select_related("question_version", "attempt__work__assignment"))
    documents = documents_of([item.question_version_id for item in items])
    rubrics = [item.question_version.rubric_version_id for item in items if item.question_version.rubric_version_id]
    criteria = list(Criterion.objects.filter(version__in=rubrics).prefetch_related("levels"))
    scores, comments = all_scores(attempt.pk), all_comments(attempt.pk)
    files = files_of(attempt, {item.slot: item.value for item in items if item.question_version.kind == "upload"})
    return [
        _sheet_item(
            item,
            documents.get(item.question_version_id, []),
            [one for one in criteria if one.version_id == item.question_version.rubric_version_id],
            scores,
            comments.get(item.pk, {}),
            files.get(item.slot, []),
        )
        for item in items
    ]


def _sheet_item(
    item: AttemptItem, documents: list[Document], criteria: list[Criterion], scores, comments, files
) -> SheetItem:
    kind = kind_of(item.question_version.kind)
    text = kind.describe(item.value, item.question_version.body)
    prefix = f"q{item.slot}-"
    numbers = {one.letter: {passage.number: passage for passage in one.passages} for one in documents}
    texts = {(one.letter, p.number): p.text for one in documents if not one.source.is_card for p in one.passages}
    parts = [
        SheetPart(str(c.key), c.title, list(c.levels.all()), scores.get((item.pk, str(c.key)), {})) for c in criteria
    ]
    if not parts:
        parts = [SheetPart("", f"Question {item.slot}", [], scores.get((item.pk, ""), {}))]
    return SheetItem(
        item=item,
        prefix=prefix,
        answer=answer(text, numbers, prefix),
        words=len(text.split()),
        quotes=check_quotes(text, texts),
        documents=documents,
        parts=parts,
        comments=comments,
        files=files,
    )
