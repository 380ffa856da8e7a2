"""Terms of the graph as a reader sees them: text, link, language, never markup taken from the data."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import XSD
from query_api.engine.results import Term
from query_api.served.prefixes import shorten
from query_api.served.site import path_of_iri, url_of_iri

_PLAIN = frozenset(
    {XSD.string.value, XSD.integer.value, XSD.decimal.value, XSD.boolean.value, XSD.date.value, XSD.gYear.value}
)


@dataclass(frozen=True, slots=True)
class View:
    """A term ready to be shown.

    Attributes:
        text: what to show.
        href: where it leads; None when it leads nowhere.
        title: the whole IRI or the datatype, for those who point at it.
        language: language tag of a literal, "" if none.
        numeric: set right-aligned in tables.
        note: shown small behind the text (the shortened IRI behind a label, an unusual datatype).
        sentence: address of the sentence that the thing was read from, in the whole text; "" if there is none.
    """

    text: str
    href: str | None = None
    title: str = ""
    language: str = ""
    numeric: bool = False
    note: str = ""
    sentence: str = ""


def href_of(iri: str, base: str) -> str | None:
    """Return where an IRI is to be looked up: here if it is one of ours, else where it says, if that is the web."""
    if iri.startswith(base):
        return path_of_iri(iri, base)
    if iri.startswith(("http://", "https://")):
        return url_of_iri(iri)
    return None


def view(term: Term | None, base: str, labels: dict[str, str] | None = None) -> View:
    """Return how to show a term.

    Args:
        term: the term; None for an unbound variable.
        base: base of our IRIs.
        labels: labels of IRIs, shown instead of them.
    """
    if term is None:
        return View("")
    if isinstance(term, ox.NamedNode):
        short = local_name(term.value, base)
        label = (labels or {}).get(term.value)
        return View(label or short, href_of(term.value, base), term.value, note=short if label else "")
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        numeric = datatype in (XSD.integer.value, XSD.decimal.value, XSD.double.value)
        if term.language or datatype in _PLAIN:
            return View(term.value, language=term.language or "", numeric=numeric)
        return View(term.value, title=datatype, note=shorten(datatype), numeric=numeric)
    return View(str(term))


def local_name(iri: str, base: str) -> str:
    """Return a short readable form of an IRI: a prefixed name, or its path when it is one of ours."""
    short = shorten(iri)
    return iri.removeprefix(base) if short == iri and iri.startswith(base) and iri != base else short
