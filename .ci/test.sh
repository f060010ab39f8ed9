#!/bin/bash
# The whole suite: on SQLite without a browser, then with the browser on a real PostgreSQL.
set -u
cd "$(dirname "$0")/.."
export SITE_MODE=test
failed=0
trap "exit 130" INT TERM  # Ctrl-C ends the whole, not one of its parts
bash .ci/environment.sh dev || exit 1
bash .ci/chromium.sh || failed=1
echo "== The suite on SQLite, without a browser"
env -u DATABASE_URL .venv/bin/python -m pytest -q -n 2 --dist worksteal || failed=1
echo "== All that asks the database, with a browser, on PostgreSQL"
.venv/bin/python tests/postgres.py .venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not prove" --only-database || failed=1
exit $failed
