"""The settings of a server: immutable, made by whoever starts it, read from nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from loader.graph.iris import DEFAULT_BASE

KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is set up.

    Attributes:
        paths: RDF files or folders to serve (in-memory or on-disk engine).
        endpoint: URL of a remote SPARQL endpoint to serve instead of ``paths``.
        queries: folder of the example questions (``*.rq``), if any.
        project: folder of the project whose ontology is documented at /ontology; None where there is none.
        base: what the IRIs that the server's own paths stand for begin with.
        timeout: seconds that a query may take; a client may ask for less, never for more.
        workers: queries that run at the same time.
        per_client: queries that one client may run at the same time.
        memory: bytes that one query may take beyond the store.
        longest_query: bytes of a request's body.
        longest_upload: bytes of a file sent to be checked.
        held_of_client: bytes of bodies that are held of one client's requests until they are answered (429).
        held_in_all: bytes of bodies that are held of all (503).
        check_seconds: seconds that checking a file may take.
        row_limit: rows after which a SELECT is cut, with a link to the next page; None for no limit.
        cached_bytes: bytes of results kept for repeated questions, and up to a quarter more of the questions; 0 for none.
        store: folder of an on-disk store; None keeps the store in memory.
        services: exact IRIs of endpoints that SERVICE may name.
        admin_token: token for administration (``POST /admin/reload``); None switches administration off.
        public_url: URL under which people reach the server, without a slash at the end; None: what a trusted proxy
            says, else the address that it listens on.
        root_path: path in front of the server's own ("/plans"), where a proxy serves it under a prefix; by default
            that of ``public_url``.
        trusted_proxies: addresses and networks of proxies whose word is taken for client, scheme, host and prefix.
        longest_url: bytes of a request's target (414).
        longest_header: bytes of a request's header fields (431).
        most_header_fields: how many of them there may be (431).
        header_seconds: seconds in which a request's head must come (408).
        body_seconds: seconds in which its body must come (408).
        idle_seconds: seconds that a connection is kept open between requests.
        stall_seconds: seconds that a client may leave its answer unread.
        connections: how many there may be at the same time (503); fewer where the process may not open so many files.
        checks: files that are checked at the same time.
        check_at_start: check the data that are served as soon as they are loaded, beside all else, so that the
            compliance report is there before somebody asks for it.
        index_at_start: build the index of the search as soon as the data are loaded, beside all else.
        visit_at_start: make the pages that take long the first time as soon as the data are loaded, beside all else.
    """

    paths: tuple[Path, ...] = ()
    endpoint: str | None = None
    queries: Path | None = None
    project: Path | None = None
    base: str = DEFAULT_BASE
    timeout: float = 30.0
    workers: int = 8
    per_client: int = 4
    memory: int = 1024 * MEBIBYTE
    longest_query: int = MEBIBYTE
    longest_upload: int = 16 * MEBIBYTE
    held_of_client: int = 64 * MEBIBYTE
    held_in_all: int = 512 * MEBIBYTE
    check_seconds: float = 60.0
    row_limit: int | None = None
    cached_bytes: int = 32 * MEBIBYTE
    store: Path | None = None
    services: frozenset[str] = field(default_factory=frozenset)
    admin_token: str | None = None
    public_url: str | None = None
    root_path: str = ""
    trusted_proxies: tuple[str, ...] = ()
    longest_url: int = 64 * KIBIBYTE
    longest_header: int = 64 * KIBIBYTE
    most_header_fields: int = 200
    header_seconds: float = 10.0
    body_seconds: float = 120.0
    idle_seconds: float = 30.0
    stall_seconds: float = 60.0
    connections: int = 1000
    checks: int = 2
    check_at_start: bool = False
    index_at_start: bool = False
    visit_at_start: bool = False
