"""Citations for other programs: CSL-JSON, RIS, BibTeX. Words of the rows are escaped, never trusted."""

import json
import re
import unicodedata
from collections.abc import Iterable

from lessons.sources.cite.citable import Citable, Name
from lessons.sources.cite.parts import kind_words, levels_of
from lessons.sources.cite.words import capital, date_words, lowered_article, numbers, year_words

CSL_TYPES = {
    "speech": "speech", "diary": "manuscript", "memorandum": "manuscript", "report": "report",
    "letter": "personal_communication", "leaflet": "pamphlet", "inscription": "document", "notes": "manuscript",
    "conversation": "manuscript", "newspaper": "article-newspaper", "webpage": "webpage", "book": "book",
    "article": "article-journal", "image": "graphic", "account": "document", "reference": "document",
}  # fmt: skip
RIS_TYPES = {
    "report": "RPRT", "leaflet": "PAMP", "newspaper": "NEWS", "webpage": "ELEC", "book": "BOOK", "article": "JOUR",
    "image": "ART", "letter": "PCOMM", "speech": "MANSCPT", "diary": "MANSCPT", "memorandum": "MANSCPT",
    "notes": "MANSCPT", "conversation": "MANSCPT",
}  # fmt: skip
BIB_TYPES = {"book": "book", "article": "article", "newspaper": "article", "report": "misc"}


def _archive(c: Citable) -> tuple[str, str]:
    """(collection, place in it): the first level, and those below it."""
    levels = levels_of(c)
    if len(levels) < 2:
        return "", ", ".join(levels)
    return levels[0], ", ".join(levels[1:])


def _genre(c: Citable) -> str:
    return c.imprint.medium or kind_words(c)


# -- CSL-JSON --------------------------------------------------------------------------------------


def csl_json(cited: Iterable[Citable]) -> str:
    return json.dumps([csl_item(c) for c in cited], ensure_ascii=False, indent=2) + "\n"


def csl_item(c: Citable) -> dict:
    """One item. Where in the text one points at stands under "custom": an item has no field for it."""
    collection, location = _archive(c)
    item: dict = {"id": f"{c.slug}-{c.locator}" if c.locator else c.slug, "type": _csl_type(c), "title": c.title}
    people = {
        "author": c.makers,
        "translator": c.translators,
        "recipient": c.of("addressee"),
        "editor": c.of("editor"),
    }
    item |= {role: [_csl_name(name) for name in names] for role, names in people.items() if names}
    if issued := _csl_date(c):
        item["issued"] = issued
    if c.retrieved:
        item["accessed"] = {"date-parts": [[c.retrieved.year, c.retrieved.month, c.retrieved.day]]}
    words = {
        "archive": c.repository,
        "archive-place": c.repository_place,
        "archive_collection": collection,
        "archive_location": location,
        "number": c.number,
        "container-title": c.imprint.container,
        "publisher": c.imprint.publisher,
        "publisher-place": c.imprint.place,
        "volume": c.imprint.volume,
        "issue": c.imprint.issue,
        "page": c.imprint.pages,
        "event-place": c.place if c.kind in ("speech", "conversation", "notes", "memorandum") else "",
        "genre": _genre(c),
        "language": c.language,
        "URL": c.url,
        "note": _remarks(c),
    }
    item |= {name: value for name, value in words.items() if value}
    if c.locator:
        item["custom"] = {"locator": c.locator, "label": c.unit}
    return item


def _csl_type(c: Citable) -> str:
    is_chapter = c.kind == "article" and c.imprint.publisher and not (c.imprint.volume or c.imprint.issue)
    return "chapter" if is_chapter else CSL_TYPES.get(c.kind, "document")


def _csl_name(name: Name) -> dict:
    if name.is_body or not name.given:
        return {"literal": name.full}
    parts: dict = {"family": name.family, "given": name.given}
    return parts if name.is_inverted else parts | {"static-ordering": True}


def _csl_date(c: Citable) -> dict:
    """In parts where each end is a plain date, with "circa" where it is in doubt; else in words."""
    ends = [_date_parts(end) for end in c.edtf.split("/")]
    if not c.edtf or not all(ends):
        words = date_words(c.edtf, c.date_display)
        return {"literal": words} if words != "undated" else {}
    date: dict = {"date-parts": ends}
    return date | {"circa": True} if re.search(r"[?~%]", c.edtf) else date


def _date_parts(edtf: str) -> list[int]:
    found = re.match(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:-XX)*[?~%]?$", edtf)
    return [int(part) for part in found.groups() if part] if found else []


def _remarks(c: Citable) -> str:
    """What no field is made for."""
    said = []
    for names, words in ((c.recorders, "Recorded by"), (c.of("obtained_by"), "Obtained by")):
        if names:
            said.append(f"{words} {', '.join(lowered_article(name.full) for name in names)}.")
    if c.summary_by:
        said.append(f"Summary by {c.summary_by}.")
    return " ".join(said)


