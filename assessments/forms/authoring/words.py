"""Writing questions that are answered with a few typed words."""

from assessments.forms.authoring.base import Author, lines_field, lines_of
from lessons.forms.authoring import BlockForm


class ShortAuthor(Author):
    kind = "short"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["accepted"] = lines_field(
            "Accepted answers", "One on each line. Capitals, accents and punctuation do not matter."
        )

    def check(self, form: BlockForm) -> None:
        if not form.cleaned_data.get("accepted", "").strip():
            form.add_error("accepted", "Write at least one accepted answer.")

    def values(self, form: BlockForm):
        return {"accepted": lines_of(form.cleaned_data["accepted"])}

    def pack(self, values):
        return {}, {"accepted": values["accepted"]}

    def unpack(self, body, key):
        return {"accepted": list(key.get("accepted", []))}

    def initial(self, values):
        return values | {"accepted": "\n".join(values["accepted"])}
