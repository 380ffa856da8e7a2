"""What a reader finds misread, as an entry for the curated files of a project (``loader.resolution.correcting``)."""

from __future__ import annotations

from dataclasses import dataclass

from loader.declarations import KINDS, Kind
from loader.declarations import kind as kind_named
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS
from loader.resolution.correcting import also_meant, shortest_quote
from loader.resolution.entries import correctable
from query_api.explorer.facts import Fact
from query_api.explorer.plan import Plan

_KINDS = {kind.term: kind.name for kind in KINDS} | {"GeneralObjective": "objective", "SpecificObjective": "objective"}
"""Local name of a class → what corrections call its facts."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that may be corrected.

    Attributes:
        name: what the entry calls it.
        term: IRI of the property that states it.
        about: what it holds, from the documentation of its class.
    """

    name: str
    term: str
    about: str


@dataclass(frozen=True, slots=True)
class Correctable:
    """A fact as an entry names it.

    Attributes:
        kind: its kind.
        quote: the words that name it.
        others: how many other facts of the kind the words name too.
        choices: its fields.
    """

    kind: str
    quote: str
    others: int
    choices: tuple[Choice, ...]


def correctable_fact(plan: Plan, fact: Fact) -> Correctable | None:
    """Return a fact as an entry names it; None for a kind of fact that curated files do not know."""
    name = _KINDS.get(fact.class_name)
    if name is None:
        return None
    others = [f.quotes[0] for f in plan.facts if f is not fact and _KINDS.get(f.class_name) == name and f.quotes]
    quote = shortest_quote(fact.quotes[0], others)
    return Correctable(name, quote, also_meant(quote, others), _choices(kind_named(name)))


def _choices(kind: Kind) -> tuple[Choice, ...]:
    return tuple(Choice(f.name, _term(f.said.property), f.text) for f in correctable(kind))


def _term(property_name: str) -> str:
    outside = {"label": RDFS.label, "comment": RDFS.comment, "title": DCTERMS.title, "type": RDF.type}
    return outside[property_name].value if property_name in outside else f"{LN.NAMESPACE}{property_name}"
