"""The content that we ship: every file is in order, and every quotation has its exact words."""

import re

import pytest

from lessons.contract import check_lesson, main
from lessons.lessontext import citations, questions, resolve
from lessons.library import CONTENT, read_library
from lessons.plan import teacher_html
from lessons.prose import count_words
from lessons.sources.sourcefile import SCHEMES

LIBRARY = read_library()
EDITIONS = [(source, edition) for source in LIBRARY.sources.values() for edition in source.editions]
PASSAGES = [(source, edition, passage) for source, edition in EDITIONS for passage in edition.passages]
RUNS = [
    (run.quotation, passage.text[run.start : run.end], edition, passage)
    for _, edition, passage in PASSAGES
    for run in passage.runs
    if run.quotation
]
WITHOUT_NUMBER = {"Q17": "1", "Q26": "2"}


def test_every_file_can_be_read():
    assert [str(error) for error in LIBRARY.errors] == []
    assert list(LIBRARY.lessons.keys()) == sorted(LIBRARY.module.lessons)
    assert len(LIBRARY.module.lessons) == 5


def test_the_lessons_stand_in_the_order_of_the_module():
    in_order = sorted(LIBRARY.lessons.values(), key=lambda lesson: lesson.position)
    assert [lesson.slug for lesson in in_order] == list(LIBRARY.module.lessons)
    assert [lesson.position for lesson in in_order] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("slug", LIBRARY.lessons)
def test_a_lesson_keeps_the_contract(slug):
    found = check_lesson(LIBRARY.lessons[slug], LIBRARY.sources, LIBRARY.terms, LIBRARY.events)
    assert [str(problem) for problem in found] == []


def test_all_31_quotations_stand_once():
    assert len(LIBRARY.quotations) == 31
    assert sorted(quotation for quotation, *_ in RUNS) == sorted(LIBRARY.quotations)


@pytest.mark.parametrize(("quotation", "words", "edition", "passage"), RUNS, ids=[run[0] for run in RUNS])
def test_a_quotation_has_its_exact_words_and_number(quotation, words, edition, passage):
    row = LIBRARY.quotations[quotation]
    assert words == row["exact"]
    assert edition.role in ("translation", "transcription")
    number = row["paragraph"] or WITHOUT_NUMBER.get(quotation, "1")
    assert (passage.number, edition.scheme) == (number, SCHEMES[0 if row["paragraph"] else 1])


def test_a_quotation_keeps_its_date_and_address():
    for source, _, passage in PASSAGES:
        for run in passage.runs:
            row = LIBRARY.quotations.get(run.quotation)
            if row:
                assert (source.slug, source.date.rstrip("?")) == (source.slug, row["date"])
                known = {holding.url for holding in source.holdings}
                assert not row["archive_url"] or row["archive_url"] in known


def test_only_quotations_stand_in_a_text_that_can_be_quoted():
    loose = [p.number for s, e, p in PASSAGES if e.role == "translation" for r in p.runs if not r.quotation]
    assert loose == []


def test_every_excerpt_over_forty_words_has_an_easier_version():
    for source, edition in EDITIONS:
        if edition.role == "translation" and any(count_words(p.text) > 40 for p in edition.passages):
            easier = [e for e in source.editions if e.based_on == edition.label]
            assert [e.role for e in easier] == ["adaptation"]
            assert [p.number for p in easier[0].passages] == [p.number for p in edition.passages]
            assert "adapted" in easier[0].label


def test_the_voices_of_a_passage_lie_within_each_other():
    depths = set()
    for _, _, passage in PASSAGES:
        voices = [span for span in passage.spans if span.kind == "voice"]
        for voice in voices:
            depths.add(voice.depth)
            outer = [v for v in voices if v.depth == voice.depth - 1 and v.start <= voice.start and voice.end <= v.end]
            assert len(outer) == (voice.depth > 1)
    assert depths == {1, 2, 3}


@pytest.mark.parametrize(
    ("slug", "edition", "number", "kind", "words"),
    [
        ("secret-speech", "en", "8-9", "sic", "that lies capriciously"),
        ("secret-speech", "en", "13", "gap", "\n"),
        ("secret-speech", "en", "81", "gap", "…"),
        ("zawadzki-notes", "en", "1", "supplied", "[Soviets]"),
        ("ivanov-diary", "en-goldberg", "5", "supplied", "[Minister of Trade]"),
        ("ivanov-diary", "en-person", "1", "supplied", "[Yun Kong Hum]"),
        ("zimyanin-report", "en", "5", "sic", "USSR’"),
        ("mao-choe-1969", "en", "1", "gap", "...."),
    ],
)
def test_a_mark_stands_on_its_words(slug, edition, number, kind, words):
    passage = LIBRARY.sources[slug].edition(edition).passage(number)
    assert words in [passage.text[span.start : span.end] for span in passage.spans if span.kind == kind]


def test_a_gap_between_two_quotations_interrupts_neither():
    passage = LIBRARY.sources["secret-speech"].edition("en").passage("13")
    assert [run.quotation for run in passage.runs] == ["Q07a", "Q07b", "Q07c"]
    between = [passage.text[a.end : b.start] for a, b in zip(passage.runs, passage.runs[1:], strict=False)]
    assert between == ["\n", "\n"]


