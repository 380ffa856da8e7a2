"""Run compiled rules to a fixpoint: everything that follows, and nothing that does not help (no reflexive sameAs).

The rules are SPARQL updates on an in-memory store whose default graph holds all statements. What is new is also put
into a graph of its own, so that it can be told from what was stated. A rule runs again only when a statement was added
that one of its premises is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from tempfile import TemporaryFile

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.inference.rules import Rule, Variable, compile_rules

_AT_ONCE = 20_000
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


def add_new(store: ox.Store, triples: Iterable[Triple]) -> int:
    """Add statements to the default graph and to ``NEW``, unless they are already stated; return how many.

    Nothing is added before the last statement has come, for they may be made from what the store holds. Until then they
    are kept in a file: those of thousands of documents would not fit into memory.
    """
    coming = iter(triples)
    added = 0
    with TemporaryFile(prefix="langnghe-") as kept:
        while some := list(islice(coming, _AT_ONCE)):
            kept.write(ox.serialize(some, format=ox.RdfFormat.N_TRIPLES) or b"")
        kept.seek(0)
        found = ox.parse(kept, format=ox.RdfFormat.N_TRIPLES)
        while some_quads := list(islice(found, _AT_ONCE)):
            stated = {quad for quad in some_quads if quad not in store}
            store.extend(
                ox.Quad(q.subject, q.predicate, q.object, graph) for q in stated for graph in (ox.DefaultGraph(), NEW)
            )
            added += len(stated)
    return added


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
