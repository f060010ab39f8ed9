class ContentError(Exception):
    """A content file that cannot be read: the message names file, line and what to do."""

    def __init__(self, file, line, message):
        self.file, self.line, self.message = file, line, message
        super().__init__(f"{file}, line {line}: {message}")


class SourceError(Exception):
    """A change that the state of a source does not allow. Its words are shown as they are."""


class EditionRefused(SourceError):
    """A text that cannot be stored: `problems` say what to do, one sentence each."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class EditionMoved(SourceError):
    """The text was corrected by somebody else since it was opened."""

    def __init__(self):
        super().__init__(
            "This text was corrected in another window or by somebody else meanwhile. "
            "What you typed is below: compare it with the text as it stands now, then store it."
        )


class ThingMoved(SourceError):
    """A term, an event or a place was changed since its page was opened."""

    def __init__(self):
        super().__init__(
            "This was changed in another window or by somebody else meanwhile. What you typed is below. "
            "Look at what stands now, then save again to keep yours."
        )


class NameTaken(SourceError):
    """There is one of that name already."""


class GapsLeft(SourceError):
    """A source that is not complete enough for where it shall stand; `gaps` name the fields and say what to do."""

    def __init__(self, gaps):
        self.gaps = list(gaps)
        super().__init__(" ".join(gap.words for gap in self.gaps))


class DescriptionMoved(SourceError):
    """What is said of a source was changed by somebody else since it was opened. `stamp` names what stands now."""

    def __init__(self, stamp):
        self.stamp = stamp
        super().__init__(
            "This source was changed in another window or by somebody else meanwhile. What you typed is below. "
            "Look at what stands now, then save again to put yours in its place."
        )
