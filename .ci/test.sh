#!/bin/bash
# The whole suite: on SQLite without a browser, then with the browser on a real PostgreSQL.
set -u
cd "$(dirname "$0")/.."
export SITE_MODE=test
failed=0
trap "exit 130" INT TERM  # Ctrl-C ends the whole, not one of its parts
bash .ci/environment.sh dev || exit 1
bash .ci/chromium.sh || failed=1
# What failed is run once more by itself: a browser on a busy machine may be late. A fault fails again; both runs are told.
twice() {
    "$@" && return
    [ $? -eq 1 ] || return 1
    echo "== Once more, only what failed"
    "$@" --last-failed --last-failed-no-failures none
}
suite=(.venv/bin/python -m pytest -q -n 2 --dist worksteal)
echo "== The suite on SQLite, without a browser"
# Here the tables are made from the models, in a second; PostgreSQL gets them by the migrations, and `make check` holds
# the two together.
twice env -u DATABASE_URL "${suite[@]}" --nomigrations -o cache_dir=.pytest_cache/sqlite || failed=1
echo "== All that asks the database, with a browser, on PostgreSQL"
twice .venv/bin/python tests/postgres.py "${suite[@]}" -m "not prove" --only-database -o cache_dir=.pytest_cache/postgres || failed=1
exit $failed
