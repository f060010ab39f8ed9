"""What the questions of a lesson file ask the database to hold: body and key, apart from the first moment on. Pure."""

import hashlib
import re
from dataclasses import dataclass, field

from lessons.lessonfile import LessonFile
from lessons.markdown import render
from lessons.questionfile import QuestionFile

WORDS = (120, 200)


@dataclass(frozen=True)
class QuestionPlan:
    kind: str
    body: dict
    key: dict
    points: int = 1
    documents: tuple[str, ...] = ()
    rubric: tuple = field(default=())
    about: tuple = ()  # of a question on a passage: (letter, number, words, others); the rest comes from its voices


def plan_question(file: LessonFile, question: QuestionFile) -> QuestionPlan:
    """Body and key of one question. Ids come from the words, so that neither they nor the order tell what is right."""
    body = {"v": 1, "stem": render(question.stem)}
    key = {"v": 1, "explain": render(question.explain)}
    if question.kind in ("single", "several"):
        ids = {choice.text: opaque(file.slug, question.key, choice.text) for choice in question.choices}
        body["choices"] = [[ids[choice.text], inline(choice.text)] for choice in question.choices]
        key["right"] = [ids[choice.text] for choice in question.choices if choice.is_right]
        key["feedback"] = {ids[choice.text]: inline(choice.feedback) for choice in question.choices}
    elif question.kind == "short":
        key["accepted"] = list(question.accepted)
    elif question.kind == "speaker":
        letter, _, number = question.passage.partition("¶")
        about = (letter.strip(), number.strip(), question.words, [named(c.text, c.feedback) for c in question.choices])
        return QuestionPlan(question.kind, body, key, question.points or 1, about=about)
    else:
        ids = {item.text: opaque(file.slug, question.key, item.text) for item in question.items}
        body["items"] = mixed([[ids[item.text], inline(item.text)] for item in question.items])
        key["ranks"] = {ids[item.text]: item.rank for item in question.items}
        key["dates"] = {ids[item.text]: item.date for item in question.items}
    return QuestionPlan(question.kind, body, key, question.points or 1)


def plan_closing(file: LessonFile) -> QuestionPlan | None:
    """The closing essay with its rubric (title, levels) and the letters of the core sources as documents."""
    blocks = file.blocks("closing")
    if not blocks:
        return None
    rubric = tuple(
        (one.title, tuple((level.points, level.descriptor, level.example) for level in one.levels))
        for one in (file.teacher.rubric if file.teacher else ())
    )
    body = {"v": 1, "stem": render(blocks[0].markdown), "words_min": WORDS[0], "words_max": WORDS[1]}
    points = sum(max(level[0] for level in levels) for _, levels in rubric if levels)
    letters = tuple(source.letter for source in file.sources if source.role == "core")
    return QuestionPlan("essay", body, {"v": 1}, points or 12, letters, rubric)


def named(name: str, note: str) -> list[str]:
    """[id, name, note] of somebody who has no voice in the passage."""
    return [opaque("speaker", name), name, note]


def opaque(*parts: str) -> str:
    return "c" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def inline(markdown: str) -> str:
    """One line of Markdown as HTML without a paragraph around it."""
    html = render(markdown).strip()
    found = re.fullmatch(r"<p>(.*)</p>", html, re.DOTALL)
    return found[1] if found and "<p>" not in found[1] else html


def mixed(items: list) -> list:
    """In the order of their ids; turned once more where that happens to be the order they came in."""
    ordered = sorted(items)
    return ordered if ordered != items else ordered[1:] + ordered[:1]
