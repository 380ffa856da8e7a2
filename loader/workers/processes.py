"""Documents made by processes of this machine; by this process alone where there are few of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from loader.documents import DocumentBuilder, Job, Outcome
from loader.errors import InputError
from loader.processes import begin_for

_WORTH_A_POOL = 12
_BUILDER: ContextVar[DocumentBuilder] = ContextVar("builder")
"""What a process that makes documents makes them with: handed to it once, so that what it remembers of that stays valid."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Processes of this machine.

    Attributes:
        count: how many; one for each processor when None, and none besides this one for a few documents.
    """

    count: int | None = None

    def outcomes(self, builder: DocumentBuilder, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what became of each document, in their order unless a process was killed."""
        count = min(self.count or os.cpu_count() or 1, len(jobs))
        if count < 2 or (self.count is None and len(jobs) < _WORTH_A_POOL):
            yield from map(builder.make, jobs)
            return
        finished: set[Path] = set()
        try:
            with ProcessPoolExecutor(count, initializer=_begin, initargs=(os.getpid(), builder)) as pool:
                for outcome in pool.map(_make, jobs, chunksize=2):
                    finished.add(outcome.job.file)
                    yield outcome
        except BrokenProcessPool:
            # One document ended its process (out of memory, a crash in a library): find it by making the rest alone.
            yield from (made_alone(builder, job) for job in jobs if job.file not in finished)


def _begin(parent: int, builder: DocumentBuilder) -> None:
    begin_for(parent)
    _BUILDER.set(builder)


def _make(job: Job) -> Outcome:
    return _BUILDER.get().make(job)


def made_alone(builder: DocumentBuilder, job: Job) -> Outcome:
    """Return what became of a document that is suspected of ending whoever makes it: made by a process of its own."""
    try:
        with ProcessPoolExecutor(1, initializer=begin_for, initargs=(os.getpid(),)) as pool:
            return pool.submit(builder.make, job).result()
    except BrokenProcessPool:
        return Outcome(
            job,
            None,
            InputError(
                "the reader of this file ended unexpectedly",
                where=str(job.file),
                advice="most likely for lack of memory",
            ),
        )
