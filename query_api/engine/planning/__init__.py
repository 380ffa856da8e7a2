"""A query reworded before the engine gets it, so that what it says is asked in a good order.

The engine orders joins by the shape of patterns alone: it knows neither how many facts there are of a kind nor, inside
UNION, MINUS and EXISTS, what is bound before. Here both are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from loader.errors import QueryError
from loader.sparql_tokens import scan
from query_api.engine.planning.costs import Costs
from query_api.engine.planning.planner import Planner
from query_api.engine.planning.reading import NotUnderstoodError, read
from query_api.engine.planning.sorting import with_keys
from query_api.engine.planning.statistics import Statistics

_LONGEST = 16_384  # characters
_TERMS = re.compile(r"""<[^\s<>"{}|^`\\]*+>|"[^"\\\n]*+"|'[^'\\\n]*+'|\#[^\n\r]*+""")
"""IRIs, strings and comments: what stands in them joins nothing."""
_JOINS = re.compile(r"[;,./|]|\{[^{}]*\{")


def planned(
    query: str, statistics: Statistics, variables: Callable[[], Sequence[str]], *, on_disk: bool = False
) -> str:
    """Return a query with the same answer, or the query itself where there is nothing to order or it is not understood.

    Args:
        query: a query that the engine takes.
        statistics: counts of the store that will answer it.
        variables: returns what it selects, in order; asked where it says ``*``.
        on_disk: the store reads from disk what it compares when it sorts.
    """
    if len(query) > _LONGEST or "\\u" in query or "\\U" in query:
        return query
    scanned = scan(query)
    sorts = on_disk and scanned.may_hold("ORDER")
    if not sorts and not _JOINS.search(_TERMS.sub("", query)):
        return query
    try:
        found = read(scanned, variables)
        keys, tail = with_keys(found, scanned) if sorts else ("", found.tail)
        if found.edges < 2 and not keys:
            return query
        plan = Planner(found, Costs(statistics, scanned.prefixes)).plan()
        return f"{found.head}{{ {plan.text}{keys} }}{tail}"
    except (NotUnderstoodError, QueryError, RecursionError):
        return query
