"""The sample graph in files, and a server on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import hypothesis
import pytest
from api_sample import EXAMPLE, FIRST, SECOND, running

from query_api.settings import Settings

# How long an example takes is the machine's affair: on one under load any may take long once.
hypothesis.settings.register_profile("api", deadline=None)
hypothesis.settings.load_profile("api")

# The W3C suites are fetched by whoever wants to run them, and are never part of this repository.
collect_ignore = [] if os.environ.get("LANGNGHE_W3C_TESTS") else ["test_w3c_protocol.py", "test_w3c_queries.py"]
if find_spec("SPARQLWrapper") is None:
    collect_ignore.append("test_sparqlwrapper.py")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "first.ttl").write_text(FIRST, encoding="utf-8")
    (folder / "second.ttl").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queries")
    (folder / "01-implements.rq").write_text(EXAMPLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def settings(data: Path, queries: Path) -> Settings:
    return Settings(paths=(data,), queries=queries, timeout=60.0, admin_token="secret")


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[str]:
    with running(settings) as url:
        yield url


@pytest.fixture
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=100) as client:
        yield client
