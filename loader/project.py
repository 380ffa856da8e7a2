"""Where the project's folders are: those of a checkout, of a workspace, or those that came with the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loader.errors import ConfigurationError

MARK = "langnghe.toml"
"""The file that makes a folder a workspace."""

_AXIOMS = Path("ontology") / "langnghe.ttl"
_PACKS = "data/programmes/*/programme.toml"
_BUNDLED = "bundled"  # below this package, where the project is installed without a checkout (see setup.py)


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout, a workspace, or the bundle.

    A checkout (``ontology/langnghe.ttl`` is there) has everything of its own. A workspace (``langnghe.toml`` is there)
    has its own documents and takes ontology, shapes and questions from the bundle unless it has its own; its reference
    data are those of the bundle and its own. The bundle is what the package brings along: it is read, never written.

    Attributes:
        root: the folder that holds ``data`` and, if it has its own, ``ontology``, ``shapes`` and ``queries``.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project that a folder belongs to: itself or one above it, else the bundle, to be read only.

        Raises:
            ConfigurationError: the package has been installed without its data.
        """
        found = cls.around(start)
        if found is not None:
            return found
        bundle = cls.bundle()
        if not (bundle.root / _AXIOMS).is_file():
            raise ConfigurationError(
                "the package came without its ontology", where=str(bundle.root), advice="install it anew"
            )
        return bundle

    @classmethod
    def find_writable(cls, start: Path | None = None) -> Project:
        """Return the checkout or workspace that a folder belongs to: itself or one above it.

        Raises:
            ConfigurationError: there is none.
        """
        found = cls.around(start)
        if found is None:
            raise ConfigurationError(
                "this writes, and there is no workspace here or above",
                advice="make one with 'langnghe init DIR' and run the command in DIR",
            )
        return found

    @classmethod
    def bundle(cls) -> Project:
        """Return what the package brings along: its own data, or the checkout that it lies in."""
        installed = _bundled_folder()
        return cls(installed if installed.is_dir() else installed.parent.parent)

    @classmethod
    def around(cls, start: Path | None = None) -> Project | None:
        """Return the checkout or workspace that a folder belongs to: itself or one above it; None without."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if folder == _bundled_folder():
                return None
            if (folder / MARK).is_file() or (folder / _AXIOMS).is_file():
                return cls(folder)
        return None

    @property
    def is_workspace(self) -> bool:
        """Whether what the project does not have is taken from the bundle."""
        return self.mark.is_file()

    @property
    def mark(self) -> Path:
        """The file that makes the folder a workspace."""
        return self.root / MARK

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
        """What ``langnghe build`` writes, and the project's own reference data."""
        return self.root / "data" / "ttl"

    @property
    def documents(self) -> Path:
        """One Turtle file per document."""
        return self.ttl / "documents"

    @property
    def reference(self) -> Path:
        """The project's own curated reference data, Turtle."""
        return self.ttl / "reference"

    @property
    def references(self) -> tuple[Path, ...]:
        """The folders of curated reference data that exist: those of the bundle first, for a workspace."""
        known = (self.bundle().reference, self.reference) if self.is_workspace else (self.reference,)
        return tuple(folder for folder in known if folder.is_dir())

    @property
    def packs(self) -> tuple[Path, ...]:
        """The packs of programmes, folders that hold a ``programme.toml``: those of the bundle first, for a workspace."""
        homes = (self.bundle().root, self.root) if self.is_workspace else (self.root,)
        return tuple(file.parent for home in homes for file in sorted(home.glob(_PACKS)))

    @property
    def extensions(self) -> tuple[Path, ...]:
        """The extensions of the ontology that packs keep themselves: the Turtle files in their folders."""
        return tuple(file for pack in self.packs for file in sorted(pack.glob("*.ttl")))

    @property
    def question_folders(self) -> tuple[Path, ...]:
        """The folders of stored questions that exist: the project's, then those of packs."""
        found = (self.queries, *(pack / "queries" for pack in self.packs))
        return tuple(folder for folder in found if folder.is_dir())

    @property
    def own_packs(self) -> Path:
        """The folder of the project's own packs, which need not exist."""
        return self.root / "data" / "programmes"

    @property
    def programmes(self) -> Path:
        """One Turtle file per pack, written by ``langnghe build``."""
        return self.ttl / "programmes"

    @property
    def curation(self) -> Path:
        """Curated corrections of extracted facts, one file per document."""
        return self.reference / "curation"

    @property
    def results(self) -> Path:
        """Results recorded by people: spreadsheets and TOML files."""
        return self.root / "data" / "results"

    @property
    def inferred(self) -> Path:
        """What follows from documents, reference data and ontology; all of it, or what belongs to no document or place."""
        return self.ttl / "inferred.nt"

    @property
    def inferred_parts(self) -> Path:
        """The folder of what follows about documents and places, where documents are many."""
        return self.ttl / "inferred"

    @property
    def all_inferred(self) -> tuple[Path, ...]:
        """The file and the folder of all that follows, as far as they exist."""
        return tuple(path for path in (self.inferred, self.inferred_parts) if path.exists())

    def is_inferred(self, file: Path) -> bool:
        """Say whether a file lies among those of what follows."""
        return file == self.inferred or file.parent == self.inferred_parts

    @property
    def graph(self) -> tuple[Path, ...]:
        """The folders of the whole built graph: documents, what follows, all reference data, the ontology.

        Raises:
            ConfigurationError: it has not been built.
        """
        if not self.ttl.is_dir():
            raise ConfigurationError("the graph has not been built", advice="run: langnghe build")
        others = (folder for folder in self.references if folder != self.reference)
        return (self.ttl, *others, self.ontology, *self.extensions)

    @property
    def ontology(self) -> Path:
        """The ontology, its alignments and its concept schemes."""
        return self._own_or_bundled("ontology")

    @property
    def axioms(self) -> Path:
        """The ontology proper: the file whose axioms inference uses."""
        return self.ontology / _AXIOMS.name

    @property
    def schemes(self) -> Path:
        """The concept schemes."""
        return self.ontology / "schemes"

    @property
    def shapes(self) -> Path:
        """The SHACL shapes."""
        return self._own_or_bundled("shapes")

    @property
    def shape_folders(self) -> tuple[Path, ...]:
        """The folders of SHACL shapes that exist: the project's, then those of packs."""
        found = (self.shapes, *(pack / "shapes" for pack in self.packs))
        return tuple(folder for folder in found if folder.is_dir())

    @property
    def queries(self) -> Path:
        """The competency questions."""
        return self._own_or_bundled("queries")

    def _own_or_bundled(self, name: str) -> Path:
        own = self.root / name
        has_own = own.is_dir() and any(own.iterdir())
        return own if has_own or not self.is_workspace else self.bundle().root / name


def _bundled_folder() -> Path:
    return Path(__file__).resolve().parent / _BUNDLED
