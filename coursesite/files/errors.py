class FileRefused(Exception):
    """A file that is not taken. Its words say what to do, and are shown as they are."""


class PictureRefused(FileRefused):
    """A file that cannot be drawn as a picture."""
