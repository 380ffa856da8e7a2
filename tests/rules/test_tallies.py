"""What is published of counts: smoothed, bounded below, marked thin, kept in a file of stable bytes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import ConfigurationError
from loader.rules.tallies import Measured, Tally, measured, parsed, written

KINDS = {"tasks.row": "task", "tasks.subject": "task", "funding.source": "funding"}
COUNTS = st.integers(0, 500).flatmap(lambda found: st.tuples(st.just(found), st.integers(0, found)))


def of(tallies: dict[str, Tally]) -> Measured:
    return measured("r", "g", KINDS, tallies, {"vi.heading.funding": 3}, {"tasks.row": ("Xây “kho”\\",)})


@pytest.mark.parametrize(("right", "found", "lower"), [(85, 107, 0.72), (248, 254, 0.954), (4, 4, 0.597), (0, 0, 0.0)])
def test_the_lower_bound_is_wilsons(right: int, found: int, lower: float) -> None:
    assert Tally(found, right, 3).lower == pytest.approx(lower, abs=0.005)


@given(COUNTS)
def test_the_lower_bound_is_below_the_share(counts: tuple[int, int]) -> None:
    found, right = counts
    assert 0 <= Tally(found, right).lower <= (right / found if found else 0) + 1e-9


@given(COUNTS, st.floats(0, 1))
def test_the_smoothed_value_lies_between_the_share_and_that_of_the_kind(counts: tuple[int, int], kind: float) -> None:
    found, right = counts
    share = right / found if found else kind
    assert min(share, kind) - 1e-9 <= Tally(found, right).smoothed(kind) <= max(share, kind) + 1e-9


def test_a_rule_met_once_takes_most_of_its_value_from_its_kind() -> None:
    result = of({"tasks.row": Tally(95, 76, 9), "tasks.subject": Tally(1, 0, 1)})
    assert result.kinds["task"] == Decimal("0.79")  # 76 of 96
    assert result.confidences["tasks.subject"] == Decimal("0.66")  # (0 + 5 · 76/96) / 6
    assert result.confidences["tasks.row"] == Decimal("0.80")


def test_a_rule_that_was_never_wrong_is_not_certain() -> None:
    assert of({"tasks.row": Tally(400, 400, 30)}).confidences["tasks.row"] == Decimal("0.99")


def test_a_kind_that_nothing_was_found_of_has_the_share_of_everything() -> None:
    assert of({"tasks.row": Tally(10, 9, 3)}).confidences["funding.source"] == Decimal("0.90")


@pytest.mark.parametrize(
    ("tally", "thin"), [(Tally(19, 19, 9), True), (Tally(20, 20, 3), False), (Tally(200, 200, 2), True)]
)
def test_few_facts_or_documents_are_thin(tally: Tally, thin: bool) -> None:
    assert tally.thin is thin


def test_a_measurement_is_read_back_as_it_was_written() -> None:
    result = of({"tasks.row": Tally(10, 9, 3), "funding.source": Tally(4, 1, 1)})
    assert parsed(written(result), "measured.toml") == result
    assert written(parsed(written(result), "measured.toml")) == written(result)


def test_a_broken_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"measured.toml.*measure"):
        parsed("rules = 1", "measured.toml")
