"""The W3C SPARQL 1.1 protocol suite; collected only where LANGNGHE_W3C_TESTS names a checkout of w3c/rdf-tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_sample import running
from w3c_protocol import ProtocolTest, quads, read_suite

from query_api.settings import Settings

SUITE = Path(os.environ["LANGNGHE_W3C_TESTS"]) / "sparql" / "sparql11" / "protocol"
TESTS = list(read_suite(SUITE))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("w3c")
    (folder / "data.nq").write_text(quads(SUITE), encoding="utf-8")
    with running(Settings(paths=(folder,))) as url:
        yield url


@pytest.mark.parametrize("case", TESTS, ids=lambda case: case.name)
def test_protocol(endpoint: str, case: ProtocolTest) -> None:
    for exchange in case.exchanges:
        request = httpx.Request(exchange.method, endpoint + exchange.path, content=exchange.body)
        for name, value in exchange.headers:
            request.headers[name] = value
        with httpx.Client(timeout=20) as client:
            response = client.send(request)
        if case.is_update:  # the endpoint is read-only: every update is refused, nothing else is to be seen of it
            assert str(response.status_code)[0] == "4"
            return
        assert str(response.status_code)[0] in exchange.statuses, response.text
        kind = response.headers["content-type"].split(";")[0]
        if exchange.boolean is not None:
            parsed = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.from_media_type(kind))
            assert bool(parsed) is exchange.boolean
        if exchange.format == "RDF":
            assert list(ox.parse(response.content, format=ox.RdfFormat.from_media_type(kind))) is not None
        elif exchange.format == "tabular":
            assert isinstance(
                ox.parse_query_results(response.content, format=ox.QueryResultsFormat.from_media_type(kind)),
                ox.QuerySolutions,
            )


def test_the_suite_is_whole() -> None:
    assert len(TESTS) == 34
    assert sum(t.is_update for t in TESTS) == 7
