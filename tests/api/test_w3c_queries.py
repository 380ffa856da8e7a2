"""The W3C SPARQL 1.1 query, results-format, federation and service-description suites; collected only where LANGNGHE_W3C_TESTS is set."""

from __future__ import annotations

import os
from pathlib import Path

from tests.w3c.sparql_suite import COMPARABLE, comparable, deviations, run

SUITE = Path(os.environ["LANGNGHE_W3C_TESTS"])


def test_only_what_is_known_fails_and_for_a_stated_reason() -> None:
    outcomes = run(SUITE)
    assert len(comparable(outcomes)) >= COMPARABLE
    assert {name for name, why in outcomes.items() if why is not None} == set(deviations())
    assert all(deviations().values())
