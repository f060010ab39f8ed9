"""Golden citations, written by hand: what a source of each kind is cited as, and what is never said of it."""

import datetime
from dataclasses import replace

import pytest

from lessons.sources.cite.chicago import author_date, entry, ibid, in_text, note, notes, short_note
from lessons.sources.cite.citable import Citable, Imprint, Name
from lessons.sources.cite.listing import bibliography, references, works
from lessons.sources.cite.words import italic_parts, plain

IVANOV = Name("V. I. Ivanov", "Ivanov, V. I.")
GOLDBERG = Name("Gary Goldberg", "Goldberg, Gary")
PERSON = Name("James F. Person", "Person, James F.")
MAO = Name("Mao Zedong", "Mao Zedong")
KHRUSHCHEV = Name("Nikita Khrushchev", "Khrushchev, Nikita")
DELEGATION = Name("The Albanian delegation", "Albanian delegation, 1962", is_body=True)
WILSON = "Wilson Center Digital Archive"

DIARY = Citable(
    slug="ivanov-diary",
    kind="diary",
    title="Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August to 14 September 1956",
    people=(("creator", IVANOV), ("speaker", Name("Kim Il Sung", "Kim Il Sung")), ("obtained_by", PERSON)),
    translators=(GOLDBERG,),
    edtf="1956-09-01",
    date_display="1 September 1956",
    levels="RGANI, Fond 5, Opis 28, Delo 410, Listi 319-321; report No. 251, Copy No. 3, 15 September 1956, Top Secret",
    number="114136",
    repository=WILSON,
    url="http://archive.example/document/114136",
    language="en",
    locator="5",
)
SPEECH = Citable(
    slug="closed-speech",
    kind="speech",
    title="On the “Cult” and Its Consequences",
    people=(("speaker", KHRUSHCHEV),),
    edtf="1956-02-25",
    place="Moscow",
    number="115995",
    repository=WILSON,
    locator="8-9",
)
MEMORANDUM = Citable(
    slug="mao-kapo",
    kind="memorandum",
    title="Memorandum of Conversation, Delegation with Mao Zedong",
    people=(("speaker", MAO), ("recorder", DELEGATION)),
    edtf="1962-06-29",
    place="Wuhan",
    number="117679",
    repository=WILSON,
    url="http://archive.example/117679",
    locator="14",
)
REPORT = Citable(
    slug="report",
    kind="report",
    title="Background Report for Khrushchev on China (Excerpt)",
    people=(("creator", Name("Mikhail Zimyanin", "Zimyanin, Mikhail")),),
    edtf="1959-09-15",
    levels="TsKhSD, Opis' 30, Box 12, Folder 104-105",
    repository="State Archive",
    repository_place="Moscow",
    locator="4",
)
LETTER = Citable(
    slug="letter",
    kind="letter",
    title="Letter on the delegation",
    title_supplied=True,
    people=(("creator", IVANOV), ("addressee", Name("Kim Il Sung", "Kim Il Sung"))),
    edtf="1956-09",
    place="Pyongyang",
    repository="State Archive",
    locator="2",
)
LEAFLET = Citable(
    slug="leaflet",
    kind="leaflet",
    title="Leaflet against Khrushchev",
    title_supplied=True,
    edtf="1962?",
    date_display="probably 1962",
    place="Kiev",
    locator="1",
)
INSCRIPTION = Citable(
    slug="wreath",
    kind="inscription",
    title="Words on a wreath",
    title_supplied=True,
    people=(("creator", Name("Zhou Enlai", "Zhou Enlai")),),
    edtf="1961-10",
    place="Moscow",
    locator="1",
)
NEWSPAPER = Citable(
    slug="paper",
    kind="newspaper",
    title="What Was Said in “Closed” Session?",
    people=(("creator", Name("Anna Berg", "Berg, Anna")),),
    edtf="1956-06-05",
    imprint=Imprint(container="The Morning Post", pages="1-3"),
    locator="6",
)
WEB = Citable(
    slug="web",
    kind="webpage",
    title="The Parting of the Ways",
    people=(("published_by", Name("A blog", "Blog", is_body=True)),),
    edtf="2011-12-06",
    imprint=Imprint(container="Sheffield Notes"),
    url="https://blog.example/parting",
    retrieved=datetime.date(2026, 5, 3),
    locator="3",
)
BOOK = Citable(
    slug="book",
    kind="book",
    title="The Year of the Speech",
    people=(("creator", Name("Anna Berg", "Berg, Anna")), ("creator", Name("Jan Nowak", "Nowak, Jan"))),
    translators=(GOLDBERG,),
    edtf="2006",
    imprint=Imprint(publisher="North Press", place="Leeds", pages="144-145"),
)
ARTICLE = Citable(
    slug="article",
    kind="article",
    title="Hungary between Two Interventions",
    people=tuple(
        ("creator", Name(f"{given} {family}", f"{family}, {given}"))
        for given, family in (("Anna", "Berg"), ("Jan", "Nowak"), ("Eva", "Kiss"))
    ),
    edtf="2007",
    imprint=Imprint(container="Cold War Papers", volume="8", issue="3", pages="101-109"),
    locator="12",
)
IMAGE = Citable(
    slug="image",
    kind="image",
    title="The Wreath Is Laid",
    people=(("creator", Name("Jan Nowak", "Nowak, Jan")),),
    edtf="1961-10-17/1961-10-21",
    place="Moscow",
    imprint=Imprint(medium="photograph"),
    number="7",
    repository="City Museum",
    repository_place="Leeds",
)
NOTES = Citable(
    slug="notes",
    kind="notes",
    title="Gomulka's Notes from the 19-20 October Polish-Soviet Talks",
    people=(("creator", Name("Władysław Gomułka", "Gomułka, Władysław")),),
    edtf="1956-10-19/1956-10-20",
    repository=WILSON,
    locator="9",
)
CONVERSATION = Citable(
    slug="talk",
    kind="conversation",
    title="Record of Chairman Mao's conversation with a delegation",
    people=(("speaker", MAO), ("recorder", Name("A Chinese note-taker, not named", "Chinese note-taker, not named"))),
    translators=(Name("Sergey Radchenko", "Radchenko, Sergey"), Name("Jeffrey Wang", "Wang, Jeffrey")),
    edtf="1956-09-18",
    repository=WILSON,
)
CARD = Citable(
    slug="card",
    kind="reference",
    title="Reference card: dates of the Cold War",
    title_supplied=True,
    people=(("creator", Name("The course team", "Course team", is_body=True)),),
    date_display="events of 1948 to 1962",
    summary_by="the course team",
    relation="secondary",
    locator="3",
)
CARD_OF_WORK = Citable(
    slug="card-work",
    kind="webpage",
    title="Destalinization 1956-1964",
    edtf="2006-06-07",
    imprint=Imprint(container="World History"),
    summary_by="the course team",
    summed_up=True,
    relation="secondary",
    locator="4",
)

