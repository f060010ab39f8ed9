import re

import pytest

from lessons.lessonfile import parse_lesson
from lessons.lessontext import lesson_texts, source_texts
from lessons.library import read_library
from lessons.traps import TRAPS, find_traps
from tests.lessons.good_lesson import GOOD_LESSON

LIBRARY = read_library()

STATED = [
    (1, "The New York Times published the speech on 4 June 1956."),
    (1, "On 4 June 1956 readers of the New York Times could see it."),
    (2, "Delegates of foreign parties heard the speech."),
    (2, "Zhou Enlai and Hoxha walked out of the 20th Congress."),
    (2, "The Chinese guests listened to the secret speech in silence."),
    (3, "Khrushchev explained that the leaders could not intervene in the terror."),
    (3, "He said that the Politburo was unable to stop the arrests."),
    (4, "Khrushchev condemned all repression."),
    (4, "The speech attacked the Soviet system."),
    (5, "The speech emptied the camps."),
    (5, "Because of the 20th Congress the prisoners were released."),
    (6, "Statues of Stalin were pulled down in 1956."),
    (6, "After the 20th Congress, cities were renamed."),
    (7, "The flight to Warsaw ended the danger of an invasion."),
    (7, "The night of talks averted an intervention."),
    (8, "Envoys walked out when he said “we will bury you”."),
    (9, "After August 1956 Kim turned to Beijing."),
    (9, "Kim drifted from Moscow towards China."),
    (10, "Hoxha was attacked at the Third Congress of his party."),
    (10, "At the Third Congress delegates criticised the leadership."),
]
TRUE = [
    "The US Department of State released a text on 4 June 1956; the New York Times printed it on 5 June.",
    "Foreign parties were not admitted to the closed session.",
    "Delegates of foreign parties did not hear the speech.",
    "Document 000 says that Zhou Enlai left the 22nd Congress early.",
    "What are “these matters” in which they could not intervene?",
    "Khrushchev condemned the cult of one person.",
    "Releases from the camps began in 1953; after the speech they went faster.",
    "Stalingrad was renamed Volgograd in November 1961, five years after 1956.",
    "The talks did not end the danger: it took several more days.",
    "The envoys had walked out the day before he said “we will bury you”.",
    "In September 1956 Mikoyan and Peng Dehuai together pressed Kim.",
    "Hoxha was criticised at the Tirana conference of April 1956, before the Third Congress.",
    "Source A, ¶7 says that Hoxha was criticised at his Third Congress.",
    "[A ¶6] says that monuments were removed in 1956.",
]


@pytest.mark.parametrize(("number", "sentence"), STATED)
def test_a_trap_is_found(number, sentence):
    assert number in [trap.number for trap, _ in find_traps(f"A good beginning. {sentence} A good end.")]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_is_no_trap(sentence):
    assert find_traps(sentence) == []


def test_each_of_the_ten_traps_has_a_planted_sentence():
    assert sorted({number for number, _ in STATED}) == [trap.number for trap in TRAPS] == list(range(1, 11))


PLACES = [
    r"Who hears it\?",  # a prompt
    r"Read closely\.",  # what you will be able to do
    r"Mao to a guest\.",  # a headnote
    r"The source line says so\.",  # an explanation
    r"(?<=Khrushchev :: )Yes\.",  # feedback
    r"(?<=- \[x\] )Khrushchev",  # a right choice
    r"Read all\.",  # a teacher's plan
    r"It should divide\.",  # a teacher's answer
    r"Account card of document 002, passage 1\.",  # a reference
]


@pytest.mark.parametrize("place", PLACES)
def test_a_trap_is_found_wherever_it_stands(place):
    text = re.sub(place, "The speech emptied the camps.", GOOD_LESSON)
    assert text != GOOD_LESSON
    lesson = parse_lesson(text, "lessons/good.md")
    assert {t.number for _, words in lesson_texts(lesson) for t, _ in find_traps(words)} == {5}


def test_a_wrong_choice_and_a_likely_wrong_answer_may_state_a_trap():
    text = GOOD_LESSON.replace("- [ ] Lenin ::", "- [ ] The speech emptied the camps. ::")
    lesson = parse_lesson(text, "lessons/good.md")
    assert [found for _, words in lesson_texts(lesson) for found in find_traps(words)] == []


def test_no_lesson_states_a_trap():
    texts = [(slug, words) for slug, lesson in LIBRARY.lessons.items() for _, words in lesson_texts(lesson)]
    assert len(texts) > 100
    assert [(slug, *found) for slug, words in texts for found in find_traps(words)] == []


def test_no_source_page_states_a_trap():
    texts = [(slug, words) for slug, source in LIBRARY.sources.items() for _, words in source_texts(source)]
    assert len(texts) > 100
    assert [(slug, *found) for slug, words in texts for found in find_traps(words)] == []


def test_terms_events_and_people_state_no_trap():
    texts = [sense for term in LIBRARY.terms.values() for sense in term.senses]
    texts += [f"{event.title}. {event.note}" for event in LIBRARY.events.values()]
    texts += [agent.about for agent in LIBRARY.agents.values()]
    texts.append(LIBRARY.module.introduction)
    assert [found for words in texts for found in find_traps(words)] == []
