"""What is derived inside plans, held against what readers signed before they saw any of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.project import Project
from tests.links.scoring import INVENTED, REAL, Score, build_invented, false_silence, scores

# Measured 2026-11: see docs/links.md. A fall below is a change for the worse, not noise: nothing here is random.
LEAST_OF_A_KIND = 0.75
LEAST_MEAN = 0.93


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folder that each plan was built into."""
    invented = build_invented(tmp_path_factory.mktemp("links"))
    return dict.fromkeys(REAL, Project.find().ttl) | dict.fromkeys(INVENTED, invented)


@pytest.mark.parametrize("plan", [*REAL, *INVENTED])
def test_links_are_those_that_a_reader_signs(plan: str, built: dict[str, Path]) -> None:
    found = scores(plan, built[plan])
    assert all(score.f1 >= LEAST_OF_A_KIND for score in found), "\n".join(map(str, found))
    assert sum(score.f1 for score in found) / len(found) >= LEAST_MEAN


@pytest.mark.parametrize("plan", [*REAL, *INVENTED])
def test_no_measure_is_said_to_be_carried_out_by_nobody_when_a_task_carries_it_out(
    plan: str, built: dict[str, Path]
) -> None:
    said, wrong = false_silence(plan, built[plan])
    assert wrong == 0, f"{wrong} of {said}"


def test_a_score_counts_what_is_missed_and_what_is_false() -> None:
    assert Score("", frozenset({(1, 2), (1, 3)}), frozenset({(1, 2), (4, 4)})).f1 == 0.5
    assert Score("", frozenset(), frozenset()).f1 == 1.0
    assert Score("", frozenset({(1, 1)}), frozenset()).f1 == 0.0