# source: (note, short note, bibliography, author-date, in the text)
GOLDEN = {
    "diary": (
        DIARY,
        "V. I. Ivanov, “Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August to "
        "14 September 1956,” entry of 1 September 1956, para. 5, RGANI, fond 5, opis 28, delo 410, listy 319–21, "
        "obtained by James F. Person, trans. Gary Goldberg, Wilson Center Digital Archive, "
        "http://archive.example/document/114136.",
        "Ivanov, “Diary of Ambassador,” para. 5.",
        "Ivanov, V. I. “Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August to "
        "14 September 1956.” Entry of 1 September 1956. RGANI, fond 5, opis 28, delo 410, listy 319–21. "
        "Obtained by James F. Person. Translated by Gary Goldberg. Wilson Center Digital Archive. "
        "http://archive.example/document/114136.",
        "Ivanov, V. I. 1956. “Diary of Ambassador of the USSR to the DPRK V. I. Ivanov for the Period from 29 August "
        "to 14 September 1956.” Entry of 1 September. RGANI, fond 5, opis 28, delo 410, listy 319–21. "
        "Obtained by James F. Person. Translated by Gary Goldberg. Wilson Center Digital Archive. "
        "http://archive.example/document/114136.",
        "(Ivanov 1956, para. 5)",
    ),
    "speech": (
        SPEECH,
        "Nikita Khrushchev, “On the ‘Cult’ and Its Consequences,” speech, Moscow, 25 February 1956, paras. 8–9, "
        "document 115995, Wilson Center Digital Archive.",
        "Khrushchev, “On the ‘Cult,’” paras. 8–9.",
        "Khrushchev, Nikita. “On the ‘Cult’ and Its Consequences.” Speech. Moscow, 25 February 1956. "
        "Document 115995. Wilson Center Digital Archive.",
        "Khrushchev, Nikita. 1956. “On the ‘Cult’ and Its Consequences.” Speech. Moscow, 25 February. "
        "Document 115995. Wilson Center Digital Archive.",
        "(Khrushchev 1956, paras. 8–9)",
    ),
    "memorandum": (
        MEMORANDUM,
        "Mao Zedong, “Memorandum of Conversation, Delegation with Mao Zedong,” recorded by the Albanian delegation, "
        "Wuhan, 29 June 1962, para. 14, Wilson Center Digital Archive, http://archive.example/117679.",
        "Mao, “Memorandum of Conversation,” para. 14.",
        "Mao Zedong. “Memorandum of Conversation, Delegation with Mao Zedong.” Recorded by the Albanian delegation. "
        "Wuhan, 29 June 1962. Wilson Center Digital Archive. http://archive.example/117679.",
        "Mao Zedong. 1962. “Memorandum of Conversation, Delegation with Mao Zedong.” Recorded by the Albanian "
        "delegation. Wuhan, 29 June. Wilson Center Digital Archive. http://archive.example/117679.",
        "(Mao 1962, para. 14)",
    ),
    "report": (
        REPORT,
        "Mikhail Zimyanin, “Background Report for Khrushchev on China (Excerpt),” 15 September 1959, para. 4, TsKhSD, opis 30, "
        "box 12, folder 104–5, State Archive, Moscow.",
        "Zimyanin, “Background Report for Khrushchev,” para. 4.",
        "Zimyanin, Mikhail. “Background Report for Khrushchev on China (Excerpt).” 15 September 1959. TsKhSD, opis 30, box 12, "
        "folder 104–5. State Archive, Moscow.",
        "Zimyanin, Mikhail. 1959. “Background Report for Khrushchev on China (Excerpt).” 15 September. TsKhSD, opis 30, box 12, "
        "folder 104–5. State Archive, Moscow.",
        "(Zimyanin 1959, para. 4)",
    ),
    "letter": (
        LETTER,
        "V. I. Ivanov to Kim Il Sung, Pyongyang, September 1956, para. 2, State Archive.",
        "Ivanov to Kim, para. 2.",
        "Ivanov, V. I. Letter to Kim Il Sung. Pyongyang, September 1956. State Archive.",
        "Ivanov, V. I. 1956. Letter to Kim Il Sung. Pyongyang, September. State Archive.",
        "(Ivanov 1956, para. 2)",
    ),
    "leaflet": (
        LEAFLET,
        "Leaflet against Khrushchev, Kiev, [1962?], para. 1.",
        "Leaflet against Khrushchev, para. 1.",
        "Leaflet against Khrushchev. Kiev, [1962?].",
        "Leaflet against Khrushchev. [1962?]. Kiev.",
        "(Leaflet against Khrushchev [1962?], para. 1)",
    ),
    "inscription": (
        INSCRIPTION,
        "Zhou Enlai, Words on a wreath, inscription, Moscow, October 1961, para. 1.",
        "Zhou, Words on a wreath, para. 1.",
        "Zhou Enlai. Words on a wreath. Inscription. Moscow, October 1961.",
        "Zhou Enlai. 1961. Words on a wreath. Inscription. Moscow, October.",
        "(Zhou 1961, para. 1)",
    ),
    "newspaper": (
        NEWSPAPER,
        "Anna Berg, “What Was Said in ‘Closed’ Session?,” The Morning Post, 5 June 1956, 1–3, para. 6.",
        "Berg, “What Was Said,” para. 6.",
        "Berg, Anna. “What Was Said in ‘Closed’ Session?” The Morning Post, 5 June 1956.",
        "Berg, Anna. 1956. “What Was Said in ‘Closed’ Session?” The Morning Post, 5 June.",
        "(Berg 1956, para. 6)",
    ),
    "webpage": (
        WEB,
        "“The Parting of the Ways,” Sheffield Notes, 6 December 2011, para. 3, accessed 3 May 2026, "
        "https://blog.example/parting.",
        "“Parting of the Ways,” para. 3.",
        "“The Parting of the Ways.” Sheffield Notes. 6 December 2011. Accessed 3 May 2026. https://blog.example/parting.",
        "“The Parting of the Ways.” 2011. Sheffield Notes. 6 December. Accessed 3 May 2026. "
        "https://blog.example/parting.",
        "(“Parting of the Ways” 2011, para. 3)",
    ),
    "book": (
        BOOK,
        "Anna Berg and Jan Nowak, The Year of the Speech, trans. Gary Goldberg (Leeds: North Press, 2006), 144–45.",
        "Berg and Nowak, Year of the Speech.",
        "Berg, Anna, and Jan Nowak. The Year of the Speech. Translated by Gary Goldberg. Leeds: North Press, 2006.",
        "Berg, Anna, and Jan Nowak. 2006. The Year of the Speech. Translated by Gary Goldberg. Leeds: North Press.",
        "(Berg and Nowak 2006)",
    ),
    "article": (
        ARTICLE,
        "Anna Berg, Jan Nowak, and Eva Kiss, “Hungary between Two Interventions,” Cold War Papers 8, no. 3 (2007): "
        "101–9, para. 12.",
        "Berg, Nowak, and Kiss, “Hungary between Two Interventions,” para. 12.",
        "Berg, Anna, Jan Nowak, and Eva Kiss. “Hungary between Two Interventions.” Cold War Papers 8, no. 3 (2007): "
        "101–9.",
        "Berg, Anna, Jan Nowak, and Eva Kiss. 2007. “Hungary between Two Interventions.” Cold War Papers 8, no. 3: "
        "101–9.",
        "(Berg, Nowak, and Kiss 2007, para. 12)",
    ),
    "image": (
        IMAGE,
        "Jan Nowak, The Wreath Is Laid, photograph, Moscow, 17–21 October 1961, document 7, City Museum, Leeds.",
        "Nowak, Wreath Is Laid.",
        "Nowak, Jan. The Wreath Is Laid. Photograph. Moscow, 17–21 October 1961. Document 7. City Museum, Leeds.",
        "Nowak, Jan. 1961. The Wreath Is Laid. Photograph. Moscow, 17–21 October. Document 7. City Museum, Leeds.",
        "(Nowak 1961)",
    ),
    "notes": (
        NOTES,
        "Władysław Gomułka, “Gomulka's Notes from the 19-20 October Polish-Soviet Talks,” 19–20 October 1956, para. 9, "
        "Wilson Center Digital Archive.",
        "Gomułka, “Gomulka's Notes,” para. 9.",
        "Gomułka, Władysław. “Gomulka's Notes from the 19-20 October Polish-Soviet Talks.” 19–20 October 1956. "
        "Wilson Center Digital Archive.",
        "Gomułka, Władysław. 1956. “Gomulka's Notes from the 19-20 October Polish-Soviet Talks.” 19–20 October. "
        "Wilson Center Digital Archive.",
        "(Gomułka 1956, para. 9)",
    ),
    "conversation": (
        CONVERSATION,
        "Mao Zedong, “Record of Chairman Mao's conversation with a delegation,” recorded by a Chinese note-taker, not "
        "named, 18 September 1956, trans. Sergey Radchenko and Jeffrey Wang, Wilson Center Digital Archive.",
        "Mao, “Record of Chairman Mao's.”",
        "Mao Zedong. “Record of Chairman Mao's conversation with a delegation.” Recorded by a Chinese note-taker, not "
        "named. 18 September 1956. Translated by Sergey Radchenko and Jeffrey Wang. Wilson Center Digital Archive.",
        "Mao Zedong. 1956. “Record of Chairman Mao's conversation with a delegation.” Recorded by a Chinese note-taker, "
        "not named. 18 September. Translated by Sergey Radchenko and Jeffrey Wang. Wilson Center Digital Archive.",
        "(Mao 1956)",
    ),
    "card": (
        CARD,
        "Reference card: dates of the Cold War, summary by the course team, para. 3.",
        "Reference card, summary, para. 3.",
        "Reference card: dates of the Cold War. Summary by the course team.",
        "Reference card: dates of the Cold War. n.d. Summary by the course team.",
        "(Reference card n.d., para. 3)",
    ),
    "card of a work": (
        CARD_OF_WORK,
        "“Destalinization 1956-1964,” World History, 7 June 2006, cited from the summary by the course team, para. 4.",
        "“Destalinization 1956-1964,” para. 4.",
        "“Destalinization 1956-1964.” World History. 7 June 2006. Cited from the summary by the course team.",
        "“Destalinization 1956-1964.” 2006. World History. 7 June. Cited from the summary by the course team.",
        "(“Destalinization 1956-1964” 2006, para. 4)",
    ),
}


