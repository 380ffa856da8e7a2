"""What the commands take when no path is given: the project around the working directory, or the bundle."""

from __future__ import annotations

from pathlib import Path

from loader.errors import ConfigurationError
from loader.project import Project


def default_paths() -> tuple[Path, ...]:
    """Return the built graph and the ontology.

    Raises:
        ConfigurationError: the project's graph has not been built.
    """
    return Project.find().graph


def project_folder() -> Path | None:
    """Return the project's folder, None where there is none."""
    try:
        return Project.find().root
    except ConfigurationError:
        return None


def queries_folder() -> Path | None:
    """Return the folder of the example questions, None where there is no project."""
    try:
        folder = Project.find().queries
    except ConfigurationError:
        return None
    return folder if folder.is_dir() else None
