"""What may be done with a source: a statement for each, which licences do not go together, whom to name.

The twelve statements of RightsStatements.org describe what others own; the Creative Commons licences are what an owner
grants. The explanations are ours. A limit of words is this site's rule for its pages, not a rule of law.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lessons.sources.cite.words import quoted

IN_COPYRIGHT, NO_COPYRIGHT, UNCLEAR = "In copyright", "No copyright", "Not clear"
LICENSED, OURS = "Free licence", "Ours, or asked for"
EXCERPT_WORDS = 300  # how much of a source that is not open an excerpt may show


@dataclass(frozen=True)
class Statement:
    """One thing that can be said of the rights. `is_open`: anybody may pass on the whole, unchanged, without asking.

    `quote_words`: how many words an excerpt may have; None: no limit.
    """

    code: str
    label: str
    uri: str
    group: str
    is_open: bool
    quote_words: int | None
    help: str


def _described(group: str, code: str, label: str, quote_words: int | None, help: str) -> Statement:
    uri = f"http://rightsstatements.org/vocab/{code}/1.0/"
    return Statement(code, label, uri, group, False, quote_words, help)


def _licence(code: str, label: str, path: str, help: str) -> Statement:
    return Statement(code, label, f"https://creativecommons.org/{path}/", LICENSED, True, None, help)


_ALL = (
    _described(IN_COPYRIGHT, "InC", "In copyright", EXCERPT_WORDS, "Somebody owns it. Show a short extract only."),
    _described(
        IN_COPYRIGHT, "InC-OW-EU", "In copyright, EU orphan work", EXCERPT_WORDS,
        "Somebody owns it, and a library in the EU searched for the owner in vain.",
    ),
    _described(
        IN_COPYRIGHT, "InC-EDU", "In copyright, free for teaching", None,
        "Somebody owns it and lets everybody teach with it.",
    ),
    _described(
        IN_COPYRIGHT, "InC-NC", "In copyright, free where no money is made", None,
        "Somebody owns it and lets everybody use it, but not to earn money.",
    ),
    _described(
        IN_COPYRIGHT, "InC-RUU", "In copyright, owner not found", EXCERPT_WORDS,
        "It is protected, but nobody could find out whom to ask.",
    ),
    _described(
        NO_COPYRIGHT, "NoC-CR", "No copyright, but a contract limits its use", EXCERPT_WORDS,
        "Whoever keeps it has promised somebody to limit its use.",
    ),
    _described(
        NO_COPYRIGHT, "NoC-NC", "No copyright, free where no money is made", None,
        "Nobody owns it, but the copy may not be used to earn money.",
    ),
    _described(
        NO_COPYRIGHT, "NoC-OKLR", "No copyright, but another law limits its use", EXCERPT_WORDS,
        "Nobody owns it, but some other law, such as one on privacy or heritage, limits its use.",
    ),
    _described(
        NO_COPYRIGHT, "NoC-US", "No copyright in the United States", None,
        "Free in the United States. Elsewhere it may be protected still.",
    ),
    _described(UNCLEAR, "CNE", "Copyright not evaluated", EXCERPT_WORDS, "Nobody has looked into its rights yet."),
    _described(
        UNCLEAR, "UND", "Copyright undetermined", EXCERPT_WORDS,
        "Somebody has looked into its rights and could not settle them.",
    ),
    _described(
        UNCLEAR, "NKC", "No known copyright", EXCERPT_WORDS,
        "There is reason to think that nobody owns it, but it is not certain.",
    ),
    _licence("CC-BY-4.0", "CC BY 4.0", "licenses/by/4.0", "Use it freely and name the author."),
    _licence(
        "CC-BY-SA-4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0",
        "Use it freely, name the author, and give what you make of it under the same licence.",
    ),
    _licence(
        "CC-BY-NC-4.0", "CC BY-NC 4.0", "licenses/by-nc/4.0", "Use it and name the author, but not to earn money."
    ),
    _licence(
        "CC-BY-ND-4.0", "CC BY-ND 4.0", "licenses/by-nd/4.0", "Use it unchanged and name the author. Do not adapt it."
    ),
    _licence(
        "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "licenses/by-nc-sa/4.0",
        "Name the author, do not earn money with it, and give what you make of it under the same licence.",
    ),
    _licence(
        "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0", "licenses/by-nc-nd/4.0",
        "Name the author, do not earn money with it, and do not adapt it.",
    ),
    _licence("CC0-1.0", "CC0 1.0", "publicdomain/zero/1.0", "The owner has given up all rights. Use it freely."),
    _licence(
        "PDM-1.0", "Public Domain Mark 1.0", "publicdomain/mark/1.0", "Known to belong to nobody. Use it freely."
    ),
    Statement("own", "Our own words or picture", "", OURS, True, None, "You or your course team made it."),
    Statement(
        "permission", "Shown by permission", "", OURS, False, None,
        "The owner allowed it here. It may not be passed on to other sites.",
    ),
)  # fmt: skip
STATEMENTS: dict[str, Statement] = {statement.code: statement for statement in _ALL}

NOT_STATED = Statement(
    "", "Rights not stated", "", UNCLEAR, False, EXCERPT_WORDS, "Nobody has written down yet who owns it."
)


def statement_of(code: str) -> Statement:
    """The statement of a code; an empty or unknown one is treated as not stated, with the limit that this brings."""
    return STATEMENTS.get(code, NOT_STATED)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All statements as the groups of a select field."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for statement in _ALL:
        groups.setdefault(statement.group, []).append((statement.code, statement.label))
    return list(groups.items())


# -- Which licences go together --------------------------------------------------------------------

_NAMED = re.compile(
    r"\bCC[ -]?BY(?P<more>(?:[ -](?:NC|SA|ND))*)\b(?: (?P<version>\d\.\d))?|\b(?P<zero>CC0)\b|(?P<mark>Public Domain Mark)",
    re.I,
)


def code_in(text: str) -> str:
    """The code of the licence that a sentence names last: `…, by the course team, CC BY 4.0.` -> `CC-BY-4.0`; or empty.

    An older version of a licence is not taken for the present one.
    """
    code = ""
    for found in _NAMED.finditer(text):
        if found["zero"]:
            code = "CC0-1.0"
        elif found["mark"]:
            code = "PDM-1.0"
        else:
            parts = set(re.findall(r"NC|SA|ND", found["more"].upper()))
            version = found["version"] or "4.0"
            code = "-".join(["CC", "BY", *(part for part in ("NC", "SA", "ND") if part in parts), version])
    return code if code in STATEMENTS else ""


def clashes(codes: Iterable[str], *, own: str = "") -> list[str]:
    """What does not go together where these are made into one work, as warnings in sentences.

    `own` is the licence of the work itself. Works that only stand side by side, unchanged, never clash.
    """
    given = [code for code in STATEMENTS if code in set(codes) and code.startswith("CC-")]
    found = [
        f"{STATEMENTS[code].label} does not allow changes: what bears it may be shown whole, but not adapted."
        for code in given
        if "-ND" in code
    ]
    parts = [code for code in given if "-ND" not in code]
    if "CC-BY-SA-4.0" in parts:
        found += [
            f"CC BY-SA 4.0 and {STATEMENTS[code].label} cannot be made into one work: the first lets others earn money "
            "with what is made of it, the second does not."
            for code in parts
            if "-NC" in code
        ]
    return found + _against_own(parts, own)


def _against_own(parts: list[str], own: str) -> list[str]:
    """Where the work's own licence gives more than one of its parts allows, or less than it asks for."""
    if own not in STATEMENTS or not STATEMENTS[own].uri or not STATEMENTS[own].is_open:
        return []
    label, found = STATEMENTS[own].label, []
    for code in parts:
        part = STATEMENTS[code].label
        if "-SA" in code and own != code:
            found.append(f"{part} asks that what is made of it bears the same licence, but the lesson bears {label}.")
        elif "-NC" in code and "-NC" not in own:
            found.append(f"{part} does not let others earn money with it, but the lesson's {label} does.")
    return found


