class ContentError(Exception):
    """A content file that cannot be read: the message names file, line and what to do."""

    def __init__(self, file, line, message):
        self.file, self.line, self.message = file, line, message
        super().__init__(f"{file}, line {line}: {message}")
