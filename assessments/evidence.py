"""Evidence tokens in a text, such as [A ¶78] or [B ¶11-12, ¶14]: found, and quotations beside them checked. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"\[([A-Z]{1,2}) ?¶ ?([0-9]+(?:[-–][0-9]+)?(?:, ?¶ ?[0-9]+(?:[-–][0-9]+)?)*)\]")
QUOTE = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|„([^„“”]+)[“”]|«([^«»]+)»")
NEAR = 160  # characters between the end of a quotation and its chip, either way
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)|…|\.\s?\.\s?\.)\s*")
SAME = str.maketrans(
    dict.fromkeys("’‘‛´`", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("–—‑", "-") | {"\u00a0": " "}
)
EXACT, ALTERED, ABSENT = "exact", "altered", "not in this passage"


@dataclass(frozen=True)
class Token:
    """One chip: the document's letter, one passage number, where it stands in the text."""

    letter: str
    number: str
    start: int
    end: int


@dataclass(frozen=True)
class Quoted:
    """Words in quotation marks near a chip, held against its passage."""

    words: str
    token: Token
    verdict: str


def token_of(letter: str, number: str) -> str:
    """The token as it stands in a text."""
    return f"[{letter} ¶{number}]"


def parse(text: str) -> list[Token]:
    """Every chip in order; [A ¶7, ¶9] is two."""
    found = []
    for match in TOKEN.finditer(text):
        for number in re.findall(r"[0-9]+(?:[-–][0-9]+)?", match[2]):
            found.append(Token(match[1], number.replace("–", "-"), match.start(), match.end()))
    return found


def pieces(text: str) -> list[str | tuple[Token, ...]]:
    """The text cut into words and chips, in order."""
    cut: list[str | tuple[Token, ...]] = []
    at = 0
    tokens = parse(text)
    for start, end in dict.fromkeys((token.start, token.end) for token in tokens):
        if start > at:
            cut.append(text[at:start])
        cut.append(tuple(token for token in tokens if token.start == start))
        at = end
    if at < len(text):
        cut.append(text[at:])
    return cut


def find_number(numbers: Mapping[str, object], wanted: str) -> str | None:
    """The passage number that `wanted` leads to: itself, or the range (such as 8-9) that holds it."""
    if wanted in numbers:
        return wanted
    for number in numbers:
        first, _, last = number.partition("-")
        if last and wanted.isdigit() and first.isdigit() and last.isdigit() and int(first) <= int(wanted) <= int(last):
            return number
    return None


def check_quotes(text: str, passages: Mapping[tuple[str, str], str]) -> list[Quoted]:
    """Each quotation with the nearest chip after it (else before it), and whether the passage has these words.

    `passages` are the texts by (letter, number). A chip to a passage that is not there is left out.
    """
    tokens = [token for token in parse(text) if (token.letter, token.number) in passages]
    found = []
    for match in QUOTE.finditer(text):
        words = next(group for group in match.groups() if group is not None)
        near = _nearest(tokens, match.start(), match.end())
        if near and len(words.split()) >= 2:
            group = [token for token in tokens if token.start == near.start]
            verdicts = [(check_words(words, passages[(one.letter, one.number)]), one) for one in group]
            best = min(verdicts, key=lambda pair: (EXACT, ALTERED, ABSENT).index(pair[0]))
            found.append(Quoted(words, best[1], best[0]))
    return found


def _nearest(tokens: list[Token], start: int, end: int) -> Token | None:
    after = [token for token in tokens if end <= token.start <= end + NEAR]
    before = [token for token in tokens if start - NEAR <= token.end <= start]
    return after[0] if after else before[-1] if before else None


def check_words(words: str, passage: str) -> str:
    """exact: every run between ellipses stands in the passage, in order. altered: most of its words do. Else absent."""
    whole = _smooth(passage)
    runs = [run for run in (_smooth(part).strip(" .,;:!?") for part in ELLIPSIS.split(words)) if run]
    at = 0
    for run in runs:
        place = _find_run(run, whole, at)
        if place < 0:
            return ALTERED if _overlap(runs, whole) >= 0.6 else ABSENT
        at = place + len(run)
    return EXACT if runs else ABSENT


def _find_run(run: str, whole: str, at: int) -> int:
    """Where the run stands as whole words, from `at`; a capital at its start may be the quoter's."""
    for wanted in dict.fromkeys((run, run[:1].lower() + run[1:], run[:1].upper() + run[1:])):
        found = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)").search(whole, at)
        if found:
            return found.start()
    return -1


def _overlap(runs: list[str], whole: str) -> float:
    words = [word for run in runs for word in re.findall(r"\w+", run.casefold())]
    known = set(re.findall(r"\w+", whole.casefold()))
    return sum(word in known for word in words) / len(words) if words else 0.0


def _smooth(text: str) -> str:
    """One kind of quotation mark, dash and space, so that only the words are compared."""
    text = unicodedata.normalize("NFC", text)
    text = text.translate(SAME)
    return re.sub(r"\s+", " ", text).strip()
