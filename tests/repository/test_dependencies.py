"""What is imported is declared, what is declared is used, and the version stands in one place."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from checkout import project_files
from import_graph import ROOT
from locks import PROJECT, all_extras
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from loader import __version__
from query_api.app import create_app
from query_api.settings import Settings

CODE = ("loader", "query_api")
OURS = {*CODE, "tests", "village_records"}
OF_ANOTHER_PROGRAM = {"jpype", "java", "org", "_typeshed"}  # requirements/profile.txt; what only mypy reads
USED_BY_NAME = {
    "httptools": ("query_api/server/serving.py", "uvicorn.Config"),  # uvicorn takes it if it is there
    "uvloop": ("query_api/commands/serve.py", '"uvloop"'),
    "ocrmypdf": ("loader/readers/ocr.py", '"-m", "ocrmypdf"'),
    "ipykernel": ("notebooks/01-tour-bang-sparql.ipynb", '"kernelspec"'),
    "jupyterlab": ("docs/notebooks.md", "jupyter lab"),
    "mypy": ("scripts/check", "mypy"),
    "ruff": ("scripts/check", "ruff"),
    "pytest-xdist": ("scripts/test", "-n "),
    "oxigraph": ("bench/endpoint_servers.py", "oxigraph"),
}
"""Declared packages that no line imports: where they are used, and by what word."""


@dataclass(frozen=True, slots=True)
class Use:
    """An import of somebody else's module: which, where, and whether the file cannot do without it."""

    module: str
    place: str
    always: bool


def python_of(path: Path) -> str:
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def uses(*folders: str) -> list[Use]:
    return [use for folder in folders for use in uses_of(folder)]


@cache
def uses_of(folder: str) -> tuple[Use, ...]:
    files = sorted(f for f in (ROOT / folder).rglob("*") if f.suffix in (".py", ".ipynb"))
    helpers = () if folder in CODE else ("tests", "bench")
    beside = {path.stem for where in helpers for path in (ROOT / where).rglob("*.py")}
    known = sys.stdlib_module_names | OURS | OF_ANOTHER_PROGRAM | beside
    found: list[Use] = []
    for path in files:
        tree = ast.parse(python_of(path))
        top = {id(node) for node in tree.body}
        for node in ast.walk(tree):
            names = [name for name in imported(node) if name not in known]
            found += [Use(name, str(path.relative_to(ROOT)), id(node) in top) for name in names]
    return tuple(found)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [(node.module or "").partition(".")[0]]
    return []


@cache
def providers() -> dict[str, set[str]]:
    return {module: {canonicalize_name(d) for d in names} for module, names in packages_distributions().items()}


def declared(*groups: str) -> set[str]:
    lists = {"": PROJECT["project"]["dependencies"], **PROJECT["project"]["optional-dependencies"]}
    return {canonicalize_name(Requirement(text).name) for group in groups for text in lists[group]}


def undeclared(found: Iterable[Use], packages: set[str]) -> list[Use]:
    return [use for use in found if not providers().get(use.module, set()) & packages]


@pytest.mark.slow
def test_what_the_program_imports_at_once_is_installed_with_it():
    found = [use for use in uses(*CODE) if use.always]
    assert len(found) > 50
    assert undeclared(found, declared("")) == []


def test_what_the_program_imports_when_it_is_wanted_is_in_an_extra():
    extras = [extra for extra in all_extras() if extra != "dev"]
    assert undeclared(uses(*CODE), declared("", *extras)) == []


def test_what_the_notebooks_import_is_in_their_extra():
    assert undeclared(uses("notebooks"), declared("", "notebooks")) == []


def test_what_tests_and_measurements_import_is_declared():
    assert undeclared(uses("tests", "bench"), declared("", *all_extras())) == []


def test_an_import_that_nobody_declared_is_noticed():
    assert undeclared([Use("attr", "here", True)], declared("", *all_extras())) != []


@pytest.mark.parametrize("group", ["", *all_extras()])
def test_what_is_declared_is_used(group: str):
    places = (*CODE, "tests", "bench", "notebooks") if group in ("dev", "notebooks") else CODE
    used = {package for use in uses(*places) for package in providers().get(use.module, set())}
    stubs = {f"types-{package}" for package in declared("")}
    assert declared(group) - used - USED_BY_NAME.keys() - stubs == set()


@pytest.mark.parametrize("package", USED_BY_NAME)
def test_what_is_used_by_name_is_declared_and_used_there(package: str):
    place, word = USED_BY_NAME[package]
    assert package in declared("", *all_extras())
    assert word in (ROOT / place).read_text(encoding="utf-8")


def test_the_version_stands_in_one_place():
    shown = {str(path) for path in project_files() if __version__.encode() in (ROOT / path).read_bytes()}
    assert shown - {"CHANGELOG.md"} == {"loader/__init__.py"}
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "loader.__version__"}


def test_the_command_line_and_the_description_of_the_server_tell_the_version():
    done = subprocess.run(
        [sys.executable, "-m", "query_api.cli", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == __version__
    assert create_app(Settings(paths=(ROOT / "ontology",))).version == __version__
