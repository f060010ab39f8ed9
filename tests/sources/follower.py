"""Hears of corrections, as settings.EDITION_FOLLOWERS name it in a test."""

HEARD: list[tuple[int, int, int]] = []


def hears(*, old, new, by) -> None:
    HEARD.append((old.number, new.number, by.pk))
