"""How many solutions a pattern adds to those found before: System R's estimates on counts by predicate.

Selinger et al., Access Path Selection in a Relational Database Management System, SIGMOD 1979: values are taken as spread
evenly, and those of the side with fewer as among those of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from query_api.engine.planning.patterns import Edge, variable
from query_api.engine.planning.statistics import Counts, Statistics
from query_api.engine.triples import RDF_TYPE, Path

Domains = Mapping[str, float]
"""Variable that is bound → how many values it has, more or less."""
_LITTLE = 1e-6
_XSD = "http://www.w3.org/2001/XMLSchema#"
_STEPS = 3.0  # a path that may be repeated is, so often


@dataclass(frozen=True, slots=True)
class Fan:
    """What one more pattern does.

    Attributes:
        factor: solutions for each one before.
        domains: values of the pattern's variables.
    """

    factor: float
    domains: Domains


class Costs:
    """Estimates for the patterns of one query."""

    def __init__(self, statistics: Statistics, prefixes: Mapping[str, str]) -> None:
        self._statistics = statistics
        self._prefixes = prefixes
        self._any = Counts(
            statistics.triples,
            max(1, statistics.triples // 8),
            max(1, statistics.triples // 4),
        )

    def fan(self, edge: Edge, bound: Domains) -> Fan:
        """Return what a pattern adds where variables are bound."""
        triple = edge.triple
        if isinstance(triple.predicate, str):
            fan = self._one(self._any, triple.subject, triple.object, bound)
            name = variable(triple.predicate)
            kinds = max(1, len(self._statistics.predicates))
            return Fan(fan.factor / kinds if name in bound else fan.factor, {**fan.domains, name: float(kinds)})
        return self._path(triple.predicate, triple.subject, triple.object, bound)

    def _path(self, path: Path, subject: str, value: str, bound: Domains) -> Fan:
        if path.kind == "iri":
            return self._one(self._counts(path.iri), subject, value, bound)
        if path.kind == "^":
            return self._path(path.parts[0], value, subject, bound)
        if path.kind == "|":
            ways = [self._path(part, subject, value, bound) for part in path.parts]
            return Fan(sum(way.factor for way in ways), _added([way.domains for way in ways]))
        if path.kind == "/":
            return self._sequence(path, subject, value, bound)
        if path.kind == "!":
            return self._one(self._any, subject, value, bound)
        return self._repeated(path, subject, value, bound)

    def _sequence(self, path: Path, subject: str, value: str, bound: Domains) -> Fan:
        factor, domains = 1.0, dict(bound)
        nodes = [subject, *(f"?/{number}" for number in range(len(path.parts) - 1)), value]
        for a, part, b in zip(nodes, path.parts, nodes[1:], strict=False):
            step = self._path(part, a, b, domains)
            factor *= step.factor
            domains |= step.domains
        return Fan(factor, {name: size for name, size in domains.items() if "/" not in name})

    def _repeated(self, path: Path, subject: str, value: str, bound: Domains) -> Fan:
        once = self._path(path.parts[0], subject, value, bound)
        if self._is_bound(subject, bound) or self._is_bound(value, bound):
            times = 1.0 if path.kind == "?" else _STEPS
            return Fan(once.factor * times + (path.kind != "+"), once.domains)
        every = float(self._statistics.triples)
        return Fan(every + once.factor * _STEPS, {variable(t): every for t in (subject, value) if variable(t)})

    def _one(self, counts: Counts, subject: str, value: str, bound: Domains) -> Fan:
        factor = max(float(counts.triples), _LITTLE)
        subjects, objects = max(1.0, float(counts.subjects)), max(1.0, float(counts.objects))
        domains: dict[str, float] = {}
        if not (name := variable(value)):
            with_it = counts.by_object.get(self._term(value), 0) if counts.by_object else counts.triples / objects
            factor *= max(with_it, _LITTLE) / max(counts.triples, 1)
            subjects = max(1.0, min(subjects, with_it))
        else:
            domains[name] = min(objects, bound.get(name, objects))
            if name in bound:
                factor /= max(bound[name], objects)
        if not (name := variable(subject)):
            factor /= subjects
        else:
            domains[name] = min(subjects, bound.get(name, subjects))
            if name in bound:
                factor /= max(bound[name], subjects)
        return Fan(max(factor, _LITTLE), domains)

    def _counts(self, iri: str) -> Counts:
        if not iri:  # not seen from here which
            every = max(1, len(self._statistics.predicates))
            counts = self._any
            return Counts(counts.triples // every + 1, counts.subjects // every + 1, counts.objects // every + 1)
        return self._statistics.predicates.get(iri, Counts(0, 0, 0))

    def _is_bound(self, term: str, bound: Domains) -> bool:
        name = variable(term)
        return not name or name in bound

    def _term(self, text: str) -> str:
        """Return a term as N-Triples have it, as far as it can be told."""
        if text[0] in '<"':
            return text
        if text.lower() in ("true", "false"):
            return f'"{text.lower()}"^^<{_XSD}boolean>'
        if text.lstrip("+-").isdigit():
            return f'"{text}"^^<{_XSD}integer>'
        prefix, _, local = text.partition(":")
        return f"<{self._prefixes.get(prefix, '')}{local}>" if text != "a" else f"<{RDF_TYPE}>"


def _added(all_domains: list[Domains]) -> dict[str, float]:
    found: dict[str, float] = {}
    for domains in all_domains:
        for name, size in domains.items():
            found[name] = found.get(name, 0.0) + size
    return found
