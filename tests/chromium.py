"""The browser of the tests and of the pictures."""

import shutil

# Debian's headless shell is the same engine without a browser's windows: the suite takes two thirds of the time in it.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_IT = "No Chromium. On Debian, as root: apt-get install chromium-headless-shell"


def find_chromium() -> str | None:
    """The path of the first of PROGRAMS that this machine has."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
