"""Comparisons of times that a busy machine cannot fail: CPU time of this process, the best of several runs, no garbage collection.

A bound tells linear growth from quadratic growth, not a fast machine from a slow one: ten times the work may take forty
times as long, where a square takes a hundred. What one reading may take at most is told in readings of an honest text.
"""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from loader.readers import read

RUNS = 3
SLACK = 4
"""How many times slower than in proportion a longer text may be; quadratic growth exceeds it from ten times the length on."""
UNCERTAIN = 0.02
"""Seconds of CPU below which a measurement says nothing."""


@contextmanager
def _uncollected() -> Iterator[None]:
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that ``work`` takes once."""
    with _uncollected():
        start = time.process_time()
        work()
        return time.process_time() - start


def assert_in_proportion(work: Callable[[int], object], short: int, long: int) -> None:
    """Assert that ``work(long)`` takes no more than SLACK times what the growth from ``work(short)`` would make it in proportion.

    Both are measured anew each time: other work on the machine that slowed one of them would tell nothing of growth.
    """
    assert long >= 10 * short, "a shorter span does not tell quadratic from linear growth"
    for _ in range(RUNS):
        once = max(UNCERTAIN, min(cpu_seconds(lambda: work(short)) for _ in range(RUNS)))
        taken, bound = cpu_seconds(lambda: work(long)), SLACK * once * long / short
        if taken < bound:
            return
    pytest.fail(f"{short} took {once:.3f} s, {long} took {taken:.1f} s, more than {bound:.1f} s")


@functools.cache
def honest_reading() -> float:
    """Return the CPU seconds of reading two million characters of plain sentences: the measure of this machine, now."""
    text = ("Kế hoạch bảo tồn và phát triển làng nghề trên địa bàn tỉnh đến năm 2030. \n\n" * 26_000).encode()
    return max(UNCERTAIN, min(cpu_seconds(lambda: read(text, "honest.txt")) for _ in range(RUNS)))


@contextmanager
def no_longer_than(readings: float) -> Iterator[None]:
    """Assert that the block takes no more CPU time than ``readings`` readings of an honest text of two million characters."""
    bound = readings * honest_reading()
    with _uncollected():
        start = time.process_time()
        yield
        taken = time.process_time() - start
    assert taken < bound, f"took {taken:.2f} s, more than {readings} readings of {honest_reading():.2f} s"
