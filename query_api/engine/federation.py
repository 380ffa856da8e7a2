"""Asking an endpoint that SERVICE names, for those few that a server allows: by the HTTP process, never by a worker.

The endpoint must be on the list to the letter. A name must lead to public addresses only, the connection goes to the
address that was looked at, redirects are not followed, and time and size are bounded.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection

import httpx
import pyoxigraph as ox

from loader.errors import EngineError, QueryError

_MOST_BYTES = 8 << 20
_MOST_ROWS = 10_000
_LONGEST_WAIT = 15.0
NO_BINDINGS = "VALUES () { () }"
"""What stands for a SERVICE SILENT that failed: one solution without bindings (SPARQL 1.1 Federated Query §2.2)."""


class Federation:
    """The endpoints that SERVICE may name."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)
        self._trust: ssl.SSLContext | None = None

    async def fetch(self, endpoint: str, query: str, seconds: float) -> str:
        """Ask an endpoint and return its rows as a VALUES block.

        Args:
            endpoint: its IRI.
            query: a SELECT query.
            seconds: how long it may take.

        Raises:
            QueryError: the endpoint is not allowed, or refuses the query.
            EngineError: it does not answer in time, or not with results that can be used.
        """
        if endpoint not in self._allowed:
            raise QueryError(f"SERVICE <{endpoint}> is not allowed here")
        try:
            async with asyncio.timeout(min(seconds, _LONGEST_WAIT)):
                return values_of(await self._ask(endpoint, query), endpoint)
        except TimeoutError:
            raise EngineError(f"SERVICE <{endpoint}> does not answer in time") from None
        except httpx.HTTPError as error:
            raise EngineError(f"SERVICE <{endpoint}> does not answer: {type(error).__name__}") from error

    async def _ask(self, endpoint: str, query: str) -> bytes:
        url = httpx.URL(endpoint)
        address = await address_of(url)
        headers = {"Host": url.netloc.decode("ascii"), "Accept": "application/sparql-results+json"}
        if self._trust is None:
            # The usual authorities, or those of SSL_CERT_FILE: an inner network has its own. Proxies are not asked.
            self._trust = httpx.create_ssl_context(trust_env=True)
        async with httpx.AsyncClient(
            follow_redirects=False, trust_env=False, timeout=_LONGEST_WAIT, verify=self._trust
        ) as client:
            call = client.build_request(
                "POST", url.copy_with(host=address), data={"query": query}, headers=headers,
                extensions={"sni_hostname": url.host} if url.scheme == "https" else {},
            )  # fmt: skip
            response = await client.send(call, stream=True)
            try:
                body = bytearray()
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > _MOST_BYTES:
                        raise EngineError(f"SERVICE <{endpoint}> sends more than {_MOST_BYTES} bytes")
            finally:
                await response.aclose()
        if response.status_code == 400:
            raise QueryError(f"SERVICE <{endpoint}> refuses its part of the query")
        if response.status_code != 200:
            raise EngineError(f"SERVICE <{endpoint}> answers {response.status_code}")
        return bytes(body)


async def address_of(url: httpx.URL) -> str:
    """Return an address of a URL's host that may be connected to.

    An address that the list of endpoints itself states is meant; a name may lead to public addresses only.

    Raises:
        EngineError: the name leads nowhere, or to an address of an inner network.
    """
    try:
        return str(ipaddress.ip_address(url.host))
    except ValueError:
        pass
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise EngineError(f"SERVICE: the name {url.host} leads to no address") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(ipaddress.ip_address(a.partition("%")[0]).is_global for a in addresses):
        raise EngineError(f"SERVICE: {url.host} leads to an address that is not public")
    return addresses[0]


def values_of(results: bytes, endpoint: str) -> str:
    """Return SPARQL results (JSON) as a VALUES block.

    Raises:
        EngineError: they are no such results, too many, or hold what VALUES cannot hold.
    """
    try:
        found = ox.parse_query_results(results, format=ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QuerySolutions):
            raise EngineError(f"SERVICE <{endpoint}> answers without rows")
        names = [v.value for v in found.variables]
        rows = []
        for solution in found:
            rows.append(f"({' '.join(_term(solution[name], endpoint) for name in names)})")
            if len(rows) > _MOST_ROWS:
                raise EngineError(
                    f"SERVICE <{endpoint}> gives more than {_MOST_ROWS} rows", advice="narrow its part of the query"
                )
    except (SyntaxError, ValueError) as error:
        raise EngineError(f"SERVICE <{endpoint}> answers with what are no SPARQL results") from error
    # One line: places in the query stay where they were for messages about what follows.
    return f"VALUES ({' '.join(f'?{n}' for n in names)}) {{ {' '.join(rows)} }}"


def _term(term: object, endpoint: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise EngineError(
        f"SERVICE <{endpoint}> answers with blank nodes, which have no meaning here", advice="leave them unselected"
    )


def left(ends: float) -> float:
    """Return the seconds until a moment of the monotonic clock, never none."""
    return max(ends - time.monotonic(), 0.01)
