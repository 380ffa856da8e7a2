"""Which workers make the documents of a build."""

from __future__ import annotations

from loader.workers.base import Workers
from loader.workers.processes import Processes


def chosen(count: int | None, scheduler: str | None) -> Workers:
    """Return the workers that a user asked for.

    Args:
        count: how many processes of this machine; one for each processor when None.
        scheduler: address of the scheduler of a cluster, whose workers are taken instead.
    """
    if scheduler is not None:
        from loader.workers.cluster import Cluster

        return Cluster(scheduler)
    return Processes(count)