@pytest.mark.parametrize("kind", GOLDEN)
def test_a_source_of_each_kind_is_cited_in_five_ways(kind):
    c, *wanted = GOLDEN[kind]
    assert [plain(form(c)) for form in (note, short_note, entry, author_date, in_text)] == wanted


@pytest.mark.parametrize(
    ("c", "italics"),
    [
        (BOOK, ["The Year of the Speech"]),
        (ARTICLE, ["Cold War Papers"]),
        (NEWSPAPER, ["The Morning Post"]),
        (IMAGE, ["The Wreath Is Laid"]),
        (DIARY, []),
    ],
)
def test_works_that_stand_alone_and_what_others_stand_in_are_in_italics(c, italics):
    assert [[words for words, on in italic_parts(form(c)) if on] for form in (note, entry, author_date)] == [
        italics
    ] * 3


def test_a_chapter_names_the_book_around_it():
    c = Citable(
        slug="chapter", kind="article", title="The Strike", people=(("creator", IVANOV), ("editor", PERSON)), edtf="1999",
        imprint=Imprint(container="Essays on 1956", publisher="North Press", place="Leeds", pages="12-19"),
    )  # fmt: skip
    assert [plain(form(c)) for form in (note, entry, author_date)] == [
        "V. I. Ivanov, “The Strike,” in Essays on 1956, ed. James F. Person (Leeds: North Press, 1999), 12–19.",
        "Ivanov, V. I. “The Strike.” In Essays on 1956, edited by James F. Person, 12–19. Leeds: North Press, 1999.",
        "Ivanov, V. I. 1999. “The Strike.” In Essays on 1956, edited by James F. Person, 12–19. Leeds: North Press.",
    ]


