from coursesite.accounts.models import SchoolRole, ShelfMember, User
from coursesite.privacy.registry import Kept

KEPT = [
    Kept(
        User,
        "name, name in registers, user name, e-mail if given, school id, reading settings",
        "to sign in and to be known to teachers",
        "while at the school, then one year",
        "self",
    ),
    Kept(SchoolRole, "role in the school", "to know teachers and admins", "while at the school"),
    Kept(ShelfMember, "which shelves a teacher may read or edit", "to share lessons", "while at the school"),
]
