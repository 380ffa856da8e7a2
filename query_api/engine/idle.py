"""Workers that wait for a query."""

from __future__ import annotations

import time

from query_api.engine.link import Worker


class IdleWorkers:
    """A pile of workers: the one used last is taken first, so that those at the bottom are those that nobody needs."""

    def __init__(self, spare: int, rest: float) -> None:
        """Start without any.

        Args:
            spare: how many may wait for ever.
            rest: seconds that the others may.
        """
        self._spare = spare
        self._rest = rest
        self._pile: list[tuple[Worker, float]] = []

    def __len__(self) -> int:
        """How many wait."""
        return len(self._pile)

    def put(self, worker: Worker) -> None:
        """Lay a worker on top."""
        self._pile.append((worker, time.monotonic()))

    def take(self) -> Worker | None:
        """Take the one on top; None if there is none."""
        return self._pile.pop()[0] if self._pile else None

    def due(self) -> float | None:
        """Seconds until the next of them has waited too long; None while there are none beyond the spare ones."""
        if len(self._pile) <= self._spare:
            return None
        return max(self._pile[0][1] + self._rest - time.monotonic(), 0.0)

    def rested(self) -> list[Worker]:
        """Take out those beyond the spare ones that have waited too long."""
        now = time.monotonic()
        beyond = self._pile[: max(len(self._pile) - self._spare, 0)]
        gone = [worker for worker, since in beyond if now - since >= self._rest]
        del self._pile[: len(gone)]  # the longer they wait the lower they lie
        return gone
