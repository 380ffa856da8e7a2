"""The check of what is served begins with what the last one left, where the project keeps that."""

from __future__ import annotations

from pathlib import Path

from loader.workspace import make_workspace
from query_api.served.reports import REPORTS, remembered
from query_api.settings import Settings


def test_a_check_is_given_what_the_last_one_left_and_leaves_its_own_beside_its_report(tmp_path: Path) -> None:
    project = make_workspace(tmp_path / "mine")
    settings, scratch = Settings(project=project.root, paths=(project.ttl,)), tmp_path / "scratch"
    scratch.mkdir()
    assert remembered(settings, scratch) == ("--memory", str(scratch / "memory.json"))
    assert not (scratch / "memory.json").exists()
    (project.root / REPORTS).mkdir(parents=True)
    (project.root / REPORTS / "memory.json").write_text("{}")
    remembered(settings, scratch)
    assert (scratch / "memory.json").read_text() == "{}"


def test_data_that_are_no_project_are_checked_without(tmp_path: Path) -> None:
    assert remembered(Settings(paths=(tmp_path,)), tmp_path) == ()
