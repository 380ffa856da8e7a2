"""What a request goes through first: compressed bodies, their bounds, and administration by its token alone."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest

QUERY = 'ASK { VALUES ?x { "làng" } }'.encode()


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the same for each process that collects the tests


KIND = {"Content-Type": "application/sparql-query"}


def post(http: httpx.Client, body: bytes, coding: str) -> httpx.Response:
    return http.post("/sparql", content=body, headers={**KIND, "Content-Encoding": coding})


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (packed(QUERY), "gzip"),
        (packed(QUERY), "X-GZIP"),
        (zlib.compress(QUERY), "deflate"),
        (packed(QUERY[:7]) + packed(QUERY[7:]), "gzip"),
        (QUERY, "identity"),
    ],
)
def test_a_compressed_query_is_read(http: httpx.Client, body: bytes, coding: str) -> None:
    answer = post(http, body, coding)
    assert answer.status_code == 200, answer.text
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("body", "coding", "status"),
    [
        (packed(b"#" * 2_000_000), "gzip", 413),
        (packed(b"#" * 100_000_000), "gzip", 413),
        (packed(QUERY)[:-9], "gzip", 400),
        (QUERY, "gzip", 400),
        (b"", "gzip", 400),
        (packed(b"") * 1000, "gzip", 400),
        (QUERY, "br", 415),
        (packed(packed(QUERY)), "gzip, gzip", 415),
    ],
)
def test_what_cannot_or_may_not_be_unpacked_is_refused(
    http: httpx.Client, body: bytes, coding: str, status: int
) -> None:
    answer = post(http, body, coding)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 415:
        assert "gzip" in answer.headers["accept-encoding"]
    assert http.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("value", "status"),
    [("Bearer secret", 200), ("bearer secret", 200), ("secret", 401), ("Bearersecret", 401), ("Basic secret", 401),
     ("Bearer", 401), ("Bearer secret x", 401), ("Token Bearer secret", 401), ("", 401)],
)  # fmt: skip
def test_administration_is_opened_by_a_bearer_token_alone(http: httpx.Client, value: str, status: int) -> None:
    answer = http.post("/admin/reload", headers={"Authorization": value})
    assert answer.status_code == status
    assert status == 200 or answer.headers["www-authenticate"] == "Bearer"


def test_so_many_parameters_are_refused(http: httpx.Client) -> None:
    assert http.get("/search?" + "q=a&" * 1200).status_code == 400


def test_a_query_may_declare_only_so_much(http: httpx.Client) -> None:
    prefixes = " ".join(f"PREFIX p{i}: <http://e/{i}#>" for i in range(1100))
    answer = http.post("/sparql", content=f"{prefixes} ASK {{}}".encode(), headers=KIND)
    assert answer.status_code == 400
    assert "1000 prefixes" in answer.json()["detail"]
