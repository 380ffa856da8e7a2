"""What pyproject.toml cannot say: the wheel carries the project's data, which lie outside of the packages.

They stand at the top of the repository, where people look for them, and in the wheel below ``loader/bundled`` in the
same arrangement, where ``loader.project`` finds them. An editable install uses them where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build import build

BUNDLED = ("data", "ontology", "queries", "shapes")
"""The folders that every command needs; another one is one more name here."""

ROOT = Path(__file__).resolve().parent
PLACE = Path("loader", "bundled")


class BuildBundle(Command):
    """Copies the project's data into the package that is built."""

    description = "copy ontology, shapes, questions and data into the package"
    user_options = [("build-lib=", "d", "folder to build into")]  # noqa: RUF012 - as setuptools declares it

    def initialize_options(self) -> None:
        """Set what setuptools sets on every command."""
        self.build_lib: str | None = None
        self.editable_mode = False

    def finalize_options(self) -> None:
        """Take the folder to build into from the build."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Copy; an editable install finds the folders where they are."""
        for built, source in self.get_output_mapping().items():
            self.mkpath(str(Path(built).parent))
            self.copy_file(source, built)

    def get_source_files(self) -> list[str]:
        """Return the files to copy; a source distribution takes them from here."""
        return [file.as_posix() for file in bundled_files()]

    def get_outputs(self) -> list[str]:
        """Return the copies."""
        return list(self.get_output_mapping())

    def get_output_mapping(self) -> dict[str, str]:
        """Return each copy and what it is a copy of."""
        if self.editable_mode:
            return {}
        return {str(Path(self.build_lib or "") / PLACE / file): str(file) for file in bundled_files()}


def bundled_files() -> Iterator[Path]:
    """Yield the files below the bundled folders, caches and other hidden ones left out, by their place in the project."""
    for folder in BUNDLED:
        for file in sorted((ROOT / folder).rglob("*")):
            inside = file.relative_to(ROOT)
            if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
                yield inside


class BuildWithBundle(build):
    """The usual build, and the bundle."""

    sub_commands = [*build.sub_commands, ("build_bundle", None)]  # noqa: RUF012 - as setuptools declares it


setup(cmdclass={"build": BuildWithBundle, "build_bundle": BuildBundle})
