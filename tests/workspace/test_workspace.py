"""Where commands find their folders: in a checkout, in a workspace, or in what the package brings along."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from loader.errors import ConfigurationError
from loader.graph.vocabulary import LN
from loader.project import Project
from loader.validation.data import load_data
from loader.workspace import make_workspace
from query_api.cli import COMMANDS, cli

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "data" / "sources" / "004_354398b48a0535f5.txt"
OWN = '<https://w3id.org/langnghe/place/nowhere> <http://www.w3.org/2000/01/rdf-schema#label> "Xứ nọ"@vi .\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Project:
    return make_workspace(tmp_path / "mine")


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, catch_exceptions=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_belongs_to_the_workspace_above_it(workspace: Project):
    inside = workspace.sources / "deeper"
    inside.mkdir()
    assert Project.find(inside) == Project.find_writable(inside) == workspace


def test_a_workspace_inside_a_checkout_is_the_nearer_one(tmp_path: Path):
    for name in ("ontology", "shapes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    inner = make_workspace(tmp_path / "mine")
    assert Project.find(inner.sources) == inner
    assert Project.find(tmp_path / "shapes").root == tmp_path


def test_elsewhere_the_bundle_is_read_and_nothing_can_be_written(tmp_path: Path):
    assert Project.around(tmp_path) is None
    assert Project.find(tmp_path) == Project.bundle()
    with pytest.raises(ConfigurationError, match="langnghe init DIR"):
        Project.find_writable(tmp_path)


def test_a_workspace_takes_what_it_does_not_have_from_the_bundle(workspace: Project):
    bundle = Project.bundle()
    assert workspace.axioms == bundle.axioms
    assert (workspace.shapes, workspace.queries, workspace.schemes) == (bundle.shapes, bundle.queries, bundle.schemes)
    assert workspace.references == (bundle.reference, workspace.reference)
    assert set(workspace.graph) == {workspace.ttl, bundle.reference, bundle.ontology}


def test_a_folder_of_its_own_is_used_instead_unless_it_is_empty(workspace: Project):
    own = workspace.root / "queries"
    own.mkdir()
    assert workspace.queries == Project.bundle().queries
    (own / "01-mine.rq").write_text("ASK {}", encoding="utf-8")
    assert workspace.queries == own


def test_a_checkout_has_only_its_own_reference_data(tmp_path: Path):
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "data" / "ttl" / "reference").mkdir(parents=True)
    project = Project.find(tmp_path)
    assert project.references == (project.reference,)
    assert not project.is_workspace


def test_reference_data_of_ones_own_are_added_to_those_that_came_along(workspace: Project):
    (workspace.reference / "mine.ttl").write_text(OWN, encoding="utf-8")
    shutil.copy(PLAN, workspace.root / "plan.txt")
    graph = load_data(workspace, [workspace.root / "plan.txt"])
    labels = {str(label) for label in graph.objects(predicate=None)}
    assert "Xứ nọ" in labels
    assert "Tỉnh Hưng Yên" in labels


def test_a_new_workspace_holds_the_folders_that_its_readme_names(workspace: Project):
    readme = (workspace.root / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`(data/[\w/]+)/`", readme)
    assert len(named) >= 4
    assert [name for name in named if not (workspace.root / name).is_dir()] == []
    commands = re.findall(r"^langnghe (\w+)", readme, re.MULTILINE)
    assert len(commands) >= 6
    assert set(commands) <= COMMANDS.keys()


def test_a_folder_that_is_there_becomes_a_workspace_and_keeps_its_files(tmp_path: Path):
    (tmp_path / "README.md").write_text("của tôi", encoding="utf-8")
    done = run("init", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "của tôi"
    assert Project(tmp_path).is_workspace


def test_a_workspace_is_not_made_twice_or_over_a_checkout(workspace: Project, tmp_path: Path):
    before = files(workspace.root)
    with pytest.raises(ConfigurationError, match="already"):
        make_workspace(workspace.root)
    assert files(workspace.root) == before
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    with pytest.raises(ConfigurationError, match="whole project"):
        make_workspace(tmp_path)
    assert not (tmp_path / "langnghe.toml").exists()


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_place_that_cannot_be_a_folder_gives_one_clear_line(tmp_path: Path, place: str):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        make_workspace(tmp_path / place)
    assert "\n" not in str(raised.value)
    assert str(tmp_path) in str(raised.value)


def test_an_empty_workspace_says_how_to_begin(workspace: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(workspace.root)
    for command in ("build", "validate"):
        assert "langnghe add FILE" in str(run(command).exception)
    assert run("query", "1").exit_code == 0


def test_what_is_added_is_built_into_the_workspace_only(workspace: Project, monkeypatch: pytest.MonkeyPatch):
    bundled = files(Project.bundle().ttl)
    monkeypatch.chdir(workspace.root)
    done = run("add", str(PLAN), "--origin", "https://example.org/plan")
    assert done.exit_code == 0, done.output
    assert [path.name for path in workspace.documents.iterdir()] == [f"{PLAN.stem}.ttl"]
    assert "https://example.org/plan" in workspace.manifest.read_text(encoding="utf-8")
    store = ox.Store()
    store.bulk_load(path=str(workspace.inferred), format=ox.RdfFormat.N_TRIPLES)
    assert any(store.quads_for_pattern(None, LN.tracesTo, None, None))
    assert files(Project.bundle().ttl) == bundled
    assert run("build", "--check").exit_code == 0
    assert "0 files changed" in run("build").output


def test_every_command_has_an_example(workspace: Project):
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert f"langnghe {name}" in (command.epilog or "")
