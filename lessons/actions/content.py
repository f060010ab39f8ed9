"""Loading the module that the site ships: lessons, prompts, terms, events, teacher's pages.

Loading again changes nothing where the files are unchanged; a changed lesson gets a new locked version, which becomes
the live one. Classes keep the version that they were given.
"""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from coursesite import clock
from coursesite.accounts.models import Shelf
from coursesite.audit.actions import record
from lessons.contract import check_lesson
from lessons.errors import ContractBroken, LessonError
from lessons.lessonfile import LessonFile
from lessons.library import CONTENT, Library, read_library
from lessons.models import (
    Block,
    Lesson,
    LessonEvent,
    LessonTerm,
    LessonVersion,
    Module,
    ModuleLesson,
    Prompt,
    PromptVersion,
    Scaffold,
    TeacherPage,
)
from lessons.plan import BlockPlan, ExcerptPlan, PromptPlan, plan_blocks, teacher_html
from lessons.queries.folding import folded_version
from lessons.sources.actions.loading import load_sources
from lessons.sources.actions.loading_rows import put
from lessons.sources.errors import ContentError
from lessons.sources.models import Edition, Event, Excerpt, ExcerptRange, Source, Term

PLAIN = ("title", "kicker", "central_question", "skill", "minutes", "licence")


def load_module(*, shelf: Shelf, by, folder: Path = CONTENT) -> Module:
    """The module of a content folder with all its lessons and their sources.

    Refuses the whole folder with ContractBroken where a file has a fault or a lesson lacks a part of the contract.
    """
    library = read_library(folder)
    _refuse_broken(library)
    with transaction.atomic():
        load_sources(shelf=shelf, by=by, folder=folder)
        terms = Term.objects.in_bulk(list(library.terms), field_name="slug")
        events = Event.objects.in_bulk(list(library.events), field_name="slug")
        _load_scaffolds(library, _school_shelf(shelf))
        lessons = {}
        for slug in library.module.lessons:
            lessons[slug] = _load_lesson(library.lessons[slug], shelf, by, terms, events)
        return _load_module_row(library.module, lessons, shelf)


def _refuse_broken(library: Library) -> None:
    problems: list = list(library.errors)
    for file in library.lessons.values():
        problems += check_lesson(file, library.sources, library.terms, library.events)
    for slug in library.module.lessons if library.module else ():
        if slug not in library.lessons:
            problems.append(ContentError("module.toml", 1, f"There is no lesson “{slug}”. Write lessons/{slug}.md."))
    if problems:
        raise ContractBroken(problems)


def _school_shelf(shelf: Shelf) -> Shelf:
    """The shelf that all of the school reads: this one, or the first of its school's, made where there is none."""
    if shelf.kind == "school":
        return shelf
    found = Shelf.objects.filter(school=shelf.school_id, kind="school").order_by("pk").first()
    return found or Shelf.objects.create(school_id=shelf.school_id, kind="school", name="The school's shelf")


def _load_scaffolds(library: Library, shelf: Shelf) -> None:
    """The questions that help, for every class of the school.

    A skill for which the shelf has questions already keeps them: a teacher may have changed them.
    """
    there = set(Scaffold.objects.filter(shelf=shelf).values_list("skill", flat=True))
    Scaffold.objects.bulk_create(
        Scaffold(shelf=shelf, skill=skill, position=n, question=entry["question"], starter=entry.get("starter", ""))
        for skill, entries in library.scaffolds.items()
        if skill not in there
        for n, entry in enumerate(entries, 1)
    )


def _load_module_row(entry, lessons: dict[str, Lesson], shelf: Shelf) -> Module:
    values = {"title": entry.title, "code": entry.code, "introduction": entry.introduction.strip(), "shelf": shelf}
    module = put(Module, {"slug": entry.slug}, values)[0]
    wanted = [lessons[slug].pk for slug in entry.lessons]
    if list(module.modulelesson_set.values_list("lesson", flat=True)) != wanted:
        module.modulelesson_set.all().delete()
        ModuleLesson.objects.bulk_create(
            ModuleLesson(module=module, lesson_id=pk, position=n) for n, pk in enumerate(wanted, 1)
        )
    return module


# -- One lesson ------------------------------------------------------------------------------------------


