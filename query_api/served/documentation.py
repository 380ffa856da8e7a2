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
    _made: tuple[str, str] | None = None
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def page(self, version: str) -> str | None:
        """Return the page, None without a project; it is made anew when the served data change.

        Args:
            version: version of the served data.

        Raises:
            GraphError: the ontology, rules or data do not parse.
            ConfigurationError: a question file is malformed.
        """
        if self.root is None:
            return None
        async with self._making:
            links = Links(question=self.site.link("/?example={name}"), home=self.site.link("/"))
            if self._made is None or self._made[0] != version:
                text = await asyncio.to_thread(ontology_page, Project(self.root), "vi", links)
                self._made = (version, text)
            return self._made[1]
