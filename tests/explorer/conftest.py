"""The server on the project's own graph, and a client of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))  # for api_sample


@pytest.fixture(scope="session")
def server(checked_site: str) -> str:
    return checked_site


@pytest.fixture(scope="session")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=100, headers={"Accept": "text/html"}) as client:
        yield client
