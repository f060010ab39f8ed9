"""Refusals about lessons and what is written in them, each with a sentence that says what to do."""


class LessonError(Exception):
    """A change that the state of a lesson does not allow. Its words are shown as they are."""


class ContractBroken(LessonError):
    """Content files that cannot be loaded: `problems` names each file, part and what to do."""

    def __init__(self, problems):
        self.problems = [str(problem) for problem in problems]
        super().__init__("Nothing was loaded.\n" + "\n".join(self.problems))


class TalkError(Exception):
    """A post or an answer that cannot be taken. Its words are shown as they are."""


class AnswerConflict(TalkError):
    """The answer was changed elsewhere since the writer saw it. `text`, `n`, `at` are what stands."""

    def __init__(self, text, n, at):
        self.text, self.n, self.at = text, n, at
        super().__init__("You edited this on another device or in another window. Both texts are kept: choose.")


class TextCorrected(TalkError):
    """The text was corrected while a note was being written on it."""

    def __init__(self):
        super().__init__(
            "The text was corrected while you wrote. Look at the paragraph as it stands now, then send your note again."
        )


class EditConflict(LessonError):
    """Somebody changed the same thing meanwhile. `stands` is what stands now."""

    def __init__(self, stands):
        self.stands = stands
        super().__init__("This was changed in another window or by somebody else while you were writing.")


class NotReady(LessonError):
    """A lesson that cannot be published yet; `problems` say what to do."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))
