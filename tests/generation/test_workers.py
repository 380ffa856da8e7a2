"""Documents made by other processes, or by those of a cluster: the same bytes as by one, also when one is killed."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from loopback_cluster import cluster

import loader.build
import loader.workers.cluster
from loader.build import build
from loader.documents import DocumentBuilder, Job, Outcome, Parcel
from loader.errors import ConfigurationError, EngineError
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.project import Project
from loader.workers.cluster import Cluster

pytestmark = pytest.mark.slow

SOURCES = sorted(Project.find().sources.glob("*.txt"), key=lambda path: path.stat().st_size)[:3]
EMPTY = DocumentBuilder(Iris(), Reference.of([]))


@dataclass(frozen=True, slots=True)
class Fatal(DocumentBuilder):
    """A builder whose process is killed while it makes the first document that it is given."""

    def make_of(self, parcel: Parcel) -> Outcome:
        """Make a document, or be killed."""
        killed = parcel.job.target.parent.parent / "killed"
        try:
            killed.mkdir(parents=True)
        except FileExistsError:
            return DocumentBuilder.make_of(self, parcel)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True)
class Deadly(DocumentBuilder):
    """A builder that no process outlives, if the document is called so."""

    def make_of(self, parcel: Parcel) -> Outcome:
        """Kill, or tell who was not killed."""
        if parcel.job.file.stem == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(parcel.job, parcel.data + parcel.curation.encode(), None)


def files(folder: Path) -> dict[str, bytes]:
    shown = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in shown}


def jobs(folder: Path, *names: str) -> list[Job]:
    for name in names:
        (folder / name).write_text(f"of {name}", encoding="utf-8")
    return [Job(folder / name, folder / f"{name}.ttl", None, folder / f"{name}.toml") for name in names]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process builds."""
    folder = tmp_path_factory.mktemp("one")
    build(Project.find(), SOURCES, folder, workers=1)
    return files(folder)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler with more workers than the tests kill; three at least are there for each."""
    with cluster(6) as (url, _):
        yield url


def test_three_processes_of_which_one_is_killed_build_the_same_bytes_as_one(
    tmp_path: Path, alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader.build, "DocumentBuilder", Fatal)
    result = build(Project.find(), SOURCES, tmp_path / "three", workers=3)
    assert (tmp_path / "three" / "killed").is_dir()
    assert result.failures == ()
    assert files(tmp_path / "three") == alone


def test_a_cluster_of_which_a_worker_is_killed_builds_the_same_bytes_as_one(
    tmp_path: Path, alone: dict[str, bytes], scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader.build, "DocumentBuilder", Fatal)
    result = build(Project.find(), SOURCES, tmp_path / "cluster", workers=1, scheduler=scheduler)
    assert (tmp_path / "cluster" / "killed").is_dir()
    assert result.failures == ()
    assert files(tmp_path / "cluster") == alone


def test_a_document_that_ends_all_who_make_it_is_named_and_the_others_are_made(tmp_path: Path, scheduler: str) -> None:
    due = jobs(tmp_path, "one", "deadly", "two", "missing")
    due[3].file.unlink()
    due[2].curation.write_text(" corrected", encoding="utf-8")
    made = {o.job.file.name: o for o in Cluster(scheduler).outcomes(Deadly(Iris(), EMPTY.reference), due)}
    assert [made[name].turtle for name in ("one", "two")] == [b"of one", b"of two corrected"]
    assert "ended unexpectedly" in str(made["deadly"].error)
    assert "no such file" in str(made["missing"].error)


def test_a_worker_that_runs_another_program_is_named(
    tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader.workers.cluster, "program_fingerprint", lambda: "of tomorrow")
    with pytest.raises(ConfigurationError, match=r"tcp://.*tcp://.*another program"):
        list(Cluster(scheduler).outcomes(EMPTY, jobs(tmp_path, "one")))


def test_a_cluster_that_is_lost_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    due = jobs(tmp_path, "one", "two")
    with cluster(0) as (url, process):
        with pytest.raises(EngineError, match=r"no worker for 0\.1 s"):
            list(Cluster(url, patience=0.1).outcomes(EMPTY, due))

        def broken_off(job: Job) -> Parcel:
            process.kill()
            return Parcel.of(job)

        monkeypatch.setattr(loader.workers.cluster, "pack", broken_off)
        with pytest.raises(EngineError, match="the scheduler of the cluster"):
            list(Cluster(url, patience=1).outcomes(EMPTY, due))


def nobody() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "http://127.0.0.1:1", "nonsense://"])
def test_where_no_scheduler_answers_a_line_says_so(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="no scheduler answers"):
        list(Cluster(url, patience=0.2).outcomes(EMPTY, jobs(tmp_path, "one")))


def test_without_dask_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ConfigurationError, match=r"langnghe\[cluster\]"):
        list(Cluster(nobody()).outcomes(EMPTY, jobs(tmp_path, "one")))


def test_nobody_is_asked_where_nothing_is_due() -> None:
    due: Sequence[Job] = ()
    assert list(Cluster(nobody()).outcomes(EMPTY, due)) == []
