"""Files that a student hands in: what is brought, and what is taken away again."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from assessments.kinds.upload import MOST_FILES
from coursesite.files.drawing import Handed, draw_file
from coursesite.files.errors import FileRefused
from coursesite.files.images import LARGEST_FILE

TOO_LARGE = "is larger than 10 MB. Save it smaller and choose it again."


class FilesField(forms.FileField):
    """All files that were sent under one name, drawn; each refusal names its file."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, Handed]]:
        read, problems = [], []
        for file in data or []:
            name = "".join(sign for sign in file.name if sign.isprintable())[:80] or "The file"
            try:
                if file.size > LARGEST_FILE:
                    raise FileRefused(f"This file {TOO_LARGE}")
                read.append((file.name, draw_file(file.read())))
            except FileRefused as refusal:
                problems.append(f"“{name}”: {refusal}")
        if problems:
            raise forms.ValidationError(problems)
        return read


class FilesForm(forms.Form):
    """`file`: one or more to bring; `remove`: the id of one to take away. `held` are the ids that stand."""

    file = FilesField(required=False)
    remove = forms.UUIDField(required=False)

    def __init__(self, data, files: MultiValueDict, *, slot: int, held: list[str], most: int = MOST_FILES):
        sent = {"file": files.getlist(f"file-{slot}")}
        super().__init__({"remove": data.get(f"remove-{slot}", "")}, sent)
        self.held, self.most = held, most

    def clean_remove(self) -> str:
        return str(self.cleaned_data["remove"] or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held = [one for one in self.held if one != data.get("remove")]
        sent = len(self.files["file"])
        if len(held) + sent > self.most:
            said = "one file" if self.most == 1 else f"{self.most} files"
            self.add_error("file", f"Hand in at most {said}; {len(held)} stand already. Remove one first.")
        if not sent and not data.get("remove") and not self.errors:
            self.add_error("file", "Choose a file first.")
        return data

    @property
    def words(self) -> str:
        """What to do, in one line."""
        return " ".join(words for problems in self.errors.values() for words in problems)
