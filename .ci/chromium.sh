#!/bin/bash
# See that there is a Chromium for the browser tests: root on Debian gets it, anybody else a line on how to.
set -u
command -v chromium >/dev/null || command -v chromium-browser >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1
    command -v chromium >/dev/null && exit 0
fi
echo "No Chromium: the browser tests cannot run. On Debian, as root: apt-get install chromium"
[ "${CI:-}" != true ]
