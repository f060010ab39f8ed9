"""Who is speaking: marking by hand and by chance, the shipped diary, writing such a question, answering it."""

import random
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.actions.content import load_questions
from assessments.kinds import kind_of
from assessments.kinds.speaker import speaker_parts
from assessments.models import AnswerKey, LessonQuestion
from lessons.actions.content import load_module
from lessons.lessonfile import block_key
from lessons.sources.models import Agent, Edition, Passage, SourceAgent, Span
from lessons.sources.voices import Voice
from tests import make
from tests.assessments.parts import begin, op, post_ops, results

TEXT = "At the plenum Yun arose and said that the party had rejected the decisions."
PASSAGE = {"id": 5, "label": "Source D, ¶5: Diary", "text": TEXT}
VOICES = [
    Voice(0, len(TEXT), 1, "ivanov", writes=True),
    Voice(0, len(TEXT), 2, "kim"),
    Voice(TEXT.index("the party"), len(TEXT) - 1, 3, "yun"),
]
PEOPLE = [
    ("ivanov", "V. I. Ivanov", "creator"), ("kim", "Kim Il Sung", "speaker"), ("yun", "Yun Gong-heum", ""),
    ("goldberg", "Gary Goldberg", "translator"),
]  # fmt: skip
START = TEXT.index("rejected")
CUT = speaker_parts(PASSAGE | {"within": (7, START + 12)}, START, START + 8, VOICES, PEOPLE, [])[0]["passage"]
BODY, KEY = speaker_parts(PASSAGE, START, START + 8, VOICES, PEOPLE, [["c1", "Mao <Z>", "Not here."]])
SPEAKER = kind_of("speaker")


def test_the_chain_comes_from_the_voices_and_the_body_does_not_tell_it():
    assert (KEY["chain"], KEY["writes"], BODY["depth"]) == (["yun", "kim", "ivanov"], True, 3)
    assert BODY["choices"] == [
        ["goldberg", "Gary Goldberg"], ["kim", "Kim Il Sung"], ["c1", "Mao &lt;Z&gt;"], ["ivanov", "V. I. Ivanov"],
        ["yun", "Yun Gong-heum"],
    ]  # fmt: skip
    shown = BODY["passage"]
    assert (shown["before"] + shown["words"] + shown["after"], shown["words"]) == (TEXT, "rejected")
    assert set(BODY) == {"passage", "choices", "depth"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["1:yun", "2:kim", "3:ivanov"], "3"), (["3:ivanov", "1:yun", "2:kim"], "3"), (["1:yun", "2:kim"], "2"),
        (["1:yun"], "1"), (["2:kim"], "1"), (["3:ivanov"], "1"), (["1:ivanov"], "0"), (["1:kim"], "0"),
        (["1:ivanov", "2:kim", "3:yun"], "1"), (["1:kim", "2:yun", "3:ivanov"], "1"), (["1:yun", "2:ivanov", "3:kim"], "1"),
        (["1:yun", "2:yun", "3:yun"], "1"), (["1:goldberg", "2:kim", "3:ivanov"], "2"), (["1:c1"], "0"), ([], "0"),
        (["1:kim", "1:yun"], "0"), (["1:yun", "1:kim"], "1"), (["4:yun"], "0"), (["yun", "kim", "ivanov"], "0"),
        (["1:stalin", "2:kim"], "1"), ("1:yun", "0"), (None, "0"), ({"1": "yun"}, "0"), ([["1", "yun"], 3, None], "0"),
        (["0:ivanov", "-1:yun"], "0"), (["1:yun:kim"], "0"),
    ],
)  # fmt: skip
def test_each_line_gives_its_share(value, expected):
    assert f"{SPEAKER.mark(BODY, KEY, value, Decimal(3)).normalize():f}" == expected


@effort(max_examples=40, deadline=None)
@given(
    value=st.lists(st.tuples(st.sampled_from("01234x"), st.sampled_from(["yun", "kim", "ivanov", "c1", "z"]))),
    points=st.decimals(min_value=0, max_value=1000, places=4),
    seed=st.integers(),
)
def test_marks_lie_between_nothing_and_all_and_the_order_of_names_changes_nothing(value, points, seed):
    sent = [f"{row}:{name}" for row, name in value]
    marked = SPEAKER.mark(BODY, KEY, sent, points)
    assert 0 <= marked <= points
    mixed = BODY | {"choices": random.Random(seed).sample(BODY["choices"], len(BODY["choices"]))}
    assert SPEAKER.mark(mixed, KEY, sent, points) == marked
    assert isinstance(SPEAKER.describe(sent, BODY), str)


def notes(*value: str) -> list[str]:
    return [line.note for line in SPEAKER.feedback(BODY, KEY, list(value)).lines]