def _load_lesson(file: LessonFile, shelf: Shelf, by, terms: dict, events: dict) -> Lesson:
    posted = date.fromisoformat(file.first_posted)
    lesson, _ = put(Lesson, {"slug": file.slug}, {"shelf": shelf, "first_posted": posted})
    values = {name: getattr(file, name) for name in PLAIN}
    values |= {"objectives": list(file.objectives), "revised_on": date.fromisoformat(file.last_revised)}
    plans = plan_blocks(file)
    page = teacher_html(file, lambda slug: reverse("sources:source", args=[slug]))
    chosen = [terms[slug].pk for slug in file.terms], [events[slug].pk for slug in file.events]
    live = lesson.live_version
    if live and _is_same(live, values, plans, page, chosen):
        return put(Lesson, {"slug": file.slug}, {"folded": folded_version(live)})[0]
    if lesson.versions.filter(locked_at=None).exists():
        raise LessonError(f"The lesson “{file.slug}” has a draft. Publish or delete it, then load again.")
    number = (lesson.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = LessonVersion.objects.create(lesson=lesson, number=number, edited_by=by, **values)
    _fill(version, plans, page, chosen, shelf)
    version.locked_at = clock.now()
    version.save(update_fields=["locked_at"])
    lesson.live_version, lesson.folded = version, folded_version(version)
    lesson.save(update_fields=["live_version", "folded"])
    record(by=by, verb="lesson_load", target=lesson, version=number)
    return lesson


def _fill(version: LessonVersion, plans: list[BlockPlan], page: str, chosen: tuple, shelf: Shelf) -> None:
    before = _blocks_before(version.lesson)
    editions = _newest_editions({plan.excerpt.source for plan in plans if plan.excerpt})
    prompts: dict = {}
    for position, plan in enumerate(plans, 1):
        old = before.get(plan.key)
        prompts[plan.key] = _prompt(plan.prompt, old, shelf) if plan.prompt else prompts.get(plan.gate)
        Block.objects.create(
            version=version,
            key=plan.key,
            position=position,
            kind=plan.kind,
            body=plan.body,
            excerpt=_excerpt(plan.excerpt, old, editions) if plan.excerpt else None,
            prompt=prompts[plan.key],
        )
    TeacherPage.objects.create(version=version, html=page)
    terms, events = chosen
    LessonTerm.objects.bulk_create(LessonTerm(version=version, term_id=pk, position=n) for n, pk in enumerate(terms, 1))
    LessonEvent.objects.bulk_create(LessonEvent(version=version, event_id=pk) for pk in events)


def _blocks_before(lesson: Lesson) -> dict:
    """Key -> the newest block that had it, in whichever version: what hangs from a key stays with it."""
    rows = Block.objects.filter(version__lesson=lesson).order_by("version__number")
    return {block.key: block for block in rows.select_related("excerpt__edition__source", "prompt__prompt")}


def _newest_editions(slugs: set[str]) -> dict[tuple[str, str], Edition]:
    rows = Edition.objects.filter(source__slug__in=slugs).exclude(locked_at=None).order_by("number")
    return {(edition.source.slug, edition.label): edition for edition in rows.select_related("source")}


def _excerpt(plan: ExcerptPlan, old: Block | None, editions: dict) -> Excerpt:
    edition = editions[plan.source, plan.edition]
    adapted = editions[plan.source, plan.adapted] if plan.adapted else None
    stands = old.excerpt if old else None
    if stands and (stands.edition, stands.adapted) == (edition, adapted) and _excerpt_plan(stands) == plan:
        return stands
    excerpt = Excerpt.objects.create(edition=edition, adapted=adapted, headnote=plan.headnote)
    passages = {passage.number: passage for passage in edition.passages.all()}
    ExcerptRange.objects.bulk_create(
        ExcerptRange(excerpt=excerpt, position=n, passage=passages[number]) for n, number in enumerate(plan.passages, 1)
    )
    return excerpt


def _prompt(plan: PromptPlan, old: Block | None, shelf: Shelf) -> PromptVersion:
    """The locked version with these words; the prompt stays the same, so what was written to it stays with it."""
    values = {"title": plan.title, "kind": plan.kind, "audience": plan.audience}
    if old and old.prompt:
        prompt = put(Prompt, {"pk": old.prompt.prompt_id}, values)[0]
        if old.prompt.html == plan.html:
            return old.prompt
    else:
        prompt = Prompt.objects.create(shelf=shelf, **values)
    number = prompt.versions.count() + 1
    return PromptVersion.objects.create(prompt=prompt, number=number, html=plan.html, locked_at=clock.now())


# -- Comparing -------------------------------------------------------------------------------------------


def _is_same(version: LessonVersion, values: dict, plans: list[BlockPlan], page: str, chosen: tuple) -> bool:
    blocks = list(version.blocks.select_related("excerpt__edition__source", "excerpt__adapted", "prompt__prompt"))
    return (
        all(getattr(version, name) == value for name, value in values.items())
        and TeacherPage.objects.filter(version=version, html=page).exists()
        and list(version.lessonterm_set.values_list("term", flat=True)) == chosen[0]
        and sorted(version.lessonevent_set.values_list("event", flat=True)) == sorted(chosen[1])
        and _block_plans(blocks) == plans
        and not _has_older_words(blocks)
    )


def _has_older_words(blocks: list[Block]) -> bool:
    """Whether an excerpt stands on an edition that a newer one of the same label has followed."""
    excerpts = [block.excerpt for block in blocks if block.excerpt]
    newest = _newest_editions({excerpt.edition.source.slug for excerpt in excerpts})
    used = [edition for e in excerpts for edition in (e.edition, e.adapted) if edition]
    slugs = Source.objects.in_bulk({edition.source_id for edition in used})
    return any(newest[slugs[edition.source_id].slug, edition.label] != edition for edition in used)


def _block_plans(blocks: list[Block]) -> list[BlockPlan]:
    keys = {block.prompt_id: block.key for block in blocks if block.kind == "prompt"}
    return [_block_plan(block, keys) for block in blocks]


def _block_plan(block: Block, keys: dict) -> BlockPlan:
    excerpt = _excerpt_plan(block.excerpt) if block.excerpt else None
    if excerpt:
        return BlockPlan(block.key, block.kind, block.body, excerpt, gate=keys.get(block.prompt_id))
    prompt = None
    if block.prompt:
        of = block.prompt.prompt
        prompt = PromptPlan(of.title, of.kind, of.audience, block.prompt.html)
    return BlockPlan(block.key, block.kind, block.body, prompt=prompt)


def _excerpt_plan(excerpt: Excerpt) -> ExcerptPlan:
    numbers = excerpt.ranges.order_by("position").values_list("passage__number", flat=True)
    adapted = excerpt.adapted.label if excerpt.adapted else ""
    return ExcerptPlan(excerpt.edition.source.slug, excerpt.edition.label, adapted, tuple(numbers), excerpt.headnote)
