"""An engine that is elsewhere: any SPARQL 1.1 endpoint, asked over HTTP, its answers passed through as they come.

What an endpoint sends is not trusted to be whole: many servers append an error text to a result that they could not
finish, under status 200. Formats whose end can be told are checked for it, and a result without its end is an error.
"""

from __future__ import annotations

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pyoxigraph as ox

from loader.errors import EngineError, FormatError, LangngheError, QueryError, QueryTimeout
from query_api.engine.base import Caption, DataSummary, QueryRequest
from query_api.engine.formats import (
    BINDINGS_FORMATS,
    GRAPH_FORMATS,
    JSON,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    SHEET_CSV,
    TSV,
    XLSX,
    XML,
    Family,
    ResultFormat,
)
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import write_rows

_FRESH = 60  # seconds for which a remote endpoint's data are taken as unchanged
_MOST_GRAPHS = 1000
_MOST_CONVERTED = 64 << 20
_MOST_DETAIL = 2000
_ENDS = {JSON: b"}", XML: b"</sparql>", RDF_XML: b"</rdf:RDF>"}
_PARSERS = {JSON: ox.QueryResultsFormat.JSON, XML: ox.QueryResultsFormat.XML}
_NODE_IDS = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*"|<bnode>)nodeID://')
"""How Virtuoso begins the names of nodes without name: no label of such a node has a colon."""
_OURS = frozenset({XLSX, SHEET_CSV})  # made here: no other endpoint knows them


