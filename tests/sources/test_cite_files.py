"""Citations for other programs: valid, escaped, and readable back with nothing lost."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.cite.citable import Citable, Imprint, Name
from lessons.sources.cite.files import bibtex, csl_item, csl_json, ris
from tests.sources.test_cite_chicago import (
    ARTICLE,
    BOOK,
    CARD,
    CONVERSATION,
    DIARY,
    GOLDEN,
    IMAGE,
    LEAFLET,
    LETTER,
    MEMORANDUM,
    WEB,
)

# The fields of a CSL item that we may use, written down from the names in the CSL 1.0.2 specification.
NAMES = {"author", "translator", "recipient", "editor"}
DATES = {"issued", "accessed"}
WORDS = {
    "id", "title", "archive", "archive-place", "archive_collection", "archive_location", "number", "container-title",
    "publisher", "publisher-place", "volume", "issue", "page", "event-place", "genre", "language", "URL", "note",
}  # fmt: skip
TYPES = {
    "article-journal", "article-newspaper", "book", "chapter", "document", "graphic", "manuscript", "pamphlet",
    "personal_communication", "report", "speech", "webpage",
}  # fmt: skip
NAME_PARTS = {"family": str, "given": str, "literal": str, "static-ordering": bool}


def faults(item: dict) -> list[str]:
    """What in an item breaks the schema."""
    found = [f"no {name}" for name in ("id", "type", "title") if not item.get(name)]
    if item.get("type") not in TYPES:
        found.append(f"type {item.get('type')}")
    for name, value in item.items():
        if name in NAMES:
            for person in value:
                found += [f"{name}.{part}" for part in person if type(person[part]) is not NAME_PARTS.get(part)]
                found += [f"{name} without a name"] if not {"family", "literal"} & set(person) else []
        elif name in DATES:
            found += _date_faults(name, value)
        elif name in WORDS:
            found += [] if isinstance(value, str) and value else [f"{name} is no text"]
        elif name not in ("type", "custom"):
            found.append(f"unknown {name}")
    return found


def _date_faults(name: str, value: dict) -> list[str]:
    if set(value) == {"literal"}:
        return []
    if set(value) - {"date-parts", "circa"}:
        return [f"{name} has {sorted(value)}"]
    ends = value["date-parts"]
    good = 1 <= len(ends) <= 2 and all(1 <= len(end) <= 3 and all(type(n) is int for n in end) for end in ends)
    return [] if good else [f"{name} {ends}"]


@pytest.mark.parametrize("kind", GOLDEN)
def test_a_csl_item_of_each_kind_is_valid(kind):
    assert faults(csl_item(GOLDEN[kind][0])) == []


def test_the_check_of_csl_items_finds_what_is_wrong():
    bad = {
        "id": "x",
        "type": "poster",
        "title": "",
        "colour": "red",
        "author": [{"given": "A"}],
        "issued": {"raw": "x"},
    }
    assert faults(bad) == [
        "no title",
        "type poster",
        "title is no text",
        "unknown colour",
        "author without a name",
        "issued has ['raw']",
    ]


def test_the_diary_as_a_csl_item_s16():
    assert json.loads(csl_json([DIARY])) == [
        {
            "id": "ivanov-diary-5",
            "type": "manuscript",
            "title": "Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August to "
            "14 September 1956",
            "author": [{"family": "Ivanov", "given": "V. I."}],
            "translator": [{"family": "Goldberg", "given": "Gary"}],
            "issued": {"date-parts": [[1956, 9, 1]]},
            "archive": "Wilson Center Digital Archive",
            "archive_collection": "RGANI",
            "archive_location": "fond 5, opis 28, delo 410, listy 319–21",
            "number": "114136",
            "language": "en",
            "URL": "http://archive.example/document/114136",
            "note": "Obtained by James F. Person.",
            "custom": {"locator": "5", "label": "paragraph"},
        }
    ]


@pytest.mark.parametrize(
    ("c", "kind", "issued"),
    [
        (LETTER, "personal_communication", {"date-parts": [[1956, 9]]}),
        (LEAFLET, "pamphlet", {"date-parts": [[1962]], "circa": True}),
        (IMAGE, "graphic", {"date-parts": [[1961, 10, 17], [1961, 10, 21]]}),
        (CARD, "document", {"literal": "events of 1948 to 1962"}),
        (replace(LEAFLET, edtf="[1956..1964]"), "pamphlet", {"literal": "probably 1962"}),
        (replace(ARTICLE, imprint=Imprint(container="Essays", publisher="North")), "chapter", {"date-parts": [[2007]]}),
    ],
)
def test_types_and_dates_of_csl_items(c, kind, issued):
    item = csl_item(c)
    assert (item["type"], item["issued"]) == (kind, issued)


def test_mao_keeps_his_order_in_every_format():
    assert csl_item(MEMORANDUM)["author"] == [{"family": "Mao", "given": "Zedong", "static-ordering": True}]
    assert read_ris(ris([MEMORANDUM]))[0]["AU"] == ["Mao Zedong"]
    assert read_bib(bibtex([MEMORANDUM]))[0]["author"] == "{Mao Zedong}"


def test_a_body_is_a_literal_in_csl_and_in_braces_in_bibtex():
    c = replace(
        LEAFLET, people=(("creator", Name("US Department of State", "United States, Department", is_body=True)),)
    )
    assert csl_item(c)["author"] == [{"literal": "US Department of State"}]
    assert read_bib(bibtex([c]))[0]["author"] == "{US Department of State}"


def read_ris(text: str) -> list[dict[str, list[str]]]:
    """A small reader: tag -> values, for each record."""
    records: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        found = re.match(r"^([A-Z][A-Z0-9])  - (.*)$", line)
        if not found:
            assert line == ""
            continue
        if found[1] == "TY":
            records.append({})
        records[-1].setdefault(found[1], []).append(found[2])
    assert all(list(record)[-1] == "ER" for record in records)
    return records


def read_bib(text: str) -> list[dict[str, str]]:
    """A small reader that counts braces: field -> value with TeX's signs undone, for each entry."""
    entries = []
    for kind, key, at in [(m[1], m[2], m.end()) for m in re.finditer(r"^@(\w+)\{([\w-]+),\n", text, re.M)]:
        fields = {"": kind, "key": key}
        while found := re.compile(r"  (\w+) = \{").match(text, at):
            at, depth = found.end(), 1
            start = at
            while depth:
                if text[at] == "\\" and text[at + 1] in "{}":
                    at += 1
                else:
                    depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            fields[found[1]] = text[start : at - 1]
            assert text[at : at + 2] == ",\n"
            at += 2
        assert text[at : at + 2] == "}\n"
        entries.append(fields)
    return entries


