"""Which engine serves: a remote endpoint or a store of our own."""

from __future__ import annotations

from query_api.engine.base import Engine
from query_api.engine.disk import disk_engine
from query_api.engine.memory import memory_engine
from query_api.engine.pool import Pool
from query_api.engine.remote import RemoteEngine
from query_api.settings import Settings


def engine_for(settings: Settings) -> Engine:
    """Return the engine that the settings ask for (not started yet)."""
    if settings.endpoint is not None:
        return RemoteEngine(settings.endpoint)
    pool = Pool(workers=settings.workers, memory=settings.memory)
    if settings.store is not None:
        return disk_engine(settings.paths, settings.store, pool)
    return memory_engine(settings.paths, pool)
