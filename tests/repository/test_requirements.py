"""The locks: hashed, free of addresses, complete, and one with the project's own list."""

from __future__ import annotations

import re
from importlib.metadata import distributions

import pytest
from checkout import project_files
from import_graph import ROOT
from locks import Lock, all_extras, declared, environments, metadata_of, unmet
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("base", "all", "profile")
ADDRESS = re.compile(rb"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|\"resolved\": \"http")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, set[str]]:
    """Return the versions of each locked package; some differ by the version of Python."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock_text(name), re.MULTILINE):
        versions.setdefault(normal(package), set()).add(version)
    return versions


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str):
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock_text(lock).strip())
    assert len(entries) == sum(len(versions) for versions in locked(lock).values())
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index(lock: str):
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", lock_text(lock)) == []


WITHOUT_METADATA = {"colorama", "appnope", "pywinpty"}  # for other systems: what they need themselves is not known here
COMPLETE = {"base": (), "all": all_extras()}


@pytest.mark.parametrize("lock", COMPLETE)
def test_a_lock_holds_all_that_its_packages_need_on_every_system(lock: str):
    roots = declared(COMPLETE[lock])
    faults = {fault for e in environments() for fault in unmet(roots, Lock.read(lock).versions(e), e)[0]}
    assert faults == set(), "run scripts/lock"


@pytest.mark.parametrize("lock", COMPLETE)
def test_a_lock_holds_nothing_that_nobody_needs(lock: str):
    roots, read = declared(COMPLETE[lock]), Lock.read(lock)
    reached = {name for e in environments() for name in unmet(roots, read.versions(e), e)[1]}
    assert {canonicalize_name(pin.name) for pin in read.pins} - reached == set(), "run scripts/lock"


def test_a_missing_package_of_an_extra_would_be_noticed():
    here = dict(default_environment())
    versions = Lock.read("all").versions(here)
    root = Requirement("pikepdf[pdfa]")
    assert unmet([root], versions, here)[0] == []
    del versions["jsonschema"]
    assert [fault for fault in unmet([root], versions, here)[0] if "jsonschema" in fault] != []
    assert [fault for fault in unmet([Requirement("pikepdf")], versions, here)[0] if "jsonschema" in fault] == []


def test_what_is_installed_satisfies_every_declared_requirement():
    here = dict(default_environment())
    versions = {canonicalize_name(d.metadata["Name"]): Version(d.version) for d in distributions()}
    faults, reached = unmet(declared(all_extras()), versions, here)
    assert faults == []
    assert len(reached) > 100


def test_what_is_installed_is_what_is_locked():
    pinned = Lock.read("all").versions(dict(default_environment()))
    installed = {canonicalize_name(d.metadata["Name"]): Version(d.version) for d in distributions()}
    assert {name: (v, installed.get(name)) for name, v in pinned.items() if installed.get(name) != v} == {}


def test_the_metadata_of_all_packages_but_those_of_other_systems_are_looked_at():
    names = {canonicalize_name(pin.name) for pin in Lock.read("all").pins}
    assert {name for name in names if metadata_of(name) is None} <= WITHOUT_METADATA


def test_both_locks_hold_the_same_versions():
    small, large = locked("base"), locked("all")
    assert {name: versions for name, versions in small.items() if large.get(name) != versions} == {}


def test_no_file_of_the_project_names_a_package_registry():
    named = [str(path) for path in project_files() if ADDRESS.search((ROOT / path).read_bytes())]
    assert set(named) - {"tests/repository/test_requirements.py"} == set()


def test_the_files_of_the_project_are_known_without_git(monkeypatch: pytest.MonkeyPatch):
    known = set(project_files())
    monkeypatch.setenv("PATH", "")
    assert known <= set(project_files())
    assert [path for path in project_files() if path.parts[0] in (".venv", "node_modules", ".cache", ".git")] == []