def test_a_newspaper_stands_for_an_author_who_is_not_named():
    c = Citable(slug="p", kind="newspaper", title="News", edtf="1956-06-05", imprint=Imprint(container="Pravda"))
    assert [plain(form(c)) for form in (note, entry, author_date, in_text)] == [
        "“News,” Pravda, 5 June 1956.",
        "“News.” Pravda, 5 June 1956.",
        "Pravda. 1956. “News.” 5 June.",
        "(Pravda 1956)",
    ]


def test_mao_is_filed_under_his_family_name():
    assert (MAO.family, MAO.given, MAO.inverted) == ("Mao", "Zedong", "Mao Zedong")
    assert [plain(form(MEMORANDUM)).split(" ")[0] for form in (note, short_note, entry, author_date, in_text)] == [
        "Mao", "Mao,", "Mao", "Mao", "(Mao"
    ]  # fmt: skip


def test_a_body_is_not_turned_round():
    department = Name("US Department of State", "United States, Department of State", is_body=True)
    assert (department.inverted, department.family, department.given) == ("US Department of State",) * 2 + ("",)


def test_notes_run_full_then_ibid_then_short():
    cited = [DIARY, DIARY, replace(DIARY, locator="6"), LEAFLET, DIARY, replace(DIARY, translators=(PERSON,))]
    full = GOLDEN["diary"][1]
    assert [plain(words) for words in notes(cited)] == [
        full,
        "Ibid.",
        "Ibid., para. 6.",
        "Leaflet against Khrushchev, Kiev, [1962?], para. 1.",
        "Ivanov, “Diary of Ambassador,” para. 5.",
        full.replace("trans. Gary Goldberg", "trans. James F. Person"),  # another text of it is cited in full
    ]
    assert ibid(DIARY) == "Ibid., para. 5."


