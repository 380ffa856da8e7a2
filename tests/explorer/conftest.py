"""The server on the project's own graph, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture(scope="session")
def server(checked_site: str) -> str:
    return checked_site


@pytest.fixture(scope="session")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=100, headers={"Accept": "text/html"}) as client:
        yield client
