from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from invented import DECISION, PLANS

from loader.build import add
from loader.graph.lookup import load_store
from loader.project import Project
from loader.workspace import make_workspace
from query_api.cli import cli


@dataclass(frozen=True, slots=True)
class Made:
    """A workspace with the invented programme, built, and what the command that proposed its pack said."""

    project: Project
    said: str

    def store(self) -> ox.Store:
        return load_store(self.project.graph)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The workspace that someone has who follows docs/programmes.md: pack proposed, decision and plans added."""
    from datetime import date

    folder = tmp_path_factory.mktemp("programmes") / "workspace"
    project = make_workspace(folder)
    with pytest.MonkeyPatch.context() as patch:  # only here: later tests stand where they stood
        patch.chdir(folder)
        result = CliRunner().invoke(cli, ["programme", "new", str(DECISION)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    add(project, [DECISION, *PLANS], "invented for tests", date(2026, 1, 2))
    return Made(project, result.output)


@pytest.fixture(scope="session")
def store(made: Made) -> ox.Store:
    return made.store()


@pytest.fixture
def pack(made: Made) -> Path:
    return next(made.project.own_packs.iterdir())
