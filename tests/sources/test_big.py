"""The synthetic source is as long and as full as the scenarios ask."""

from tests.sources.big import big_source


def test_the_big_source_has_120_paragraphs_headings_and_alignments(cast):
    made = big_source(cast.shelf)
    assert made.first.passages.filter(kind="p").count() == 120
    assert made.first.passages.filter(kind="heading").count() == 12
    assert made.second.passages.filter(aligned_left__left__edition=made.first).count() == 120
    assert made.passage("8").text.startswith("Paragraph 8 says")