def test_the_speech_tells_the_history_of_its_text():
    about = LIBRARY.sources["secret-speech"].edition("en").about
    for words in ("closed session", "no stenographic record", "4 June 1956", "would not vouch", "1989"):
        assert words in about


def test_the_archive_has_one_statement_of_rights():
    held = [s for s in LIBRARY.sources.values() if any("Wilson Center" in h.repository for h in s.holdings)]
    assert len(held) == 9
    assert len({source.rights for source in held}) == 1


def test_our_own_summaries_cannot_be_quoted():
    cards = [source for source in LIBRARY.sources.values() if source.slug.startswith(("card-", "ref-"))]
    assert {source.slug for source in cards} >= {f"card-00{n}" for n in range(5)} | {"ref-who-broke"}
    for source in cards:
        assert not source.is_quotable()
        assert {edition.role for edition in source.editions} == {"summary"}


def test_a_fault_in_a_quotation_is_told(tmp_path):
    for name in ("agents.toml", "terms.toml", "events.toml", "module.toml", "quotations.json"):
        (tmp_path / name).write_text((CONTENT / name).read_text())
    (tmp_path / "sources").mkdir()
    text = (CONTENT / "sources/we-will-bury-you.md").read_text()
    (tmp_path / "sources/we-will-bury-you.md").write_text(
        text.replace("> {Q21} we will bury you", "> {Q21} we will bury you all")
    )
    other = text.replace('agent = "khrushchev"', 'agent = "nobody"').replace('slug = "we-', 'slug = "they-')
    (tmp_path / "sources/other-name.md").write_text(other)
    told = [str(error) for error in read_library(tmp_path).errors]
    assert [re.sub(r", line \d+", "", line.split(". ")[0]) for line in told] == [
        "sources/other-name.md: The slug is “they-will-bury-you”, the file's name “other-name”",
        "sources/other-name.md: The agent “nobody” is not in agents.toml",
        "sources/we-will-bury-you.md: {Q21} does not have the words of quotations.json",
    ]


def test_an_unknown_agent_and_a_missing_file_are_told(tmp_path):
    (tmp_path / "agents.toml").write_text("")
    (tmp_path / "sources").mkdir()
    text = (CONTENT / "sources/ref-hungary-1956.md").read_text()
    (tmp_path / "sources/ref-hungary-1956.md").write_text(text)
    told = [str(error) for error in read_library(tmp_path).errors]
    assert "terms.toml, line 1: The file is missing. Write it." in told
    assert told[-1].endswith("The agent “course-team” is not in agents.toml. Add it.")


@pytest.mark.parametrize("slug", LIBRARY.lessons)
def test_every_citation_of_a_teachers_page_leads_to_a_passage(slug):
    lesson = LIBRARY.lessons[slug]
    found = citations(lesson.teacher.markdown)
    assert len(found) >= 10
    assert [pair for pair in found if resolve(lesson, LIBRARY.sources, *pair) is None] == []


@pytest.mark.parametrize("slug", LIBRARY.lessons)
def test_the_keys_of_a_lesson_are_its_own(slug):
    lesson = LIBRARY.lessons[slug]
    keys = [block.key for block in lesson.blocks()] + [question.key for question in lesson.quiz]
    assert len(keys) == len(set(keys))
    assert len(questions(lesson)) >= 1


@pytest.mark.parametrize("slug", ["how-much-destalinization", "cracks-or-a-fatal-blow"])
def test_the_quiz_has_one_question_of_each_kind(slug):
    quiz = LIBRARY.lessons[slug].quiz
    assert sorted(question.kind for question in quiz) == ["chronology", "several", "short", "single"]
    assert all(question.points > 0 for question in quiz)


def test_keys_of_terms_events_and_agents_are_plain_and_their_entries_full():
    for entries in (LIBRARY.terms, LIBRARY.events, LIBRARY.agents):
        assert len(entries) >= 10
        assert [key for key in entries if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []
    assert [key for key, term in LIBRARY.terms.items() if not (term.name and term.senses)] == []
    assert [key for key, event in LIBRARY.events.items() if not (event.title and event.reference)] == []
    assert {agent.kind for agent in LIBRARY.agents.values()} == {"person", "body"}


def test_the_command_line_prints_what_is_wrong(capsys):
    assert main(["no-such-lesson"]) == 1
    assert "There is no lesson “no-such-lesson”." in capsys.readouterr().out
    assert main(["how-much-destalinization"]) == 0
    assert "1 lessons read, 0 problems." in capsys.readouterr().out


@pytest.mark.parametrize("slug", LIBRARY.lessons)
def test_references_and_teachers_pages_speak_in_names_not_in_numbers_of_files(slug):
    """`Document 001` and the key of a block mean nothing to who reads the page."""
    lesson = LIBRARY.lessons[slug]
    told = [*lesson.references.values(), lesson.licence, lesson.teacher.markdown]
    assert [text for text in told if re.search(r"[Dd]ocuments? 00\d|\bsee card-", text)] == []
    html = teacher_html(lesson, lambda source: f"/{source}/")
    keys = {key for answer in lesson.teacher.answers for key in answer.keys}
    assert [key for key in sorted(keys) if f"<strong>{key}</strong>" in html] == []
    assert "<strong>Part 1, task 1" in html
