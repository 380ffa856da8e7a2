"""Loading the data anew while they are served."""

from __future__ import annotations

import logging

from loader.errors import LangngheError
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
        raise RequestError(
            "bad-request",
            "a remote endpoint cannot be loaded from here",
            message_vi="không nạp lại được điểm truy vấn ở xa",
        )
    await _tell(services)
    summary = await services.engine.reload()
    services.cache.clear()
    services.known.clear()
    await _tell(services)
    if services.warming is not None:
        services.warming.begin()
    if services.settings.index_at_start:
        services.search.begin()
    if services.settings.check_at_start:
        services.reports.begin(services.settings, services.engine)
    return summary


async def _tell(services: Services) -> None:
    for watcher in services.watchers:
        try:
            await watcher(services)
        except LangngheError as error:  # what cannot be looked at must not keep new data from being loaded
            logging.getLogger("langnghe.reload").warning("langnghe: %s", error)
