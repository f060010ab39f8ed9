"""The page helper names each fault that is planted, and finds none in a page without."""

from urllib.parse import quote, unquote, urlsplit

import pytest

from tests.pagecheck import Fault, check_page, faults_of

pytestmark = pytest.mark.browser

STYLE = """
body { font: 18px/1.5 sans-serif; color: #1f2430; background: #fff; margin: 8px; }
a, button, input { display: inline-block; min-height: 24px; min-width: 24px; color: #1f4e79; background: #fff; }
p a { display: inline; min-height: 0; }
:focus-visible { outline: 3px solid #1f2430; }
.bar { position: fixed; bottom: 0; left: 0; right: 0; height: 90px; background: #eee; }
"""
HEAD = '<title>Planted</title><link rel="stylesheet" href="/style.css">'
SKIP = '<a href="#main">Skip to the page</a>'
BODY = '<h1>Planted</h1><p>Words and <a href="/b">a link</a> in them.</p><button type="button">Press</button>'


def document(
    *, head: str = HEAD, skip: str = SKIP, main: str = BODY, after: str = "", tag: str = 'main id="main" tabindex="-1"'
) -> str:
    body = f"{skip}<{tag}>{main}</{tag.split()[0]}>{after}"
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def css(rule: str) -> dict:
    return {"head": HEAD + f'<link rel="stylesheet" href="/more.css?{quote(rule)}">'}


PLANTED = {
    "no ring on a button": (css("button:focus-visible { outline: none; }"), {"focus ring"}),
    "a thin ring": (css("button:focus-visible { outline: 1px solid #1f2430; }"), {"focus ring"}),
    "a ring of the page's colour": (css("button:focus-visible { outline: 3px solid #fff; }"), {"focus ring"}),
    "a stop without size": (
        css("button { position: absolute; width: 0; height: 0; min-width: 0; min-height: 0; padding: 0; border: 0; }"),
        {"focus in view", "target size"},
    ),
    "a stop far to the left": (css("button { position: absolute; left: -900px; }"), {"focus in view"}),
    "a stop under a bar": (
        {"after": '<div class="bar"></div>', **css("button { position: fixed; bottom: 20px; left: 20px; }")},
        {"focus in view"},
    ),
    "a page too wide": (css("h1 { width: 400px; }"), {"sideways scroll"}),
    "a small target": (css("button { min-height: 0; height: 18px; padding: 0; font-size: 12px; }"), {"target size"}),
    "two h1": ({"main": BODY + "<h1>Again</h1>"}, {"one h1"}),
    "no h1": ({"main": BODY.replace("h1", "h2")}, {"one h1", "axe page-has-heading-one"}),
    "no main": (
        {"tag": 'div id="main" tabindex="-1"'},
        {"one main", "axe landmark-one-main", "axe region", "skip link"},
    ),
    "no skip link": ({"skip": ""}, {"skip link"}),
    "a skip link to nowhere": ({"skip": '<a href="#nowhere">Skip to the page</a>'}, {"skip link", "axe region"}),
    "no title": ({"head": HEAD.replace("Planted", "")}, {"title", "axe document-title"}),
    "an id that stands twice": ({"main": BODY + '<p id="x">a</p><p id="x">b</p>'}, {"unique ids"}),
    "a picture without words": (
        {"main": BODY + '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">'},
        {"axe image-alt"},
    ),
    "pale words": (css("p { color: #bbb; }"), {"axe color-contrast"}),
    "a field without a label": ({"main": BODY + '<input name="q" size="30">'}, {"axe label"}),
    "an inline style": ({"main": BODY + '<p style="color: red">Red</p>'}, {"content policy"}),
    "an inline script": ({"main": BODY + "<script>window.x = 1</script>"}, {"content policy"}),
    "a script that fails": ({"head": HEAD + '<script src="/broken.js"></script>'}, {"console"}),
    "a file that is missing": ({"head": HEAD + '<script src="/missing.js"></script>'}, {"console"}),
}


@pytest.fixture
def planted(browser):
    """planted(html): a page that shows it, under the site's content policy, without any server."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})

    def answer(route, html: str) -> None:
        url = route.request.url
        if "/style.css" in url:
            route.fulfill(body=STYLE, content_type="text/css")
        elif "/more.css" in url:
            route.fulfill(body=unquote(urlsplit(url).query), content_type="text/css")
        elif "/broken.js" in url:
            route.fulfill(body="undefined_thing()", content_type="text/javascript")
        elif url.endswith("/planted/"):
            policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})
        else:
            route.fulfill(status=404, body="")

    def planted(html: str):
        page = context.new_page()
        page.route("**/*", lambda route: answer(route, html))
        page.goto("http://page.test/planted/")
        return page

    yield planted
    context.close()


def kinds(faults: list[Fault]) -> set[str]:
    return {fault.kind for fault in faults}


def test_clean_page_has_no_faults(planted):
    assert faults_of(planted(document()), theme="light", width=360) == []


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_fault_is_named(planted, name):
    change, expected = PLANTED[name]
    assert kinds(faults_of(planted(document(**change)), theme="light", width=360)) == expected


def test_check_page_fails_with_the_address_and_every_fault(planted):
    page = planted(document(skip="", main=BODY + "<h1>Again</h1>"))
    with pytest.raises(AssertionError) as failure:
        check_page(page, theme="dark", width=1366)
    words = str(failure.value)
    assert ["http://page.test/planted/ (dark, 1366 px)" in words, "one h1" in words, "skip link" in words] == [True] * 3


def test_the_window_is_put_back(planted):
    page = planted(document())
    faults_of(page, theme="dark", width=360)
    assert page.viewport_size == {"width": 1366, "height": 768}