# -- RIS -------------------------------------------------------------------------------------------


def ris(cited: Iterable[Citable]) -> str:
    """One record a work, lines ended as RIS wants them."""
    return "".join(_ris_record(c) for c in cited)


def _ris_record(c: Citable) -> str:
    collection, location = _archive(c)
    start, _, end = c.imprint.pages.partition("-")
    lines = [("TY", "CHAP" if _csl_type(c) == "chapter" else RIS_TYPES.get(c.kind, "GEN"))]
    lines += [("AU", name.inverted) for name in c.makers]
    lines += [("A2", name.inverted) for name in c.of("editor")]
    lines += [("A4", name.inverted) for name in c.translators]
    lines += [
        ("TI", c.title),
        ("T2", c.imprint.container),
        ("PY", year) if (year := year_words(c.edtf)).isdigit() else ("PY", ""),
        ("DA", _ris_date(c)),
        ("VL", c.imprint.volume),
        ("IS", c.imprint.issue),
        ("SP", start),
        ("EP", end),
        ("PB", c.imprint.publisher),
        ("CY", c.imprint.place or c.place),
        ("AN", c.number),
        ("DB", c.repository),
        ("AV", ", ".join(part for part in (collection, location) if part)),
        ("M3", capital(_genre(c))),
        ("LA", c.language),
        ("UR", c.url),
        ("Y2", c.retrieved.strftime("%Y/%m/%d") if c.retrieved else ""),
        ("N1", " ".join(part for part in (_remarks(c), _points_at(c)) if part)),
    ]
    body = "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n\r\n"


def _ris_date(c: Citable) -> str:
    """`1956/09/01`, and in words where it is no plain date."""
    parts = _date_parts(c.edtf)
    if parts and not re.search(r"[?~%/]", c.edtf):
        return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
    words = date_words(c.edtf, c.date_display)
    return "" if words == "undated" else words


def _points_at(c: Citable) -> str:
    return f"Cited: {c.unit} {numbers(c.locator)}." if c.locator else ""


def _one_line(value: str) -> str:
    """Without line ends and other signs that would begin a new field."""
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in value)
    return " ".join(kept.split())


# -- BibTeX ----------------------------------------------------------------------------------------

TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(cited: Iterable[Citable]) -> str:
    """One entry a work. Two works that would have one key get letters."""
    found: dict[str, str] = {}
    for c in cited:
        key = _bib_key(c)
        number = 2
        unique = key
        while unique in found:
            unique, number = f"{key}-{number}", number + 1
        found[unique] = _bib_entry(c, unique)
    return "\n".join(found.values())


def _bib_key(c: Citable) -> str:
    who = c.makers[0].family if c.makers else c.title.split(" ")[0]
    folded = unicodedata.normalize("NFKD", f"{who}{year_words(c.edtf)}{c.suffix}").encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]", "", folded).lower() or "source"


def _bib_entry(c: Citable, key: str) -> str:
    collection, location = _archive(c)
    is_chapter = _csl_type(c) == "chapter"
    around = "booktitle" if is_chapter else "journal" if c.kind in ("article", "newspaper") else "howpublished"
    fields = {
        "author": _bib_names(c.makers),
        "editor": _bib_names(c.of("editor")),
        "translator": _bib_names(c.translators),
        "title": f"{{{_tex(c.title)}}}",
        around: _tex(c.imprint.container),
        "year": _tex(year_words(c.edtf)),
        "date": c.edtf if re.fullmatch(r"[\d/-]+", c.edtf) else "",
        "volume": _tex(c.imprint.volume),
        "number": _tex(c.imprint.issue or c.number),
        "pages": _tex(c.imprint.pages).replace("-", "--"),
        "publisher": _tex(c.imprint.publisher),
        "address": _tex(c.imprint.place or c.place),
        "institution" if c.kind == "report" else "organization": _tex(c.repository),
        "library": _tex(", ".join(part for part in (collection, location) if part)),
        "type": _tex(capital(_genre(c))),
        "language": _tex(c.language),
        "url": _url(c.url),
        "urldate": c.retrieved.isoformat() if c.retrieved else "",
        "note": _tex(" ".join(part for part in (_remarks(c), _points_at(c)) if part)),
    }
    kind = "incollection" if is_chapter else BIB_TYPES.get(c.kind, "misc")
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{body}}}\n"


def _bib_names(names: tuple[Name, ...]) -> str:
    """Turned-round names in BibTeX's way; all others in braces, so that no program turns them round."""
    return " and ".join(_tex(name.sort) if name.is_inverted else f"{{{_tex(name.full)}}}" for name in names)


def _tex(value: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in _one_line(value))


def _url(value: str) -> str:
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", value)


FORMATS = {
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
}
