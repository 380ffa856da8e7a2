"""Run compiled rules to a fixpoint: everything that follows, and nothing that does not help (no reflexive sameAs).

The rules are SPARQL updates on an in-memory store whose default graph holds all statements. What is new is also put
into a graph of its own, so that it can be told from what was stated. A rule runs again only when a statement was added
that one of its premises is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.inference.rules import Rule, Variable, compile_rules

_AT_ONCE = 20_000
MOST_IN_MEMORY = 1 << 26
"""Bytes of text that are kept in memory; what is longer goes to a file without a name, which no end of ours leaves."""
NEW = ox.NamedNode("urn:langnghe:new")
"""Name, inside the working store only, of the graph of statements that were added."""


def run_rules(store: ox.Store, rules: Iterable[Rule]) -> None:
    """Add to the default graph and to ``NEW`` all that the rules conclude.

    Whether a rule has anything to add is asked before it runs: counting the store before and after would cost more
    than all rules together.
    """
    rules = tuple(rules)
    conditions = [_condition(rule) for rule in rules]
    waiting: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for key in {pattern.key for pattern in rule.body}:
            waiting.setdefault(key, []).append(number)
    due = dict.fromkeys(range(len(rules)))
    while due:
        number = next(iter(due))
        del due[number]
        if store.query(f"ASK {{ {conditions[number]} }}"):
            head = str(rules[number].head)
            store.update(f"INSERT {{ {head} GRAPH {NEW} {{ {head} }} }} WHERE {{ {conditions[number]} }}")
            due.update(dict.fromkeys(waiting.get(rules[number].head.key, ())))


def _condition(rule: Rule) -> str:
    """Return the pattern under which a rule concludes something that is not yet stated.

    A statement about a literal is none: the filter keeps such a conclusion from coming up again and again.
    """
    where = " ".join(str(pattern) for pattern in rule.body)
    subject = rule.head.subject
    sayable = f" FILTER(!isLiteral({subject}))" if isinstance(subject, Variable) else ""
    return f"{where}{sayable} FILTER NOT EXISTS {{ {rule.head} }}"


def add_new(store: ox.Store, triples: Iterable[Triple], folder: Path | None = None) -> bool:
    """Add statements to the default graph and to ``NEW``, unless they are already stated; return whether any was new.

    Nothing is added before the last statement has come, for they may be made from what the store holds. Until then they
    are kept as text, from which the store reads them faster than one can hand them over.

    Args:
        store: where to add them.
        triples: the statements.
        folder: where they are kept if they are many; the system's place for temporary files if not given.
    """
    coming = iter(triples)
    with SpooledTemporaryFile(MOST_IN_MEMORY, dir=str(folder) if folder else None) as kept:
        while some := list(islice(coming, _AT_ONCE)):
            new = [t for t in some if ox.Quad(t.subject, t.predicate, t.object) not in store]
            kept.write(ox.serialize(new, format=ox.RdfFormat.N_TRIPLES) or b"")
        if not kept.tell():
            return False
        for graph in (ox.DefaultGraph(), NEW):
            kept.seek(0)
            store.bulk_load(kept, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return True


def new_triples(store: ox.Store) -> list[Triple]:
    """Return the statements that were added."""
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, NEW)]


def materialise(triples: Iterable[Triple], ontology: Iterable[Triple]) -> list[Triple]:
    """Return what follows from the triples by the axioms of the ontology, without the triples themselves.

    Args:
        triples: the facts (documents, reference data, concepts), without blank nodes.
        ontology: the graph of the ontology; only its axioms are used.

    Raises:
        GraphError: the ontology has an axiom that no rule is made for.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    run_rules(store, compile_rules(ontology))
    return new_triples(store)
