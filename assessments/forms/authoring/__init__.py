"""The forms of the blocks that ask. How one kind of question is written stands in a file of this folder."""

from assessments.forms.authoring.editor import EDITORS

__all__ = ["EDITORS"]
