"""What is missing before a source may be used in one's classes, stand on the shared shelf, or be exported.

Only the last two refuse. In one's own classes what is missing is shown as "not known".
"""

from dataclasses import dataclass

CLASSES, SHELF, EXPORT = "classes", "shelf", "export"
# What a teacher may say is not known, and the words in which students read it.
ASKED = {
    "who": "who made it",
    "when": "when",
    "origin": "where it is from",
    "place": "the place",
    "holding": "where it is kept",
    "translator": "the translator",
}


@dataclass(frozen=True)
class Facts:
    """What is known of a source; `not_known` names what was asked and is known not to be known."""

    title: bool
    who: bool
    when: bool
    origin: bool
    place: bool
    holding: bool
    rights: bool
    texts: int
    numbered: bool  # every text says who numbered its paragraphs
    translated: bool  # some text is a translation
    translator: bool  # and every translation says by whom
    not_known: frozenset[str] = frozenset()

    def settled(self, name: str) -> bool:
        return getattr(self, name) or name in self.not_known


@dataclass(frozen=True)
class Gap:
    """`field` is the name of the field of the source's form that closes the gap."""

    field: str
    words: str


TITLE = Gap("title", "The title is missing.")
WHO = Gap("who", "Who made it is missing. Name somebody, or tick “not known”.")
WHEN = Gap("when", "The date is missing. Write it, or tick “not known” for a source without a date.")
ORIGIN = Gap("origin", "Where you got it is missing. Name the archive, book or site, or tick “not known”.")
PLACE = Gap("place", "The place is missing. Write where it was made, or tick “not known”.")
HOLDING = Gap("holding", "Where it is kept is missing. Name the archive or library, with its number there.")
RIGHTS = Gap("rights_code", "The statement of rights is missing. Choose one; “Copyright not evaluated” is one too.")
TEXT = Gap("text", "There is no text yet, so that no paragraph has a number. Paste it.")
NUMBERING = Gap("text", "A text does not say who numbered its paragraphs. Correct the text and say it.")
TRANSLATOR = Gap("translator", "A translation does not say who translated it. Name somebody, or tick “not stated”.")


def gaps(facts: Facts, reach: str) -> list[Gap]:
    """What is missing for this reach, in the order of the form. An empty list: nothing."""
    wanted = [(facts.title, TITLE), (facts.settled("origin"), ORIGIN)]
    wanted += [(facts.settled("who"), WHO), (facts.settled("when"), WHEN)] if reach != CLASSES else []
    if reach == EXPORT:
        wanted += [
            (facts.texts > 0, TEXT),
            (facts.numbered, NUMBERING),
            (facts.settled("place"), PLACE),
            (facts.holding, HOLDING),
            (facts.rights, RIGHTS),
            (not facts.translated or facts.settled("translator"), TRANSLATOR),
        ]
    return [gap for settled, gap in wanted if not settled]


def unsettled(facts: Facts) -> list[str]:
    """What students would read as "not known" though nobody has said so yet; what nothing calls for is left out."""
    asked = [name for name in ASKED if name != "translator" or facts.translated]
    return [name for name in asked if not facts.settled(name)]


def listed(names: list[str]) -> str:
    """`who made it, when and the place`."""
    said = [ASKED[name] for name in names]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))
