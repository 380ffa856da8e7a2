"""A project that is built once and copied for each test that changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from workspace import run
from workspace import workspace as make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make(tmp_path_factory.mktemp("built") / "project")
    made = run(project, "build")
    assert made.returncode == 0, made.stderr
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))
