"""Somebody at a page: with a pointer, or with the keyboard alone."""

from playwright.sync_api import Locator, Page


class Hand:
    """Uses a page by pointer, or by Tab, arrows, Enter and Space alone."""

    def __init__(self, page: Page, keyboard: bool):
        self.page, self.keyboard = page, keyboard

    def reach(self, what: Locator) -> Locator:
        """Tab to it, as somebody does who has no pointer."""
        for _ in range(150):
            if what.evaluate("one => one === document.activeElement"):
                return what
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} is not reached by Tab")

    def press(self, what: Locator) -> None:
        if self.keyboard:
            self.reach(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def tick(self, what: Locator) -> None:
        if self.keyboard:
            self.reach(what)
            self.page.keyboard.press("Space")
        else:
            what.check()

    def write(self, what: Locator, text: str) -> None:
        if self.keyboard:
            self.reach(what)
            self.page.keyboard.insert_text(text)
        else:
            what.fill(text)

    def choose(self, what: Locator, label: str) -> None:
        if self.keyboard:
            self.reach(what)
            for _ in range(20):
                if what.evaluate("one => one.selectedOptions[0].label") == label:
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"no choice {label}")
        what.select_option(label=label)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)
