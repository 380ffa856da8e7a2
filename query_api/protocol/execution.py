"""The life of a query, the same for the protocol, the pages and named queries: scan → check → cache → evaluate."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import Request

from loader.errors import LangngheError, QueryError
from loader.sparql_tokens import Scan
from query_api.asking.hints import Lack, hints_about
from query_api.engine.base import Answer, QueryRequest, read_all
from query_api.engine.formats import CSV, TURTLE, XLSX, Family
from query_api.problems import problem_of
from query_api.protocol.answers import ClientGoneError, unless_client_leaves
from query_api.protocol.downloads import caption_of, for_spreadsheets
from query_api.protocol.federation import expand
from query_api.protocol.parameters import Operation
from query_api.query_text.advisor import Hint
from query_api.query_text.causes import explain
from query_api.query_text.study import Rules, study
from query_api.served.prefixes import FUNCTIONS, KNOWN
from query_api.shared.negotiation import Choice, negotiate
from query_api.shared.services import Services, client_of


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
        # A workbook names its title and its server in a sheet.
        told = (request.caption.title, request.caption.site) if request.caption is not None else ()
        wanted = request.graph_format if family_of(self.scanned) is Family.GRAPH else request.bindings_format
        return (
            wanted.key,
            *told,
            self.choice.content_type,
            request.base_iri or "",
            request.text if self.row_limit else "",
            *graphs,
        )


def family_of(scanned: Scan) -> Family:
    """Return what a query yields, going by its form."""
    return Family.GRAPH if scanned.form in ("CONSTRUCT", "DESCRIBE") else Family.BINDINGS


async def prepare(
    services: Services, client: str, operation: Operation, text: str, accept: str | None, request: Request | None = None
) -> Prepared:
    """Check a query and agree on its format; a long one is read aside.

    Args:
        services: the parts of the server.
        client: who asks.
        operation: what is asked for beside the query.
        text: the query.
        accept: the ``Accept`` header.
        request: the request, which a workbook names the server by.

    Raises:
        RequestError: it is not allowed, or no format is acceptable.
        QueryError: it is not worth reading to its end.
    """
    settings = services.settings
    rules = Rules(settings.services, settings.row_limit)
    studied = await services.aside.run(client, len(text), study, text, rules, operation.page)
    scanned, paged = studied.scanned, studied.page
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
    asked = QueryRequest(
        paged.text if paged is not None else text,
        for_spreadsheets(operation, choice.format) if family is Family.BINDINGS else CSV,
        choice.format if family is Family.GRAPH else TURTLE,
        min(operation.timeout or settings.timeout, settings.timeout),
        default,
        named,
        explicit,
        base_iri=settings.base,
        functions=FUNCTIONS,
        prefixes=tuple(sorted(scanned.prefixes.items())) if family is Family.GRAPH else (),
        caption=caption_of(request, services, operation, text) if request and choice.format is XLSX else None,
    )
    if paged is None:
        return Prepared(scanned, asked, choice)
    probe = replace(asked, text=paged.probe, bindings_format=CSV) if paged.probe is not None else None
    return Prepared(scanned, asked, choice, settings.row_limit, probe)


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
        scanned, client = prepared.scanned, client_of(request)
        raise await services.aside.run(client, len(scanned.query), explain, error, scanned, KNOWN) from error


async def _ask(services: Services, prepared: Prepared) -> Answer:
    request = prepared.request
    if prepared.scanned.outbound is not None:
        request = await expand(services.federation, request)
    return await services.engine.query(request)


async def hints(services: Services, prepared: Prepared, lack: Lack | None) -> tuple[Hint, ...]:
    """Return what is to be said about a query: misspelt names, and why its answer lacks what it lacks."""
    return await hints_about(services.engine, services.profiles, prepared.scanned, lack, services.terms)


def outcome_of(error: BaseException) -> str:
    """Return the word by which a failed query is counted."""
    if isinstance(error, LangngheError):
        return problem_of(error).kind
    return "client-gone" if isinstance(error, ClientGoneError) else "internal"