def _ivanov(slug: str, title: str, edtf: str = "1956", **more) -> Citable:
    return Citable(slug=slug, kind="memorandum", title=title, people=(("creator", IVANOV),), edtf=edtf, **more)


def test_two_works_of_one_author_and_year_get_letters_and_a_dash_stands_for_the_name_s16():
    memo = _ivanov("memo", "A Conversation with Qiao", "1956-09-04", locator="2")
    later = _ivanov("later", "Memorandum of Spring", "1957")
    cited = [DIARY, later, memo, replace(DIARY, locator="7"), MEMORANDUM]
    assert [in_text(c) for c in _lettered(cited)] == ["(Ivanov 1956b, para. 5)", "(Ivanov 1956a, para. 2)"]
    assert [plain(words)[:44] for _, words in references(cited)] == [
        "Ivanov, V. I. 1956a. “A Conversation with Qi",
        "———. 1956b. “Diary of Ambassador of the USSR",
        "———. 1957. “Memorandum of Spring.”",
        "Mao Zedong. 1962. “Memorandum of Conversatio",
    ]
    assert [plain(words)[:36] for _, words in bibliography(cited)] == [
        "Ivanov, V. I. “A Conversation with Q",
        "———. “Diary of Ambassador of the USS",
        "———. “Memorandum of Spring.” 1957.",
        "Mao Zedong. “Memorandum of Conversat",
    ]


