"""Work on paper: the short code that finds a student's row, and points as a teacher types them. Pure."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal

LETTERS = "ACDEFHJKLMNPRTUWXY"  # none that is taken for another, or for a figure
LONGEST = 40
REASON = "Paper copy"
OWN_ID = re.compile(r'\b(id="|for="|aria-labelledby="|aria-describedby="|href="#)')
FEWEST_LINES, MOST_LINES, SHORT_LINES, WORDS_A_LINE = 14, 40, 2, 9
POINTS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


def paper_code(assignment: uuid.UUID, student: uuid.UUID) -> str:
    """Six letters that depend on both. No secret: it finds a row, and opens nothing."""
    number = int.from_bytes(hashlib.sha256(f"paper|{assignment}|{student}".encode()).digest()[:8], "big")
    found = ""
    for _ in range(6):
        number, place = divmod(number, len(LETTERS))
        found += LETTERS[place]
    return found


def read_points(text: str, out_of: Decimal) -> Decimal | None:
    """Points from 0 to `out_of`, with a decimal point or comma; None for nothing. ValueError says what to do."""
    typed = text.strip()
    if not typed:
        return None
    most = f"{out_of.normalize():f}"
    found = POINTS.fullmatch(typed)
    if not found:
        raise ValueError(
            f"We cannot read “{typed[:LONGEST]}” as points. Write a number from 0 to {most} in the figures 0–9, "
            f"such as 7 or 7.5, with at most two figures after the point."
        )
    points = Decimal(f"{found[1]}.{found[2] or '0'}")
    if points > out_of:
        raise ValueError(f"{typed} is more than this is out of. Write a number from 0 to {most}.")
    return points


def own_ids(html: str, copy: int) -> str:
    """The same page part once more, with ids of its own and what leads to them."""
    return OWN_ID.sub(lambda found: f"{found[1]}c{copy}-", html)


def lines_for(kind: str, body: Mapping) -> range:
    """How many lines there are to write on."""
    if kind != "essay":
        return range(SHORT_LINES)
    words = body.get("words_max") or body.get("words_min") or 0
    return range(min(MOST_LINES, max(FEWEST_LINES, words // WORDS_A_LINE)))
