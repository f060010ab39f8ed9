"""The whole form of a source: its fields, its rows, and what is to be looked at before it is stored."""

from typing import Any

from lessons.sources.description import Description, Stands
from lessons.sources.forms.checking import CheckForm
from lessons.sources.forms.describing import SourceForm, shelves_of
from lessons.sources.forms.describing_rows import DescriptionRows
from lessons.sources.models import Source
from lessons.sources.queries.describing import known_agents, sources_to_link

EMPTY = "nothing"


def _said(form: SourceForm, name: str) -> str:
    """What stands in a field, in words."""
    value, field = form.get_initial_for_field(form.fields[name], name), form.fields[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(getattr(field, "choices", ())).get(value, value) or EMPTY)


class Filled:
    """The whole form as it was sent: six fields and more, the rows, and what is to be looked at."""

    def __init__(self, data: Any, files: Any, *, user, source: Source | None, stand: Stands | None):
        initial = stand.values | {"seen": stand.stamp} if stand else {"relation": "primary", "date_kind": "created"}
        shelves = None if source else shelves_of(user)
        self.form = SourceForm(data, files, initial=initial, source=source, shelves=shelves)
        self.rows = DescriptionRows(data, stand, sources_to_link(user, source))
        self.check: CheckForm | None = None
        self.source, self.user = source, user

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), self.rows.is_valid()]
        if all(valid):
            known = known_agents(self.plain.names, self.user)
            self.check = CheckForm(self.form, [name for name in self.plain.names if name not in known])
        return all(valid)

    @property
    def plain(self) -> Description:
        """What was typed, before anything is confirmed."""
        return self._description("", None)

    def _description(self, kind: str, reading, **more) -> Description:
        steps, dropped = self.rows.given_steps, self.rows.dropped
        return self.form.description(
            kind=kind, reading=reading, steps=steps, dropped=dropped, **self.rows.given, **more
        )

    @property
    def is_checked(self) -> bool:
        return not self.check.is_needed or self.check.is_valid()

    @property
    def description(self) -> Description:
        if not self.check.is_needed:
            return self._description(self.form.cleaned_data["kind"] or self.source.kind, None)
        text = self.form.text_given(self.check.marks) if not self.source else None
        kind = self.check.kind or self.source.kind
        return self._description(kind, self.check.reading, new=self.check.new, text=text)

    @property
    def stands(self) -> list[tuple[str, str]]:
        """(label, what stands now) of each field and list that was sent otherwise."""
        form = self.form
        said = [
            (str(form[name].label), _said(form, name)) for name in form.changed_data if name not in ("seen", "checked")
        ]
        lists = (
            ("Persons, bodies and how it came to us", self.rows.steps, ("name", "note", "when")),
            ("Where it is kept, and where it was found", self.rows.holdings, ("repository", "levels", "url")),
            ("Other sources that belong to it", self.rows.links, ("note",)),
        )
        for label, rows, names in lists:
            if rows.has_changed():
                each = (", ".join(str(row[name]) for name in names if row[name]) for row in rows.initial or [])
                said.append((label, "; ".join(each) or EMPTY))
        return said

    def context(self) -> dict:
        return {"form": self.form, "rows": self.rows, "check": self.check, "source": self.source}
