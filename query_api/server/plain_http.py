"""Connections of clients that would rather speak HTTP/2: they are answered in HTTP/1.1, with the body they sent."""

from __future__ import annotations

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REQUEST_LINE = re.compile(rb"[A-Z]+ [^ \r\n]+ HTTP/1\.1\r\n")
_UPGRADE = re.compile(rb"\r\nupgrade:[ \t]*h2c[ \t]*(?=\r\n)", re.IGNORECASE)


class PlainHttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 that passes over the offer to change to HTTP/2 (RFC 9110 §7.8 leaves that to the server).

    Java's own client makes that offer with every request over plain HTTP, and so do all clients built on it (Jena,
    RDF4J). The parser takes such a request as the last one in HTTP/1.1 and what follows its head as something else, so
    that the body of a POST would be lost.
    """

    def data_received(self, data: bytes) -> None:
        """Take bytes of the connection: the head of a request comes at the beginning of a packet."""
        if b"h2c" in data and _REQUEST_LINE.match(data):
            head, blank_line, body = data.partition(b"\r\n\r\n")
            data = _UPGRADE.sub(b"", head + b"\r\n")[:-2] + blank_line + body
        super().data_received(data)
