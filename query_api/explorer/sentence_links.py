"""From the name of a thing to its sentence in the whole text, in one step, wherever a list mentions the thing."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import texts_of
from query_api.rendering.addresses import plan_address

_MOST = 1000


async def sentence_links(queries: NamedQueries, iris: Iterable[str], base: str) -> dict[str, str]:
    """Return, by thing that was read from a document whose text is here, the address of its sentence.

    Args:
        queries: the pages' queries.
        iris: things; of the first thousand that stand in documents is asked.
        base: base of our IRIs.
    """
    things = [ox.NamedNode(iri) for iri in dict.fromkeys(iris) if iri.startswith(f"{base}vn/")]
    if not things:
        return {}
    found = texts_of(await queries.rows("read-from", thing=things[:_MOST]))
    return {thing: plan_address(document, base, thing) for thing, document in found}
