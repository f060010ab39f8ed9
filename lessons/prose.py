"""Counting and cutting of Markdown prose: words, sentences, footnote marks, abbreviations."""

import re

FOOTNOTE = re.compile(r"\[\^([\w-]+)\]")
ROMAN = re.compile(r"^[IVXLCDM]+$")
SENTENCE_END = re.compile(r"(?<=[.!?])(?P<tail>[”’\")*_]*(?:\[\^[\w-]+\])*)(?:\s+|$)")


def plain(markdown):
    """The text without footnote marks, link addresses and Markdown's own signs."""
    text = FOOTNOTE.sub("", markdown)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"[*_`|]", "", text)


def count_words(markdown):
    """How many words a reader sees; a dash standing alone is none."""
    return sum(bool(re.search(r"\w", word)) for word in plain(markdown).split())


def sentences(markdown):
    """The sentences with their footnote marks; each paragraph and each list item is cut for itself."""
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)", markdown):
        text, start = " ".join(paragraph.split()), 0
        if paragraph.lstrip().startswith("#"):
            continue
        for end in SENTENCE_END.finditer(text):
            if _is_abbreviated(text[start : end.start()]):
                continue
            found.append(text[start : end.end()].strip())
            start = end.end()
        if text[start:].strip():
            found.append(text[start:].strip())
    return found


def _is_abbreviated(text):
    """A full stop after an initial (J. V. Stalin), a number of a list, or Dr. ends no sentence."""
    return bool(re.search(r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|St|no|vol|p|pp|e\.g|i\.e)|^\d+)\.$", text))


def footnotes(markdown):
    """The labels of the footnotes cited, in order."""
    return FOOTNOTE.findall(markdown)


def abbreviations(text):
    """Words of two or more capitals, Roman numerals left out."""
    return {word for word in re.findall(r"\b[A-Z]{2,}\b", text) if not ROMAN.match(word)}
