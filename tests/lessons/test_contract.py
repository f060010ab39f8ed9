import re

import pytest

from lessons.contract import PARTS, check_lesson
from lessons.lessonfile import parse_lesson
from lessons.library import read_library
from lessons.sources.errors import ContentError
from lessons.sources.tomlfile import EventEntry, TermEntry
from tests.lessons.good_lesson import FILLER, GOOD_LESSON

SOURCES = read_library().sources
EVENTS = {"speech-1956": EventEntry("The speech", "1956-02-25", "25 February 1956", "C1")}
TERMS = {key: TermEntry(key, ("plain words",)) for key in ("one", "two", "three", "four", "five", "six", "seven")}
TERMS |= {key: TermEntry(key, ("plain words",)) for key in ("eight", "nine", "ten")}
TERMS["ussr"] = TermEntry("Soviet Union", ("plain words",), ("USSR",))


def problems_of(text):
    lesson = parse_lesson(text, "lessons/good.md")
    return check_lesson(lesson, SOURCES, TERMS, EVENTS)


def without(block):
    """A regular expression for a whole ::: block with this header."""
    return rf"(?s):::{block}\n.*?\n?:::\n"


# name, what is taken out (a regular expression), what is put in, the part of the contract that must be named
FAULTS = [
    ("no central question", r"central_question = .*", 'central_question = ""', 1),
    ("a central question that is none", r"How much was too much\?\"", 'It was too much."', 1),
    ("no objectives", r'objectives = \["Read closely."\]', "objectives = []", 2),
    ("an unknown skill", r'skill = "Close reading"', 'skill = "Speed"', 2),
    ("no hook", without("hook"), "", 3),
    ("a hook of 81 words", "A closed door", "door " * 81, 3),
    ("no first guess", r":::write guess", ":::write extension", 3),
    ("two first guesses", r':::write extension "Further"', ':::write guess "Further"', 3),
    ("no background", without("background"), "", 4),
    ("a background of 149 words", r"(The USSR changed in these years\.\[\^1\] ){5}", "", 4),
    ("a background of 251 words", r":::background\n", ":::background\n" + "Much more was said.[^1] " * 21, 4),
    ("a claim without reference", r"years\.\[\^1\] The", "years. The", 4),
    ("two sources", r'letter = "C"', 'role = "extension"\nletter = "C"', 5),
    ("a headnote of 41 words", r"Mao to a guest", "Mao " * 41, 5),
    ("an empty headnote", r"Mao to a guest\.", "", 5),
    ("a lost subject that the headnote hides", r" The subject of the first lines is missing\.", "", 5),
    ("a source that is not placed", r":::source C\n:::\n", "", 5),
    ("a source that is placed but not listed", r":::source C\n", ":::source D\n", 5),
    ("a passage that does not exist", r'passages = \["13", "78"\]', 'passages = ["13", "79"]', 5),
    ("an unknown source", r'source = "mao-choe-1969"', 'source = "nowhere"', 5),
    ("no disagreement", r"\[\[disagree\]\]\nletters = .*\nabout = .*\n", "", 5),
    ("a disagreement of one source", r'letters = \["A", "B"\]', 'letters = ["A", "A"]', 5),
    ("one sourcing prompt", r':::write sourcing "To whom\?"\nWho hears it\?\n:::\n', "", 6),
    ("sourcing after reading", r'(?s)(:::write sourcing "To whom.*?\n:::\n)(.*?:::source A\n:::\n)', r"\2\1", 6),
    ("one close-reading question", r":::write close \"Another word\"", ':::write extension "Another word"', 7),
    ("four close-reading questions", r"# In the end\n", "# In the end\n" + ':::write close "More"\nWhy?\n:::\n' * 2, 7),
    ("no corroboration", r":::write corroboration", ":::write extension", 7),
    ("a corroboration within one source", r"Where do Source A and Source B differ", "Where does Source A differ", 7),
    ("five terms", r'"one", ', "", 8),
    ("eleven terms", r'"five",', '"five", "six", "seven", "eight", "nine", "ten",', 8),
    ("an unknown term", r'"one"', '"unknown"', 8),
    ("an abbreviation without a term", r"Who hears it", "Who in NATO hears it", 8),
    ("no easier version", r'(passages = \["1", "2"\]\n)adapted = .*\n', r"\1", 9),
    ("no extension", r":::write extension \"Further\"\nRead more.\n:::\n", "", 9),
    ("no closing", without("closing"), "", 10),
    ("a closing without a word limit", r"In 120 to 200 words", "In some words", 10),
    ("a closing without the other side", r", one thing against", "", 10),
    ("a closing that forgets the first guess", r", and what changed your mind", "", 10),
    ("no prompt that divides", r":::discuss divide \"Too much\?\"\nWas it too much\?\n:::\n", "", 11),
    ("no teacher's page", r"(?s)# Teacher\n.*(?=# References)", "", 12),
    ("no plan for 45 minutes", r"Read A\.\n", "", 12),
    ("no plan for 90 minutes", r"## 90 minutes\nRead all\.\n", "", 12),
    ("an answer left out", r"- \*\*who-speaks\*\*.*\n", "", 12),
    ("an answer to nothing", r"- \*\*who-speaks\*\*", "- **who-speaks**, **who-else**", 12),
    ("an answer that cites nothing", r"\*\*close-2\*\*: See \[B ¶2\]", "**close-2**: See Mao", 12),
    ("an answer that cites a passage that is not there", r"See \[B ¶2\]", "See [B ¶3]", 12),
    ("two likely wrong answers", r"- Third\.\n", "", 12),
    ("four likely wrong answers", r"- Third\.\n", "- Third.\n- Fourth.\n", 12),
    ("no rubric", r"(?s)## Rubric\n.*(?=## What)", "", 12),
    ("a rubric of two levels", r"- 2 A claim .*\n", "", 12),
    ("nothing uncertain", r"The text\.\n", "", 12),
    ("a part that ends in nothing to do", r"# The answer\n", "# Idle\nOnly words.\n# The answer\n", 0),
    ("a reference that is not defined", r"Read more\.", "Read more.[^9]", 0),
    ("a reference that is not used", r"\[\^1\]: ", "[^2]: Unused.\n[^1]: ", 0),
    ("an unknown event", r"speech-1956", "speech-1957", 0),
    ("a trap", r"Read more\.", "The speech emptied the camps.", 0),
]


