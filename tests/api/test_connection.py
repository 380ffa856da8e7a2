"""Clients that offer HTTP/2 on a plain connection (all that are built on Java's) are answered, with the body they sent."""

from __future__ import annotations

import socket
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from api_sample import LN

OFFER = "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\nUpgrade: h2c\r\n"


def exchange(server: str, *requests: bytes) -> list[tuple[int, bytes]]:
    """Send requests over one connection, one after the other; return status and body of each response."""
    where = urlsplit(server)
    found = []
    with socket.create_connection((where.hostname, where.port), timeout=60) as connection:
        for request in requests:
            connection.sendall(request)
            response = HTTPResponse(connection)
            response.begin()
            found.append((response.status, response.read()))
    return found


def post(body: str, offer: str = OFFER) -> bytes:
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: localhost\r\n{offer}Content-Type: application/sparql-query\r\n"
        f"Accept: text/csv\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    )
    return (head + body).encode()


def test_the_body_of_a_post_that_offers_http_2_is_read(server: str) -> None:
    [(status, body)] = exchange(server, post(f"SELECT ?plan {{ ?plan a <{LN}Plan> }}"))
    assert status == 200
    assert body.count(b"https://w3id.org/langnghe/vn/") == 2


@pytest.mark.parametrize(
    "offer", ["upgrade:h2c \r\nConnection: upgrade\r\n", "UPGRADE:\th2c\r\nConnection: Upgrade\r\n"]
)
def test_the_offer_is_passed_over_however_it_is_written(server: str, offer: str) -> None:
    assert exchange(server, post("ASK {}", offer)) == [(200, b"true")]


def test_a_body_that_looks_like_the_offer_is_left_alone(server: str) -> None:
    [(_, body)] = exchange(server, post('SELECT ("""a\r\nUpgrade: h2c\r\n""" AS ?x) {}'))
    assert body == b'x\r\n"a\r\nUpgrade: h2c\r\n"\r\n'


def test_a_second_request_of_the_connection_is_answered_too(server: str) -> None:
    assert exchange(server, post("ASK {}"), post("ASK { ?s <urn:none> ?o }")) == [(200, b"true"), (200, b"false")]
