"""The five documents, built anew, with reference data and ontology, in one store as the endpoint has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.commands.build import build
from loader.project import Project
from loader.sources import last_received
from query_api.client import Client, connect


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.find(Path(__file__).parent)


@pytest.fixture(scope="session")
def built(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    sources = [str(path) for path in sorted(project.sources.glob("*.txt"))]
    result = CliRunner().invoke(
        build,
        [*sources, "--output", str(folder), "--as-of", str(last_received(project.manifest))],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def graph(project: Project, built: Path) -> Client:
    return connect(
        [built / "documents", built / "inferred.nt", project.reference, project.programmes, project.ontology]
    )
