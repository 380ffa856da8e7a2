"""Prefixes that the project's pages, hints and exports use."""

from __future__ import annotations

from loader.graph.vocabulary import ELI, FOAF, PREFIXES, SDO, SITE, TIME

FUNCTIONS = f"{SITE}function#"
"""Namespace of the functions that queries may use beside SPARQL's own."""

KNOWN: dict[str, str] = {
    **dict(PREFIXES),
    "eli": ELI,
    "foaf": FOAF,
    "lnf": FUNCTIONS,
    "schema": SDO.NAMESPACE,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "time": TIME,
    "void": "http://rdfs.org/ns/void#",
}
"""Prefix → namespace."""


def shorten(iri: str) -> str:
    """Return an IRI as a prefixed name where a known namespace and a simple local name allow it, else whole."""
    for prefix, namespace in KNOWN.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and all(c.isalnum() or c in "_-" for c in local):
            return f"{prefix}:{local}"
    return iri


def prefix_lines(*names: str) -> str:
    """Return PREFIX declarations of known prefixes, one a line."""
    return "\n".join(f"PREFIX {name}: <{KNOWN[name]}>" for name in names)
