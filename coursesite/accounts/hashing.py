"""How passphrases are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: the smallest of the settings that OWASP's Password Storage Cheat
    Sheet takes for equally hard to guess at.

    A sign-in costs some 40 ms of one processor. Django's own settings (100 MiB, eight lanes) and PBKDF2 cost ten times
    that: a school that signs in within half a minute would keep everybody's saves waiting.
    """

    time_cost, memory_cost, parallelism = 2, 19 * 1024, 1
