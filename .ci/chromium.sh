#!/bin/bash
# See that Chromium and what drives it can start: root on Debian gets its headless shell, anybody else a line on how to.
set -u
cd "$(dirname "$0")/.."
drives() { .venv/bin/python -m playwright --version >/dev/null 2>&1; }
ready() { .venv/bin/python -c 'import sys; from tests.chromium import find_chromium; sys.exit(not find_chromium())' && drives; }
if ! { command -v chromium-headless-shell >/dev/null && drives; } && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium's headless shell ..."
    install() { DEBIAN_FRONTEND=noninteractive timeout 240 apt-get install -y -qq "$@"; }
    # An older Debian has no such shell: then the whole browser, unless it is there.
    { timeout 60 apt-get update -qq; install chromium-headless-shell libatomic1 || ready || install chromium libatomic1; } >/dev/null 2>&1
fi
ready && exit 0
echo "The browser tests cannot run. On Debian, as root: apt-get install chromium-headless-shell libatomic1"
[ "${CI:-}" != true ]
