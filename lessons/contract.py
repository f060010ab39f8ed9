"""The lesson contract: twelve parts that every lesson has, and its limits of words.

`check_lesson` names what is missing, by file and part; the loader refuses a lesson with problems. On the command line:
`python -m lessons.contract [slug]`.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from lessons.lessontext import CITATION, PROSE, citations, lesson_texts, resolve, student_texts
from lessons.library import SKILLS, read_library
from lessons.prose import abbreviations, count_words, footnotes, plain, sentences
from lessons.traps import find_traps

CLOSING_WORDS = ("120", "200", "claim", "two", "against", "mind")
PARTS = {
    1: "central question", 2: "what you will be able to do", 3: "hook and first guess", 4: "background",
    5: "sources", 6: "sourcing prompts", 7: "close reading and corroboration", 8: "terms",
    9: "easier versions and extension", 10: "closing answer", 11: "prompt that divides the class",
    12: "teacher's page",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """part is 1 to 12, or 0 for the text as a whole (limits, references, traps)."""

    file: str
    part: int
    line: int
    message: str

    def __str__(self):
        what = f"part {self.part} of the contract ({PARTS[self.part]})" if self.part else "the text"
        return f"{self.file}, line {self.line}, {what}: {self.message}"


def check_lesson(lesson, sources, terms, events):
    """The problems of a lesson, in the order of the contract; none means that it may be loaded."""
    problems = []
    for part, check in CHECKS:
        found = check(lesson, sources, terms, events)
        problems += [Problem(lesson.file, part, line or 1, message) for line, message in found]
    return problems


def _check_question(lesson, sources, terms, events):
    if not lesson.central_question.strip().endswith("?"):
        yield 0, "central_question must be a question. Write one that the sources answer in more than one way."


def _check_objectives(lesson, sources, terms, events):
    if not [text for text in lesson.objectives if text.strip()]:
        yield 0, "objectives is empty. Say what a student will be able to do."
    if lesson.skill not in SKILLS:
        yield 0, f"skill must be one of: {', '.join(SKILLS)}."


def _check_hook(lesson, sources, terms, events):
    hooks = lesson.blocks("hook")
    if len(hooks) != 1:
        yield 0, "there must be one :::hook."
    for hook in hooks:
        if count_words(hook.markdown) > 80:
            yield hook.line, f"the hook has {count_words(hook.markdown)} words. Keep to 80."
    if len(lesson.writing("guess")) != 1:
        yield 0, "there must be one “:::write guess”."


def _check_background(lesson, sources, terms, events):
    blocks = lesson.blocks("background")
    if len(blocks) != 1:
        yield 0, "there must be one :::background."
    for block in blocks:
        words = count_words(block.markdown)
        if not 150 <= words <= 250:
            yield block.line, f"the background has {words} words. It wants 150 to 250."
        for sentence in sentences(block.markdown):
            if not footnotes(sentence) and not plain(sentence).endswith("?"):
                yield block.line, f"no reference for: “{sentence}” Add [^n]."


def _check_sources(lesson, sources, terms, events):
    core = {entry.source for entry in lesson.sources if entry.role == "core"}  # two editions are one source
    placed = [block.variant for block in lesson.blocks("source")]
    if not 3 <= len(core) <= 5:
        yield 0, f"there are {len(core)} sources of role core. There must be three to five."
    for entry in lesson.sources:
        yield from ((0, f"source {entry.letter}: {message}") for message in _entry_problems(entry, sources))
        if entry.role == "core" and placed.count(entry.letter) != 1:
            yield 0, f"source {entry.letter} must stand in the lesson once, as “:::source {entry.letter}”."
    for letter in placed:
        if lesson.source_at(letter) is None:
            yield 0, f"“:::source {letter}” has no [[sources]] entry of that letter."
    pairs = [pair for pair in lesson.disagree if len(set(pair.letters)) > 1 and pair.about]
    if not pairs or any(lesson.source_at(letter) is None for pair in pairs for letter in pair.letters):
        yield 0, "[[disagree]] must name at least two sources of the lesson and say what about."


def _entry_problems(entry, sources):
    source = sources.get(entry.source)
    edition = source and source.edition(entry.edition)
    if not edition:
        yield f"there is no source “{entry.source}” with an edition “{entry.edition}”."
        return
    if entry.role not in ("core", "extension"):
        yield "role must be core or extension."
    if not entry.headnote or count_words(entry.headnote) > 40:
        yield f"the headnote has {count_words(entry.headnote)} words. It wants 1 to 40."
    if not entry.passages or any(edition.passage(number) is None for number in entry.passages):
        yield f"passages must be numbers of the edition: {', '.join(p.number for p in edition.passages)}."
        return
    spans = [span for number in entry.passages for span in edition.passage(number).spans]
    is_cut = any(span.kind == "note" and span.note.startswith("Subject missing:") for span in spans)
    if is_cut and not re.search(r"missing|\bcuts?\b|left out|leaves out|not shown|without", entry.headnote):
        yield "an excerpt lost the subject of its sentence. The headnote must say what is missing."


def _check_sourcing(lesson, sources, terms, events):
    blocks = lesson.blocks()
    first = next((at for at, block in enumerate(blocks) if block.kind == "source"), len(blocks))
    before = [block for block in blocks[:first] if block.variant == "sourcing"]
    if len(before) != 2 or len(lesson.writing("sourcing")) != 2:
        yield 0, "there must be two “:::write sourcing”, both before the first :::source."
    for entry in lesson.sources:
        if entry.gate and entry.gate not in {block.key for block in lesson.writing("sourcing")}:
            yield 0, f"source {entry.letter}: gate “{entry.gate}” is not the key of a “:::write sourcing”."


def _check_reading(lesson, sources, terms, events):
    if not 2 <= len(lesson.writing("close")) <= 3:
        yield 0, "there must be two or three “:::write close”."
    tasks = lesson.writing("corroboration")
    if len(tasks) != 1:
        yield 0, "there must be one “:::write corroboration”."
    for task in tasks:
        letters = set(re.findall(r"\b[A-Z]\b", task.markdown)) & {entry.letter for entry in lesson.sources}
        if len(letters) < 2 and not re.search(r"\b(all|every|both|each)\b[^.]*\bsources?\b", task.markdown):
            yield task.line, "the corroboration task must name at least two sources by letter."


def _check_terms(lesson, sources, terms, events):
    if not 6 <= len(lesson.terms) <= 10:
        yield 0, f"there are {len(lesson.terms)} terms. There must be six to ten."
    known = [terms[key] for key in lesson.terms if key in terms]
    for key in lesson.terms:
        if key not in terms:
            yield 0, f"the term “{key}” is not in terms.toml."
    words = set(re.findall(r"\w+", " ".join(word for term in known for word in (term.name, *term.variants))))
    seen = set().union(*(abbreviations(text) for _, text in student_texts(lesson)))
    for entry in lesson.sources:
        seen |= set().union(*(abbreviations(passage.text) for passage in _passages(entry, sources)))
    for word in sorted(seen - words):
        yield 0, f"the abbreviation {word} is not among the lesson's terms. Add it as a name or variant."


def _passages(entry, sources, label=None):
    """The passages of an entry that exist in its edition, or in the edition of a label."""
    source = sources.get(entry.source)
    edition = source and source.edition(label or entry.edition)
    found = [edition.passage(number) for number in entry.passages] if edition else []
    return [passage for passage in found if passage]


def _check_easier(lesson, sources, terms, events):
    for entry in lesson.sources:
        source = sources.get(entry.source)
        words = sum(count_words(passage.text) for passage in _passages(entry, sources))
        if not source or not source.is_quotable() or words <= 40:
            continue
        adapted = source.edition(entry.adapted)
        if not adapted or adapted.role != "adaptation" or adapted.based_on != entry.edition:
            yield 0, f"source {entry.letter} has {words} words. Name an adapted edition of “{entry.edition}”."
        elif len(_passages(entry, sources, entry.adapted)) < len(entry.passages):
            yield 0, f"source {entry.letter}: the edition “{entry.adapted}” lacks a passage."
    if not lesson.writing("extension"):
        yield 0, "there must be a “:::write extension”."


def _check_closing(lesson, sources, terms, events):
    blocks = lesson.blocks("closing")
    if len(blocks) != 1:
        yield 0, "there must be one :::closing."
    for block in blocks:
        lacking = [word for word in CLOSING_WORDS if not _has(block.markdown, word)]
        if lacking:
            yield block.line, f"the closing task must ask for all it is to hold; it lacks: {', '.join(lacking)}."


def _has(text, word):
    return re.search(rf"\b{word}\b", text, re.IGNORECASE)


def _check_discussion(lesson, sources, terms, events):
    if not lesson.blocks("discuss"):
        yield 0, "there must be a :::discuss."


def _check_teacher(lesson, sources, terms, events):
    page = lesson.teacher
    if page is None:
        yield 0, "there is no “# Teacher”."
        return
    for title, body in (("45 minutes", page.plan_45), ("90 minutes", page.plan_90), ("Uncertain", page.uncertain)):
        if not body:
            yield page.line, f"“## {title}” is missing or empty."
    if len(page.likely_wrong) != 3:
        yield page.line, f"there are {len(page.likely_wrong)} likely wrong answers. There must be three."
    if not page.rubric or any(len(criterion.levels) != 3 for criterion in page.rubric):
        yield page.line, "the rubric needs criteria of three levels, each with an example."
    yield from _answer_problems(lesson, sources)


def _answer_problems(lesson, sources):
    tasks = {b.key: b for b in lesson.blocks() if b.is_task() and b.variant != "guess"}
    wanted = {*tasks, *(question.key for question in lesson.quiz)}
    given = {key for answer in lesson.teacher.answers for key in answer.keys}
    for key in sorted(wanted - given):
        yield lesson.teacher.line, f"the answers lack “{key}”."
    for key in sorted(given - wanted - {"guess"}):
        yield lesson.teacher.line, f"there is an answer to “{key}”, but no such task."
    for answer in lesson.teacher.answers:
        is_open = all(key == "guess" or (key in tasks and tasks[key].kind == "discuss") for key in answer.keys)
        if not is_open and not CITATION.search(answer.text):
            yield answer.line, f"the answer to “{', '.join(answer.keys)}” cites no passage. Cite one as [A ¶78]."
    for name, number in citations(lesson.teacher.markdown):
        if not resolve(lesson, sources, name, number):
            yield lesson.teacher.line, f"[{name} ¶{number}] leads to no passage."


def _check_prose(lesson, sources, terms, events):
    """The limits of words, what a part ends in, the references, and the ten wrong statements."""
    total = 0
    for part in lesson.parts:
        words = sum(count_words(block.markdown) for block in part.blocks if block.kind in PROSE)
        total += words
        if words > 250:
            yield part.line, f"the part “{part.title}” has {words} words of prose. Keep to 250."
        if not part.blocks or not part.blocks[-1].is_task():
            yield part.line, f"the part “{part.title}” must end in something to do."
    if not 500 <= total <= 1000:
        yield 0, f"the lesson has {total} words of prose. It wants 500 to 1,000."
    cited = {label for _, text in student_texts(lesson) for label in footnotes(text)}
    cited |= set(footnotes(lesson.teacher.markdown)) if lesson.teacher else set()
    for label in sorted(cited ^ set(lesson.references)):
        yield 0, f"[^{label}] is {'cited but not defined' if label in cited else 'defined but never cited'}."
    for key in lesson.events:
        if key not in events:
            yield 0, f"the event “{key}” is not in events.toml."
    for line, text in lesson_texts(lesson):
        for trap, sentence in find_traps(text):
            yield line, f"it states that {trap.statement}: “{sentence}”"


CHECKS = (
    (1, _check_question),
    (2, _check_objectives),
    (3, _check_hook),
    (4, _check_background),
    (5, _check_sources),
    (6, _check_sourcing),
    (7, _check_reading),
    (8, _check_terms),
    (9, _check_easier),
    (10, _check_closing),
    (11, _check_discussion),
    (12, _check_teacher),
    (0, _check_prose),
)


def main(wanted):
    """Prints the problems of the lessons named, or of all; 1 where there are any."""
    library = read_library()
    slugs = wanted or sorted(set(library.lessons) | {Path(name).stem for name in library.broken_lessons()})
    faults = [str(error) for error in library.errors]
    for slug in slugs:
        if slug in library.lessons:
            found = check_lesson(library.lessons[slug], library.sources, library.terms, library.events)
            faults += [str(problem) for problem in found]
        elif slug not in {Path(name).stem for name in library.broken_lessons()}:
            faults.append(f"There is no lesson “{slug}”.")
    sys.stdout.write("\n".join([*faults, f"{len(slugs)} lessons read, {len(faults)} problems."]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