def test_a_name_at_another_depth_is_told_which_reading_that_is():
    assert notes("1:ivanov") == [
        "This takes the recorder for the speaker: V. I. Ivanov wrote the words down. Whose words are they?"
    ]
    assert notes("1:kim") == ["This takes who tells for who spoke: Kim Il Sung passes on what somebody else said."]
    assert notes("2:yun") == ["This takes the speaker for who tells of it. Who passes these words on?"]
    assert notes("1:goldberg")[0].startswith("This takes the translator for a speaker: Gary Goldberg")
    assert notes("1:c1", "2:kim", "3:ivanov") == ["Not here.", "", ""]


def test_the_answer_and_the_solution_in_words():
    assert SPEAKER.describe(["1:yun", "3:ivanov"], BODY) == "Yun Gong-heum, according to –, according to V. I. Ivanov"
    assert SPEAKER.describe([], BODY) == ""
    assert SPEAKER.feedback(BODY, KEY, []).solution == (
        "Yun Gong-heum, according to Kim Il Sung, according to V. I. Ivanov",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("At the plenum", None),
        ("Yun arose and said that the party had", "begins or ends within"),
        (TEXT, "begins or ends"),
    ],
)
def test_words_of_two_voices_are_refused(words, said):
    start = TEXT.index(words)
    if said is None:
        assert speaker_parts(PASSAGE, start, start + len(words), VOICES, PEOPLE, [])[1]["chain"] == ["kim", "ivanov"]
        return
    with pytest.raises(ValueError, match=said):
        speaker_parts(PASSAGE, start, start + len(words), VOICES, PEOPLE, [])


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([], "fewer than two"), (VOICES[:1], "fewer than two"),
        ([VOICES[0], Voice(0, len(TEXT), 2)], "names nobody"), ([VOICES[0], Voice(0, len(TEXT), 2, "ivanov")], "twice"),
    ],
)  # fmt: skip
def test_words_without_a_chain_of_names_are_refused(voices, said):
    with pytest.raises(ValueError, match=said):
        speaker_parts(PASSAGE, START, START + 8, voices, PEOPLE, [])


# -- S3: the shipped diary --------------------------------------------------------------------------------------


def test_s3_the_shipped_diary_asks_who_says_that_the_party_rejected_the_decisions(client, cast, sign_in):
    school = make.shelf(kind="school")
    load_module(shelf=school, by=cast.adam)
    load_questions(shelf=school, by=cast.adam)
    key = block_key("cracks-or-a-fatal-blow", "who-says-rejected")
    row = LessonQuestion.objects.select_related("question_version", "lesson__live_version").get(key=key)
    body, points = row.question_version.body, row.question_version.points
    answer = row.question_version.keys.get().value
    right = ["1:yun-gong-heum", "2:kim-il-sung", "3:ivanov"]
    assert answer["chain"] == ["yun-gong-heum", "kim-il-sung", "ivanov"]
    assert SPEAKER.mark(body, answer, right, points) == points
    assert SPEAKER.describe(right, body) == "Yun Gong-heum, according to Kim Il Sung, according to V. I. Ivanov"
    make.give_lesson(cast.hist, row.lesson.live_version)
    irina, where = sign_in(client, cast.irina), f"/c/{cast.hist.public_id}/l/cracks-or-a-fatal-blow/q/{key}/"
    before = irina.get(where).content.decode()
    assert "<mark>the Workers’ Party had rejected the decisions of the Twentieth Congress</mark>" in before
    assert "takes the recorder" not in before
    tried = irina.post(where, {"answer-0": ["1:ivanov", "2:kim-il-sung", "3:yun-gong-heum"]}).content.decode()
    assert "Partly right." in tried
    assert "This takes the recorder for the speaker: V. I. Ivanov wrote the words down." in tried
    assert "answer-explain" not in tried
    assert "Right." in irina.post(where, {"answer-0": right}).content.decode()


# -- Writing one ----------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(cast):
    """(a draft with Source D, whose passage has three voices, and a block for a question; the passage)."""
    source = make.source(cast.shelf, slug="diary", kind="diary").source
    edition = Edition.objects.create(source=source, label="own", role="translation", scheme="ours", extent="fragments")
    passage = Passage.objects.create(edition=edition, number="5", position=1, text=TEXT)
    agents = {one: Agent.objects.create(slug=one, name=name, sort_name=name) for one, name, _ in PEOPLE}
    for place, (one, _, role) in enumerate(PEOPLE, 1):
        if role:
            SourceAgent.objects.create(source=source, agent=agents[one], role=role, position=place)
    for voice in VOICES:
        Span.objects.create(passage=passage, kind="voice", start=voice.start, end=voice.end, depth=voice.depth,
                            agent=agents[voice.who])  # fmt: skip
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "One"}},
        {"kind": "excerpt", "body": {"v": 1, "letter": "D"}, "excerpt": make.excerpt(edition)},
        {"kind": "question", "body": {"v": 1}},
    ]
    version = make.lesson(cast.shelf, blocks=blocks, locked=False)
    return version.blocks.get(kind="question"), passage


