"""A server on the project's own graph, for the pages that people look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from query_api.settings import Settings

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "api"))

from api_sample import running  # noqa: E402


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    settings = Settings(
        paths=(ROOT / "data" / "ttl", ROOT / "ontology"), queries=ROOT / "queries", workers=3, per_client=8, timeout=60.0,
        check_seconds=120.0,
    )  # fmt: skip
    with running(settings) as url:
        yield url


@pytest.fixture(scope="session")
def checked(site: str) -> str:
    """Let the check of the data end that pages do not wait for; programs do."""
    assert httpx.get(f"{site}/compliance.json", timeout=300).status_code == 200
    return site


@pytest.fixture
def http(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=150, headers={"Accept": "text/html,*/*;q=0.8"}) as client:
        yield client
