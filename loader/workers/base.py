"""The interface of all who make documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from loader.documents import DocumentBuilder, Job, Outcome


class Workers(Protocol):
    """Those who make the documents of a build."""

    def outcomes(self, builder: DocumentBuilder, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what became of each document, in any order; one that ends its worker does not end the others.

        Args:
            builder: what documents are made with.
            jobs: the documents.

        Raises:
            ConfigurationError: there are no such workers, or they would not make what this process would.
            EngineError: they are lost, and not to be replaced.
        """
        ...
