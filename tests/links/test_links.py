"""What is derived inside two plans, held against what a reader signed before the method was made."""

from __future__ import annotations

import pytest

from loader.project import Project
from tests.links.scoring import PLANS, Score, false_silence, scores

# Measured 2026-11: see tests/gold/README.md. A fall below is a change for the worse, not noise: nothing here is random.
LEAST_OF_A_KIND = 0.75
LEAST_MEAN = 0.88


@pytest.mark.parametrize("plan", PLANS)
def test_links_are_those_that_a_reader_signs(plan: str) -> None:
    found = scores(plan, Project.find())
    assert all(score.f1 >= LEAST_OF_A_KIND for score in found), "\n".join(map(str, found))
    assert sum(score.f1 for score in found) / len(found) >= LEAST_MEAN


@pytest.mark.parametrize("plan", PLANS)
def test_no_measure_is_said_to_be_carried_out_by_nobody_when_a_task_carries_it_out(plan: str) -> None:
    said, wrong = false_silence(plan, Project.find())
    assert wrong == 0, f"{wrong} of {said}"


def test_a_score_counts_what_is_missed_and_what_is_false() -> None:
    assert Score("", frozenset({(1, 2), (1, 3)}), frozenset({(1, 2), (4, 4)})).f1 == 0.5
    assert Score("", frozenset(), frozenset()).f1 == 1.0
    assert Score("", frozenset({(1, 1)}), frozenset()).f1 == 0.0
