"""Walks the teachers' guides as a teacher would, counts every step and takes the pictures: docs/teachers/.

`python .ci/walks.py` with the development packages. A demo school of its own, thrown away after. What is counted: each
click, each letter typed (pasted text is one step), each page waited for. The minutes are those of somebody who types 150
letters a minute, needs six seconds for a click and reads a page of ours for twenty.
"""

import tempfile
import time
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, Page
from screenshots import ROOT, WIDE, demo_in_browser, look

OUT = ROOT / "docs" / "teachers" / "pictures"
LETTERS_A_MINUTE, SECONDS_A_CLICK, SECONDS_A_PAGE = 150, 6, 20
PARAGRAPHS = (
    "Dear Karin, the ship lies in the harbour still, and nobody can say when it will leave.",
    "This morning a clerk came aboard and read a paper to us. He read fast, and half of us had no chairs.",
    "Nils asked him to read it again. He said that he had no time [he looked at no watch] and went.",
    "So I know what he wanted us to hear, but not what the paper said. Keep this letter until I can tell you more.",
)


class Walk:
    """One teacher at one task: what she does is done in the browser and counted."""

    def __init__(self, page: Page, name: str):
        self.page, self.name = page, name
        self.clicks = self.letters = self.pages = self.pictures = 0
        self.waited = 0.0

    def click(self, role: str, name: str, *, loads: bool = False) -> None:
        before = time.monotonic()
        self.page.get_by_role(role, name=name).first.click()
        if loads:
            self.page.wait_for_load_state()
            self.pages += 1
        self.waited += time.monotonic() - before
        self.clicks += 1

    def type(self, label: str, words: str) -> None:
        """A click into the field, then letter by letter."""
        self.page.get_by_label(label, exact=True).first.fill(words)
        self.clicks += 1
        self.letters += len(words)

    def paste(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(words)
        self.clicks += 2

    def choose_file(self, label: str, path: Path) -> None:
        """The button, the file in the list, Open."""
        self.page.get_by_label(label, exact=True).set_input_files(path)
        self.clicks += 3

    def picture(self) -> None:
        self.pictures += 1
        self.page.screenshot(path=OUT / f"{self.name}-{self.pictures}.png")

    def told(self) -> str:
        seconds = self.letters * 60 / LETTERS_A_MINUTE + self.clicks * SECONDS_A_CLICK + self.pages * SECONDS_A_PAGE
        minutes = (seconds + self.waited) / 60
        return (
            f"{self.name}: {self.clicks} clicks, {self.letters} letters typed, {self.pages} pages, "
            f"{self.waited:.1f} s waited for the site: about {minutes:.1f} minutes"
        )


def described(walk: Walk, title: str, when: str) -> None:
    walk.click("link", "Sources", loads=True)
    walk.click("link", "New source", loads=True)
    walk.type("Title", title)
    walk.type("Who made it (optional)", "Anders Lind")
    walk.type("When (optional)", when)
    walk.type("Where you got it (optional)", "Family papers, in a box of letters")
    walk.type("A line for students before they read (optional)", "A passenger writes to his sister.")


def finished(walk: Walk) -> None:
    walk.click("button", "Save source", loads=True)
    walk.picture()
    walk.click("button", "For my classes", loads=True)
    walk.click("link", "Page of the source", loads=True)
    walk.picture()


def pasted_page(browser: Browser, base: str) -> Walk:
    walk = Walk(look(browser, base, "a teacher", WIDE, "light"), "pasted")
    described(walk, "Letter from a harbour", "about March 1956")
    walk.paste("Text (optional)", "\n\n".join(PARAGRAPHS))
    walk.picture()
    walk.click("button", "Check and save", loads=True)
    walk.picture()
    finished(walk)
    return walk


def from_docx(browser: Browser, base: str) -> Walk:
    walk = Walk(look(browser, base, "a teacher", WIDE, "light"), "docx")
    described(walk, "Second letter from a harbour", "02/03/1956")
    with tempfile.TemporaryDirectory() as folder:
        walk.choose_file("Or a file (optional)", write_docx(Path(folder) / "letter.docx"))
        walk.picture()
        walk.click("button", "Check and save", loads=True)
    walk.picture()
    walk.click("radio", "2 March 1956")
    finished(walk)
    return walk


def write_docx(path: Path) -> Path:
    """A Word file with a heading and the paragraphs."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>On board</w:t></w:r></w:p>'
    body = heading + "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in PARAGRAPHS)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with demo_in_browser() as (browser, base):
        for walk in (pasted_page, from_docx):
            print(walk(browser, base).told())


if __name__ == "__main__":
    main()