def test_a_teacher_writes_it_and_what_she_wrote_stands_in_the_form_again(client, cast, sign_in, asked):
    block, passage = asked
    ana, where = sign_in(client, cast.ana), f"/lessons/{block.version.lesson.slug}/blocks/{block.key}/"
    form = ana.post(where, {"kind": "speaker", "look": "1"}).context["form"]
    assert [pk for pk, _ in form.fields["passage"].choices] == ["", passage.pk]
    sent = {"kind": "speaker", "stamp": ana.get(where).context["form"]["stamp"].value(), "stem": "Who?",
            "passage": passage.pk, "words": "refused the decisions", "others": "Mao :: Not here.\nYun Gong-heum",
            "explain": "Because."}  # fmt: skip
    wrong = ana.post(where, sent)
    assert (wrong.status_code, "does not stand in passage 5" in wrong.content.decode()) == (422, True)
    assert ana.post(where, sent | {"words": "rejected"}).status_code == 302
    version = LessonQuestion.objects.get().question_version
    key = AnswerKey.objects.get().value
    assert (key["chain"], key["writes"]) == (["yun", "kim", "ivanov"], True)
    assert [name for _, name in version.body["choices"]] == [
        "Gary Goldberg", "Kim Il Sung", "Mao", "V. I. Ivanov", "Yun Gong-heum",
    ]  # fmt: skip
    assert "chain" not in version.body
    form = ana.get(where).context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert (again["passage"], again["words"]) == (passage.pk, "rejected")
    assert again["others"] == "Mao :: Not here.\nYun Gong-heum"
    assert ana.post(where, again).status_code == 302
    assert (LessonQuestion.objects.get().question_version.body, AnswerKey.objects.get().value) == (version.body, key)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose a passage."),
        ({"passage": "5"}, "Write the words"),
        ({"passage": "5", "words": TEXT}, "begins or ends"),
    ],
)
def test_a_question_that_is_not_whole_says_what_is_missing(client, cast, sign_in, asked, typed, said):
    block, passage = asked
    typed = typed | ({"passage": passage.pk} if typed else {})
    where = f"/lessons/{block.version.lesson.slug}/blocks/{block.key}/"
    answer = sign_in(client, cast.ana).post(where, {"kind": "speaker", "stem": "Who?"} | typed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_in_a_quiz_it_is_saved_looked_over_marked_and_shown(client, cast, sign_in):
    body = BODY | {"v": 1, "stem": "<p>Who says so?</p>"}
    version = make.question(cast.shelf, "speaker", body=body, key=KEY | {"v": 1, "explain": "<p>canary</p>"}, points=3)
    given = make.give_assessment(cast.hist, make.assessment(cast.shelf, [version], title="Quiz"), feedback="handed_in")
    attempt = begin(given, cast.irina)
    irina = sign_in(client, cast.irina)
    at = f"/c/{cast.hist.public_id}/t/{given.assignment.public_id}"
    page = irina.get(f"{at}/attempt/").content.decode()
    assert ("<mark>rejected</mark>" in page, "canary" in page, "recorder" in page) == (True, False, False)
    assert results(post_ops(irina, attempt, op(1, 0, ["1:ivanov", "2:kim", "3:ivanov"]))) == [("saved", 1)]
    assert '<option value="2:kim" selected>' in irina.get(f"{at}/attempt/").content.decode()
    sent = {"answer-1": ["1:yun", "", "3:ivanov"], "base-1": 1, "op-1": str(uuid.uuid4())}
    assert irina.post(f"{at}/attempt/", sent).status_code == 302
    look = irina.get(f"{at}/review/").content.decode()
    assert "Yun Gong-heum, according to –, according to V. I. Ivanov" in look
    irina.post(f"{at}/hand-in/", {"sure": "on"})
    item = attempt.items.get()
    assert (item.value, item.scores.get().points) == (["1:yun", "3:ivanov"], 2)
    seen = irina.get(f"{at}/feedback/").content.decode()
    assert "2 of 3 points" in seen
    assert "<mark>rejected</mark>" in seen
    sheet = sign_in(client, cast.ana).get(f"{at}/mark/{attempt.public_id}/").content.decode()
    assert ("according to –" in sheet, "<mark>rejected</mark>" in sheet) == (True, True)


def test_no_more_of_the_passage_is_shown_than_its_excerpt_shows():
    assert (CUT["before"], CUT["words"], CUT["after"]) == (
        f"[…] {TEXT[7:START]}", TEXT[START : START + 8], f"{TEXT[START + 8 : START + 12]} […]",
    )  # fmt: skip


def test_each_wrong_person_shows_a_misreading():
    assert KEY["misreadings"] == {
        "1:kim": "takes who tells for the speaker", "1:ivanov": "takes the recorder for the speaker",
        "2:yun": "takes the speaker for who tells of it", "2:ivanov": "puts one who passes the words on in another's place",
        "1:goldberg": "takes the translator for a speaker", "2:goldberg": "takes the translator for a speaker",
        "3:goldberg": "takes the translator for a speaker",
        "3:yun": "takes the speaker for who tells of it", "3:kim": "puts one who passes the words on in another's place",
    }  # fmt: skip
