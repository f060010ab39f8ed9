#!/bin/bash
# Make .venv and install the hash-locked packages: `environment.sh run` or `environment.sh dev`.
# A stamp remembers the lock that was installed, so the second time costs nothing.
set -eu
cd "$(dirname "$0")/.."
lock="requirements/$1.txt"
stamp=".venv/installed-$1"

say() { echo "$*" >&2; }

find_python() {
    for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$name"; return; }
    done
    say "Python 3.11 or newer is needed and was not found. On Debian: apt-get install python3 python3-venv"
    return 1
}

if [ -x .venv/bin/python ] && cmp -s "$lock" "$stamp"; then exit 0; fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "Installing python3-venv ..."
            { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1 || true
        fi
        "$python" -c 'import ensurepip, venv' 2>/dev/null || {
            say "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
    fi
    say "Making a Python environment in .venv ..."
    "$python" -m venv .venv
fi
say "Installing the packages of $lock, each checked against its hash ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$lock"
cp "$lock" "$stamp"
