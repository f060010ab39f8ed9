"""Refusals of the rules about classes, each with a sentence that says what to do."""


class ClassError(Exception):
    """A change that the state of a class does not allow. Its words are shown as they are."""


class ChangedMeanwhile(ClassError):
    """What was about to be written over had been written anew."""

    def __init__(self) -> None:
        super().__init__(
            "This was changed a moment ago, by somebody else or in another tab of yours. Nothing of this page was kept; "
            "look at how it stands now."
        )


class TooLateToTakeBack(ClassError):
    """An hour has passed, or it was done already."""

    def __init__(self) -> None:
        super().__init__("This list was taken back already, or was added more than an hour ago. Nothing was changed.")


class RosterChanged(ClassError):
    """The class is no longer as it was when the list was looked through."""

    def __init__(self) -> None:
        super().__init__(
            "The class changed after you looked at the list. Look through it again, then add the students."
        )
