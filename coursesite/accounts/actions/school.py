"""What the school says about itself."""

from django.db import transaction

from coursesite.accounts.models import School
from coursesite.audit.actions import record


def change_school(*, school: School, by, name: str, **about: str) -> School:
    """Set the name and what the public pages show; the log says which of them changed, not what they say."""
    with transaction.atomic():
        kept = School.objects.select_for_update().get(pk=school.pk)
        new = kept.settings | about
        changed = [key for key in about if about[key] != kept.settings.get(key, "")]
        changed = ["name"] * (kept.name != name) + changed
        kept.name, kept.settings = name, new
        kept.save(update_fields=["name", "settings"])
        if changed:
            record(by=by, verb="school_change", target=kept, changed=changed)
    return kept
