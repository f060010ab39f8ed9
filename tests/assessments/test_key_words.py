"""A corrected key: what students read of it fits the choice that is right now."""

import pytest
from django.urls import reverse

from assessments.forms.correcting import KeyForm, fitting
from assessments.models import AnswerKey, QuestionVersion
from tests.assessments import parts

BODY = {"v": 1, "stem": "<p>Who spoke?</p>", "choices": [["a", "Yun"], ["b", "Kim"], ["c", "Ivanov"]]}
KEY = {
    "v": 1,
    "right": ["a"],
    "explain": "<p>The <em>diary</em> says so.</p>",
    "feedback": {"a": "Yes.", "b": "Kim only <em>tells</em> of it."},
    "misreadings": {"b": "takes who tells for who spoke", "c": "takes the recorder for the speaker"},
}
SENT = {
    "seen": "1", "right": ["b"], "note_0": "Yun is named by nobody.", "note_1": "Kim spoke himself.", "note_2": "",
    "explain": "<p>Kim spoke.</p>", "reason": "Kim spoke.",
}  # fmt: skip


def form_of(kind="single", body=BODY, key=KEY, **sent):
    version = QuestionVersion(kind=kind, body=body)
    return KeyForm(sent, version=version, key=key)


def test_notes_and_explanation_change_with_the_key_and_a_misreading_of_what_is_right_goes():
    form = form_of(**SENT)
    assert form.is_valid(), form.errors
    assert form.value == {
        "v": 1,
        "right": ["b"],
        "explain": "<p>Kim spoke.</p>",
        "feedback": {"a": "Yun is named by nobody.", "b": "Kim spoke himself."},
        "misreadings": {"c": "takes the recorder for the speaker"},
    }


def test_words_that_nobody_touched_stay_as_they_are_stored():
    shown = {name: field.initial for name, field in form_of().fields.items() if field.initial is not None}
    form = form_of(**shown | {"seen": "1", "reason": "Nothing."})
    assert form.is_valid(), form.errors
    assert form.value == KEY


def test_what_is_typed_is_made_safe():
    form = form_of(
        **SENT | {"note_1": "<b onclick=x()>Kim</b><script>x()</script>", "explain": "<script>x()</script>1 < 2"}
    )
    assert form.is_valid(), form.errors
    assert "script" not in str(form.value) and "onclick" not in str(form.value)


def test_a_pair_that_is_right_now_loses_its_note_and_its_misreading():
    body = {"v": 1, "lefts": [["x", "Speech"]], "rights": [["p", "1956"], ["q", "1957"], ["r", "1958"]]}
    key = {"v": 1, "right": {"x": ["q"]}, "feedback": {"x:q": "Too late.", "x:r": "Far too late."},
           "misreadings": {"x:q": "takes print for speech"}}  # fmt: skip
    assert fitting("matching", body, key, key) == {
        "v": 1, "right": {"x": ["q"]}, "feedback": {"x:r": "Far too late."}, "misreadings": {},
    }  # fmt: skip


def test_a_corrected_chain_names_its_misreadings_anew():
    body = {"v": 1, "depth": 2, "choices": [["y", "Yun"], ["k", "Kim"], ["i", "Ivanov"], ["t", "Translator"]]}
    before = {"v": 1, "chain": ["y", "k"], "writes": False, "misreadings": {
        "1:k": "takes who passed the words on last for the speaker", "2:y": "takes the speaker for who tells of it",
        "1:t": "takes the translator for a speaker", "2:t": "takes the translator for a speaker"}}  # fmt: skip
    found = fitting("speaker", body, before | {"chain": ["k", "i"]}, before)["misreadings"]
    assert found == {
        "1:i": "takes who passed the words on last for the speaker",
        "2:k": "takes the speaker for who tells of it",
        "1:t": "takes the translator for a speaker",
        "2:t": "takes the translator for a speaker",
    }


@pytest.mark.django_db
def test_the_page_asks_for_the_words_and_keeps_them(client, cast, sign_in):
    given = parts.quiz(cast, ["single"])
    parts.begin(given, cast.irina)
    version = QuestionVersion.objects.get()
    address = reverse("assessments:regrade", args=[version.question.public_id, version.number])
    ana = sign_in(client, cast.ana)
    page = ana.get(address).content.decode()
    assert ["Said to those who choose “Khrushchev”" in page, "Explanation, shown with the right answer" in page] == [
        True,
        True,
    ]
    sent = SENT | {"note_0": "No.", "note_1": "Yes: Mao."}
    assert ana.post(f"{address}apply/", sent).status_code == 302
    key = AnswerKey.objects.get(question_version=version, n=2).value
    assert [key["explain"], key["feedback"]] == ["<p>Kim spoke.</p>", {"a": "No.", "b": "Yes: Mao."}]
