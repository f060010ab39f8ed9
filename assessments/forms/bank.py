"""The forms of the question bank: looking for questions, writing one, saying what it is about, where it stands."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from assessments.actions.bank import LONGEST_TAG, MOST_TAGS, Written, details_of, stamp_of_version
from assessments.bankwords import parse_numbers
from assessments.forms.authoring.base import Author
from assessments.forms.authoring.editor import AUTHORS, QuestionForm
from assessments.forms.handmarked import EssayAuthor, UploadAuthor, best_of
from assessments.kinds import kinds
from assessments.models import Assessment, LessonQuestion, Question, QuestionVersion
from assessments.queries.bank import key_of, sources_asked_about, tags_for
from assessments.queries.voices import in_which_others_speak, lesson_passages
from coursesite.accounts.models import Shelf
from lessons.actions.authoring import stamp_of
from lessons.forms.excerpts import edition_choices, editions_for
from lessons.models import Lesson, LessonVersion
from lessons.sources.models import Edition, Passage

SKILLS = [("", "None named"), *Lesson.SKILLS]
ABOUT_A_SOURCE = ("speaker", "passage")


class ShelfChoice(forms.ModelChoiceField):
    """One of the shelves that the user may change."""

    def __init__(self, user, label: str = "Shelf", but: int | None = None):
        mine = Shelf.objects.editable_by(user).exclude(pk=but)
        super().__init__(
            mine, label=label, empty_label=None, error_messages={"required": "Choose a shelf.",
            "invalid_choice": "Choose a shelf from the list."},
        )  # fmt: skip


class BankFilter(forms.Form):
    """What is looked for. A value that means nothing is passed over."""

    q = forms.CharField(required=False, max_length=200, label="Words", widget=forms.SearchInput)
    kind = forms.ChoiceField(required=False, label="Kind")
    skill = forms.ChoiceField(required=False, label="Skill", choices=[("", "All"), *Lesson.SKILLS])
    tag = forms.ChoiceField(required=False, label="Tag")
    shelf = forms.ModelChoiceField(Shelf.objects.none(), required=False, label="Shelf", empty_label="All")
    source = forms.ModelChoiceField(None, required=False, label="About the source", empty_label="All")
    passage = forms.CharField(required=False, max_length=20, label="Its passage, such as 78")
    retired = forms.BooleanField(required=False, label="Retired questions")
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    FEW: ClassVar = ("q", "kind", "skill", "source")

    def __init__(self, *args, user, few: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "All"), *((name, kind.label) for name, kind in kinds().items())]
        self.fields["source"].queryset = sources_asked_about(user)
        if few:
            for name in set(self.fields) - set(self.FEW):
                del self.fields[name]
            return
        self.fields["shelf"].queryset = Shelf.objects.visible_to(user)
        self.fields["tag"].choices = [("", "All"), *((name, name) for name in tags_for(user))]

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def clean_passage(self):
        return self.cleaned_data["passage"].replace("¶", "").replace("–", "-").strip()


class ForForm(forms.Form):
    """Which quiz a new question is for."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Assessment.objects.editable_by(user).filter(locked_at=None)
        self.fields["for"] = forms.ModelChoiceField(mine, to_field_name="public_id")


@dataclass(frozen=True)
class NoBlock:
    """Stands for the block of a lesson where a question is written in the bank."""

    key: UUID


class BankQuestionForm(QuestionForm):
    """A question by itself. One about a source takes it from the lesson where it stands, else from the library."""

    authors: ClassVar[dict[str, Author]] = AUTHORS | {one.kind: one for one in (EssayAuthor(), UploadAuthor())}

    def __init__(self, data=None, *, user, question: Question | None = None, version: QuestionVersion | None = None):
        self.question, self.version = question, version
        self.lesson = _lesson_of(question) if question else None
        initial = _initial(self.authors, question, version) if question and version else {"kind": "single"}
        kind = data.get("kind") if data is not None else initial["kind"]
        self.wants_source = kind in ABOUT_A_SOURCE and self.lesson is None
        if self.wants_source and data is not None:
            data = data.copy()
            data["source"] = "A"
        self._choose_edition(data, initial, user)
        super().__init__(data, initial=initial, block=NoBlock(question.public_id if question else uuid4()), user=user)
        self.fields["points"] = forms.DecimalField(
            min_value=0, max_value=1000, max_digits=7, decimal_places=2, initial=initial.get("points", 1), label="Points",
            error_messages={"required": "Write how many points it is worth.", "invalid": "Write the points as a number, such as 2."},
        )  # fmt: skip
        self._arrange()

    def _choose_edition(self, data, initial: dict[str, Any], user) -> None:
        self.editions: list[Edition] = editions_for(user, initial.get("edition")) if self.wants_source else []
        asked = str((data.get("edition") if data is not None else initial.get("edition")) or "")
        self.chosen = next((edition for edition in self.editions if str(edition.pk) == asked), None)

    def _arrange(self) -> None:
        """The shelf of a new question stands first; the source before what is asked of it."""
        first = ["kind"]
        if self.question is None:
            self.fields["shelf"] = ShelfChoice(self.user)
            self.fields["skill"] = forms.ChoiceField(choices=SKILLS, required=False, label="Skill that it practises")
            first = ["shelf", "skill", "kind"]
        if self.wants_source:
            self.fields["edition"] = forms.TypedChoiceField(
                coerce=int, required=False, empty_value=None, label="Source and text", choices=edition_choices(self.editions),
                help_text="Then “Show the fields of this kind”: its passages are listed.",
            )  # fmt: skip
            first.append("edition")
            if "source" in self.fields:
                self.fields["source"].widget, self.fields["source"].initial = forms.HiddenInput(), "A"
        self.order_fields(first)

    def offered(self, *, voiced: bool = False) -> list[tuple[str, Passage]]:
        if self.lesson:
            return lesson_passages(self.lesson, voiced=voiced)
        found = [("A", passage) for passage in _passages(self.chosen)] if self.chosen else []
        return in_which_others_speak(found) if voiced else found

    def clean(self):
        if self.wants_source and self.chosen is None:
            self.add_error("edition", "Choose a source, then show the fields of this kind.")
            return self.cleaned_data
        return super().clean()

    @property
    def written(self) -> Written:
        values, data = self.values, self.cleaned_data
        body, key = self.author.pack(values)
        rubric = getattr(self, "rubrics", {}).get(values.get("rubric"))
        return Written(
            kind=self.author.kind,
            body={"v": 1, "stem": values["stem"]} | body,
            key={"v": 1, "explain": values["explain"]} | key,
            points=Decimal(best_of(rubric) if rubric else data["points"]),
            rubric=rubric,
            documents=[(letter, pk) for letter, pk in values.get("documents", [])],
        )

    @property
    def about(self) -> list[Passage]:
        """The passages that it is about, as its kind says."""
        passages = {passage.number: passage for _, passage in self.offered()}
        if self.author.kind == "speaker":
            return [self.passages[self.cleaned_data["passage"]][1]]
        if self.author.kind == "passage" and self.chosen:
            return [passages[number] for number in self.values["right"]]
        return []


