"""What one block of a template sets is not there in another: a link written so would lead nowhere, and say nothing."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
EDGES = re.compile(r"({% block \w+ %}|{% endblock[^%]*%})")
SET = re.compile(r"{% url [^%]*? as (\w+_url) %}")


def lost_names(text: str) -> list[str]:
    """Names that a {% url … as some_url %} sets in one block and that only another block reads."""
    inside, words = [], {}
    for piece in EDGES.split(text):
        if piece.startswith("{% block"):
            inside.append(piece)
        elif piece.startswith("{% endblock"):
            inside.pop()
        else:
            where = "".join(inside)
            words[where] = words.get(where, "") + piece
    known = set(SET.findall(text))
    return sorted(
        name for said in words.values() for name in known - set(SET.findall(said)) if re.search(rf"\b{name}\b", said)
    )


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("{% block a %}{% url 'x' as there_url %}{{ there_url }}{% endblock %}", []),
        ("{% block a %}{% url 'x' as x_url %}{% endblock a %}{% block b %}{{ x_url }}{% endblock b %}", ["x_url"]),
        ("{% block a %}{% url 'x' as x_url %}{% endblock %}{% block b %}{% url 'x' as x_url %}{{ x_url }}{% endblock %}", []),
    ],
)  # fmt: skip
def test_planted_names_that_are_not_there_are_found(text, lost):
    assert lost_names(text) == lost


def test_no_template_reads_a_name_of_another_block():
    found = {path.name: lost_names(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    assert (len(found) > 100, {name: lost for name, lost in found.items() if lost}) == (True, {})
