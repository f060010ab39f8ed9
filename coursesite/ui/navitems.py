"""What the frame of a page shows as ways to go. The roof fills it in (settings.UI_NAV); base.html draws it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One way to go. `icon` is a lucide name, shown on phones; `current` marks the section one is in."""

    label: str
    url: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True)
class Nav:
    """`main` is the role's sections (Help comes last); the first three and Help stand in the bar on phones."""

    main: tuple[Link, ...] = ()
    account: tuple[Link, ...] = ()
    reading: str = ""
    search: str = ""
    sign_in: str = ""
    sign_out: str = ""
    foot: tuple[Link, ...] = ()
