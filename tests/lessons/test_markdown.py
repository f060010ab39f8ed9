import pytest

from lessons.markdown import Footnotes, render, render_footnotes


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\n## B\n\n### C", "<h3>A</h3>\n<h3>B</h3>\n<h4>C</h4>\n"),
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>\n"),
        ("[x](/help/)", '<p><a href="/help/" rel="noopener noreferrer">x</a></p>\n'),
        ("[x](//evil.example/)", '<p><a rel="noopener noreferrer">x</a></p>\n'),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("<b onclick='x'>y</b>", "<p>&lt;b onclick='x'&gt;y&lt;/b&gt;</p>\n"),
        ("[^9] stays", "<p>[^9] stays</p>\n"),
    ],
)
def test_markdown_becomes_safe_html(text, html):
    assert render(text) == html


def test_no_picture_and_no_style_comes_through():
    html = render("![a](https://evil.example/p.png)\n\n| a |\n|:-:|\n| b |")
    assert "<img" not in html
    assert "style" not in html
    assert "<th>a</th>" in html


def test_footnotes_are_numbered_over_all_blocks_and_lead_back():
    notes = Footnotes({"b": "The *second*.", "a": "The first."})
    assert render("One.[^a]", notes) == (
        '<p>One.<sup class="footnote-ref"><a id="fnref-1" href="#fn-1" aria-label="Note 1" '
        'rel="noopener noreferrer">1</a></sup></p>\n'
    )
    html = render("Two.[^b] Again.[^a]", notes)
    assert 'id="fnref-2" href="#fn-2"' in html
    assert 'id="fnref-1-2" href="#fn-1"' in html
    listed = render_footnotes(notes)
    assert '<li id="fn-1">The first. <a' in listed
    assert '<li id="fn-2">The <em>second</em>. <a' in listed
    assert listed.count('class="footnote-back"') == 3


def test_two_lessons_on_one_page_have_ids_of_their_own():
    notes = Footnotes({"a": "First."}, prefix="l2-")
    assert 'id="l2-fnref-1" href="#l2-fn-1"' in render("One.[^a]", notes)
    assert '<li id="l2-fn-1">' in render_footnotes(notes)


def test_no_notes_make_no_list():
    assert render_footnotes(Footnotes({"a": "First."})) == ""
