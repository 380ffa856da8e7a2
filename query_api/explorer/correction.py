"""What a reader finds misread, as an entry for the curated files of a project (``loader.resolution.correcting``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loader.declarations import Kind
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, term
from loader.resolution.correcting import also_meant, shortest_quote
from loader.resolution.entries import correctable
from query_api.explorer.facts import Fact
from query_api.explorer.plan import Plan

_ALSO = {"GeneralObjective": "objective", "SpecificObjective": "objective"}
"""Local name of a further class → what corrections call its facts."""


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


def correctable_fact(plan: Plan, fact: Fact, kinds: Sequence[Kind]) -> Correctable | None:
    """Return a fact as an entry names it; None for a kind of fact that curated files do not know.

    Args:
        plan: its document.
        fact: the fact.
        kinds: the kinds of facts that there are.
    """
    names = {kind.term.rpartition("#")[2]: kind.name for kind in kinds} | _ALSO
    name = names.get(fact.class_name)
    if name is None:
        return None
    others = [f.quotes[0] for f in plan.facts if f is not fact and names.get(f.class_name) == name and f.quotes]
    quote = shortest_quote(fact.quotes[0], others)
    return Correctable(
        name, quote, also_meant(quote, others), _choices(next(kind for kind in kinds if kind.name == name))
    )


def _choices(kind: Kind) -> tuple[Choice, ...]:
    return tuple(Choice(kind.called(f.name), _term(f.said.property, kind), f.text) for f in correctable(kind))


def _term(property_name: str, kind: Kind) -> str:
    if property_name == "having" and kind.having is not None:
        return term(kind.having.property).value
    outside = {"label": RDFS.label, "comment": RDFS.comment, "title": DCTERMS.title, "type": RDF.type}
    return outside[property_name].value if property_name in outside else f"{LN.NAMESPACE}{property_name}"
