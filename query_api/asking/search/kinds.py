"""The kinds that results are told apart by, and the classes they come from; what is no thing of its own is not found."""

from __future__ import annotations

from collections.abc import Iterable

from loader.graph.named_things import NAMED_THINGS
from loader.graph.vocabulary import LN, OWL

_KINDS = (
    ("document", (LN.Document, LN.Plan, LN.Decree, LN.Decision, LN.Letter, LN.Submission)),
    ("target", (LN.Target,)),
    ("task", (LN.Task,)),
    ("report", (LN.ReportingDuty,)),
    ("measure", (LN.Measure,)),
    ("objective", (LN.Objective,)),
    ("funding", (LN.Funding,)),
    ("place", (LN.AdministrativeUnit,)),
    ("body", (LN.Agency,)),
    ("phrase", (LN.AgencyGroup,)),
    *((named.key, named.classes) for named in NAMED_THINGS),
    ("indicator", (LN.Indicator,)),
    ("doubt", (LN.ReadingNote,)),
    ("change", (LN.ChangeEvent,)),
    ("term", (OWL.ObjectProperty, OWL.DatatypeProperty)),
)
KINDS = tuple(kind for kind, _ in _KINDS)
"""Keys of the kinds, in the order in which a page lists them; "other" comes after them."""
OFFERED = frozenset({"document", "place", "body", "indicator", *(named.key for named in NAMED_THINGS)})
"""Kinds whose names people know: they are offered while somebody types."""
_SKIPPED = frozenset(
    c.value
    for c in (
        LN.Excerpt,
        LN.Provision,
        LN.Citation,
        LN.Judgement,
        LN.Assignment,
        LN.Recognition,
        LN.Attestation,
        LN.VillageCount,
        LN.SourceText,
        OWL.Class,
    )
)


def kind_of(types: Iterable[str]) -> str | None:
    """Return the kind of a thing with these types; None for one that is not searched for."""
    found = frozenset(types)
    if found & _SKIPPED:
        return None
    return next((kind for kind, classes in _KINDS if any(c.value in found for c in classes)), "other")


def order_of(kind: str) -> int:
    """Return the place of a kind among those that match equally well: who must do what comes before what is to be done."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
