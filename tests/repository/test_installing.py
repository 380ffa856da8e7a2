"""The locks are installed without resolving: whatever the index gets, the same packages come."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from import_graph import ROOT

RELEASED = "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
SHELL = ("scripts/install", "scripts/venv", "scripts/wheel", ".ci/run", "Makefile", "Containerfile")
LOCKED = re.compile(r"requirements/\S*\.txt")


def release(index: Path, name: str, version: str, *needs: str, extra: str = "") -> str:
    """Put a wheel into an index; return its line of a lock."""
    lines = [f"Provides-Extra: {extra}"] * bool(extra) + [f"Requires-Dist: {need}" for need in needs]
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f'VERSION = "{version}"\n',
        f"{info}/METADATA": RELEASED.format(name=name, version=version, needs="".join(f"{line}\n" for line in lines)),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = index / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for place, text in files.items():
            wheel.writestr(place, text)
        wheel.writestr(f"{info}/RECORD", "".join(f"{place},,\n" for place in (*files, f"{info}/RECORD")))
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


@pytest.fixture
def checkout(tmp_path: Path, index: Path) -> Path:
    """A checkout of a project of two packages, locked as they were once; since then newer ones have come out."""
    folder = tmp_path / "checkout"
    (folder / "requirements").mkdir(parents=True)
    (folder / "scripts").mkdir()
    for name in ("install", "venv", "python"):
        shutil.copy(ROOT / "scripts" / name, folder / "scripts")
    lock = release(index, "lnreader", "1.0", "lnpicture[archive]>=1")
    lock += release(index, "lnpicture", "1.0", 'lnschema; extra == "archive"', extra="archive")
    lock += release(index, "lnschema", "1.0")
    (folder / "requirements" / "base.txt").write_text(lock, encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "lnproject"\nversion = "1"\ndependencies = ["lnreader"]\n[tool.setuptools]\npackages = []\n',
        encoding="utf-8",
    )
    release(index, "lnreader", "2.0", "lnpicture[archive]>=2", "lnabsent")
    release(index, "lnpicture", "2.0", 'lnabsent; extra == "archive"', extra="archive")
    release(index, "lnschema", "2.0")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / ".venv")], check=True)
    # pip, and setuptools which builds the project, come from the environment of the tests.
    site = next((folder / ".venv").glob("lib/*/site-packages"), folder / ".venv" / "Lib" / "site-packages")
    (site / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def run(command: Iterable[str], checkout: Path, index: Path) -> subprocess.CompletedProcess[str]:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        list(command), cwd=checkout, env=os.environ | offline, capture_output=True, text=True, timeout=120, check=False
    )


def installed(checkout: Path) -> dict[str, str]:
    site = next((checkout / ".venv").glob("lib/*/site-packages"))
    found = (path.name.removesuffix(".dist-info").partition("-") for path in site.glob("ln*.dist-info"))
    return {name: version for name, _, version in found}


@pytest.mark.slow
def test_a_newer_release_of_any_package_changes_nothing(checkout: Path, index: Path):
    done = run(["scripts/install", "base"], checkout, index)
    assert done.returncode == 0, done.stderr
    assert installed(checkout) == {"lnreader": "1.0", "lnpicture": "1.0", "lnschema": "1.0", "lnproject": "1"}


@pytest.mark.slow
def test_an_installer_that_resolves_would_have_failed_there(checkout: Path, index: Path):
    lock = checkout / "requirements" / "base.txt"
    python = str(checkout / ".venv" / "bin" / "python")
    resolving = run([python, "-m", "pip", "install", "--require-hashes", "-r", str(lock)], checkout, index)
    assert resolving.returncode != 0
    assert "lnpicture[archive]" in resolving.stderr


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_refused(checkout: Path, index: Path):
    release(index, "lnschema", "1.0", "lnabsent")  # the same name and version, other bytes
    done = run(["scripts/install", "base"], checkout, index)
    assert done.returncode != 0
    assert "lnschema" in done.stderr
    assert installed(checkout) == {}


def commands(text: str) -> list[str]:
    return [line for line in text.replace("\\\n", " ").splitlines() if "pip install" in line or "pip wheel" in line]


def places() -> list[Path]:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("notebooks/*"), *(ROOT / "loader").rglob("*.py")]
    return [*(ROOT / name for name in SHELL), *(p for p in (ROOT / "scripts").iterdir() if p.is_file()), *pages]


def test_wherever_a_lock_is_installed_it_is_not_resolved():
    locked = [
        (path.name, line.strip())
        for path in places()
        for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        if LOCKED.search(line) and re.search(r"\binstall\b", line) and "-r " in line
    ]
    assert len(locked) >= 3
    assert [x for x in locked if "--no-deps" not in x[1] or "--require-hashes" not in x[1]] == []


def test_nothing_that_is_built_from_the_checkout_fetches_what_it_is_built_with():
    built = [
        (path.name, line.strip())
        for path in places()
        for line in commands(path.read_text(encoding="utf-8"))
        if re.search(r"(--editable|-e|wheel|install) .*(?<![\w/])\.(\s|$)", line)
    ]
    assert [x for x in built if "--no-build-isolation" not in x[1] or "--no-deps" not in x[1]] == []
