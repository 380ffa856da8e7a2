"""What the routes of one server share; made by the app factory, reached through the request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated, Any

import structlog
from fastapi import Depends, Request
from jinja2 import Environment
from structlog.typing import FilteringBoundLogger

from loader.things import Things
from query_api.asking.hints import Profiles, ontology_terms
from query_api.asking.named_queries import NamedQueries
from query_api.asking.search import SearchIndex
from query_api.asking.shelf import Shelf
from query_api.engine.base import Engine
from query_api.engine.checking import Checker
from query_api.engine.federation import Federation
from query_api.engine.reading import Reader
from query_api.served.chronicle import Chronicle
from query_api.served.documentation import Documentation
from query_api.served.dumps import Dumps
from query_api.served.examples import Example
from query_api.served.homes import Homes
from query_api.served.reports import Reports
from query_api.served.site import Site
from query_api.served.thing_pages import ThingPages
from query_api.settings import Settings
from query_api.shared.aside import Aside
from query_api.shared.caching import KnownRequests, ResultCache
from query_api.shared.clients import Clients
from query_api.shared.metrics import Metrics
from query_api.shared.warming import Warming


@dataclass(slots=True)
class Services:
    """The parts of one server.

    Attributes:
        settings: how it is set up.
        engine: what answers queries.
        search: the full-text index.
        dumps: the dump files.
        examples: the example questions.
        templates: the pages' templates, by language.
        queries: the pages' queries.
        cache: whole results of repeated questions.
        known: requests of the protocol whose results are kept.
        clients: queries running per client.
        metrics: counters for monitoring.
        senders: checks per client: one at a time, so that none keeps the others out.
        checker: checks files that are sent.
        federation: the endpoints that SERVICE may name.
        documentation: the ontology's page.
        site: where the server is to be found from outside.
        aside: does the work on long texts.
        homes: where the pages about things are.
        things: the kinds of named things that packs bring.
        thing_pages: what packs bring for pages.
        terms: local names of the ontology's terms, for hints.
        shelf: the values that parameters of the example questions may take.
        reports: the compliance report of what is served.
        reader: reads documents that are sent.
        profiles: what the data look like, for hints where a query finds nothing.
        renderers: threads in which long pages are made, so that the event loop has its turn meanwhile.
        chronicle: what changed between the builds that were served.
        watchers: are told before the data are replaced, and after.
        warming: makes pages before somebody opens them; None where that is not asked for.
        log: where queries are noted.
    """

    settings: Settings
    engine: Engine
    search: SearchIndex
    dumps: Dumps
    examples: tuple[Example, ...]
    templates: Mapping[str, Environment]
    queries: NamedQueries
    cache: ResultCache
    known: KnownRequests
    clients: Clients
    metrics: Metrics
    senders: Clients
    checker: Checker
    federation: Federation
    documentation: Documentation
    site: Site
    aside: Aside
    homes: Homes
    things: Things = field(default_factory=Things)
    thing_pages: ThingPages = field(default_factory=ThingPages)
    terms: frozenset[str] = field(default_factory=ontology_terms)
    shelf: Shelf = field(default_factory=Shelf)
    profiles: Profiles = field(default_factory=Profiles)
    reports: Reports = field(default_factory=Reports)
    reader: Reader = field(default_factory=Reader)
    renderers: Executor = field(default_factory=lambda: ThreadPoolExecutor(2, "pages"))
    chronicle: Chronicle = field(default_factory=Chronicle)
    watchers: list[Callable[[Services], Awaitable[object]]] = field(default_factory=list)
    warming: Warming | None = None
    log: FilteringBoundLogger = field(default_factory=lambda: structlog.get_logger("langnghe.query").bind())

    def note_query(self, query_id: str, client: str, outcome: str, seconds: float, text: str) -> None:
        """Count a query that has ended, and note it.

        Args:
            query_id: the ``Query-Id`` of its response.
            client: who asked.
            outcome: "complete", "cached", "not-modified", "broken-off" or a kind of problem.
            seconds: what it took.
            text: the query.
        """
        self.metrics.query(outcome, seconds)
        self.log.info(
            "query", id=query_id, client=client, outcome=outcome, seconds=round(seconds, 4), bytes=len(text),
            query=text[:500],
        )  # fmt: skip


def services_of(request: Request) -> Services:
    """Return the services of the app that a request reached."""
    services: Services = request.app.state.services
    return services


async def _shared(request: Request) -> Services:
    # A coroutine: the framework would run a plain function in a thread, which costs more than most queries.
    return services_of(request)


Shared = Annotated[Services, Depends(_shared)]
"""Parameter type of routes that use the services."""


def client_of(request: Mapping[str, Any]) -> str:
    """Return what a client is counted by, its address: of a request or its scope."""
    client = request.get("client")
    return str(client[0]) if client else "local"
