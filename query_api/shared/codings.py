"""Content codings (RFC 9110 §8.4.1): which responses are worth compressing, and for whom."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

SMALLEST = 700
"""Bytes of a body below which compression gains nothing."""
_MOST_CODINGS = 50  # elements of a header that are read
_LEVEL = 4
_GZIP = 31  # the size of zlib's window, and its wish for the head and end of gzip
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/n-",
    "application/problem+json",
    "application/rdf+xml",
    "application/sparql-results",
    "application/trig",
    "application/xml",
    "application/javascript",
    "image/svg+xml",
)


def gzip() -> zlib._Compress:
    """Return what compresses one body."""
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)


def gzipped(body: bytes) -> bytes:
    """Return a whole body compressed."""
    compressor = gzip()
    return compressor.compress(body) + compressor.flush()


def is_compressible(content_type: str) -> bool:
    """Say whether a body of this type gets smaller."""
    return content_type.startswith(_COMPRESSIBLE)


def wants_gzip(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Say whether the header fields of a request accept gzip."""
    for name, value in headers:
        if name == b"accept-encoding":
            return accepts_gzip(value.decode("latin-1"))
    return False


def accepts_gzip(header: str | None) -> bool:
    """Say whether an ``Accept-Encoding`` header accepts gzip (``q=0`` excludes it)."""
    quality = {"gzip": None, "*": None}
    for element in (header or "").lower().split(",", _MOST_CODINGS)[:_MOST_CODINGS]:
        coding, *parameters = (part.strip() for part in element.split(";", _MOST_CODINGS))
        if coding in quality:
            q = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            quality[coding] = q  # type: ignore[assignment]
    chosen = quality["gzip"] if quality["gzip"] is not None else quality["*"]
    try:
        return chosen is not None and float(chosen) > 0
    except ValueError:
        return False