def untex(value: str) -> str:
    for sign, tex in {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}.items():
        value = value.replace(tex, sign)
    value = re.sub(r"\\([{}$&%#_])", r"\1", value)
    return value.replace(r"\textbackslash{}", "\\")


def test_the_diary_in_ris():
    assert read_ris(ris([DIARY])) == [
        {
            "TY": ["MANSCPT"],
            "AU": ["Ivanov, V. I."],
            "A4": ["Goldberg, Gary"],
            "TI": [DIARY.title],
            "PY": ["1956"],
            "DA": ["1956/09/01"],
            "AN": ["114136"],
            "DB": ["Wilson Center Digital Archive"],
            "AV": ["RGANI, fond 5, opis 28, delo 410, listy 319–21"],
            "LA": ["en"],
            "UR": ["http://archive.example/document/114136"],
            "N1": ["Obtained by James F. Person. Cited: paragraph 5."],
            "ER": [""],
        }
    ]


def test_the_article_and_the_book_in_bibtex():
    assert bibtex([ARTICLE, BOOK]) == (
        "@article{berg2007,\n"
        "  author = {Berg, Anna and Nowak, Jan and Kiss, Eva},\n"
        "  title = {{Hungary between Two Interventions}},\n"
        "  journal = {Cold War Papers},\n"
        "  year = {2007},\n"
        "  date = {2007},\n"
        "  volume = {8},\n"
        "  number = {3},\n"
        "  pages = {101--109},\n"
        "  note = {Cited: paragraph 12.},\n"
        "}\n"
        "\n"
        "@book{berg2006,\n"
        "  author = {Berg, Anna and Nowak, Jan},\n"
        "  translator = {Goldberg, Gary},\n"
        "  title = {{The Year of the Speech}},\n"
        "  year = {2006},\n"
        "  date = {2006},\n"
        "  pages = {144--145},\n"
        "  publisher = {North Press},\n"
        "  address = {Leeds},\n"
        "}\n"
    )


def test_keys_of_bibtex_are_never_used_twice():
    entries = read_bib(bibtex([DIARY, replace(DIARY, slug="other"), WEB]))
    assert [entry["key"] for entry in entries] == ["ivanov1956", "ivanov1956-2", "the2011"]


def test_a_web_address_and_its_day_are_kept():
    assert csl_item(WEB)["accessed"] == {"date-parts": [[2026, 5, 3]]}
    assert read_ris(ris([WEB]))[0]["Y2"] == ["2026/05/03"]
    assert read_bib(bibtex([WEB]))[0]["urldate"] == "2026-05-03"


def test_every_kind_comes_back_from_every_format():
    every = [row[0] for row in GOLDEN.values()]
    titles = [c.title for c in every]
    assert [item["title"] for item in json.loads(csl_json(every))] == titles
    assert [record["TI"] for record in read_ris(ris(every))] == [[title] for title in titles]
    assert [untex(entry["title"][1:-1]) for entry in read_bib(bibtex(every))] == titles
    assert json.loads(csl_json([CONVERSATION]))[0]["note"] == "Recorded by a Chinese note-taker, not named."


AWKWARD = st.text(st.sampled_from("ab{}\\$&%#_~^\"'“”\n\r\t-@,=łЖ中"), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)


@given(AWKWARD, AWKWARD)
def test_no_words_of_a_source_break_out_of_their_field(title, name):
    c = Citable(
        slug="x", kind="report", title=title, people=(("creator", Name(name, name, is_body=True)),), edtf="1956"
    )
    kept_title, kept_name = " ".join(title.split()), " ".join(name.split())
    assert json.loads(csl_json([c]))[0]["title"] == title
    (record,) = read_ris(ris([c, c]))[:1]
    assert (record["TI"], record["AU"]) == ([kept_title], [kept_name])
    entry, _ = read_bib(bibtex([c, c]))
    assert (untex(entry["title"][1:-1]), untex(entry["author"][1:-1])) == (kept_title, kept_name)
