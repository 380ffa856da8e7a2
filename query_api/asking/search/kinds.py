"""The kinds that results are told apart by, and the classes they come from; what is no thing of its own is not found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loader.graph.vocabulary import LN, OWL, term
from loader.things import Things

_BEFORE = (
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
)
_BEHIND = (
    ("indicator", (LN.Indicator,)),
    ("doubt", (LN.ReadingNote,)),
    ("change", (LN.ChangeEvent,)),
    ("term", (OWL.ObjectProperty, OWL.DatatypeProperty)),
)
_OFFERED = frozenset({"document", "place", "body", "indicator"})
_SKIPPED = (LN.Excerpt, LN.Provision, LN.Citation, LN.Judgement, LN.Assignment, LN.SourceText, OWL.Class)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of things, those that packs bring among them.

    Attributes:
        classes: the classes (IRIs) of each kind by its key, in the order in which a page lists them; "other" comes last.
        offered: kinds whose names people know: they are offered while somebody types.
        skipped: classes of what is not found.
    """

    classes: tuple[tuple[str, frozenset[str]], ...]
    offered: frozenset[str]
    skipped: frozenset[str]

    @classmethod
    def of(cls, things: Things) -> Kinds:
        """Return the kinds of every project, and those of packs."""
        brought = []
        for kind in things.kinds:
            classes = (kind.term, *kind.more, *([kind.status.term] if kind.status else []))
            brought.append((kind.key, tuple(map(term, classes))))
        hidden = [
            name for kind in things.kinds for name in (*kind.hidden, *([kind.counts.term] if kind.counts else []))
        ]
        return cls(
            tuple((key, frozenset(c.value for c in its)) for key, its in (*_BEFORE, *brought, *_BEHIND)),
            _OFFERED | {kind.key for kind in things.kinds},
            frozenset(c.value for c in (*_SKIPPED, *map(term, hidden))),
        )

    def kind_of(self, types: Iterable[str]) -> str | None:
        """Return the kind of a thing with these types; None for one that is not searched for."""
        found = frozenset(types)
        if found & self.skipped:
            return None
        return next((kind for kind, classes in self.classes if classes & found), "other")

    def order_of(self, kind: str) -> int:
        """Return the place of a kind among those that match equally well: who must do what comes before what is to be done."""
        return next((at for at, (key, _) in enumerate(self.classes) if key == kind), len(self.classes))
