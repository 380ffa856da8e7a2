"""Work shared out among forks comes back whole and in order, whatever becomes of a fork."""

from __future__ import annotations

import os
import pickle
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import SH, XSD

from loader.validation.crew import Crew
from loader.validation.paths import Path
from loader.validation.results import RawResult

HERE = os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_what_is_made_stands_in_the_order_of_the_tasks(workers: int) -> None:
    with Crew(lambda task: (task * 2, os.getpid() == HERE), list(range(7)), workers) as crew:
        made = crew.made()
    assert [twice for twice, _ in made] == [0, 2, 4, 6, 8, 10, 12]
    assert all(here for _, here in made) is (workers == 1)


def test_the_work_of_a_fork_that_was_killed_is_done_here() -> None:
    def do(task: int) -> int:
        if task == 3 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with Crew(do, list(range(6)), 2) as crew:
        assert crew.made() == list(range(6))


def test_what_a_task_raises_is_raised_here() -> None:
    def do(task: int) -> int:
        if task == 1:
            raise ValueError("the second")
        return task

    with Crew(do, [0, 1, 2], 2) as crew, pytest.raises(ValueError, match="the second"):
        crew.made()


def test_forks_that_nobody_waits_for_end() -> None:
    with Crew(lambda task: signal.pause(), [0, 1], 2) as crew:
        processes = list(crew.processes)
        assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


@given(
    st.sampled_from(
        [
            Literal("05", datatype=XSD.integer, normalize=False),
            Literal("1.50", datatype=XSD.decimal, normalize=False),
            Literal("true", datatype=XSD.boolean, normalize=False),
            Literal("làng nghề", lang="vi"),
            Literal("2025"),
            URIRef("urn:x"),
            None,
        ]
    )
)
def test_a_result_comes_back_from_a_fork_as_it_was_written(value: Literal | URIRef | None) -> None:
    raw = RawResult(
        URIRef("urn:shape"), URIRef("urn:focus"), SH.Info, SH.ClassConstraintComponent, value, Path.of(SH.path),
        (Literal("Sai", lang="vi"),),
    )  # fmt: skip
    back = pickle.loads(pickle.dumps(raw))
    assert back == raw
    assert str(back.value) == str(value)
