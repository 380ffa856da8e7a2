"""The sentences that something was read from."""

from __future__ import annotations

import pyoxigraph as ox

from loader.graph.vocabulary import LN

_HERE = ox.DefaultGraph()


def quotes(store: ox.Store, node: ox.NamedNode) -> list[str]:
    """Return the sentences that an element was read from, sorted."""
    excerpts = [quad.object for quad in store.quads_for_pattern(node, LN.evidence, None, _HERE)]
    found = (
        quad.object
        for excerpt in excerpts
        if isinstance(excerpt, ox.NamedNode)
        for quad in store.quads_for_pattern(excerpt, LN.quote, None, _HERE)
    )
    return sorted(quote.value for quote in found if isinstance(quote, ox.Literal))
