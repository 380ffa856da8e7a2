"""Documents read by several processes: the same bytes as by one, also when one of them is killed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

import loader.build
from loader.build import DocumentBuilder, Job, Outcome, build
from loader.project import Project


@dataclass(frozen=True, slots=True)
class Fatal(DocumentBuilder):
    """A builder whose process is killed while it makes the first document that it is given."""

    def make(self, job: Job) -> Outcome:
        """Make a document, or be killed."""
        killed = job.target.parent.parent / "killed"
        try:
            killed.mkdir(parents=True)
        except FileExistsError:
            return DocumentBuilder.make(self, job)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


def files(folder: Path) -> dict[str, bytes]:
    shown = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in shown}


def test_three_processes_of_which_one_is_killed_build_the_same_bytes_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project.find()
    build(project, [project.sources], tmp_path / "one", workers=1)
    monkeypatch.setattr(loader.build, "DocumentBuilder", Fatal)
    result = build(project, [project.sources], tmp_path / "three", workers=3)
    assert (tmp_path / "three" / "killed").is_dir()
    assert result.failures == ()
    assert files(tmp_path / "three") == files(tmp_path / "one")
