"""Reads the text of one question in a lesson file. What each kind wants is said by the errors that name file and line."""

import re
from dataclasses import dataclass, field, replace

from lessons.sources.errors import ContentError


@dataclass(frozen=True)
class ChoiceFile:
    text: str
    is_right: bool
    feedback: str
    misreading: str = ""


@dataclass(frozen=True)
class ItemFile:
    """An item of a chronology: items of one rank may stand in either order."""

    rank: int
    text: str
    date: str


@dataclass(frozen=True)
class PairFile:
    """A line and its partner; a partner that belongs to no line has no `left`."""

    left: str
    right: str
    feedback: str = ""


@dataclass(frozen=True)
class QuestionFile:
    kind: str
    key: str
    stem: str
    explain: str
    choices: tuple = ()
    accepted: tuple = ()
    items: tuple = ()
    pairs: tuple = ()
    text: str = ""
    settings: dict = field(default_factory=dict)
    points: int = 0
    line: int = 0

    @property
    def by_hand(self) -> bool:
        """Whether only a person can mark it, so that it is no practice."""
        return self.kind in ("essay", "upload")


# The lines “name: value” that each kind may have, with what their value looks like.
ANY, NUMBER = r".+", r"\d+(\.\d+)?%?"
SETTINGS = {
    "speaker": {"passage": ANY, "words": ANY},
    "passage": {"source": r"[A-Z]", "mode": r"one|all"},
    "truth": {"answer": r"true|false"},
    "number": {"unit": ANY, "within": NUMBER, "half": NUMBER},
    "date": {"exact": r"day|month|year", "partial": r"yes|no"},
    "upload": {"files": r"[1-5]"},
    "essay": {"length": r"\d+-\d+"},
}
LINES = {
    "choice": ("single", "several", "truth", "passage"),
    "name": ("speaker",),
    "item": ("chronology",),
    "accepted": ("short", "number", "date"),
    "pair": ("matching", "categorise"),
    "quoted": ("cloze",),
}
PATTERNS = {
    "choice": re.compile(r"^- \[([ xX])\] (.+)$"),
    "name": re.compile(r"^- (?!\[)(.+)$"),
    "item": re.compile(r"^(\d+)\. (.+?)(?: \(([^()]*)\))?$"),
    "accepted": re.compile(r"^= (.+)$"),
    "pair": re.compile(r"^- (.*?) ?=> (.+)$"),
    "quoted": re.compile(r"^> ?(.*)$"),
}
KINDS = (*dict.fromkeys(kind for kinds in LINES.values() for kind in kinds), "upload", "essay")
SETTING = re.compile(r"^([a-z]+): *(.+)$")


def parse_question(kind, key, lines, line, file):
    """The QuestionFile of the lines between :::question and :::, refused where it cannot be answered."""
    if kind not in KINDS:
        raise ContentError(file, line, f"“{kind}” is no kind of question. Use one of: {', '.join(KINDS)}.")
    reading = Reading(kind, key, line, file)
    for number, text in enumerate(lines, start=line + 1):
        reading.take(text.rstrip(), number)
    question = reading.question()
    _check(question, file)
    return question


