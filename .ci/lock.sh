#!/bin/bash
# Resolve pyproject.toml into the two lock files, each package with its hashes. UPGRADE=1 takes the newest that fit.
set -eu
cd "$(dirname "$0")/.."
upgrade=(); [ -z "${UPGRADE:-}" ] || upgrade=(--upgrade)
lock() {
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate ${upgrade[@]+"${upgrade[@]}"} "$@" >/dev/null
}
lock --output-file requirements/run.txt
lock --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
echo "Locked: requirements/run.txt and requirements/dev.txt."
