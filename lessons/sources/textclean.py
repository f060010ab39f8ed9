"""What somebody pasted, made fit to be kept: the words stay as they are, what is not seen goes, and all of it is told."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 5_000_000  # bytes
MOST_BRACKETS = 500  # in one paragraph of Markdown
MOST_WORDS = 800_000  # bytes of the words alone: the preview sends them back in a form (DATA_UPLOAD_MAX_MEMORY_SIZE)
TOO_MANY_WORDS = (
    "This text has more than 800,000 letters. Divide it into several sources, or take the part that is read."
)
TOO_LONG = "This text is larger than 5 MB. Divide it into several sources, or leave out what students will not read."
UNREADABLE = (
    "This file cannot be read as text. Save it as docx, web page (.html), Markdown (.md) or plain text (.txt), "
    "then choose it again."
)

SOFT_HYPHEN = re.compile("\u00ad\n?")
LINE_ENDS = re.compile("\r\n|\r|\u0085|\u2028|\u2029|\x0b|\x0c")
SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JOINERS = "\u200c\u200d"
ZERO_WIDTH = re.compile("[\u200b\u2060-\u2064\ufeff\u180e\u206a-\u206f\ufff9-\ufffb]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Scripts in which a joiner is part of the spelling: Arabic and Syriac, those of India, Mongolian.
SPELLED_WITH_JOINERS = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1800-\u18af]")
LOST, PRIVATE = "\ufffd", re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class CleanText:
    """`changed` and `remarks` are sentences: what was done, and what the teacher may want to look at."""

    text: str
    changed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def tamed(markdown: str) -> str:
    """Paragraphs with more brackets than anybody writes lose their links: the parser takes hours over "[[[[…"."""
    pieces = re.split(r"(\n[ \t]*\n)", markdown)
    return "".join(piece.replace("[", r"\[") if piece.count("[") > MOST_BRACKETS else piece for piece in pieces)


def is_too_long(text: str | bytes, most: int = LONGEST) -> bool:
    """Whether it has more than `most` bytes."""
    if len(text) > most:
        return True
    return isinstance(text, str) and len(text) * 4 > most and len(text.encode("utf-8", "replace")) > most


def decoded(raw: bytes) -> str:
    """The words of a file in UTF-8, UTF-16 or a Windows encoding. ValueError where it is no text at all."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if b"\x00" in raw:
        raise ValueError(UNREADABLE)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def clean_text(text: str) -> CleanText:
    """Cleaning twice changes nothing more. Quotation marks, dashes and emoji stay as they are."""
    changed: list[str] = []

    def swap(pattern: re.Pattern, by: str, said: str) -> None:
        nonlocal text
        text, count = pattern.subn(by, text)
        if count:
            changed.append(_told(count, said))

    swap(LINE_ENDS, "\n", "line end of another system was made plain|line ends of another system were made plain")
    swap(CONTROL, "", "control sign was taken out|control signs were taken out")
    swap(SOFT_HYPHEN, "", "soft hyphen was taken out|soft hyphens were taken out")
    swap(ZERO_WIDTH, "", "sign without width was taken out|signs without width were taken out")
    swap(DIRECTION, "", "mark of writing direction was taken out|marks of writing direction were taken out")
    text, joiners = _without_loose_joiners(text)
    if joiners:
        changed.append(
            _told(joiners, "joining sign without width was taken out|joining signs without width were taken out")
        )
    swap(SPACES, " ", "special space or tab became a plain space|special spaces or tabs became plain spaces")
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        changed.append("Letters and accents that were stored apart were put together.")
        text = composed
    return CleanText(text, tuple(changed), tuple(_remarks(text)))


def _told(count: int, said: str) -> str:
    one, many = said.split("|")
    return f"{count:,} {one if count == 1 else many}."


def _without_loose_joiners(text: str) -> tuple[str, int]:
    """Joiners stay inside an emoji and in the scripts that are spelled with them."""
    if not any(joiner in text for joiner in JOINERS):
        return text, 0
    kept: list[str] = []
    gone = 0
    for at, sign in enumerate(text):
        if sign in JOINERS and not _joins(kept[-1] if kept else "", text[at + 1 : at + 2]):
            gone += 1
        else:
            kept.append(sign)
    return "".join(kept), gone


def _joins(before: str, after: str) -> bool:
    if SPELLED_WITH_JOINERS.match(before or " ") or SPELLED_WITH_JOINERS.match(after or " "):
        return True
    pictures = ("So", "Sk", "Mn")
    return bool(before and after) and unicodedata.category(before) in pictures and unicodedata.category(after) == "So"


def _remarks(text: str) -> list[str]:
    said = []
    if re.search("[“”„]", text) and '"' in text:
        said.append('The text mixes curly (“ ”) and straight (") quotation marks. They stay as they are.')
    if re.search("[‘’]", text) and "'" in text:
        said.append("The text mixes curly (’) and straight (') apostrophes. They stay as they are.")
    if LOST in text:
        said.append(
            f"{_told(text.count(LOST), 'sign|signs')[:-1]} could not be read and now shows as {LOST}. "
            "Look at the original and type what stands there."
        )
    if PRIVATE.search(text):
        said.append("Some signs belong to a private font and may show as empty boxes. Look for them below.")
    broken = len(re.findall(r"[^\W\d_]-\n[^\W\d_]", text))
    if broken:
        said.append(
            _told(broken, "line ends in a hyphen|lines end in a hyphen")[:-1]
            + ": look whether a word was divided there."
        )
    return said
