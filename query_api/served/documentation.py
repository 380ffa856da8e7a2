"""The documentation of the ontology as the server shows it: made from the project when it is first asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from loader.ontology_pages import Links, ontology_page
from loader.project import Project
from query_api.served.site import Site

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Content-Security-Policy of the page: it carries its style in itself and has no script."""


@dataclass(slots=True)
class Documentation:
    """The page of one project's ontology.

    Attributes:
        root: the project's folder; None where the served graph is no project's.
        site: where the server is to be found.
    """

    root: Path | None
    site: Site = field(default_factory=Site)
    _version: str = ""
    _made: dict[str, str] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def page(self, version: str, language: str) -> str | None:
        """Return the page in a language, None without a project; it is made anew when the served data change.

        Args:
            version: version of the served data.
            language: "vi" or "en".

        Raises:
            GraphError: the ontology, rules or data do not parse.
            ConfigurationError: a question file is malformed.
        """
        if self.root is None:
            return None
        async with self._making:
            if self._version != version:
                self._version = version
                self._made.clear()
            if language not in self._made:
                self._made[language] = await asyncio.to_thread(
                    ontology_page, Project(self.root), language, self._links(language)
                )
            return self._made[language]

    def _links(self, language: str) -> Links:
        english = language == "en"
        return Links(
            question=self.site.link("/?example={name}") + ("&lang=en" if english else ""),
            home=self.site.link("/"),
            other=self.site.link("/ontology" if english else "/ontology?lang=en"),
        )