class RemoteEngine:
    """Passes queries on to a SPARQL 1.1 endpoint."""

    def __init__(self, url: str, *, connections: int = 32) -> None:
        self._url = url
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            limits=httpx.Limits(max_connections=connections),
            timeout=httpx.Timeout(None, connect=5.0, pool=5.0),
        )
        self._graphs: tuple[str, ...] | None = None
        self._made_here = _OURS

    @property
    def summary(self) -> DataSummary:
        """What is known of the endpoint's data: their graphs; their version is the minute."""
        return DataSummary(f"{self._url} {int(time.time() / _FRESH)}", None, self._graphs)

    async def start(self) -> None:
        """Ask the endpoint whether it answers, and for its graphs.

        Raises:
            EngineError: it does not.
        """
        if httpx.URL(self._url).scheme not in ("http", "https"):
            raise EngineError("not the URL of an endpoint", where=self._url)
        tsv = await self._asked("SELECT ?s { ?s ?p ?o } LIMIT 1", TSV)
        if tsv.split(b"\n", 1)[0].strip() != b"?s":  # Virtuoso's names have quotes and no question mark
            self._made_here = _OURS | {TSV}
        # Grouped, for Virtuoso takes a thousand times as long to find what is DISTINCT.
        names = f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g LIMIT {_MOST_GRAPHS}"
        with suppress(QueryTimeout):  # then they stay unknown: it answers, if not this
            found = ox.parse_query_results(await self._asked(names, JSON), format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                self._graphs = tuple(sorted(s["g"].value for s in found if isinstance(s["g"], ox.NamedNode)))

    async def _asked(self, query: str, form: ResultFormat) -> bytes:
        answer = await self.query(QueryRequest(query, form, N_TRIPLES, 10.0))
        try:
            return b"".join([chunk async for chunk in answer.chunks()])
        finally:
            await answer.close()

    async def stop(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def query(self, request: QueryRequest) -> RemoteAnswer:
        """Send a query and wait for the beginning of its answer."""
        data: dict[str, str | list[str]] = {"query": request.text}
        if request.explicit_dataset:
            data["default-graph-uri"] = list(request.default_graphs)
            data["named-graph-uri"] = list(request.named_graphs)
        wanted = request.bindings_format
        bindings, graph = (JSON if wanted in self._made_here else wanted).media_type, request.graph_format.media_type
        # The wanted formats first; else one that any endpoint has and that can be turned into the wanted one.
        accept = f"{bindings}, {graph}, {JSON.media_type};q=0.4, {XML.media_type};q=0.3, {N_TRIPLES.media_type};q=0.2"
        ends, version = time.monotonic() + request.deadline, self.summary.version
        call = self._client.build_request("POST", self._url, data=data, headers={"Accept": accept})
        try:
            async with asyncio.timeout(request.deadline):
                response = await self._client.send(call, stream=True)
                if response.status_code != 200:
                    await _refuse(response)
        except TimeoutError:
            raise _timeout(request) from None
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise EngineError(f"the endpoint does not answer: {reason}", where=self._url) from error
        try:
            answer = RemoteAnswer(response, request, ends, version)
            await answer.begin()
        except LangngheError:
            await response.aclose()
            raise
        return answer


class RemoteAnswer:
    """The answer of an endpoint, being read."""

    def __init__(self, response: httpx.Response, request: QueryRequest, ends: float, version: str) -> None:
        self.version = version
        self.whole: bytes | None = None
        self._response = response
        self._request = request
        self._ends = ends
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self._sent = _sent_format(media_type, request)
        self.family = self._sent.family
        self.format = request.graph_format if self.family is Family.GRAPH else request.bindings_format
        if self._sent is not self.format and (self._sent not in _PARSERS or self.family is not Family.BINDINGS):
            raise EngineError(f"the endpoint answers in {media_type}, which was not asked for")

    async def begin(self) -> None:
        """Turn the result into the format asked for, where the endpoint did not send that.

        Raises:
            EngineError: the answer is broken or too large.
            FormatError: the format cannot hold it.
        """
        if self._sent is not self.format:
            self.whole = await self._converted()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the result; raise if it does not come to its end."""
        if self.whole is not None:
            yield self.whole
            return
        tail = b""
        async for chunk in self._raw():
            tail = (tail + chunk)[-64:]
            yield chunk
        ends = (b"]", b"}") if self._sent is JSON_LD else _ENDS.get(self._sent)
        if ends is not None and not tail.rstrip().endswith(ends):
            raise EngineError("the endpoint's answer does not come to its end")

    async def close(self) -> None:
        """Close the connection (kept for the next query if the answer was read to its end)."""
        await self._response.aclose()

    async def _raw(self) -> AsyncIterator[bytes]:
        pieces = self._response.aiter_bytes()
        while True:
            try:
                async with asyncio.timeout(max(self._ends - time.monotonic(), 0)):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise _timeout(self._request) from None
            except httpx.HTTPError as error:
                raise EngineError(f"the endpoint's answer broke off: {type(error).__name__}") from error
            yield piece

    async def _converted(self) -> bytes:
        data = bytearray()
        async for piece in self._raw():
            data += piece
            if len(data) > _MOST_CONVERTED:
                raise EngineError("the endpoint's answer is too large to be turned into the format asked for")
        # In a thread: a workbook takes a while, and other answers go on meanwhile.
        return await asyncio.to_thread(_convert, bytes(data), self._sent, self.format, self._request.caption)


def _convert(data: bytes, sent: ResultFormat, wanted: ResultFormat, caption: Caption | None) -> bytes:
    out = io.BytesIO()
    fault: str | None = None
    try:
        rows = ox.parse_query_results(_NODE_IDS.sub(rb"\1", data), format=_PARSERS[sent])
        write_rows(rows, out, wanted, caption)
    except UnwritableError as error:
        raise FormatError(error.message, advice=error.advice) from error
    except (SyntaxError, ValueError) as error:
        fault = str(error)  # the error itself holds rows, which may not leave this thread
    if fault is not None:
        raise EngineError(f"the endpoint's answer is not valid {sent.media_type}: {fault}")
    return out.getvalue()


def _sent_format(media_type: str, request: QueryRequest) -> ResultFormat:
    """Return the format of a media type; the wanted ones first, as JSON and XML name formats of both families."""
    wanted = (f for f in (request.bindings_format, request.graph_format) if f not in _OURS)
    for candidate in (*wanted, *BINDINGS_FORMATS, *GRAPH_FORMATS):
        if media_type == candidate.media_type or media_type in candidate.accepts:
            return candidate
    raise EngineError(f"the endpoint answers in {media_type or 'no stated type'}", advice="is it a SPARQL endpoint?")


async def _refuse(response: httpx.Response) -> None:
    """Raise what an answer that is not 200 means."""
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > _MOST_DETAIL:
            break
    await response.aclose()
    detail = " ".join(body[:_MOST_DETAIL].decode("utf-8", "replace").split())[:300]
    if response.status_code == 400:
        raise QueryError(detail or "the endpoint refuses the query")
    if response.status_code in (408, 504):
        raise QueryTimeout("the endpoint ended the query at its own deadline")
    raise EngineError(f"the endpoint answers {response.status_code}: {detail}")


def _timeout(request: QueryRequest) -> QueryTimeout:
    return QueryTimeout(f"the query passed its deadline of {request.deadline:g} s", advice="narrow it or add a LIMIT")
