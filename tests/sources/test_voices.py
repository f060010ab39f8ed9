"""Who speaks, according to whom."""

from hypothesis import given
from hypothesis import strategies as st

from lessons.sources.voices import Voice, deepest_at, speaking

IVANOV = Voice(0, 100, 1, "V. I. Ivanov", writes=True)
KIM = Voice(0, 100, 2, "Kim Il Sung")
YUN = Voice(30, 60, 3, "Yun Gong-heum")
VOICES = st.lists(
    st.builds(lambda a, b, depth: Voice(min(a, b), max(a, b) + 1, depth, f"{a} {b}"), *[st.integers(0, 20)] * 2,
              st.integers(1, 6)), max_size=6,
)  # fmt: skip


def test_a_voice_is_told_with_all_who_passed_it_on():
    assert [one.words() for one in speaking([YUN, IVANOV, KIM])] == [
        "Kim Il Sung, as written down by V. I. Ivanov",
        "Yun Gong-heum, as told by Kim Il Sung, as written down by V. I. Ivanov",
    ]


def test_an_article_of_a_name_is_small_within_the_chain():
    delegation = Voice(0, 100, 1, "The Albanian delegation", writes=True)
    assert speaking([delegation, Voice(0, 100, 2, "Mao Zedong")])[0].words() == (
        "Mao Zedong, as written down by the Albanian delegation"
    )


def test_a_voice_alone_speaks_or_writes():
    assert [one.words() for one in speaking([KIM])] == ["Kim Il Sung, speaking"]
    assert [one.words() for one in speaking([IVANOV])] == ["V. I. Ivanov, writing"]


def test_who_is_not_known_is_said_so():
    assert speaking([Voice(0, 5, 1)])[0].words() == "somebody who is not named, speaking"


@given(VOICES)
def test_whoever_has_words_of_his_own_is_told_and_nobody_else(voices):
    told = {id(one.voice) for one in speaking(voices)}
    assert told == {id(voice) for at in range(25) if (voice := deepest_at(at, voices))}


@given(VOICES)
def test_those_who_pass_on_come_nearest_first(voices):
    for one in speaking(voices):
        depths = [one.voice.depth, *(voice.depth for voice in one.through)]
        assert depths == sorted(set(depths), reverse=True)
