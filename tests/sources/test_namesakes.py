"""The other names of whom a query names."""

import pytest

from lessons.sources.namesakes import Named, ways_of

MAO = Named(("Mao Zedong", "Mao Tse-tung", "Chairman Mao"))
YUN = Named(("Yun Gong-heum", "Yoon Gong-heum", "Yun Kong Hum"))
HOXHA = Named(("Enver Hoxha", "Enver Khoja", "Hodja"))


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        (["mao", "tse", "tung"], [("mao", "tse", "tung"), ("mao", "zedong"), ("chairman", "mao")]),
        (["mao", "zedong", "stalin"], [("mao", "zedong", "stalin"), ("stalin", "mao", "tse", "tung"), ("stalin", "chairman", "mao")]),
        (["hodja"], [("hodja",), ("enver", "hoxha"), ("enver", "khoja")]),
        (["khoja"], [("khoja",), ("enver", "hoxha"), ("hodja",)]),
        (["mao"], [("mao",)]),
        (["party"], [("party",)]),
        (["ma"], [("ma",)]),
    ],
)  # fmt: skip
def test_a_name_in_the_query_is_said_otherwise(words, ways):
    assert ways_of(words, [MAO, YUN, HOXHA]) == ways


def test_either_spelling_leads_to_the_other():
    assert ("yun", "kong", "hum") in ways_of(["yoon", "gong", "heum"], [YUN])
    assert ("yoon", "gong", "heum") in ways_of(["yun", "kong", "hum"], [YUN])
