"""Addresses of what a page shows of a document, and of the trace and the neighbourhood of a thing."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from query_api.served.site import encoded_path

_SAFE = "/:@!$&'()*+,;=-._~"


def plan_address(document: str, base: str, element: str | None = None) -> str:
    """Return the address of a document's page; with an element: opened at its sentence, with its fact chosen."""
    page = f"/plans/{encoded_path(document.removeprefix(base))}"
    if element is None or element == document:
        return page
    name = name_within(element, document, base)
    return f"{page}?{urlencode({'fact': name}, safe='/')}#{quote(sentence_anchor(name), safe=_SAFE)}"


def trace_address(iri: str, base: str) -> str:
    """Return the address of the trace of an element or document."""
    return f"/trace/{encoded_path(iri.removeprefix(base))}"


def graph_address(iri: str, base: str) -> str:
    """Return the address of the neighbourhood of a thing."""
    return f"/graph/{encoded_path(iri.removeprefix(base))}"


def name_within(element: str, document: str, base: str) -> str:
    """Return the name of an element on a document's page: its path as seen from the document.

    An element of the decision that issues a plan is "../dieu-1/…" on the plan's page; anything farther off has its
    whole path.
    """
    if element.startswith(document + "/"):
        return element.removeprefix(document + "/")
    above = document.rpartition("/")[0]
    if element.startswith(above + "/"):
        return f"../{element.removeprefix(above + '/')}"
    return element.removeprefix(base)


def sentence_anchor(name: str) -> str:
    """Return the id, on a plan's page, of the place in the text where an element stands."""
    return f"text/{name}"
