"""A lesson as one Markdown file: what it says, and for each source and picture whose it is (S17)."""

import tomllib

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lessons.markdown import render
from lessons.markdownout import front_matter, markdown_of, plain_line
from lessons.sources.models import Source
from lessons.sources.rights import kept_back
from tests import make


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<h3>Title</h3><p>One <strong>bold</strong> and <em>leaning</em>.</p>",
            "## Title\n\nOne **bold** and *leaning*.",
        ),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n\n  1. c"),
        ('<p><a href="https://x.org/a">there</a> <a href="/here/">here</a></p>', "[there](https://x.org/a) here"),
        ("<blockquote><p>Said.</p></blockquote><hr>", "> Said.\n\n---"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>", "| A | B |\n| --- | --- |\n| 1 |  |"),
        ("<p># no heading</p><p>1. no list</p><p>a*b</p>", "\\# no heading\n\n1\\. no list\n\na\\*b"),
        ("<p>one<br>two</p><script>x</script>", "one  \ntwo"),
        ("", ""),
    ],
)
def test_html_is_written_as_markdown(html, markdown):
    assert markdown_of(html) == markdown


@given(st.text(alphabet="ab #*_`[]()<>|\\-+.1:!&", max_size=30))
def test_plain_words_come_back_as_they_were(words):
    said = " ".join(words.split())
    html = render(plain_line(words))
    assert html.removeprefix("<p>").strip().removesuffix("</p>") == (
        said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )


def test_the_front_matter_is_toml():
    written = front_matter({"title": 'A "b" \\ c', "minutes": 45, "terms": ["x", "ü"]}, [{"letter": "A"}])
    assert tomllib.loads(written.strip("+\n")) == {
        "title": 'A "b" \\ c', "minutes": 45, "terms": ["x", "ü"], "sources": [{"letter": "A"}],
    }  # fmt: skip


def test_what_may_be_passed_on():
    assert kept_back("draft", "CC-BY-4.0", 9999) == ""
    assert kept_back("export", "CNE", 20) == ""
    assert kept_back("shelf", "CNE", 20).endswith("“Allow export” on its page.")
    assert kept_back("export", "InC", 301).startswith("301 words are shown, and 300 at most")


@pytest.fixture
def version(cast):
    """A lesson with a source under an open licence, and one that nobody may pass on."""
    blocks = [
        {"kind": "part", "body": {"v": 1, "title": "The *start*"}},
        {"kind": "prose", "body": {"html": "<p>Hello.</p>"}},
    ]
    for letter, slug, values in (
        ("A", "open", {"rights_code": "CC-BY-4.0", "credit": "Ana"}),
        ("B", "closed", {"rights_code": "InC"}),
    ):
        edition = make.source(cast.shelf, slug=slug, passages=(f"Words of {slug}.",))
        Source.objects.filter(pk=edition.source_id).update(**values)
        blocks.append({"kind": "excerpt", "body": {"v": 1, "letter": letter}, "excerpt": make.excerpt(edition)})
    return make.lesson(cast.shelf, title="The thaw", slug="thaw", blocks=blocks)


def test_s17_lesson_export_holds_the_licence_of_each_asset_and_leaves_out_what_must_stay(
    cast, client, sign_in, version
):
    answer = sign_in(client, cast.ana).get(reverse("lessons:lesson_export", args=["thaw"]))
    text = answer.content.decode()
    body, _, rights = text.partition("# Sources, pictures and licences")
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (
        "text/markdown; charset=utf-8", 'attachment; filename="thaw.md"',
    )  # fmt: skip
    front = tomllib.loads(body.split("+++")[1])
    assert (front["slug"], [row["letter"] for row in front["sources"]]) == ("thaw", ["A", "B"])
    assert "# The \\*start\\*\n\nHello." in body
    assert "> ¶1 Words of open." in body
    assert "Words of closed." not in text
    assert "The words of “Title of closed” are left out: it bears no licence to pass it on" in body
    lines = [line for line in rights.split("\n") if line.startswith("- ")]
    assert lines[0] == "- The lesson: licence not stated."
    assert lines[1].startswith("- “Title of open”, Ana, CC BY 4.0. <https")
    assert "Left out of this file:" in lines[2]


def test_lesson_export_asks_as_much_for_many_sources_as_for_one(
    cast, client, sign_in, version, query_count_is_constant
):
    sign_in(client, cast.ana)

    def grow():
        draft = make.lesson(cast.shelf, slug="more", locked=False, blocks=[
            {"kind": "excerpt", "body": {"v": 1, "letter": x}, "excerpt": make.excerpt(make.source(cast.shelf))} for x in "ABCDE"
        ])  # fmt: skip
        assert draft.blocks.count() == 5
        return "more"

    slugs = ["thaw"]
    query_count_is_constant(
        lambda: client.get(reverse("lessons:lesson_export", args=[slugs[-1]])), lambda: slugs.append(grow())
    )
