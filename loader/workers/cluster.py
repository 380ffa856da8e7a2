"""Documents made by the workers of a Dask cluster (https://distributed.dask.org), the extra ``cluster``.

A document goes out with its contents and comes back as Turtle: workers need no file system of ours, only the very same
program, which each of them proves. What a worker had in hand when it was lost is made by another; a document that takes
one worker after the other with it is made here, in a process of its own, where it can be seen what it does.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import sys
import time
import uuid
import warnings
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from threading import Lock
from typing import Any

from loader.build_state import code_fingerprint
from loader.documents import DocumentBuilder, Job, Outcome, Parcel, pack
from loader.errors import ConfigurationError, EngineError
from loader.workers.processes import made_alone

_AT_ONCE = 3
"""Documents that are with the cluster for each of its threads: one in hand, and what it takes up next."""
_LOOK = 2.0
"""Seconds between two looks at the cluster."""
_ONE_READER = Lock()
"""Some readers' libraries (PDFium) allow one thread of a process: that is a matter of the process, as this lock is."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a scheduler.

    Attributes:
        url: its address; one of ``tls://`` takes its certificates from Dask's own configuration.
        patience: seconds that the scheduler may take to answer, and that there may be no worker.
    """

    url: str
    patience: float = 30.0

    def outcomes(self, builder: DocumentBuilder, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what became of each document as it comes back."""
        if not jobs:
            return
        with _connected(self.url, self.patience) as client:
            yield from _Round(self, client, builder).outcomes(jobs)

    def lost(self, reason: str) -> EngineError:
        """Return the error of a cluster that is there no longer."""
        return EngineError(reason, where=self.url, advice="nothing was changed; look at the cluster, and build again")


class _Round:
    """The documents of one build, on their way to workers and back."""

    def __init__(self, cluster: Cluster, client: Any, builder: DocumentBuilder) -> None:
        self._cluster = cluster
        self._client = client
        self._builder = builder
        self._name = f"langnghe-{uuid.uuid4().hex[:12]}"
        self._program = program_fingerprint()
        # Made there from bytes that the scheduler keeps: a worker that comes later, or after another was lost, has it too.
        self._there = client.submit(pickle.loads, pickle.dumps(builder), key=f"{self._name}-builder")
        self._threads = 0
        self._looked = -_LOOK
        self._seen = time.monotonic()

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        waiting = list(reversed(jobs))
        at_work: dict[Any, Job] = {}
        while waiting or at_work:
            self._look()
            while waiting and len(at_work) < _AT_ONCE * max(self._threads, 1):
                job = waiting.pop()
                parcel = pack(job)
                if isinstance(parcel, Outcome):
                    yield parcel
                else:
                    at_work[self._send(parcel, len(waiting))] = job
            for future in self._finished(at_work):
                yield self._outcome(future, at_work.pop(future))

    def _send(self, parcel: Parcel, number: int) -> Any:
        key = f"{self._name}-{number}"
        return self._client.submit(_make, self._there, parcel, self._program, key=key, pure=False)

    def _finished(self, at_work: Collection[Any]) -> list[Any]:
        from distributed import wait

        if not at_work:
            return []
        try:
            with self._client.as_current():
                done = wait(list(at_work), timeout=_LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return []
        except CancelledError as error:
            raise self._ended() from error
        return list(done)

    def _outcome(self, future: Any, job: Job) -> Outcome:
        from distributed.scheduler import KilledWorker

        try:
            made = future.result()  # waits once more where the worker was lost after it had made it
        except KilledWorker:
            return made_alone(self._builder, job)
        except CancelledError as error:
            raise self._ended() from error
        except Exception as error:
            raise ConfigurationError(
                f"a worker of the cluster cannot make documents: {type(error).__name__}: {error}",
                where=self._cluster.url,
                advice="install the same langnghe[cluster] there, on the scheduler too",
            ) from error
        if isinstance(made, Outcome):
            return made
        raise ConfigurationError(
            "a worker of the cluster runs another program, or other versions of its libraries",
            where=f"{self._cluster.url}, {made}",
            advice="install the same langnghe[cluster] there, then start its workers again",
        )

    def _ended(self) -> EngineError:
        return self._cluster.lost("the scheduler of the cluster ended, and the documents it had with it")

    def _look(self) -> None:
        """See how many workers there are; be patient for a while where there are none."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, ValueError) as error:
            raise self._cluster.lost(f"the scheduler of the cluster does not answer: {error}") from error
        self._looked = now
        if self._threads:
            self._seen = now
        elif now - self._seen > self._cluster.patience:
            raise self._cluster.lost(f"the cluster has had no worker for {self._cluster.patience:g} s")


def _make(builder: DocumentBuilder, parcel: Parcel, program: str) -> Outcome | str:
    """Make a document, as a worker; where it would not make the same as who asks, return its address."""
    if program != program_fingerprint():
        from distributed import get_worker

        return str(get_worker().address)
    with _ONE_READER:
        return builder.make_of(parcel)


@cache
def program_fingerprint() -> str:
    """Return a digest of all that documents are made by: this program, as it was when first asked, and its libraries."""
    sha = hashlib.sha256(code_fingerprint("").encode())
    for distribution in sorted(_libraries()):
        sha.update(f"\0{distribution}".encode())
    return sha.hexdigest()


def _libraries() -> Iterator[str]:
    yield f"python {sys.version_info.major}.{sys.version_info.minor}"
    with suppress(metadata.PackageNotFoundError):
        for requirement in metadata.requires("langnghe") or ():
            if "extra ==" not in requirement and (name := re.match(r"[\w.-]+", requirement)):
                with suppress(metadata.PackageNotFoundError):
                    yield f"{name[0]} {metadata.version(name[0])}"


@contextmanager
def _connected(url: str, patience: float) -> Iterator[Any]:
    """Be a client of a scheduler.

    Raises:
        ConfigurationError: Dask is not installed, or there is no such scheduler.
    """
    try:
        import dask

        # What it would say by itself is said by our errors; its loggers are set up when it is imported.
        with dask.config.set({"logging": {"distributed": "critical", "distributed.client": "critical"}}):
            from distributed import Client
    except ImportError as error:
        raise ConfigurationError(
            "Dask, which a cluster is asked by, is not installed", advice="pip install 'langnghe[cluster]'"
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ: those that matter are compared by each worker
            client = Client(url, timeout=patience, set_as_default=False, name="langnghe")
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigurationError(
            f"no scheduler answers: {error}", where=url, advice="start one: dask scheduler --host ADDRESS"
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=1)
