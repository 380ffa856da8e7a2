"""The graph of the repository behind a real server, and its pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "api"))

from api_sample import running  # noqa: E402

from query_api.settings import Settings  # noqa: E402


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    settings = Settings(
        paths=(ROOT / "data" / "ttl", ROOT / "ontology"), queries=ROOT / "queries", project=ROOT, workers=4
    )
    with running(settings) as url:
        yield url


@pytest.fixture(scope="session")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=100, headers={"Accept": "text/html"}) as client:
        yield client
