"""Writing questions that are answered with typed words, figures or dates."""

from django import forms
from django.utils.html import format_html, format_html_join

from assessments.forms.authoring.base import Author, fold_away, lines_field, lines_of, words_field
from assessments.kinds.cloze import read_cloze
from assessments.kinds.date import key_date
from assessments.kinds.number import one_number, shown
from coursesite.ui.forms import needed
from lessons.forms.authoring import BlockForm

MORE = "More"
CLOZE_HELP = (
    "Write the text, and each gap as [[words]]. [[Gomułka|Gomulka]] is typed, and either will do. "
    "[[*right|wrong|wrong]] is chosen from a list; the words with a star are right. Students see a list in the order of "
    "the alphabet. “Show the fields of this kind” shows how it looks."
)
PRECISIONS = [("day", "As exact as the date above"), ("month", "The right month"), ("year", "The right year")]


class ShortAuthor(Author):
    kind = "short"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["accepted"] = needed(
            lines_field("Accepted answers", "One on each line. Capitals, accents and punctuation do not matter.")
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


class ClozeAuthor(Author):
    """One text with its gaps in our notation; how it looks is shown before anything is saved."""

    kind = "cloze"

    def add_fields(self, form: BlockForm) -> None:
        text = form.data.get("text", "") if form.is_bound else form.initial.get("text", "")
        widget = forms.Textarea(attrs={"rows": 6})
        help_text = format_html("{}{}", CLOZE_HELP, preview(text)) if text else CLOZE_HELP
        form.fields["text"] = needed(
            forms.CharField(required=False, max_length=6000, widget=widget, label="Text with gaps", help_text=help_text)
        )

    def check(self, form: BlockForm) -> None:
        try:
            read_cloze(plain_lines(form.cleaned_data.get("text", "")))
        except ValueError as error:
            form.add_error("text", str(error))

    def values(self, form: BlockForm):
        return {"text": plain_lines(form.cleaned_data["text"])}

    def pack(self, values):
        return read_cloze(values["text"])

    def unpack(self, body, key):
        return {"text": key.get("text", "")}


def plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def preview(text: str):
    """How a text with gaps will look, under its field; nothing where it cannot be read yet."""
    try:
        body, _ = read_cloze(plain_lines(text))
    except ValueError:
        return ""
    pieces = format_html_join("", "{}", ((piece(part),) for part in body["parts"]))
    return format_html('<span class="cloze-preview"><strong>Students see:</strong> {}</span>', pieces)


def piece(part: dict):
    if "text" in part:
        return part["text"]
    if "options" not in part:
        return format_html('<span class="cloze-blank">{}</span>', "________")
    return format_html('<span class="cloze-blank">{}</span>', " / ".join(words for _, words in part["options"]))


class NumberAuthor(Author):
    """The number, its unit, what it may be off by; a second, wider distance for half of the points is folded away."""

    kind = "number"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["number"] = needed(words_field("The right number", longest=40))
        form.fields["unit"] = words_field(
            "Unit", longest=20, help_text="Shown beside the field; may be typed. May be empty."
        )
        form.fields["off"] = needed(words_field(
            "May be off by", "0", 40, "0 where only the number itself is right. 5% counts in parts of a hundred."
        ))  # fmt: skip
        form.fields["half_off"] = words_field(
            "Half of the points for being off by at most",
            longest=40,
            help_text="May be empty: then nothing is half right.",
        )
        fold_away(form, MORE, "half_off")

    def check(self, form: BlockForm) -> None:
        data = form.cleaned_data
        found = {}
        for name in ("number", "off", "half_off"):
            typed = data.get(name, "")
            if not typed and name == "half_off":
                continue
            try:
                found[name] = one_number(typed.removesuffix("%") if name != "number" else typed)
            except ValueError as error:
                form.add_error(name, str(error))
        if any(found.get(name, 0) < 0 for name in ("off", "half_off")):
            form.add_error("off", "Write how far off as a number of 0 or more.")
        elif "half_off" in found and found["half_off"] <= found.get("off", 0):
            form.add_error("half_off", "Write a wider distance than the one for all of the points, or nothing.")
        if data.get("half_off") and data["half_off"].endswith("%") != data.get("off", "").endswith("%"):
            form.add_error("half_off", "Write both distances as numbers, or both with %.")

    def values(self, form: BlockForm):
        data = form.cleaned_data
        percent = data["off"].endswith("%")
        return {
            "number": shown(one_number(data["number"])), "unit": data["unit"], "percent": percent,
            "off": shown(one_number(data["off"].removesuffix("%"))),
            "half_off": shown(one_number(data["half_off"].removesuffix("%"))) if data["half_off"] else "",
        }  # fmt: skip

    def pack(self, values):
        return {"unit": values["unit"]}, {name: values[name] for name in ("number", "off", "half_off", "percent")}

    def unpack(self, body, key):
        values = {"number": "", "off": "0", "half_off": "", "percent": False}
        return {"unit": body.get("unit", "")} | {name: key.get(name, value) for name, value in values.items()}

    def initial(self, values):
        sign = "%" if values["percent"] else ""
        return values | {name: f"{values[name]}{sign}" for name in ("off", "half_off") if values[name]}


class DateAuthor(Author):
    """A date as people write it, and how exact is exact enough."""

    kind = "date"

    def add_fields(self, form: BlockForm) -> None:
        form.fields["words"] = needed(words_field(
            "The right date", longest=120,
            help_text="As you would write it: 25 February 1956, October 1956, 25 October 1917 (O.S.), 19-20 October 1956. "
            "Students may write it in any way, and in either calendar.",
        ))  # fmt: skip
        form.fields["precision"] = needed(
            forms.ChoiceField(required=False, label="What is exact enough", choices=PRECISIONS, initial="day")
        )
        form.fields["partial"] = forms.BooleanField(
            required=False, initial=True,
            label="Give half of the points for a date that is right but for the last part, a quarter for the right year",
        )  # fmt: skip
        fold_away(form, MORE, "precision", "partial")

    def check(self, form: BlockForm) -> None:
        try:
            key_date(form.cleaned_data.get("words", ""))
        except ValueError as error:
            form.add_error("words", str(error))

    def values(self, form: BlockForm):
        data = form.cleaned_data
        return {"words": data["words"], "precision": data["precision"] or "day", "partial": data["partial"]}

    def pack(self, values):
        return {}, key_date(values["words"]) | values

    def unpack(self, body, key):
        return {
            "words": key.get("words", ""),
            "precision": key.get("precision", "day"),
            "partial": key.get("partial", True),
        }
