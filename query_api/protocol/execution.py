"""The life of a query, the same for the protocol, the pages and named queries: scan → check → cache → evaluate."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import Request

from loader.errors import LangngheError, QueryError
from query_api.engine.base import Answer, QueryRequest, read_all
from query_api.engine.formats import CSV, TURTLE, Family
from query_api.prefixes import FUNCTIONS, KNOWN
from query_api.problems import problem_of
from query_api.protocol import guard
from query_api.protocol.advice import Hint
from query_api.protocol.answers import ClientGoneError, unless_client_leaves
from query_api.protocol.causes import explain
from query_api.protocol.federation import expand
from query_api.protocol.hints import Lack, hints_about
from query_api.protocol.negotiation import Choice, negotiate
from query_api.protocol.paging import cut
from query_api.protocol.parameters import Operation
from query_api.protocol.scan import Scan, scan
from query_api.services import Services


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that may be evaluated.

    Attributes:
        scanned: its tokens.
        request: what the engine is asked.
        choice: the format agreed on.
        row_limit: rows that the result was cut to; None if it was not cut.
        probe: asks for the row behind the limit; None when there is none.
    """

    scanned: Scan
    request: QueryRequest
    choice: Choice
    row_limit: int | None = None
    probe: QueryRequest | None = None

    def key(self) -> tuple[str, ...]:
        """Return all that the answer depends on beside the data and the query as sent."""
        request = self.request
        graphs = (*request.default_graphs, "", *request.named_graphs) if request.explicit_dataset else ()
        return (self.choice.content_type, request.base_iri or "", request.text if self.row_limit else "", *graphs)


def family_of(scanned: Scan) -> Family:
    """Return what a query yields, going by its form."""
    return Family.GRAPH if scanned.form in ("CONSTRUCT", "DESCRIBE") else Family.BINDINGS


def prepare(services: Services, operation: Operation, text: str, accept: str | None) -> Prepared:
    """Check a query and agree on its format.

    Raises:
        RequestError: it is not allowed, or no format is acceptable.
    """
    scanned = scan(text)
    guard.check(scanned, services.settings.services)
    family = family_of(scanned)
    choice = negotiate(family, accept, operation.format)
    default, named = operation.default_graphs, operation.named_graphs
    explicit = bool(default or named)
    if not explicit:
        default, named = scanned.dataset()
        # One FROM is the engine's own affair; several are merged as sets, which it would not do.
        explicit = len(default) > 1
        if not explicit:
            default, named = (), ()
    limit, most = services.settings.timeout, services.settings.row_limit
    paged = cut(scanned, most, operation.page) if most is not None else None
    request = QueryRequest(
        paged.text if paged is not None else text,
        choice.format if family is Family.BINDINGS else CSV,
        choice.format if family is Family.GRAPH else TURTLE,
        min(operation.timeout or limit, limit),
        default,
        named,
        explicit,
        base_iri=services.settings.base,
        functions=FUNCTIONS,
        prefixes=tuple(sorted(scanned.prefixes.items())) if family is Family.GRAPH else (),
    )
    if paged is None:
        return Prepared(scanned, request, choice)
    probe = replace(request, text=paged.probe, bindings_format=CSV) if paged.probe is not None else None
    return Prepared(scanned, request, choice, most, probe)


async def has_more(services: Services, request: Request, prepared: Prepared) -> bool:
    """Say whether there are rows behind the row limit.

    Raises:
        ClientGoneError: the client left.
        LangngheError: as ``evaluate``.
    """
    if prepared.probe is None:
        return False
    answer = await evaluate(services, request, replace(prepared, request=prepared.probe))
    return (await read_all(answer)).count(b"\n") > 1


async def evaluate(services: Services, request: Request, prepared: Prepared) -> Answer:
    """Start a query; end it if the client leaves before its first bytes.

    Raises:
        ClientGoneError: the client left.
        LangngheError: what the engine says, with hints where the query is at fault.
    """
    try:
        return await unless_client_leaves(request, _ask(services, prepared))
    except QueryError as error:
        raise explain(error, prepared.scanned, KNOWN) from error


async def _ask(services: Services, prepared: Prepared) -> Answer:
    return await services.engine.query(await expand(services.federation, prepared.request))


async def hints(services: Services, prepared: Prepared, lack: Lack | None) -> tuple[Hint, ...]:
    """Return what is to be said about a query: misspelt names, and why its answer lacks what it lacks."""
    return await hints_about(services.engine, services.profiles, prepared.scanned, lack, services.terms)


def outcome_of(error: BaseException) -> str:
    """Return the word by which a failed query is counted."""
    if isinstance(error, LangngheError):
        return problem_of(error).kind
    return "client-gone" if isinstance(error, ClientGoneError) else "internal"
