"""Names: how they are stored, how a register would order them, how they are spoken."""

import unicodedata


def tidy(text: str) -> str:
    """A name as it is stored: composed letters, single spaces, no invisible marks."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())


def sort_name(name: str) -> str:
    """`Ortiz, Ana` from `Ana Ortiz`. A name that has a comma, or one word, is taken as it is."""
    if "," in name or " " not in name:
        return name
    given, family = name.rsplit(" ", 1)
    return f"{family}, {given}"


def spoken_name(name: str) -> str:
    """`Ana Ortiz` from `Ortiz, Ana`."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name


def is_username(text: str) -> bool:
    """Letters, digits and . - _ @ +, so that it can be read aloud and typed."""
    return bool(text) and all(letter.isalnum() or letter in ".-_@+" for letter in text)
