"""What is to be known of a query before anybody answers it: read from its text alone, so that it can be done aside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from loader.sparql_tokens import Scan, scan
from query_api.query_text import guard
from query_api.query_text.paging import Page, cut


@dataclass(frozen=True, slots=True)
class Rules:
    """What queries are held against.

    Attributes:
        services: exact IRIs of the endpoints that SERVICE may name.
        row_limit: rows of a page; None for no limit.
    """

    services: Collection[str]
    row_limit: int | None


@dataclass(frozen=True, slots=True)
class Studied:
    """A query that is allowed.

    Attributes:
        scanned: what its tokens tell.
        page: the page of its result that is asked for, where there is a limit of rows.
    """

    scanned: Scan
    page: Page | None


def study(text: str, rules: Rules, number: int) -> Studied:
    """Read a query and check it.

    Args:
        text: the query.
        rules: what to hold it against.
        number: number of the page that is asked for, from 1.

    Raises:
        RequestError: it is not allowed.
        QueryError: it has more of something than anybody needs.
    """
    scanned = scan(text)
    guard.check(scanned, rules.services)
    _ = scanned.volatile  # kept with the scan, like all that was asked of it
    page = cut(scanned, rules.row_limit, number) if rules.row_limit is not None else None
    return Studied(scanned, page)
