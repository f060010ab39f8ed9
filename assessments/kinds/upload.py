"""Upload: photographs of paper, or PDF files. A person marks them.

  body  most: how many files, at most five
A value is the list of the ids of what the student brought, in order. Whose they are is not settled here: what is shown
is looked up among the uploads of the student whose attempt it is.
"""

import uuid
from collections.abc import Mapping

from assessments.kinds.base import Kind, clean_ids

MOST_FILES = 5


def is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def most_files(body: Mapping) -> int:
    """How many files a question takes."""
    return min(MOST_FILES, int(body.get("most") or MOST_FILES))


class Upload(Kind):
    name = "upload"
    label = "Upload"
    automatic = False
    many = True
    hint = "Photos (JPEG, PNG, WebP or HEIC) or PDF files, at most 10 MB each."

    def clean(self, value):
        ids = list(dict.fromkeys(clean_ids(value)))
        if not all(is_id(one) for one in ids):
            raise ValueError("Choose the file again.")
        if len(ids) > MOST_FILES:
            raise ValueError(f"Hand in at most {MOST_FILES} files. Remove one first.")
        return ids

    def read(self, given, body):
        return self.clean([one for one in given if one])

    def mark(self, body, key, value, points):
        return None

    def describe(self, value, body):
        count = len(value) if isinstance(value, list) else 0
        return f"{count} file{'' if count == 1 else 's'}" if count else ""


KIND = Upload()
