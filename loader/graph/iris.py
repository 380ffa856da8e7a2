"""The IRI of every kind of thing (design.md §3), and nothing else: patterns in, IRIs out.

IRIs are ASCII. A thing's IRI depends on what identifies it in the world (issuer, date, kind, number; place and name),
never on the order in which files are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from loader.graph.vocabulary import SITE
from loader.slugs import UNNAMED, leading_number, segment, title_slug

DEFAULT_BASE = SITE
_HOME = re.compile(r"(?:vn/[^/]+(?:/\d{4}/\d\d/\d\d)?/[^/]+|agency|place|change/[^/]+)/[^/]+")


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes IRIs under one base.

    Attributes:
        base: what all IRIs of things begin with, ending in "/".
    """

    base: str = DEFAULT_BASE

    def of(self, path: str) -> str:
        """Return the IRI of a path under the base ("place/long-an")."""
        return self.base + path

    def document(self, issuer: str, kind: str, number: str | None, day: date | None, title: str | None = None) -> str:
        """Return the IRI of an instrument.

        Args:
            issuer: issuer's segment, see ``issuer_slug``.
            kind: symbol of its kind in lower ASCII ("qd").
            number: its number ("617/QĐ-UBND"); None when it has none.
            day: date of issue; None when unknown.
            title: its title, used when it has no number.
        """
        last = (leading_number(number) if number else title_slug(title or "", kind)) or "khong-so"
        when = f"/{day:%Y/%m/%d}" if day else ""
        return self.of(f"vn/{issuer or UNNAMED}{when}/{segment(kind)}/{last}")

    def draft(self, issuer: str, text_sha256: str) -> str:
        """Return the IRI of a draft without number or date, from the digest of its text."""
        return self.of(f"vn/{issuer or UNNAMED}/draft/{text_sha256[:12]}")

    def home_of(self, iri: str) -> str | None:
        """Return the beginning of an IRI that all has in common which belongs together.

        That is what lies inside of an instrument (see ``document``, ``draft``), or what is of a place: its bodies, what
        became of them.

        Args:
            iri: an IRI, or the beginning of one.
        """
        if not iri.startswith(self.base):
            return None
        found = _HOME.match(iri, len(self.base))
        return iri[: found.end()] if found else None

    def contained(self, document: str, key: str) -> str:
        """Return the IRI of an instrument promulgated by, or written inside, another (key "ke-hoach")."""
        return f"{document}/{key}" if key else document

    def part(self, document: str, path: str) -> str:
        """Return the IRI of a provision by its path ("dieu-1/khoan-2"); of the document itself for ""."""
        return f"{document}/{path}" if path else document

    def element(self, part: str, kind: str, count: int) -> str:
        """Return the IRI of the ``count``-th element of a kind ("target", "task") read from a provision."""
        return f"{part}/{kind}-{count}"

    def place(self, place: str) -> str:
        """Return the IRI of an administrative unit by its slug, see ``place_slug``."""
        return self.of(f"place/{place or UNNAMED}")

    def agency(self, place: str, name: str, since: str | None = None) -> str:
        """Return the IRI of a body.

        Args:
            place: slug of the place it serves ("viet-nam" for national bodies).
            name: its name without the place ("Sở Tài chính", "Ủy ban nhân dân").
            since: "2025-07" after a reorganisation that keeps the name.
        """
        path = f"agency/{place or UNNAMED}/{segment(name)}"
        return self.of(f"{path}/{since}" if since else path)

    def agency_group(self, place: str, name: str) -> str:
        """Return the IRI of a group of bodies, from the phrase that names it in a place."""
        return self.of(f"agency/{place or UNNAMED}/nhom/{segment(name)}")

    def thing(self, kind: str, name: str, place: str | None = None) -> str:
        """Return the IRI of a named thing of a kind that a pack declares, see ``loader.things``.

        Args:
            kind: the key of its kind.
            name: its name.
            place: slug of the place that it lies in; None for what all places share.
        """
        within = "" if place is None else f"{place or UNNAMED}/"
        return self.of(f"{kind}/{within}{segment(name)}")

    def concept(self, scheme: str, key: str) -> str:
        """Return the IRI of a concept ("comparator", "at-least")."""
        return self.of(f"{scheme}/{key}")

    def text(self, sha256: str) -> str:
        """Return the IRI of a source text, from the digest of its file."""
        return self.of(f"text/{sha256[:12]}")

    def excerpt(self, text: str, start: int, end: int) -> str:
        """Return the IRI of the characters ``start`` to ``end`` (code points) of a source text."""
        return f"{text}/char-{start}-{end}"

    def graph(self, name: str) -> str:
        """Return the name of a graph ("reference", "ontology", "inferred")."""
        return self.of(f"graph/{name}")

    def text_graph(self, sha256: str) -> str:
        """Return the name of the graph of one document version, from the digest of its file."""
        return self.graph(f"text/{sha256[:12]}")
