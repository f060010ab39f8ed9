"""The house as tables: which package stands on which, which file names there are, what is allowed by name.

`layers.py` holds a tree of source files against these tables. A package that needs a new pure module adds its name
to PURE; an exception goes into ALLOWED with its reason.
"""

from dataclasses import dataclass

# Lowest first. Packages on one line may not import each other.
FLOORS = (
    ("coursesite.clock", "coursesite.prepared", "coursesite.retrying"),
    ("coursesite.audit",),
    ("coursesite.privacy", "coursesite.jobs", "coursesite.files", "coursesite.ui"),
    ("coursesite.accounts",),
    ("coursesite.classes",),
    ("lessons.sources",),
    ("lessons",),
    ("assessments",),
    ("coursesite.home", "coursesite.ops", "coursesite.exchange", "coursesite.lti"),
    ("coursesite",),  # urls, settings, wsgi, middleware: the roof ridge
)
HEIGHT = {package: height for height, floor in enumerate(FLOORS) for package in floor}
# Sources know no class, though they stand above.
NEVER = {("lessons.sources", "coursesite.classes")}
ROOTS = ("coursesite", "lessons", "assessments")
ROOT_FILES = {"coursesite": {"__init__", "clock", "middleware", "prepared", "retrying", "settings", "urls", "wsgi"}}

# Inside a package each file imports only from names on lines before its own.
ORDER = ("errors", "PURE", "policy", "models", "blocks kinds", "queries", "actions", "tasks", "privacy", "checks",
         "forms", "views", "middleware", "urls", "apps")  # fmt: skip
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names.split()}
# Django's own folders: how far right each may reach.
RANK |= {"__init__": -1, "migrations": RANK["blocks"], "management": RANK["apps"], "templatetags": RANK["urls"]}

# Pure modules: plain values in, plain values out; no database, no models.
PURE = {
    "coursesite.accounts": {"carry", "names", "passphrases"},
    "coursesite.files": {"drawchild", "drawing", "images", "storage"},
    "coursesite.ui": {"charts", "fold", "navitems", "words"},
    "coursesite.classes": {"due", "rosterlist", "verbs", "viewing"},
    "coursesite.home": {"rows"},
    "coursesite.ops": {"dumps", "manifest", "patience", "processes"},
    "lessons.sources": {
        "aligning",
        "bracketmarks",
        "captions",
        "cite",
        "compare",
        "corrections",
        "cuts",
        "datereading",
        "dates",
        "drafts",
        "edtf",
        "found",
        "gaps",
        "intake",
        "languages",
        "namesakes",
        "passagefile",
        "pastedword",
        "places",
        "quotes",
        "readdate",
        "readdocx",
        "readhtml",
        "render",
        "rights",
        "scale",
        "searched",
        "sourcefile",
        "sourceline",
        "textclean",
        "tomlfile",
        "voices",
        "zooming",
        "description",
        "guesses",
    },
    "lessons": {
        "anchors",
        "clean",
        "contract",
        "lessonfile",
        "lessontext",
        "library",
        "markdown",
        "markdownout",
        "pasted",
        "pastednotes",
        "plan",
        "prose",
        "questionfile",
        "samewords",
        "starters",
        "strip",
        "teacherfile",
        "traps",
        "webannotation",
    },
    "assessments": {
        "analysis",
        "arrangement",
        "arrival",
        "bankwords",
        "counting",
        "dealing",
        "draw",
        "evidence",
        "kinds",
        "late",
        "pacing",
        "papermarks",
        "presets",
        "questionplan",
        "receipts",
        "regrading",
        "scoring",
        "sheets",
        "thinning",
        "totals",
    },
}

# Other file names, and the place where each stands.
ALSO = {
    ("coursesite.privacy", "registry"): "PURE",  # machinery of the floor: asks the app registry
    ("coursesite.privacy", "triggers"): "PURE",  # machinery of the floor: speaks with a connection
    ("coursesite.accounts", "hashing"): "models",  # how Django keeps a passphrase, named in the settings
    ("coursesite.accounts", "sessions"): "queries",  # Django's session and person, named in the settings
    ("coursesite.accounts", "signin"): "forms",  # what allauth asks of us, named in the settings
    ("coursesite.ui", "context"): "views",  # what every template gets, named in the settings
    ("coursesite.home", "nav"): "views",  # the links of the header, named in the settings
}
# Template folders that bear another app's name, and whose they are: overrides.
OVERRIDES = {"account": "coursesite.accounts", "allauth": "coursesite.accounts", "socialaccount": "coursesite.accounts",
             "bootstrap5": "coursesite.ui", "django": "coursesite.ui", "components": "coursesite.ui"}  # fmt: skip

# (file, sort) -> why this one may.
ALLOWED: dict[tuple[str, str], str] = {
    ("lessons/sources/render.py", "unsafe"): "stored_html(): what was sanitised before it was stored is drawn",
}

ROLE_WORDS = {"role", "roles", "is_staff", "is_superuser", "is_admin", "is_teacher", "is_student", "is_marker",
              "has_perm"}  # fmt: skip
NOT_PEOPLE = {"agent", "edition", "step"}  # their role is the part they play in a source
WHO_ACTS = {"by", "user", "actor"}
ROLE_FREE = {"forms", "views", "actions", "tasks", "templatetags", "middleware", "blocks", "kinds"}
CLOCKS = {"timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow",
          "datetime.today", "date.today", "time.time"}  # fmt: skip
UNSAFE = {"mark_safe", "csrf_exempt"}
FILE_LINES, FUNCTION_LINES = 300, 40


@dataclass(frozen=True, order=True)
class Breach:
    path: str
    line: int
    sort: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sort}: {self.what}"


def package_of(dotted: str) -> str | None:
    """The package of the house that a dotted name lies in."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        if (name := ".".join(parts[:end])) in HEIGHT:
            return name
    return None


def role_of(module: str, package: str) -> str:
    """The file name that gives a module its place in its package: lessons.models.talk -> models."""
    rest = module[len(package) :].lstrip(".").split(".")
    return rest[0] or "__init__"


def rank_of(package: str, role: str) -> int | None:
    if role in PURE.get(package, ()):
        return RANK["PURE"]
    return RANK.get(ALSO.get((package, role), role))
