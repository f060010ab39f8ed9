"""What the questions of a lesson file ask the database to hold: body and key, apart from the first moment on. Pure."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assessments.kinds.cloze import read_cloze
from assessments.kinds.date import key_date
from assessments.kinds.number import one_number, shown
from assessments.kinds.upload import MOST_FILES
from lessons.lessonfile import LessonFile
from lessons.markdown import render
from lessons.questionfile import QuestionFile
from lessons.sources.errors import ContentError

WORDS = (120, 200)


@dataclass(frozen=True)
class QuestionPlan:
    kind: str
    body: dict
    key: dict
    points: int = 1
    documents: tuple[str, ...] = ()
    rubric: tuple = field(default=())
    about: tuple = ()  # of a question on a source: (letter,), of its voices (letter, number, words, others)


def plan_question(file: LessonFile, question: QuestionFile) -> QuestionPlan:
    """Body and key of one question. Ids come from the words, so that neither they nor the order tell what is right."""
    try:
        body, key = PARTS[question.kind](question, partial(opaque, file.slug, question.key))
    except ValueError as error:
        raise ContentError(file.file, question.line, f"The question “{question.key}”: {error}") from None
    about = key.pop("about", ())
    body = {"v": 1, "stem": render(question.stem)} | body
    key = {"v": 1, "explain": render(question.explain)} | key
    return QuestionPlan(question.kind, body, key, question.points or 1, about=about)


def _choices(question: QuestionFile, named: Callable[[str], str], prefix: str = "") -> tuple[dict, dict]:
    ids = {choice.text: named(choice.text) for choice in question.choices}
    body = {"choices": [[ids[choice.text], inline(choice.text)] for choice in question.choices]}
    key: dict[str, Any] = {"right": [ids[choice.text] for choice in question.choices if choice.is_right]}
    key["feedback"] = {ids[choice.text]: inline(choice.feedback) for choice in question.choices}
    misread = {f"{prefix}{ids[one.text]}": one.misreading for one in question.choices if one.misreading}
    return body, key | ({"misreadings": misread} if misread else {})


def _truth(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    body, key = _choices(question, named, "reason:")
    return body, key | {"true": question.settings["answer"] == "true"}


def _short(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    return {}, {"accepted": list(question.accepted)}


def _chronology(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    ids = {item.text: named(item.text) for item in question.items}
    body = {"items": mixed([[ids[item.text], inline(item.text)] for item in question.items])}
    ranks = {ids[item.text]: item.rank for item in question.items}
    return body, {"ranks": ranks, "dates": {ids[item.text]: item.date for item in question.items}}


def _speaker(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    letter, _, number = question.settings["passage"].partition("¶")
    others = [stranger(one.text, one.feedback) for one in question.choices]
    return {}, {"about": (letter.strip(), number.strip(), question.settings["words"], others)}


def _passage(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    """The passages themselves come from the excerpt."""
    numbers = {one.text.lstrip("¶").strip(): one for one in question.choices}
    key = {
        "right": [number for number, one in numbers.items() if one.is_right],
        "feedback": {number: inline(one.feedback) for number, one in numbers.items()},
    }
    letter = question.settings["source"]
    return {"mode": question.settings.get("mode", "all")}, key | {"about": (letter,)}


def _pairs(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    rows = [pair for pair in question.pairs if pair.left]
    partners = sorted({inline(pair.right) for pair in question.pairs}, key=lambda html: (html.casefold(), html))
    if len(partners) < 2:
        raise ValueError("There is only one thing to choose. Write at least two partners.")
    ids = {html: opaque("partner", html) for html in partners}
    lefts = [[named(pair.left), inline(pair.left)] for pair in rows]
    feedback = {
        f"{named(pair.left)}:{one}": inline(pair.feedback)
        for pair in rows
        for html, one in ids.items()
        if pair.feedback and html != inline(pair.right)
    }
    right = {named(pair.left): [ids[inline(pair.right)]] for pair in rows}
    used = {inline(pair.right) for pair in rows}
    key = {"right": right, "feedback": feedback, "order": [one for one, _ in lefts]}
    body = {
        "lefts": sorted(lefts) if question.kind == "categorise" else lefts,
        "rights": [[ids[h], h] for h in partners],
    }
    return body, key | {"others": [html for html in partners if html not in used]}


def _cloze(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    return read_cloze(question.text)


def _number(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    off, half = question.settings.get("within", "0"), question.settings.get("half", "")
    if half and half.endswith("%") != off.endswith("%"):
        raise ValueError("Write “within” and “half” both as numbers, or both with %.")
    key = {"number": shown(one_number(question.accepted[0])), "percent": off.endswith("%")}
    key |= {"off": off.removesuffix("%"), "half_off": half.removesuffix("%")}
    return {"unit": question.settings.get("unit", "")}, key


def _date(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    words, settings = question.accepted[0], question.settings
    exact = {"precision": settings.get("exact", "day"), "partial": settings.get("partial", "yes") == "yes"}
    return {}, key_date(words) | {"words": words} | exact


def _upload(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    return {"most": int(question.settings.get("files", MOST_FILES))}, {}


def _essay(question: QuestionFile, named: Callable[[str], str]) -> tuple[dict, dict]:
    least, _, most = question.settings.get("length", f"{WORDS[0]}-{WORDS[1]}").partition("-")
    return {"words_min": int(least), "words_max": int(most)}, {}


PARTS: dict[str, Callable[[QuestionFile, Callable[[str], str]], tuple[dict, dict]]] = {
    "single": _choices, "several": _choices, "truth": _truth, "short": _short, "chronology": _chronology,
    "speaker": _speaker, "passage": _passage, "matching": _pairs, "categorise": _pairs, "cloze": _cloze,
    "number": _number, "date": _date, "upload": _upload, "essay": _essay,
}  # fmt: skip


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


def stranger(name: str, note: str) -> list[str]:
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
