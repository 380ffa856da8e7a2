"""Where a reader learns about a thing of the graph: which page is about what, decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from query_api.served.site import path_of_iri, url_of_iri

_OF_THE_CORE: Mapping[str, str] = {"agency/": "/agencies/", "place/": "/places/"}


@dataclass(frozen=True, slots=True)
class Homes:
    """The pages about things.

    Attributes:
        base: base of our IRIs.
        more: beginning of the path of things that packs bring ("school/") → of the address of the page about them.
    """

    base: str
    more: Mapping[str, str] = field(default_factory=dict)

    def page_of(self, iri: str) -> str | None:
        """Return where a reader learns about a thing: its page here, else where its IRI leads; None where nowhere."""
        if not iri.startswith(self.base):
            return url_of_iri(iri) if iri.startswith(("http://", "https://")) else None
        path = path_of_iri(iri, self.base)
        for beginning, home in (*_OF_THE_CORE.items(), *self.more.items()):
            if path is not None and iri.startswith(self.base + beginning):
                return home + path.removeprefix(f"/{beginning}")
        return path
