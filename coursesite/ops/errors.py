"""What the commands of those who run the site refuse, each in a sentence that says what to do."""


class OpsError(Exception):
    """A command cannot go on. The text says why and what to do."""


class BackupError(OpsError):
    """A backup cannot be made, or cannot be trusted."""


class DemoRefused(OpsError):
    """The demo may not be loaded here."""
