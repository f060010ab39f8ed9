"""The benchmark's own parts are right, and the whole of it runs."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from bench.goals import Row, ratios, table
from bench.measuring import cpu_seconds, pss_mib, tree
from bench.weight import weigh


def test_a_goal_is_met_by_its_median():
    assert Row("B1", "page", (1.0, 1.4, 9.0), 1.5).verdict == "met"
    assert Row("B1", "page", (1.0, 1.6, 1.7), 1.5).verdict == "missed"


def test_the_program_starts_and_says_what_it_takes():
    """All that it takes from the site is still there: the whole of it runs in `make prove` alone."""
    said = subprocess.run(
        [sys.executable, "-m", "bench", "--help"], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )
    assert (said.returncode, "--quick" in said.stdout) == (0, True), said.stderr


def test_quotients_are_made_round_by_round():
    assert ratios([2, 6], [1, 2]) == (2, 3)


def test_the_table_shows_median_range_goal_and_verdict():
    lines = table([Row("B1", "page", (1.0, 2.0, 4.0), 1.5), Row("B8", "weight", (99.5,), 120, "kB")]).splitlines()
    assert [line.split() for line in lines] == [
        ["Goal", "What", "Median", "Range", "Wanted"],
        ["B1", "page", "2.00", "x", "1.00", "x", "to", "4.00", "x", "<=", "1.50", "x", "missed"],
        ["B8", "weight", "99.50", "kB", "exact", "<=", "120", "kB", "met"],
    ]


def test_cpu_of_children_counts_also_after_they_ended():
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {burn!r}])\nprint(1, flush=True)\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        used, alive, memory = cpu_seconds(process.pid), tree(process.pid), pss_mib(process.pid)
        process.kill()
    assert used >= 0.3
    assert alive == [process.pid]
    assert memory > 1


def test_weight_follows_style_sheets_and_modules_and_counts_other_hosts(tmp_path):
    (tmp_path / "a.css").write_text("body { background: url(img/b.svg) }" + "/* */" * 500)
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "b.svg").write_text("<svg/>")
    (tmp_path / "c.js").write_text('import {x} from "./d.js";')
    (tmp_path / "d.js").write_text("export const x = 1;")
    html = (
        '<link rel="stylesheet" href="/static/a.css"><link rel="canonical" href="/elsewhere">'
        '<script type="module" src="/static/c.js"></script><script src="/static/c.js"></script>'
        '<img src="https://other.example/x.png"><p>' + "word " * 2000
    )
    found = weigh(html, tmp_path)
    assert (found.requests, found.foreign) == (6, 1)  # the page, a.css, b.svg, c.js, d.js, the other host's
    assert found.later < 1000
    assert found.later < found.first < found.later + 1000


@pytest.mark.prove
@pytest.mark.postgres
def test_the_whole_benchmark_runs_with_tiny_counts(tmp_path):
    out = tmp_path / "rows.json"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--json", str(out)],
        cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = {row[0] for row in json.loads(out.read_text())}
    assert found == {"B1", "B2", "B3", "B4", "B5", "B6", "B8", "B9", "B10", "B11", "B12", "B13", "P7"}
