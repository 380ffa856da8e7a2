"""The server on the project's own graph, for the pages that people look at; and a plan that somebody sent it."""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))  # for api_sample
PLAN = Path(__file__).parents[1] / "gold" / "blind1" / "hoai-nhon-ke-hoach.docx"


@pytest.fixture(scope="session")
def site(checked_site: str) -> str:
    return checked_site


@pytest.fixture
def http(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=150, headers={"Accept": "text/html,*/*;q=0.8"}) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent to be read.

    Attributes:
        file: the document.
        answer: what the server answered, as a browser gets it.
        left: folders that reading it left behind.
    """

    file: Path
    answer: httpx.Response
    left: frozenset[Path]


@pytest.fixture(scope="session")
def sent(site: str) -> Sent:
    """A plan that was read once for all who look at the page (reading takes seconds)."""
    before = frozenset(abandoned())
    answer = httpx.post(
        f"{site}/read",
        files={"file": ("kế hoạch.docx", PLAN.read_bytes())},
        timeout=150,
        headers={"Accept": "text/html,*/*;q=0.8"},
    )
    return Sent(PLAN, answer, frozenset(abandoned()) - before)


def abandoned() -> Iterator[Path]:
    """Yield the folders of readings that nobody is at work in: of those in use somebody holds the lock."""
    for folder in Path(tempfile.gettempdir()).glob("langnghe-scratch-read-*"):
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield folder
            finally:
                os.close(descriptor)
