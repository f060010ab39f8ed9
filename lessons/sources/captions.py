"""Captions that break off. A caption that ends in the middle of its sentence tells students half of what is shown."""

import re

# Words that no sentence ends with, in whatever way it is closed, unless they are spoken of themselves.
BINDING = {"and", "or", "nor", "the", "an", "because", "although", "whereas", "whose"}
# Words after which something is missing where no sign closes the sentence.
LEADING = BINDING | {
    "a", "about", "after", "against", "as", "at", "before", "between", "but", "by", "during", "for", "from", "his", "her",
    "in", "into", "is", "its", "near", "of", "on", "over", "that", "their", "to", "towards", "under", "until", "was",
    "were", "when", "where", "which", "while", "who", "with", "without",
}  # fmt: skip
SHORTENED = {"mr.", "mrs.", "ms.", "dr.", "vs.", "e.g.", "i.e.", "cf.", "gen.", "col.", "prof."}
CLOSERS = "\"'”’»›)]"
PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
ENDS = ".!?。！？؟।"
HANGING = {
    ",": "a comma", ";": "a semicolon", ":": "a colon", "-": "a dash", "–": "a dash", "—": "a dash", "/": "a stroke",
    "&": "“&”", "+": "“+”",
}  # fmt: skip


def breaks_off(text: str) -> str:
    """What to do about a text that does not end as a sentence does; "" where it does, or where there is none."""
    said = " ".join(text.split())
    if not said:
        return ""
    bare = said.rstrip(CLOSERS + " ")
    last = re.sub(r"^\W+", "", bare.split()[-1]) if bare else ""
    if said.endswith(("…", "...")) or bare.endswith(("…", "...")):
        return "It breaks off with three dots. Write what is left out, or end the sentence before it."
    if opened := _left_open(said):
        return f"It opens {opened} and does not close it. Add the missing sign, or the words that are cut off."
    if bare[-1:] in HANGING:
        return f"It breaks off after {HANGING[bare[-1]]}. Write the rest of the sentence."
    if last.lower() in LEADING:
        return f"It breaks off after “{last}”. Write the rest of the sentence."
    if not bare.endswith(tuple(ENDS)):
        return "It does not end as a sentence does. Finish it, or close it with a full stop."
    return _closed_too_early(bare)


def _closed_too_early(bare: str) -> str:
    word = bare.split()[-1]
    if word.lower() in SHORTENED:
        return f"It breaks off after “{word}”. Write the rest of the sentence."
    plain = word.rstrip(ENDS)
    if plain in BINDING:
        return f"It breaks off after “{plain}”. Write the rest of the sentence."
    return ""


def _left_open(said: str) -> str:
    """The sign that is opened and not closed, in words; "" where there is none."""
    for one, other in PAIRS:
        if said.count(one) > said.count(other):
            return "a bracket" if one in "([" else "a quotation mark"
    if said.count('"') % 2:
        return "a quotation mark"
    if len(re.findall(r"(?:^|[\s(\[])‘", said)) > len(re.findall(r"’(?!\w)", said)):
        return "a quotation mark"
    return ""