def test_the_good_lesson_keeps_the_contract():
    assert [str(problem) for problem in problems_of(GOOD_LESSON)] == []


@pytest.mark.parametrize(("taken", "put", "part"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named_with_file_and_part(taken, put, part):
    text = re.sub(taken, put, GOOD_LESSON)
    assert text != GOOD_LESSON
    found = [problem for problem in problems_of(text) if problem.part == part]
    assert {problem.file for problem in found} == {"lessons/good.md"}
    wanted = f"part {part} of the contract ({PARTS[part]})" if part else "the text"
    assert wanted in str(found[0])


def lesson_of(hook=11, headnote=4, background=196, parts=(168, 168), terms=6):
    """The good lesson with other numbers of words; the keys of terms beyond six are made up."""
    text = GOOD_LESSON.replace("A closed door, a long speech, and nobody may take notes.", "word " * hook)
    text = text.replace("Mao to a guest.", " ".join(["word"] * headnote))
    text = text.replace("The USSR changed in these years.[^1] " * 28, "word " * (background - 1) + "USSR.[^1]")
    for title, words in zip(("# The speech", "# The answer"), parts, strict=True):
        text = text.replace(f"{title}\n{FILLER * 12}", f"{title}\n" + "word " * words)
    listed = [*list(TERMS)[: terms - 1], "ussr"]
    return text.replace('["one", "two", "three", "four", "five", "ussr"]', str(listed).replace("'", '"'))


LONG = {"parts": (200, 200)}
LIMITS = [
    ("hook", {"hook": 80}, {"hook": 81}, "the hook has 81 words"),
    ("headnote", {"headnote": 40}, {"headnote": 41}, "the headnote has 41 words"),
    (
        "background, least",
        {"background": 150, "parts": (200, 200)},
        {"background": 149, "parts": (200, 200)},
        "the background has 149 words",
    ),
    ("background, most", {"background": 250}, {"background": 251}, "the background has 251 words"),
    ("part", {"parts": (250, 168)}, {"parts": (251, 168)}, "has 251 words of prose"),
    ("lesson, least", {"parts": (146, 147)}, {"parts": (146, 146)}, "the lesson has 499 words"),
    ("terms, least", {"terms": 6}, {"terms": 5}, "there are 5 terms"),
    ("terms, most", {"terms": 10}, {"terms": 11}, "there are 11 terms"),
]


@pytest.mark.parametrize(("at", "over", "words"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_limit_is_kept_to_the_word(at, over, words):
    assert [str(problem) for problem in problems_of(lesson_of(**at))] == []
    assert len([str(problem) for problem in problems_of(lesson_of(**over)) if words in str(problem)]) == 1


@pytest.mark.parametrize(("words", "problems"), [(243, []), (244, ["the lesson has 1001 words of prose."])])
def test_a_lesson_has_a_thousand_words_at_most(words, problems):
    more = "# More\n" + "word " * 250 + '\n:::write extension "W"\nW\n:::\n# In the end\n'
    text = lesson_of(hook=11, background=246, parts=(250, words)).replace("# In the end\n", more)
    text = text.replace("- **extension**:", "- **extension**, **extension-2**:")
    assert [str(p).split(": ", 1)[1].split(" It wants")[0] for p in problems_of(text)] == problems


def test_each_of_the_twelve_parts_has_a_fault_in_the_table():
    assert {fault[3] for fault in FAULTS} == {0, *PARTS}


# what is taken out, what is put in, words of the refusal
BROKEN = [
    (r"^\+\+\+\n", "", "begin with a line of +++"),
    (r"slug = \"good\"", "slug = good", "not valid TOML"),
    (r"kicker = .*\n", "", "lacks the key “kicker”"),
    (r"kicker = ", 'colour = "red"\nkicker = ', "unknown key “colour”"),
    (r"minutes = 90", 'minutes = "90"', "must be of the kind int"),
    (r"# Before you read\n", "Loose words.\n# Before you read\n", "before the first part"),
    (r":::hook", ":::hok", "no kind of block"),
    (r":::write guess \"Your", ":::write gess \"Your", ":::write wants a kind"),
    (r":::discuss divide", ":::discuss who-speaks", "stands twice"),
    (r"You may take notes|nobody may take notes\.\n:::", "nobody may take notes.", "lacks its closing"),
    (r"- \[x\] Khrushchev", "- [ ] Khrushchev", "one of them right"),
    (r"Khrushchev :: Yes\.", "Khrushchev", "has no feedback"),
    (r"explain: .*\n", "", "explain"),
    (r"## Rubric", "## Rubrik", "no section"),
    (r" — e\.g\. nothing\.", "", "A level is"),
    (r"- \*\*close\*\*: See", "- close: See", "Begin with the key"),
]  # fmt: skip


@pytest.mark.parametrize(("taken", "put", "words"), BROKEN, ids=[row[2] for row in BROKEN])
def test_an_unreadable_file_is_refused_with_file_and_line(taken, put, words):
    text = re.sub(taken, put, GOOD_LESSON, count=1)
    assert text != GOOD_LESSON
    with pytest.raises(ContentError) as refused:
        parse_lesson(text, "lessons/good.md")
    assert words in str(refused.value)
    assert re.match(r"lessons/good\.md, line \d+: ", str(refused.value))


def test_keys_are_given_where_the_file_names_none():
    lesson = parse_lesson(GOOD_LESSON, "lessons/good.md")
    assert [b.key for b in lesson.blocks("write")] == [
        "guess", "sourcing", "sourcing-2", "close", "close-2", "corroboration", "extension",
    ]  # fmt: skip
    assert [b.key for b in lesson.blocks("source")] == ["source-a", "source-b", "source-c"]
