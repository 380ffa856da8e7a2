from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import FOOD, HEALTH, WATER, Invented, Made

from loader.build import add
from loader.graph.lookup import load_store
from loader.validation.data import load_data
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate
from loader.workspace import make_workspace
from query_api.cli import cli


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Invented], Made]:
    """Make, once each, the workspace that someone has who follows docs/programmes.md: pack proposed, documents added."""
    known: dict[Path, Made] = {}

    def made(invented: Invented) -> Made:
        if invented.folder not in known:
            folder = tmp_path_factory.mktemp("programmes") / "workspace"
            project = make_workspace(folder)
            with pytest.MonkeyPatch.context() as patch:  # only here: later tests stand where they stood
                patch.chdir(folder)
                result = CliRunner().invoke(cli, ["programme", "new", str(invented.decision)], catch_exceptions=False)
            assert result.exit_code == 0, result.output
            add(project, [invented.decision, *invented.plans], "invented for tests", date(2026, 1, 2))
            report = validate(load_data(project), load_shapes(project.shape_folders), engine="turbo")
            known[invented.folder] = Made(invented, project, result.output, load_store(project.graph), report)
        return known[invented.folder]

    return made


@pytest.fixture(params=[WATER, FOOD, HEALTH], ids=lambda invented: invented.decision.stem)
def each(make: Callable[[Invented], Made], request: pytest.FixtureRequest) -> Made:
    """Each of the invented programmes."""
    return make(request.param)


@pytest.fixture
def water(make: Callable[[Invented], Made]) -> Made:
    return make(WATER)


@pytest.fixture
def health(make: Callable[[Invented], Made]) -> Made:
    return make(HEALTH)
