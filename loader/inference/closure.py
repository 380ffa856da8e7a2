"""All that is inferred over a graph: what follows by the axioms, the judgements on top, and what follows again.

Only statements that a rule or a judgement looks at are loaded: texts, labels and offsets, most of a graph, are not. The
statements of many documents are kept on disk while they are worked on, so that memory does not grow with them.
"""

from __future__ import annotations

import heapq
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import parse_file
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import RDF
from loader.inference.alignment import READ_BY_JUDGEMENTS, judgements
from loader.inference.materialise import MOST_IN_MEMORY, NEW, add_new, run_rules
from loader.inference.rules import Rule, compile_rules
from loader.lexicon.thesaurus import Vocabularies
from loader.scratch import scratch

_MOST_IN_MEMORY = 5000
"""Files whose statements are worked on in memory: some 1 MB each; on disk it takes several times as long."""
_SORTED_AT_ONCE = 1 << 26


class Reasoner(StrEnum):
    """What infers: the rules compiled from the ontology, or owlrl, the reference."""

    RULES = "rules"
    OWLRL = "owlrl"


@dataclass(frozen=True, slots=True)
class Inferred:
    """What was inferred.

    Attributes:
        ntriples: the statements as sorted N-Triples.
        count: how many they are.
    """

    ntriples: bytes
    count: int


def relevant(rules: Iterable[Rule]) -> frozenset[str]:
    """Return what statements rules and judgements are about (see ``Pattern.key``)."""
    keys = {pattern.key for rule in rules for pattern in (*rule.body, rule.head)}
    return frozenset(keys | {str(term) for term in READ_BY_JUDGEMENTS} | {f"a {term}" for term in READ_BY_JUDGEMENTS})


def statements(source: Path | bytes) -> Iterator[ox.Quad]:
    """Return the statements of an RDF file, or of Turtle in memory."""
    if isinstance(source, Path):
        return iter(parse_file(source))
    return ox.parse(source, format=ox.RdfFormat.TURTLE)


def _load(store: ox.Store, sources: Iterable[Path | bytes], relevant: frozenset[str]) -> None:
    for source in sources:
        quads = (ox.Quad(q.subject, q.predicate, q.object) for q in statements(source) if _key(q) in relevant)
        store.extend(quads)


def _key(quad: ox.Quad) -> str:
    return f"a {quad.object}" if quad.predicate == RDF.type else str(quad.predicate)


def infer(
    sources: Sequence[Path | bytes],
    ontology: Sequence[Triple],
    iris: Iris,
    reasoner: Reasoner = Reasoner.RULES,
    as_of: date | None = None,
    vocabularies: Vocabularies | None = None,
) -> Inferred:
    """Return what follows from all sources together, without what they state, as the bytes of a file.

    Args: see ``infer_into``.

    Raises:
        GraphError: see ``infer_into``.
    """
    written = io.BytesIO()
    count = infer_into(written, sources, ontology, iris, reasoner, as_of, vocabularies=vocabularies)
    return Inferred(written.getvalue(), count)


def infer_into(
    target: IO[bytes],
    sources: Sequence[Path | bytes],
    ontology: Sequence[Triple],
    iris: Iris,
    reasoner: Reasoner = Reasoner.RULES,
    as_of: date | None = None,
    folder: Path | None = None,
    vocabularies: Vocabularies | None = None,
) -> int:
    """Write what follows from all sources together, without what they state, as sorted N-Triples; return how much it is.

    Args:
        target: where to write.
        sources: RDF files, or Turtle in memory.
        ontology: the graph of the ontology; only its axioms are used.
        iris: maker of IRIs, for the nodes of judgements.
        reasoner: what infers by the axioms.
        as_of: the day by which actions are overdue; without one nothing is said of that.
        folder: where to keep what does not fit in memory; the system's place for temporary files if not given.
        vocabularies: what sentences are read with; those that come along if not given.

    Raises:
        OSError: there is no room to work or to write.
        GraphError: a source does not parse, the ontology has an axiom that no rule is made for, or a statement about
            a node without name was inferred.
    """
    with ExitStack() as opened:
        many = len(sources) > _MOST_IN_MEMORY
        at = folder or (opened.enter_context(scratch("infer")) if many else None)
        store = ox.Store(str(at / "store")) if many and at is not None else ox.Store()
        rules = compile_rules(ontology)
        _load(store, sources, relevant(rules))
        _close(store, rules, ontology, reasoner)
        if add_new(store, judgements(store, iris, as_of, vocabularies), at):
            _close(store, rules, ontology, reasoner)
        unsorted = opened.enter_context(SpooledTemporaryFile(MOST_IN_MEMORY, dir=str(at) if at else None))
        store.dump(unsorted, format=ox.RdfFormat.N_TRIPLES, from_graph=NEW)
        del store
        unsorted.seek(0)
        count = 0
        for line in sorted_lines(unsorted, at):
            if line.startswith(b"_:"):
                raise GraphError("a statement about a blank node was inferred", advice="give the node an IRI")
            target.write(line)
            count += 1
        return count


def sorted_lines(lines: IO[bytes], folder: Path | None = None) -> Iterator[bytes]:
    """Yield the lines of a file sorted, some megabytes of them in memory at a time.

    Args:
        lines: the file.
        folder: where parts that are sorted are kept, if there are several.
    """
    with ExitStack() as opened:
        some = lines.readlines(_SORTED_AT_ONCE)
        runs: list[IO[bytes]] = []
        while more := lines.readlines(_SORTED_AT_ONCE):
            runs.append(opened.enter_context(TemporaryFile(dir=folder)))
            runs[-1].writelines(sorted(some))
            runs[-1].seek(0)
            some = more
        yield from heapq.merge(*runs, sorted(some))


def _close(store: ox.Store, rules: Sequence[Rule], ontology: Sequence[Triple], reasoner: Reasoner) -> None:
    if reasoner is Reasoner.RULES:
        run_rules(store, rules)
        return
    from loader.inference import reference_reasoner  # brings in owlrl and rdflib, which nobody else here needs

    stated = [quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    add_new(store, reference_reasoner.materialise(stated, ontology))
