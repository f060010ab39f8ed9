class JobRefused(Exception):
    """A task cannot go on, for a reason whose words are shown to the person who started it."""
