"""After any changes a build leaves what one from nothing leaves, and what did not change is not read again."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from workspace import ROOT, plan

from loader.build import BuildResult, build
from loader.graph.dataset import graphs_of, rdf_snapshot
from loader.graph.iris import Iris
from loader.inference.layout import FOLDER, WHOLE, names_in
from loader.inference.updating import update_inferred
from loader.project import Project
from loader.sources import digest


class Builds:
    """Builds of some plans into one folder, with the files that were read to be digested."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "ontology", folder / "ontology")
        self._project = Project(folder)  # without reference data, to which these plans owe little
        self.sources, self.output = folder / "sources", folder / "built"
        self.sources.mkdir()
        self.read: list[str] = []

    @property
    def inferred(self) -> Path:
        return self.output / "inferred.nt"

    def write(self, number: int, share: int = 70) -> None:
        (self.sources / f"plan-{number}.txt").write_text(plan(number, share=share), encoding="utf-8")

    def build(self) -> BuildResult:
        self.read.clear()
        return build(self._project, [self.sources], self.output, workers=1)

    def from_nothing(self, folder: Path) -> bytes:
        return build(self._project, [self.sources], folder, workers=1).inferred.read_bytes()


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    found = Builds(tmp_path / "project")

    def noted(path: Path) -> str:
        found.read.append(path.name)
        return digest(path)

    monkeypatch.setattr("loader.digests.digest", noted)
    return found


def test_after_changes_the_inferred_statements_are_those_of_a_build_from_nothing_and_were_not_read(
    builds: Builds, tmp_path: Path
) -> None:
    for number in (1, 2):
        builds.write(number)
    builds.build()
    builds.write(3)
    assert builds.inferred in builds.build().changed
    (builds.sources / "plan-2.txt").unlink()
    assert builds.inferred in builds.build().changed
    assert "inferred.nt" not in builds.read
    assert builds.inferred.read_bytes() == builds.from_nothing(tmp_path / "fresh")
    before = builds.inferred.stat()
    assert builds.build().changed == ()
    assert builds.inferred.stat() == before
    assert "inferred.nt" not in builds.read

    builds.output = shutil.copytree(builds.output, tmp_path / "copied")
    assert builds.build().changed == (), "it is another file with the same bytes"
    assert "inferred.nt" in builds.read


def test_many_documents_lie_in_many_files_which_are_those_of_a_build_from_nothing(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.build.update_inferred", partial(update_inferred, most_in_one=3))

    def files(folder: Path) -> dict[str, bytes]:
        found = {name: folder / name for name in names_in(folder)}
        return {name: file.read_bytes() for name, file in found.items()}

    def is_as_from_nothing(step: str) -> bool:
        builds.from_nothing(tmp_path / step)
        return files(tmp_path / step) == files(builds.output)

    for number in (1, 2):
        builds.write(number)
    builds.build()
    assert files(builds.output).keys() == {WHOLE}
    builds.write(3)
    assert builds.inferred in builds.build().changed
    assert len(files(builds.output)) > 3
    assert is_as_from_nothing("three")
    builds.write(4)
    changed = builds.build().changed
    assert builds.output / "documents" / "plan-4.ttl" in changed
    assert {file.parent.name for file in changed} >= {FOLDER}
    assert is_as_from_nothing("four")
    assert builds.build().changed == ()
    assert not any(name.endswith(".nt") for name in builds.read)

    with rdf_snapshot([builds.output]) as opened:
        graphs = {file.path.name: {graph.iri for graph in graphs_of(file)} for file in opened.files}
    inferred = {Iris().graph("inferred")}
    assert all((graphs[name.rpartition("/")[2]] == inferred) for name in files(builds.output))

    gone = next(file for file in changed if file.parent.name == FOLDER)
    gone.unlink()
    assert gone in builds.build().changed, "it is written anew"
    assert is_as_from_nothing("anew")
    for number in (1, 2):
        (builds.sources / f"plan-{number}.txt").unlink()
    changed = builds.build().changed
    assert gone in changed
    assert files(builds.output).keys() == {WHOLE}
    assert is_as_from_nothing("few")
