#!/bin/bash
# Lint, format, types, templates, migrations and Django's deployment checks. Runs all of them, then says which failed.
set -u
cd "$(dirname "$0")/.."
bash .ci/environment.sh dev || exit 1
python=.venv/bin/python
failed=()
trap "exit 130" INT TERM
check() {
    local name="$1"; shift
    local output
    if output=$("$@" 2>&1); then echo "ok      $name"; else echo "$output"; echo "FAILED  $name"; failed+=("$name"); fi
}
templates() { find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --check --target-version 5.2; }

check "lint (ruff check)" .venv/bin/ruff check .
check "format (ruff format)" .venv/bin/ruff format --check .
check "types (mypy)" env SITE_MODE=test .venv/bin/mypy
check "templates (djade)" templates
check "migrations (makemigrations --check)" env -u DATABASE_URL SITE_MODE=test "$python" manage.py makemigrations --check --dry-run
check "deployment (check --deploy)" env SITE_MODE=school DEBUG=0 ALLOWED_HOSTS=school.example.org \
    SECRET_KEY="$("$python" -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    DATABASE_URL=postgres://nobody@127.0.0.1:1/none "$python" manage.py check --deploy --fail-level WARNING
if [ ${#failed[@]} -gt 0 ]; then printf 'Failed: %s\n' "${failed[@]}"; exit 1; fi
