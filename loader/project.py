"""Where the project's folders are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loader.errors import ConfigurationError

_MARK = Path("ontology") / "langnghe.ttl"


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout of the project, or a folder of the same layout.

    Attributes:
        root: the folder that holds ``ontology``, ``data``, ``shapes`` and ``queries``.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project that a folder belongs to: itself or one above it, else where this package lies.

        Raises:
            ConfigurationError: there is none.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents, Path(__file__).resolve().parent.parent):
            if (folder / _MARK).is_file():
                return cls(folder)
        raise ConfigurationError(
            f"no folder with {_MARK.as_posix()} here or above", advice="run the command inside the project's folder"
        )

    @property
    def sources(self) -> Path:
        """The documents as received."""
        return self.root / "data" / "sources"

    @property
    def manifest(self) -> Path:
        """Where the documents came from."""
        return self.sources / "manifest.toml"

    @property
    def ttl(self) -> Path:
        """What ``langnghe build`` writes, and the curated reference data."""
        return self.root / "data" / "ttl"

    @property
    def documents(self) -> Path:
        """One Turtle file per document."""
        return self.ttl / "documents"

    @property
    def reference(self) -> Path:
        """Curated reference data, Turtle."""
        return self.ttl / "reference"

    @property
    def curation(self) -> Path:
        """Curated corrections of extracted facts, one file per document."""
        return self.reference / "curation"

    @property
    def inferred(self) -> Path:
        """What follows from documents, reference data and ontology."""
        return self.ttl / "inferred.nt"

    @property
    def ontology(self) -> Path:
        """The ontology, its alignments and its concept schemes."""
        return self.root / "ontology"

    @property
    def axioms(self) -> Path:
        """The ontology proper: the file whose axioms inference uses."""
        return self.root / _MARK

    @property
    def schemes(self) -> Path:
        """The concept schemes."""
        return self.ontology / "schemes"

    @property
    def shapes(self) -> Path:
        """The SHACL shapes."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The competency questions."""
        return self.root / "queries"
