"""Reads the text of one question in a lesson file."""

import re
from dataclasses import dataclass

from lessons.sources.errors import ContentError

QUESTION_KINDS = ("single", "several", "short", "chronology", "speaker")


@dataclass(frozen=True)
class ChoiceFile:
    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class ItemFile:
    """An item of a chronology: items of one rank may stand in either order."""

    rank: int
    text: str
    date: str


@dataclass(frozen=True)
class QuestionFile:
    kind: str
    key: str
    stem: str
    explain: str
    choices: tuple = ()
    accepted: tuple = ()
    items: tuple = ()
    passage: str = ""
    words: str = ""
    points: int = 0
    line: int = 0


CHOICE = re.compile(r"^- \[([ xX])\] (.+)$")
NAME = re.compile(r"^- (?!\[)(.+)$")
ABOUT = re.compile(r"^(passage|words): *(.+)$")
ITEM = re.compile(r"^(\d+)\. (.+?)(?: \(([^()]*)\))?$")


def parse_question(kind, key, lines, line, file):
    """The QuestionFile of the lines between :::question and :::, refused where it cannot be answered."""
    if kind not in QUESTION_KINDS:
        raise ContentError(file, line, f"“{kind}” is no kind of question. Use one of: {', '.join(QUESTION_KINDS)}.")
    found = {
        "stem": [],
        "choices": [],
        "accepted": [],
        "items": [],
        "explain": [],
        "points": 0,
        "passage": "",
        "words": "",
    }
    for number, text in enumerate(lines, start=line + 1):
        _take_line(found, kind, text.rstrip(), number, file)
    question = QuestionFile(
        kind=kind,
        key=key,
        stem="\n".join(found["stem"]).strip(),
        explain="\n".join(found["explain"]).strip(),
        choices=tuple(found["choices"]),
        accepted=tuple(found["accepted"]),
        items=tuple(found["items"]),
        passage=found["passage"],
        words=found["words"],
        points=found["points"],
        line=line,
    )
    _check(question, file)
    return question


def _take_line(found, kind, text, line, file):
    choice, item = CHOICE.match(text), ITEM.match(text)
    if choice and kind in ("single", "several"):
        words, _, feedback = choice[2].partition(" :: ")
        if not feedback.strip():
            raise ContentError(file, line, "The choice has no feedback. Write it after “ :: ”.")
        found["choices"].append(ChoiceFile(words.strip(), choice[1] != " ", feedback.strip()))
    elif kind == "speaker" and NAME.match(text):
        words, _, feedback = NAME.match(text)[1].partition(" :: ")
        found["choices"].append(ChoiceFile(words.strip(), False, feedback.strip()))
    elif kind == "speaker" and ABOUT.match(text):
        found[ABOUT.match(text)[1]] = ABOUT.match(text)[2].strip()
    elif item and kind == "chronology":
        if not item[3]:
            raise ContentError(file, line, "The item has no date. Write it in brackets at the end of the line.")
        found["items"].append(ItemFile(int(item[1]), item[2], item[3]))
    elif text.startswith("= ") and kind == "short":
        found["accepted"].append(text[2:].strip())
    elif text.startswith("points:"):
        if not text[7:].strip().isdigit():
            raise ContentError(file, line, "points: wants a whole number, such as “points: 2”.")
        found["points"] = int(text[7:])
    elif text.startswith("explain:"):
        found["explain"].append(text[8:].strip())
    elif found["explain"]:
        found["explain"].append(text)
    elif found["choices"] or found["items"] or found["accepted"]:
        if text:
            raise ContentError(file, line, "Text stands after the choices. Put it above them, or after “explain:”.")
    else:
        found["stem"].append(text)


def _check(question, file):
    """Refuses a question that nobody could answer, or whose answer says nothing."""
    right = sum(choice.is_right for choice in question.choices)
    wanted = {
        "single": (len(question.choices) >= 3 and right == 1, "three or more choices, one of them right ([x])"),
        "several": (
            len(question.choices) >= 4 and 2 <= right < len(question.choices),
            "four or more choices, two or more of them right ([x]) and at least one wrong",
        ),
        "short": (bool(question.accepted), "at least one line “= accepted answer”"),
        "chronology": (len({item.rank for item in question.items}) >= 3, "three or more items of different dates"),
        "speaker": (
            bool(question.passage and question.words),
            "a line “passage: D ¶5” and a line “words: the words that are asked about”",
        ),
    }
    ok, need = wanted[question.kind]
    if not ok:
        raise ContentError(file, question.line, f"The question “{question.key}” needs {need}.")
    if not question.stem or not question.explain:
        raise ContentError(file, question.line, f"The question “{question.key}” needs a stem and a line “explain: …”.")
