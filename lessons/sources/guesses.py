"""What the form of a source guesses from six fields. Every guess is shown and can be changed before anything is stored."""

import re

# The first word found in the title decides.
KINDS = (
    ("diary", "diary journal"),
    ("letter", "letter telegram cable postcard"),
    ("leaflet", "leaflet pamphlet poster flyer handbill"),
    ("memorandum", "memorandum memo"),
    ("conversation", "conversation talk talks interview"),
    ("notes", "notes minutes protocol stenogram transcript"),
    ("report", "report information survey"),
    ("inscription", "inscription ribbon plaque wreath gravestone"),
    ("speech", "speech address remarks statement sermon lecture"),
    ("newspaper", "editorial newspaper gazette herald times pravda"),
    ("image", "photograph photo picture painting cartoon drawing map"),
    ("book", "book memoirs memoir autobiography history"),
    ("article", "article essay"),
)
BODIES = {
    "army", "association", "bureau", "club", "commission", "committee", "conference", "congress", "council", "court",
    "delegation", "department", "embassy", "government", "institute", "league", "legation", "library", "ministry",
    "museum", "newspaper", "office", "party", "politburo", "presidium", "press", "secretariat", "society", "soviet",
    "union", "university", "workers",
}  # fmt: skip
SPEAKERS = ("speech", "conversation")


def kind_of(title: str, origin: str = "") -> str:
    """A kind of source that the title speaks of; "" where it speaks of none."""
    words = re.findall(r"[a-z]+", title.lower())
    for kind, signs in KINDS:
        if set(signs.split()) & set(words):
            return kind
    return "webpage" if re.match(r"https?://\S+$", origin.strip()) and not words else ""


def names_of(typed: str) -> list[str]:
    """`Nikita Khrushchev; Mao Zedong`, or one on each line, as names without doubles."""
    names = (" ".join(part.split()) for part in re.split(r"[;\n]", typed))
    return list(dict.fromkeys(name for name in names if name))


def role_of(kind: str) -> str:
    """What who made a source of this kind did."""
    return "speaker" if kind in SPEAKERS else "recorder" if kind == "notes" else "creator"


def is_body(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and (words[0] == "the" or bool(BODIES & set(words)))


def filed_under(name: str) -> str:
    """`Khrushchev, Nikita`; a body and a single name as they are. In a name written family name first it is wrong."""
    if is_body(name):
        return re.sub(r"^the ", "", name, flags=re.I)
    if "," in name or " " not in name:
        return name
    given, family = name.rsplit(" ", 1)
    return f"{family}, {given}"