def kept_back(reach: str, code: str, words: int) -> str:
    """Why the words of a source stay here when a lesson leaves the site, in a sentence; empty: they go along.

    What anybody may pass on goes; else what somebody marked for export, as far as it may be quoted.
    """
    statement = statement_of(code)
    if statement.is_open:
        return ""
    if reach != "export":
        return "it bears no licence to pass it on, and nobody has pressed “Allow export” on its page."
    if statement.quote_words is not None and words > statement.quote_words:
        return f"{words} words are shown, and {statement.quote_words} at most may be passed on under its statement of rights."
    return ""


# -- Whom to name ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Credit:
    """Title, author, source, licence: what a licence asks to be named, each in words; empty where it is not known."""

    title: str
    author: str
    source: str
    source_url: str
    licence: str
    licence_url: str
    adapted_from: str
    changes: str = ""  # what was done to it here; a licence asks to say so

    @property
    def quoted_title(self) -> str:
        return quoted(self.title) if self.title else ""

    @property
    def words(self) -> str:
        """The credit in one line of plain text."""
        said = [self.quoted_title, self.author, self.source, self.licence]
        line = ", ".join(part for part in said if part)
        more = [f"Adapted from {self.adapted_from.rstrip('.')}." if self.adapted_from else "", self.changes]
        return " ".join([f"{line}.", *(part for part in more if part)])


def tasl(
    title: str,
    author: str = "",
    source: str = "",
    licence: str = "",
    adapted_from: str = "",
    *,
    url: str = "",
    also: str = "",
    changes: str = "",
) -> Credit:
    """The parts of a credit. `source` says where it is found, in words or by its address; `url` leads there.

    `licence` is a code, `also` what else is known of the rights, `changes` a sentence.
    An author who is not known is said to be so; an address that is not http(s) is no link.
    """
    statement = statement_of(licence)
    address = url.strip() or source.strip()
    return Credit(
        title=title.strip(),
        author=author.strip() or "author not known",
        source=source.strip(),
        source_url=address if address.startswith(("http://", "https://")) else "",
        licence=statement.label if licence in STATEMENTS or not also else also.strip(),
        licence_url=statement.uri,
        adapted_from=adapted_from.strip(),
        changes=changes.strip(),
    )
