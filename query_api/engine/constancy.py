"""One version, one dataset: what is made of several queries is made of the same data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from loader.errors import EngineError
from query_api.engine.base import Engine

T = TypeVar("T")
_TRIES = 5


async def of_one_version(engine: Engine, make: Callable[[], Awaitable[T]]) -> tuple[str, T]:
    """Make something of several queries, again if the data were replaced meanwhile; return their version and it.

    Raises:
        EngineError: the data were replaced each time.
    """
    for _ in range(_TRIES):
        version = engine.summary.version
        made = await make()
        if engine.summary.version == version:
            return version, made
    raise EngineError("the data are replaced again and again", advice="try again in a moment")
