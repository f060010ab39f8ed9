"""Reads the teacher's page of a lesson file: plans, answers, rubric."""

import re
from dataclasses import dataclass

from lessons.sources.errors import ContentError

SECTIONS = {
    "45 minutes": "plan_45",
    "90 minutes": "plan_90",
    "Answers": "answers",
    "Likely wrong answers": "likely_wrong",
    "Rubric": "rubric",
    "What is uncertain and why": "uncertain",
}


@dataclass(frozen=True)
class AnswerFile:
    keys: tuple
    text: str
    line: int


@dataclass(frozen=True)
class LevelFile:
    points: int
    descriptor: str
    example: str


@dataclass(frozen=True)
class CriterionFile:
    title: str
    levels: tuple
    line: int


@dataclass(frozen=True)
class TeacherPage:
    plan_45: str = ""
    plan_90: str = ""
    answers: tuple = ()
    likely_wrong: tuple = ()
    rubric: tuple = ()
    uncertain: str = ""
    markdown: str = ""
    line: int = 0


def parse_teacher(lines, line, file):
    """The TeacherPage of the lines under “# Teacher”; absent sections stay empty for the contract to name."""
    parts, current = {}, None
    for number, text in enumerate(lines, start=line + 1):
        if text.startswith("## "):
            current = text[3:].strip()
            if current not in SECTIONS or current in parts:
                message = f"“{current}” is no section, or stands twice. Use: {', '.join(SECTIONS)}."
                raise ContentError(file, number, message)
            parts[current] = (number, [])
        elif current:
            parts[current][1].append(text)
        elif text.strip():
            raise ContentError(file, number, "Text stands before the first section. Put it into one.")
    found = {"markdown": "\n".join(lines).strip(), "line": line}
    readers = {"Answers": _answers, "Likely wrong answers": _likely_wrong, "Rubric": _rubric}
    for title, (number, body) in parts.items():
        reader = readers.get(title)
        found[SECTIONS[title]] = reader(body, number, file) if reader else "\n".join(body).strip()
    return TeacherPage(**found)


def _items(lines, line):
    """(line, text) of each list item, its continuation lines joined on."""
    items = []
    for number, text in enumerate(lines, start=line + 1):
        if text.startswith("- "):
            items.append([number, text[2:].strip()])
        elif items and text.strip():
            items[-1][1] += "\n" + text.strip()
    return items


def _answers(lines, line, file):
    answers = []
    for number, text in _items(lines, line):
        found = re.match(r"^((?:\*\*[\w-]+\*\*(?:, | and )?)+): ?(.+)$", text, re.DOTALL)
        if not found:
            raise ContentError(file, number, "An answer is “- **key**: answer”. Begin with the key of the task.")
        answers.append(AnswerFile(tuple(re.findall(r"\*\*([\w-]+)\*\*", found[1])), found[2], number))
    return tuple(answers)


def _likely_wrong(lines, line, file):
    return tuple(text for _, text in _items(lines, line))


def _rubric(lines, line, file):
    criteria, start = [], None
    for index, text in enumerate([*lines, "### "]):
        if text.startswith("### "):
            if start is not None:
                levels = tuple(_level(n, item, file) for n, item in _items(lines[start + 1 : index], line + start + 1))
                criteria.append(CriterionFile(lines[start][4:].strip(), levels, line + start + 1))
            start = index
        elif start is None and text.strip():
            raise ContentError(file, line + index + 1, "Text stands before the first criterion, “### Claim”.")
    return tuple(criteria)


def _level(line, text, file):
    found = re.match(r"^(\d+)\s+(.+?) — e\.g\. (.+)$", text, re.DOTALL)
    if not found:
        raise ContentError(file, line, "A level is “- 2 what it looks like — e.g. an example”.")
    return LevelFile(int(found[1]), found[2], found[3])
