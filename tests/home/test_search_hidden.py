"""The search shows nobody a word that she may not see: every text of the canary world is looked for by everybody."""

import re

import pytest

from coursesite.home.queries.search import found
from tests.canaries import CANARY, leaks

OF_CLASS = {"agent_name", "lesson_title", "source_text", "source_title", "term_sense"}
OPENED = {"gated_text", "gated_title"}  # a text that Irina has opened and Omar has not
OF_SHELF = {"ungiven_source_text", "ungiven_source_title", "ungiven_title", "unopened_lesson_title"}
FOUND = {
    "outsider": set(),
    "student": OF_CLASS | OPENED,
    "classmate": OF_CLASS,
    "teacher": OF_CLASS | OPENED | OF_SHELF,
    "stranger": set(),
    "marker": OF_CLASS | OPENED | {"unopened_lesson_title"},
    "admin": set(),
}


def told(user, query: str) -> str:
    """Everything that is said of what was found, without the signs that it is marked."""
    hits = [hit for _, _, group in found(user, query).groups for hit in group.hits]
    runs = [run for hit in hits for run in (hit.name, *hit.lines)]
    return "\n".join(["".join(piece.words for piece in run) for run in runs] + [hit.about for hit in hits])


@pytest.mark.parametrize("who", FOUND)
def test_everybody_finds_what_she_may_see_and_no_more(world, who):
    words = told(world.people[who], "yrnc")
    assert leaks(who, words) == []
    names = {name for side, name in CANARY.findall(words) if side == "here"} - {"class_name"}
    assert names == FOUND[who]


def test_a_word_of_the_other_class_is_not_found(world):
    """Not even that there is one: what is answered is what is answered to any word that stands nowhere."""
    assert told(world.cast.irina, world.there.c("source_text")) == told(world.cast.irina, "cnry there xyzzy")
    assert re.search("there_source_text", told(world.cast.lena, world.there.c("source_text")))
