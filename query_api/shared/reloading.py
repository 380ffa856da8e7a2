"""Loading the data anew while they are served."""

from __future__ import annotations

from query_api.engine.base import DataSummary
from query_api.engine.pool import PoolEngine
from query_api.problems import RequestError
from query_api.shared.services import Services


async def reload_data(services: Services) -> DataSummary:
    """Load the data anew and forget the answers from the old.

    Raises:
        RequestError: the engine is a remote one.
        GraphError: the new data do not load; the old go on being served.
    """
    if not isinstance(services.engine, PoolEngine):
        raise RequestError("bad-request", "a remote endpoint cannot be loaded from here")
    summary = await services.engine.reload()
    services.cache.clear()
    return summary
