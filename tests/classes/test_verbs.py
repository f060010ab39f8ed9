"""Every verb that the code writes into the record has plain words."""

import ast
from pathlib import Path

from coursesite.classes.verbs import WORDS, in_words

ROOT = Path(__file__).resolve().parents[2]


def written_verbs() -> set[str]:
    """The verbs of all `record(verb="…")` calls, and of the names they are put into first."""
    found = set()
    for package in ("coursesite", "lessons", "assessments"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "verb":
                    found |= _texts(node.value)
                if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "verb" for t in node.targets):
                    found |= _texts(node.value)
    return found


def _texts(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) | _texts(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()


def test_every_verb_has_words():
    verbs = written_verbs()
    assert len(verbs) > 30
    assert sorted(verbs - set(WORDS)) == []


def test_an_unknown_verb_is_said_without_underscores():
    assert in_words("some_new_thing") == "some new thing"


def test_no_two_verbs_have_the_same_words():
    """The list of the log would show one choice twice."""
    words = [text.rstrip(":") for text in WORDS.values()]
    assert sorted(text for text in set(words) if words.count(text) > 1) == []
