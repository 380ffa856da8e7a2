"""The locks: hashed, free of addresses, complete, and one with the project's own list."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from import_graph import ROOT

LOCKS = ("base", "all", "profile")
ADDRESS = re.compile(rb"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|\"resolved\": \"http")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


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


def name_of(requirement: str) -> str:
    return normal(re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str):
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock_text(lock).strip())
    assert len(entries) == sum(len(versions) for versions in locked(lock).values())
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index(lock: str):
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", lock_text(lock)) == []


def test_what_the_project_needs_to_run_is_in_the_small_lock():
    needed = {name_of(r) for r in (*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"])}
    assert needed - locked("base").keys() == set()


def test_what_the_extras_need_is_in_the_large_lock():
    needed = {name_of(r) for extra in PROJECT["project"]["optional-dependencies"].values() for r in extra}
    assert needed - locked("all").keys() == set()


def test_both_locks_hold_the_same_versions():
    small, large = locked("base"), locked("all")
    assert {name: versions for name, versions in small.items() if large.get(name) != versions} == {}


def test_no_file_of_the_project_names_a_package_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    names = [n for n in listed.stdout.decode().split("\0") if n] or ["package-lock.json", "pyproject.toml"]
    named = [n for n in names if (ROOT / n).is_file() and ADDRESS.search((ROOT / n).read_bytes())]
    assert set(named) - {"tests/repository/test_requirements.py"} == set()
