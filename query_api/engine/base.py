"""What every engine offers: a query in, a stream of serialised bytes out, and an end that holds.

An engine knows nothing of HTTP. It never returns a part of a result as if it were the whole: an answer either ends
normally or raises.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from query_api.engine.formats import Family, ResultFormat


@dataclass(frozen=True, slots=True)
class Caption:
    """What a workbook says of itself.

    Attributes:
        title: what the table is.
        lines: (label, text) about its making: the query, the source, the day.
        base: what IRIs begin with that are looked up at ``site``.
        site: address of the server, with a slash at the end; "" for none.
    """

    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    base: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A read-only SPARQL query and the form its answer shall have.

    Attributes:
        text: the query.
        bindings_format: format for SELECT and ASK.
        graph_format: format for CONSTRUCT and DESCRIBE.
        deadline: seconds after which the query is ended.
        default_graphs: IRIs of the graphs that make up the default graph; none: the merged graph of all.
        named_graphs: IRIs of the named graphs to be seen.
        explicit_dataset: the data set is given by the two fields above even where they are empty.
        base_iri: base for relative IRIs in the query.
        functions: namespace of the functions beside SPARQL's own; None for none of them.
        prefixes: (prefix, namespace) for formats that can shorten IRIs.
        caption: for a format that says what it holds (a workbook).
    """

    text: str
    bindings_format: ResultFormat
    graph_format: ResultFormat
    deadline: float
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    explicit_dataset: bool = False
    base_iri: str | None = None
    functions: str | None = None
    prefixes: tuple[tuple[str, str], ...] = ()
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class DataSummary:
    """What an engine serves.

    Attributes:
        version: changes whenever the data change; part of every ETag.
        triples: triples of the merged default graph, None if unknown.
        graphs: IRIs of the named graphs, sorted; None if unknown.
    """

    version: str
    triples: int | None
    graphs: tuple[str, ...] | None


class Answer(Protocol):
    """The answer to one query, being read.

    Attributes:
        family: rows or a graph.
        format: the serialisation.
        version: of the data that it was made from (``DataSummary.version``).
        whole: the whole result where it is small and already here; ``chunks`` yields it as well.
    """

    family: Family
    format: ResultFormat
    version: str
    whole: bytes | None

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the serialised result.

        Raises:
            QueryTimeout: the deadline passed before the end.
            EngineError: the worker or the remote endpoint failed before the end.
        """
        ...

    async def close(self) -> None:
        """Give the worker back, or end the query if its result was not read to the end."""
        ...


class Engine(Protocol):
    """Something that answers SPARQL queries."""

    async def start(self) -> None:
        """Make the data ready.

        Raises:
            GraphError: the data do not load.
            EngineError: the engine cannot be started or reached.
        """
        ...

    async def stop(self) -> None:
        """End all workers."""
        ...

    @property
    def summary(self) -> DataSummary:
        """What is being served; only after ``start``."""
        ...

    async def query(self, request: QueryRequest) -> Answer:
        """Start a query and wait for its first bytes.

        Raises:
            QueryError: the query is malformed or not allowed.
            QueryTimeout: the deadline passed.
            EngineError: no worker is free in time, or the engine failed.
        """
        ...


async def read_all(answer: Answer) -> bytes:
    """Read an answer to its end and close it."""
    try:
        return b"".join([chunk async for chunk in answer.chunks()])
    finally:
        await answer.close()
