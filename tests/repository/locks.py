"""The locks as values: what each holds, for which environment, and what the metadata of its packages ask for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires

from import_graph import ROOT
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ("3.11.0", "3.11.9", "3.12.4", "3.13.1", "3.14.0")
_SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
Environment = Mapping[str, str]


def environments() -> Iterator[Environment]:
    """Yield the environments that the locks are for: each Python on each system."""
    for python in PYTHONS:
        for system in _SYSTEMS:
            short = python.rpartition(".")[0]
            yield {**_here(), **system, "python_full_version": python, "python_version": short}


def _here() -> dict[str, str]:
    return {name: str(value) for name, value in default_environment().items()}


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock.

    Attributes:
        name: of its file.
        pins: its entries: a name, one version and the environments in which it is meant.
    """

    name: str
    pins: tuple[Requirement, ...]

    @classmethod
    def read(cls, name: str) -> Lock:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        entries = re.findall(r"^([A-Za-z0-9][^\\\n]*?)\s*\\?$", text, re.MULTILINE)
        return cls(name, tuple(Requirement(entry) for entry in entries))

    def versions(self, environment: Environment) -> dict[str, Version]:
        """Return the version of each package that is installed in an environment."""
        return {
            canonicalize_name(pin.name): Version(next(iter(pin.specifier)).version)
            for pin in self.pins
            if pin.marker is None or pin.marker.evaluate(dict(environment))
        }


def declared(extras: Iterable[str]) -> list[Requirement]:
    """Return what pyproject.toml asks for, with some of its extras, and what it is built with."""
    project = PROJECT["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for group in (*groups, PROJECT["build-system"]["requires"]) for text in group]


def all_extras() -> tuple[str, ...]:
    return tuple(PROJECT["project"]["optional-dependencies"])


@cache
def metadata_of(name: str) -> tuple[Requirement, ...] | None:
    """Return what an installed package asks for; None if it is not installed."""
    try:
        return tuple(Requirement(text) for text in requires(name) or ())
    except PackageNotFoundError:
        return None


def unmet(
    roots: Iterable[Requirement], versions: Mapping[str, Version], environment: Environment
) -> tuple[list[str], set[str]]:
    """Follow requirements, those of extras too, as an installer would that resolves.

    Returns what is asked for and not there in a fitting version, and the packages that were reached.
    """
    faults: list[str] = []
    reached: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [("pyproject.toml", requirement, "") for requirement in roots]
    while waiting:
        asker, requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({**environment, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        version = versions.get(name)
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{asker} needs {requirement}, there is {version}")
            continue
        reached.add(name)
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(f"{name}=={version}", needed, wanted) for needed in metadata_of(name) or ()]
    return faults, reached
