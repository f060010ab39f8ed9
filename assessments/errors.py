"""What the package refuses. Views turn these into answers."""


class MarkedMeanwhile(Exception):
    """Somebody else added a mark under the number that was about to be written."""


class NothingToRelease(Exception):
    """No handed-in work is fully marked and unreleased."""
