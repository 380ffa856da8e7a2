"""Things as pages name them: a label in the language of the page, and the page about the thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from query_api.rendering import labels
from query_api.rendering.addresses import plan_address
from query_api.rendering.terms import View, local_name
from query_api.served.homes import Homes
from query_api.shared.services import Services


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some things.

    Attributes:
        homes: where the pages about things are.
        labels: label by IRI.
    """

    homes: Homes
    labels: Mapping[str, str]

    @property
    def base(self) -> str:
        """The base of our IRIs."""
        return self.homes.base

    def text(self, iri: str) -> str:
        """Return the label of a thing, or a short form of its IRI; "" for none."""
        return self.labels.get(iri) or (local_name(iri, self.base) if iri else "")

    def view(self, iri: str) -> View:
        """Return a thing as a link to its page; one without an IRI as nothing."""
        return View(self.text(iri), self.homes.page_of(iri), iri) if iri else View("")

    def plan(self, document: str) -> View:
        """Return a document as a link to its page with the whole text."""
        return View(self.text(document), plan_address(document, self.base), document) if document else View("")

    def sentence(self, element: str, document: str) -> str:
        """Return the address of the sentence that an element was read from, in the whole text; "" without a document."""
        return plan_address(document, self.base, element) if document else ""


async def names_of(services: Services, iris: Iterable[str], language: str) -> Names:
    """Return the names of things in a language."""
    return Names(
        services.homes,
        await labels.names_of(
            services.queries, (iri for iri in iris if iri.startswith(("http:", "https:", "urn:"))), language
        ),
    )