class Reading:
    """What was read of one question so far."""

    def __init__(self, kind, key, line, file):
        self.kind, self.key, self.line, self.file = kind, key, line, file
        self.stem, self.explain, self.text = [], [], []
        self.found = {"choices": [], "accepted": [], "items": [], "pairs": []}
        self.settings, self.points = {}, 0

    def take(self, text, line):
        """One line. What belongs to the kind counts first, then what every question may have, then plain text."""
        for name, kinds in LINES.items():
            found = PATTERNS[name].match(text)
            if found and self.kind in kinds and not self.explain:
                getattr(self, f"take_{name}")(found, line)
                return
        setting = SETTING.match(text)
        if text.startswith("points:"):
            if not text[7:].strip().isdigit():
                raise ContentError(self.file, line, "points: wants a whole number, such as “points: 2”.")
            self.points = int(text[7:])
        elif text.startswith("explain:"):
            self.explain.append(text[8:].strip())
        elif self.explain:
            self.explain.append(text)
        elif setting and setting[1] in SETTINGS.get(self.kind, {}):
            self.take_setting(setting[1], setting[2].strip(), line)
        elif any(self.found.values()) or self.text:
            if text:
                message = "Text stands after the choices. Put it above them, or after “explain:”."
                raise ContentError(self.file, line, message)
        else:
            self.stem.append(text)

    def take_setting(self, name, value, line):
        pattern = SETTINGS[self.kind][name]
        if not re.fullmatch(pattern, value):
            said = (
                pattern.replace("|", " or ").replace(NUMBER, "a number such as 10 or 5%").replace("[A-Z]", "a letter")
            )
            said = said.replace(r"\d+-\d+", "two numbers such as 120-200").replace("[1-5]", "a number from 1 to 5")
            raise ContentError(self.file, line, f"{name}: wants {said}, not “{value}”.")
        self.settings[name] = value

    def take_choice(self, found, line):
        words, feedback, misreading = split_notes(found[2])
        if not feedback:
            raise ContentError(self.file, line, "The choice has no feedback. Write it after “ :: ”.")
        self.found["choices"].append(ChoiceFile(words, found[1] != " ", feedback, misreading))

    def take_name(self, found, line):
        words, feedback, misreading = split_notes(found[1])
        self.found["choices"].append(ChoiceFile(words, False, feedback, misreading))

    def take_item(self, found, line):
        if not found[3]:
            raise ContentError(self.file, line, "The item has no date. Write it in brackets at the end of the line.")
        self.found["items"].append(ItemFile(int(found[1]), found[2], found[3]))

    def take_accepted(self, found, line):
        self.found["accepted"].append(found[1].strip())

    def take_pair(self, found, line):
        right, feedback, _ = split_notes(found[2])
        self.found["pairs"].append(PairFile(found[1].strip(), right, feedback))

    def take_quoted(self, found, line):
        self.text.append(found[1])

    def question(self):
        made = QuestionFile(
            self.kind, self.key, "\n".join(self.stem).strip(), "\n".join(self.explain).strip(),
            text="\n".join(self.text).strip(), settings=self.settings, points=self.points, line=self.line,
        )  # fmt: skip
        return replace(made, **{name: tuple(rows) for name, rows in self.found.items()})


def split_notes(text):
    """(words, feedback, misreading) of `words :: feedback :: misreading`."""
    parts = [part.strip() for part in text.split(" :: ", 2)] + ["", ""]
    return parts[0], parts[1], parts[2]


def _check(question, file):
    """Refuses a question that nobody could answer, or whose answer says nothing."""
    right = sum(choice.is_right for choice in question.choices)
    choices, settings = len(question.choices), question.settings
    lefts = sum(bool(pair.left) for pair in question.pairs)
    marked = (choices >= 1 and right >= 1, "one or more lines “- [x] ¶5 :: feedback”, and a line “source: D”")
    pairs = (lefts >= 2, "two or more lines “- one thing => its partner”")
    wanted = {
        "single": (choices >= 3 and right == 1, "three or more choices, one of them right ([x])"),
        "several": (
            choices >= 4 and 2 <= right < choices,
            "four or more choices, two or more of them right ([x]) and at least one wrong",
        ),
        "short": (bool(question.accepted), "at least one line “= accepted answer”"),
        "chronology": (len({item.rank for item in question.items}) >= 3, "three or more items of different dates"),
        "speaker": (
            "passage" in settings and "words" in settings,
            "a line “passage: D ¶5” and a line “words: the words that are asked about”",
        ),
        "passage": (marked[0] and "source" in settings, marked[1]),
        "truth": (
            choices >= 2 and right >= 1 and "answer" in settings,
            "a line “answer: true” or “answer: false”, and two or more reasons, one of them good ([x])",
        ),
        "matching": pairs,
        "categorise": pairs,
        "cloze": ("[[" in question.text, "lines that begin with “> ”, with gaps such as [[words]]"),
        "number": (len(question.accepted) == 1, "one line “= 16”"),
        "date": (len(question.accepted) == 1, "one line “= 25 February 1956”"),
    }
    ok, need = wanted.get(question.kind, (True, ""))
    if not ok:
        raise ContentError(file, question.line, f"The question “{question.key}” needs {need}.")
    if not question.stem or not (question.explain or question.by_hand):
        raise ContentError(file, question.line, f"The question “{question.key}” needs a stem and a line “explain: …”.")
