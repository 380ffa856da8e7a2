"""The vocabularies that sentences are read with: of all plans, with those of all packs at hand or of some programmes.

A document is read with the words of all plans and those of its own programmes, for what another field calls its work says
nothing of it; a document of no known programme is read with the words of all packs. Who knows the project makes the value
and hands it down (``Judging.vocabularies``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loader.lexicon.concepts import Vocabulary
from loader.lexicon.vocabulary import Tables, read_tables, vocabulary_of
from loader.project import Project


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The vocabularies that packs make possible.

    Attributes:
        packs: the tables of the packs.
    """

    packs: tuple[Tables, ...]

    @classmethod
    def of_packs(cls, folders: Iterable[Path]) -> Vocabularies:
        """Return those of packs; a later pack takes the place of one of the same name, as where packs are read.

        Args:
            folders: the folders of the packs.

        Raises:
            ConfigurationError: a table of a pack cannot be read, or two packs do not go together.
        """
        found = cls(tuple(read_tables(folder) for folder in {folder.name: folder for folder in folders}.values()))
        vocabulary_of(found.packs)  # whoever takes it later is spared the complaint
        return found

    @property
    def whole(self) -> Vocabulary:
        """The words of all plans and all packs."""
        return vocabulary_of(self.packs)

    def of(self, programmes: Collection[str]) -> Vocabulary:
        """Return the words of all plans and of some programmes; those of all packs when none of the programmes is known.

        Args:
            programmes: keys of the programmes.
        """
        own = tuple(pack for pack in self.packs if pack.folder.name in programmes)
        return vocabulary_of(own or self.packs)


@cache
def bundled_vocabularies() -> Vocabularies:
    """Return those of the packs that come along with the package.

    Raises:
        ConfigurationError: a table of a pack cannot be read.
    """
    return Vocabularies.of_packs(Project.bundle().packs)
