"""Which indicator of its programme a target is of, by the words that name what it measures, its unit and its population.

Only targets of plans that trace to the programme, and of the programme's root documents, are looked at; one whose
indicator the reader told is left as it is. The best indicator is taken when its words are the same (probable), or nearly
the same and clearly nearer than those of any other (uncertain).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.measured_words import SAME_WORDS, likeness, phrase

_NEAR = 0.75
"""Least likeness of words by which an indicator is found; two of eight words may differ."""
_CLEARLY = 0.1
"""By so much the best indicator must be nearer than the next."""
_INDICATORS = """
SELECT DISTINCT ?programme ?indicator ?unit ?words WHERE {
  ?indicator %(indicatorOf)s ?programme ; %(unit)s ?unit ; %(measuredAs)s ?words .
}"""
_TARGETS = """
SELECT DISTINCT ?target ?programme ?unit ?words ?known WHERE {
  ?document %(inProgramme)s ?programme . ?target %(inDocument)s ?document ; a %(Target)s ; %(unit)s ?unit ; %(measuredAs)s ?words .
  OPTIONAL { ?target %(ofIndicator)s ?known . FILTER (?known != %(other)s) }
}"""


@dataclass(frozen=True, slots=True)
class Wording:
    """An indicator as a pack words it.

    Attributes:
        node: the indicator.
        words: its phrases.
        units: IRIs of the units its figures may be in.
    """

    node: ox.NamedNode
    words: tuple[str, ...]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator that a target's words name.

    Attributes:
        indicator: the indicator.
        words: the phrase of the pack that they are like.
        likeness: how alike they are, 0 to 1.
    """

    indicator: ox.NamedNode
    words: str
    likeness: float

    @property
    def grade(self) -> Grade:
        """How well the match is supported."""
        return Grade.PROBABLE if self.likeness >= SAME_WORDS else Grade.UNCERTAIN


def best_match(
    words: str, unit: str, indicators: Sequence[Wording], about: frozenset[str] = frozenset()
) -> Match | None:
    """Return the indicator that words and unit of a target name; None when none does, or two do alike.

    Args:
        words: what the target measures.
        unit: IRI of its unit.
        indicators: those of the programme.
        about: what the programme as a whole is about (see ``likeness``).
    """
    found: list[Match] = []
    for indicator in indicators:
        if unit in indicator.units:
            score, phrase = max((likeness(words, one, about), one) for one in indicator.words)
            found.append(Match(indicator.node, phrase, score))
    found.sort(key=lambda m: (-m.likeness, m.indicator.value))
    if not found or found[0].likeness < _NEAR:
        return None
    if len(found) > 1 and found[0].likeness - found[1].likeness < _CLEARLY:
        return None
    return found[0]


def _wordings(store: ox.Store) -> dict[str, list[Wording]]:
    """Return the indicators of each programme that has words for them."""
    phrases: dict[tuple[str, str], set[str]] = {}
    units: dict[str, set[str]] = {}
    solutions = store.query(_INDICATORS % _terms("indicatorOf", "unit", "measuredAs"))
    for s in solutions if isinstance(solutions, ox.QuerySolutions) else ():
        programme, indicator, unit, words = s["programme"], s["indicator"], s["unit"], s["words"]
        named = isinstance(programme, ox.NamedNode) and isinstance(indicator, ox.NamedNode)
        if named and isinstance(unit, ox.NamedNode) and isinstance(words, ox.Literal):
            phrases.setdefault((programme.value, indicator.value), set()).add(words.value)
            units.setdefault(indicator.value, set()).add(unit.value)
    found: dict[str, list[Wording]] = {}
    for (programme_iri, iri), own in sorted(phrases.items()):
        wording = Wording(ox.NamedNode(iri), tuple(sorted(own)), frozenset(units[iri]))
        found.setdefault(programme_iri, []).append(wording)
    return found


def _subjects(store: ox.Store) -> dict[str, frozenset[str]]:
    """Return the phrases of the titles of programmes that change what is measured, by the IRI of the programme."""
    found: dict[str, frozenset[str]] = {}
    for quad in store.quads_for_pattern(None, LN.titleWords, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            known = found.get(quad.subject.value, frozenset())
            found[quad.subject.value] = known | phrase(quad.object.value).narrowing
    return found


def _terms(*names: str) -> dict[str, str]:
    return {name: str(getattr(LN, name)) for name in names}


def indicator_matches(store: ox.Store, judging: Judging) -> Mapping[str, Match]:
    """Return the indicator of each target whose words name one, by the IRI of the target."""
    wordings = _wordings(store)
    if not wordings:
        return {}
    terms = _terms("inProgramme", "inDocument", "Target", "unit", "measuredAs", "ofIndicator")
    solutions = store.query(_TARGETS % {**terms, "other": str(judging.concept("indicator", "other"))})
    about = _subjects(store)
    found: dict[str, Match] = {}
    for s in solutions if isinstance(solutions, ox.QuerySolutions) else ():
        target, programme, unit, words = s["target"], s["programme"], s["unit"], s["words"]
        named = isinstance(target, ox.NamedNode) and isinstance(programme, ox.NamedNode)
        if not named or s["known"] is not None or programme.value not in wordings:
            continue
        if isinstance(unit, ox.NamedNode) and isinstance(words, ox.Literal):
            match = best_match(
                words.value, unit.value, wordings[programme.value], about.get(programme.value, frozenset())
            )
            known = found.get(target.value)
            better = match is not None and (known is None or match.likeness > known.likeness)
            if match is not None and better and judging.allows(target, LN.ofIndicator, match.indicator):
                found[target.value] = match
    return {iri: found[iri] for iri in sorted(found)}


def match_judgements(matches: Mapping[str, Match], judging: Judging) -> Iterator[Triple]:
    """Yield the judgements that targets are of the indicators that their words name."""
    for iri, match in matches.items():
        target = ox.NamedNode(iri)
        node = ox.NamedNode(judging.iris.element(iri, "indicator", 1))
        label = Basis("Chỉ tiêu thuộc chỉ số", "Target is of indicator")
        if match.likeness >= SAME_WORDS:
            basis = Basis(
                f"Cùng lời gọi tên “{match.words}” và cùng đơn vị.", f"Same words “{match.words}” and same unit."
            )
        else:
            share = f"{match.likeness:.2f}"
            basis = Basis(
                f"Lời gần giống “{match.words}” (chung {share.replace('.', ',')} số từ) và cùng đơn vị.",
                f"Words nearly those of “{match.words}” ({share} of them shared) and same unit.",
            )
        yield from judging.describe(node, LN.Judgement, label, match.grade, basis)
        yield from judging.statement(node, target, LN.ofIndicator, match.indicator)
