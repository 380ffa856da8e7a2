"""Facts of one source file as RDF: the way through the writing modules, in one screen."""

from __future__ import annotations

from collections.abc import Sequence

from loader.facts import Facts
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.statements import Statements
from loader.graph.writing_actions import write_duty, write_funding, write_measure, write_risk, write_task
from loader.graph.writing_aims import write_note, write_objective
from loader.graph.writing_context import Context
from loader.graph.writing_curation import write_correction
from loader.graph.writing_documents import (
    write_instrument,
    write_provision,
    write_read_shares,
    write_relation,
    write_text,
)
from loader.graph.writing_things import write_placed, write_shared
from loader.programmes import bundled_things
from loader.resolution.curation import Correction
from loader.things import Things


def document_triples(
    facts: Facts,
    iris: Iris,
    reference: Reference | None = None,
    corrections: Sequence[Correction] = (),
    things: Things | None = None,
) -> Statements:
    """Return the statements of one source file; some may repeat.

    Args:
        facts: what was read from the file.
        iris: maker of IRIs.
        reference: what curated data say of places and bodies.
        corrections: what a curator changed in the facts; the graph says so.
        things: the kinds of named things that packs bring; those that come along if not given.

    Raises:
        InputError: the facts hold no instrument, so nothing could be said of any document.
    """
    context = Context(facts, iris, reference or Reference(), (things or bundled_things()).kinds)
    write_text(context)
    for written in context.documents.values():
        write_instrument(context, written)
    for provision in facts.provisions:
        write_provision(context, provision)
    for relation in facts.relations:
        write_relation(context, relation)
    for objective in facts.objectives:
        write_objective(context, objective)
    for measure in facts.measures:
        write_measure(context, measure)
    for task in facts.tasks:
        write_task(context, task)
    for duty in facts.duties:
        write_duty(context, duty)
    for funding in facts.funding:
        write_funding(context, funding)
    for risk in facts.risks:
        write_risk(context, risk)
    for shared in facts.shared_things:
        write_shared(context, shared)
    for placed in facts.placed_things:
        write_placed(context, placed)
    for note in facts.notes:
        write_note(context, note)
    write_read_shares(context)
    for number, correction in enumerate(corrections, 1):
        write_correction(context, correction, number)
    return context.statements
