"""Sentence starters: which skill helps with which kind of prompt, and when an answer is no more than a beginning."""

import re
import unicodedata
from collections.abc import Iterable

SKILLS = {"sourcing": "Sourcing", "corroboration": "Corroboration", "close": "Close reading"}
OF_THE_LESSON = ("extension", "think")  # these practise what the lesson as a whole practises


def skill_for(kind: str, lesson_skill: str = "") -> str:
    """The skill whose questions help with a prompt of this kind; "" for none."""
    return lesson_skill if kind in OF_THE_LESSON else SKILLS.get(kind, "")


def bare(text: str) -> str:
    """The words alone: without case, marks of punctuation and spaces of any sort."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def is_only_a_beginning(text: str, starters: Iterable[str]) -> bool:
    """Whether a text is nothing but sentence starters as they were given, one or several."""
    known = {bare(starter) for starter in starters} - {""}
    lines = [bare(line) for line in text.splitlines() if bare(line)]
    return bool(lines) and (bare(text) in known or all(line in known for line in lines))
