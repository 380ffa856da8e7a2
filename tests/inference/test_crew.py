"""Parts made by several processes are those that one makes, also when some of these processes are killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.graph.iris import Iris
from loader.inference.crew import Crew
from loader.inference.deduction import Deduction
from loader.inference.ledger import Ledger, opened
from loader.inference.parts import Parts
from loader.inference.reasoning import Reasoning, Setting

NUMBERS = list(range(60))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger", "one") as ledger:
        yield ledger


@pytest.fixture
def reasoning() -> Reasoning:
    return Reasoning(Setting(Deduction(()), frozenset(), Iris(), None), ())


def worker_of(parts: Parts, number: int) -> tuple[int, int]:
    """Say which process was asked."""
    return number, os.getpid()


def noted(parts: Parts, number: int) -> str | None:
    """Look a word up in the ledger."""
    return parts._ledger.note(f"word {number % 3}")


def killed(parts: Parts, number: int, writer: int, fatal: frozenset[int]) -> int:
    """Be killed by some numbers, unless the process that writes is asked."""
    if os.getpid() != writer and number in fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def interrupted(parts: Parts, number: int, writer: int) -> int:
    """Be interrupted by one number, as by a key that all processes of a terminal are told of."""
    if os.getpid() != writer and number == 3:
        os.kill(os.getpid(), signal.SIGINT)
    return number


def failing(parts: Parts, number: int) -> int:
    if number == 31:
        raise ValueError("of number 31")
    return number


def test_several_processes_make_parts(ledger: Ledger, reasoning: Reasoning) -> None:
    with Crew(ledger, reasoning, 3) as crew:
        made = dict(crew.each(worker_of, NUMBERS))
    assert sorted(made) == NUMBERS
    assert [made[number][0] for number in NUMBERS] == NUMBERS
    workers = {process for _, process in made.values()}
    assert os.getpid() not in workers
    assert 1 <= len(workers) <= 3


@pytest.mark.parametrize(("workers", "count"), [(1, 60), (3, 5)])
def test_one_process_makes_few_parts(ledger: Ledger, reasoning: Reasoning, workers: int, count: int) -> None:
    with Crew(ledger, reasoning, workers) as crew:
        assert {process for _, (_, process) in crew.each(worker_of, NUMBERS[:count])} == {os.getpid()}


def test_all_see_what_was_put_down_before(ledger: Ledger, reasoning: Reasoning) -> None:
    with Crew(ledger, reasoning, 2) as crew:
        for round_ in ("first", "second"):
            for number in range(3):
                ledger.set_note(f"word {number}", f"{round_} {number}")
            assert dict(crew.each(noted, NUMBERS)) == {n: f"{round_} {n % 3}" for n in NUMBERS}


@pytest.mark.parametrize("fatal", [{0}, {59}, {3, 17, 40}, set(NUMBERS)])
def test_what_killed_processes_had_in_hand_is_made_all_the_same(
    ledger: Ledger, reasoning: Reasoning, fatal: set[int]
) -> None:
    many = len(NUMBERS)
    with Crew(ledger, reasoning, 3) as crew:
        for _ in range(2):  # others are hired for those that were killed
            made = list(crew.each(killed, NUMBERS, [os.getpid()] * many, [frozenset(fatal)] * many))
            assert sorted(made) == [(number, number * 2) for number in NUMBERS]


@pytest.mark.parametrize("fatal", [set(), {0}, {2, 59}, set(NUMBERS)])
def test_parts_come_in_order_whoever_is_killed(ledger: Ledger, reasoning: Reasoning, fatal: set[int]) -> None:
    many = len(NUMBERS)
    with Crew(ledger, reasoning, 3) as crew:
        made = crew.in_order(killed, NUMBERS, [os.getpid()] * many, [frozenset(fatal)] * many)
        assert list(made) == [number * 2 for number in NUMBERS]
        makers = dict(crew.in_order(worker_of, NUMBERS))
    assert list(makers) == NUMBERS
    assert os.getpid() not in makers.values()


def test_an_interruption_is_for_the_process_that_writes(
    ledger: Ledger, reasoning: Reasoning, capfd: pytest.CaptureFixture[str]
) -> None:
    with Crew(ledger, reasoning, 2) as crew:
        assert sorted(n for n, _ in crew.each(interrupted, NUMBERS, [os.getpid()] * len(NUMBERS))) == NUMBERS
    assert capfd.readouterr().err == ""


def test_what_goes_wrong_elsewhere_is_raised_here(ledger: Ledger, reasoning: Reasoning) -> None:
    with Crew(ledger, reasoning, 2) as crew, pytest.raises(ValueError, match="of number 31"):
        list(crew.each(failing, NUMBERS))


def broken_off(path: Path) -> None:
    """Share a ledger, and do not come to the end of the update."""
    with opened(path, "one") as ledger:
        assert ledger.share()
        raise KeyboardInterrupt


def test_a_shared_ledger_whose_update_broke_off_is_valid_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    with opened(path, "one") as ledger:
        ledger.set_note("word", "kept")
    with opened(path, "one") as ledger:
        assert ledger.note("word") == "kept"
    with pytest.raises(KeyboardInterrupt):
        broken_off(path)
    with opened(path, "one") as ledger:
        assert ledger.note("word") is None
