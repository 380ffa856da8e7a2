"""A freshly built graph in a folder, and a server on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner

from loader.commands.build import build
from loader.project import Project
from query_api.app import create_app
from query_api.settings import Settings


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.find(Path(__file__).parent)


@pytest.fixture(scope="session")
def paths(project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("built")
    sources = [str(path) for path in sorted(project.sources.glob("*.txt"))]
    result = CliRunner().invoke(build, [*sources, "--output", str(folder)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return (folder / "documents", folder / "inferred.nt", project.reference, project.programmes, project.ontology)


@pytest.fixture(scope="session")
def endpoint(paths: tuple[Path, ...]) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(paths=paths)), port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < ends:
        thread.join(0.02)
    assert server.started
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/sparql"
    server.should_exit = True
    thread.join(10)
