#!/bin/bash
# See that Chromium and what drives it can start: root on Debian gets them, anybody else a line on how to.
set -u
cd "$(dirname "$0")/.."
ready() {
    { command -v chromium || command -v chromium-browser; } >/dev/null && .venv/bin/python -m playwright --version >/dev/null 2>&1
}
ready && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libatomic1; } >/dev/null 2>&1
    ready && exit 0
fi
echo "The browser tests cannot run. On Debian, as root: apt-get install chromium libatomic1"
[ "${CI:-}" != true ]