def _lettered(cited: list[Citable]) -> list[Citable]:
    letters = {c.slug: c.suffix for c in works(cited)}
    return [replace(c, suffix=letters[c.slug]) for c in (cited[0], cited[2])]


def test_two_translations_of_one_text_are_two_entries_with_one_letter():
    other = replace(DIARY, translators=(PERSON,), locator="1")
    assert [(c.suffix, c.translators[0].family) for c in works([DIARY, other])] == [("", "Goldberg"), ("", "Person")]


def test_works_without_an_author_get_no_letters():
    assert [c.suffix for c in works([LEAFLET, replace(LEAFLET, slug="other", title="Another leaflet")])] == ["", ""]


def test_two_undated_works_of_one_author_are_told_apart():
    cited = works([_ivanov("x", "First", ""), _ivanov("y", "Second", "")])
    assert [in_text(c) for c in cited] == ["(Ivanov n.d.-a)", "(Ivanov n.d.-b)"]


def test_notes_are_the_note_takers_whoever_speaks_in_them():
    taken = replace(NOTES, people=(("speaker", MAO), ("recorder", Name("Aleksander Zawadzki", "Zawadzki, Aleksander"))))
    assert plain(in_text(taken)) == "(Zawadzki 1956, para. 9)"
    assert taken.recorders == ()


def test_a_short_title_begins_with_a_capital_where_its_article_is_left_out():
    assert plain(short_note(replace(WEB, title="The parting of the ways", locator=""))) == "“Parting of the ways.”"