def _passages(edition: Edition) -> list[Passage]:
    return list(edition.passages.select_related("edition__source"))


def _lesson_of(question: Question) -> LessonVersion | None:
    """The lesson in which the question stands: its draft, where it has one."""
    row = LessonQuestion.objects.filter(question_version__question=question).order_by("pk").first()
    return LessonVersion.objects.filter(lesson=row.lesson_id).order_by("-number").first() if row else None


def _initial(authors: dict[str, Author], question: Question, version: QuestionVersion) -> dict[str, Any]:
    body, key = version.body, key_of(version)
    author = authors[version.kind]
    link = question.passages.select_related("passage").first()
    shown = Passage.objects.filter(pk=body.get("passage", {}).get("id")).first() if version.kind == "speaker" else None
    about = shown or (link.passage if link else None)
    return author.initial(author.unpack(body, key)) | {
        "kind": version.kind, "stem": body.get("stem", ""), "explain": key.get("explain", ""), "points": version.points.normalize(),
        "edition": about.edition_id if about else None, "rubric": version.rubric_version_id,
        "documents": [list(row) for row in version.documents.values_list("letter", "excerpt")],
        "stamp": stamp_of_version(version),
    }  # fmt: skip


class DetailsForm(forms.Form):
    """What is said about a question, for those who look for it and edit it."""

    title = forms.CharField(required=False, max_length=200, label="Name", help_text="For you and your colleagues.")
    skill = forms.ChoiceField(choices=SKILLS, required=False, label="Skill that it practises")
    tags = forms.CharField(
        required=False, max_length=1300, label="Tags", help_text="Your own words for finding it again, with commas between."
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label="Private note",
        help_text="How it went last year, what to watch for. Only those who may edit the question see it; students never.",
    )  # fmt: skip
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data=None, *, question: Question):
        stands = details_of(question)
        initial = stands | {"tags": ", ".join(stands["tags"]), "stamp": stamp_of(stands)}
        super().__init__(data, initial=initial, auto_id="details_%s")

    def clean_tags(self):
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",")]
        names = sorted({name for name in names if name})
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(f"Keep each tag under {LONGEST_TAG} letters.")
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(f"Give at most {MOST_TAGS} tags.")
        return names

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "stamp"}


class PassagesForm(forms.Form):
    """Passages of one text of a source, by their numbers."""

    edition = forms.TypedChoiceField(
        coerce=int, label="Source and text", error_messages={"required": "Choose a source."}
    )
    numbers = forms.CharField(
        max_length=200, label="Passages", help_text="Their numbers, such as 78, 80-82.",
        error_messages={"required": "Write the numbers of the passages, such as 78."},
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="about_%s", **kwargs)
        self.editions = editions_for(user, None)
        self.fields["edition"].choices = edition_choices(self.editions)

    def clean(self):
        data = super().clean()
        edition = next((one for one in self.editions if one.pk == data.get("edition")), None)
        if edition is None or not data.get("numbers"):
            return data
        rows = {passage.number: passage for passage in edition.passages.all()}
        numbers, unknown = parse_numbers(data["numbers"], rows)
        if unknown:
            self.add_error("numbers", f"This text has no ¶{', ¶'.join(unknown)}. It has {_those(list(rows))}.")
        return data | {"chosen": edition, "passages": [rows[number] for number in numbers]}


def _those(numbers: list[str]) -> str:
    """All of them where they are few, as numbers may have gaps ("3-5", "9"); else the first and the last."""
    few = len(numbers) <= 8
    return ", ".join(f"¶{one}" for one in numbers) if few else f"¶{numbers[0]} to ¶{numbers[-1]}"


class ShelfForm(forms.Form):
    """Where a copy, or the question itself, shall stand."""

    def __init__(self, *args, user, label: str, but: int | None = None, **kwargs):
        super().__init__(*args, auto_id=f"{label.split()[0].lower()}_%s", **kwargs)
        self.fields["shelf"] = ShelfChoice(user, label, but)


class RetireForm(forms.Form):
    back = forms.BooleanField(required=False)
