import re

import pytest

from lessons.sources.errors import ContentError
from lessons.sources.sourcefile import parse_source

SOURCE = """+++
slug = "a"
title = "A"
kind = "diary"
date = "1956"
date_display = "1956"
place = ""
rights = "not known"
[[agents]]
agent = "ivanov"
role = "creator"
[[editions]]
label = "en"
role = "translation"
language = "en"
about = "A text."
[[editions]]
label = "adapted"
role = "adaptation"
language = "en"
based_on = "en"
about = "Easier."
+++
# en
## 8-9
> {Q01} naïve 𝕏 … and … end
[gap] Words are cut.
> {Q02} second
- voice 1 ivanov "naïve" to "end": He speaks.
- gap #2 "…": Cut.
- sic "𝕏": So printed.
# adapted
## 8-9
> easier
"""


def test_offsets_count_code_points():
    passage = parse_source(SOURCE, "sources/a.md").edition("en").passage("8-9")
    assert passage.text == "naïve 𝕏 … and … end\nsecond"
    marks = [(span.kind, passage.text[span.start : span.end], span.depth) for span in passage.spans]
    assert marks == [("gap", "\n", 0), ("voice", "naïve 𝕏 … and … end", 1), ("gap", "…", 0), ("sic", "𝕏", 0)]
    assert passage.spans[2].start == passage.text.rindex("…")
    assert passage.numbers() == ["8", "9"]


FAULTS = [
    (r'rights = "not known"', 'rights = ""', "rights are empty"),
    (r'kind = "diary"', 'kind = "song"', "is no kind"),
    (r'kind = "diary"', 'kind = "account"', "secondary"),
    (r'role = "creator"', 'role = "singer"', "is no role"),
    (r'based_on = "en"', 'based_on = "de"', "needs based_on"),
    (r"> easier", "> {Q03} easier", "our own words"),
    (r'label = "adapted"', 'label = "easy"', "label of no [[editions]]"),
    (r"## 8-9", "## eight", "A passage is"),
    (r"# en\n", "loose\n# en\n", "outside a passage"),
    (r"> \{Q02\} second\n", "", "ends in a [gap]"),
    (r"- sic \"𝕏\"", '- sic "Y"', "does not stand in the passage"),
    (r'- gap #2 "…"', '- gap #3 "…"', "does not stand in the passage"),
    (r'to "end"', 'to "ending"', "does not stand after"),
    (r"- voice 1 ivanov ", "- voice ", "only a voice has an agent"),
    (r"- sic", "- sick", "A span is"),
    (r"\[gap\] Words are cut\.", "[gap]", "A [gap] line"),
    (r"> easier", "easier", "Begin text with"),
]


@pytest.mark.parametrize(("taken", "put", "words"), FAULTS, ids=[f"{row[2]} {n}" for n, row in enumerate(FAULTS)])
def test_a_fault_is_refused_with_file_and_line(taken, put, words):
    text = re.sub(taken, put, SOURCE, count=1)
    assert text != SOURCE
    with pytest.raises(ContentError) as refused:
        parse_source(text, "sources/a.md")
    assert words in str(refused.value)
    assert re.match(r"sources/a\.md, line \d+: ", str(refused.value))
