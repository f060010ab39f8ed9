"""What the package refuses. Views turn these into answers."""


class MarkedMeanwhile(Exception):
    """Somebody else added a mark under the number that was about to be written."""


class NothingToRelease(Exception):
    """No handed-in work is fully marked and unreleased."""


class CannotStart(Exception):
    """No attempt may be begun now: not open yet, closed, handed in as often as allowed, or not a student's to do."""


class NotHandedIn(Exception):
    """The attempt could not be handed in as it stands: some answers were changed in another tab."""

    def __init__(self, results):
        super().__init__("Some answers were changed in another tab.")
        self.results = results


class Rewound(Exception):
    """The site has older answers than it has acknowledged: it was restored. `revs` is slot -> the revision it has."""

    def __init__(self, revs):
        super().__init__("The site has older answers than it had acknowledged.")
        self.revs = revs


class Unanswered(Exception):
    """Some answers are empty, and the student has not said that they are meant to be. What was sent with it is saved."""

    def __init__(self, slots, results):
        super().__init__("Some questions are not answered.")
        self.slots, self.results = slots, results


class CannotGive(Exception):
    """The assessment cannot be put into a class's plan as asked; the words say what to do."""


class KeyChanged(Exception):
    """The key that was to be corrected is not the newest any more."""


class CannotReopen(Exception):
    """The attempt cannot be opened again as it stands; the words say what to do."""


class CannotAccept(Exception):
    """The kept answer cannot be made the answer as it stands; the words say what to do."""


class CannotBuild(Exception):
    """An assessment cannot be changed as asked: students have begun it, or a rule is broken; the words say what to do."""


class CannotUndo(Exception):
    """What was keyed in cannot be taken back as asked; the words say why."""
