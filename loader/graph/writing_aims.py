"""What a plan wants to reach (objectives, targets), and doubts about its text."""

from __future__ import annotations

import pyoxigraph as ox

from loader.facts import DONE, Note, Objective, Target
from loader.graph.literals import en, vi
from loader.graph.vocabulary import LN, RDF, RDFS
from loader.graph.writing_context import Context
from loader.graph.writing_fields import write_fields


def write_objective(context: Context, objective: Objective) -> None:
    """State an objective and the targets that stand in it."""
    node = context.element("objective", objective.reading.evidence)
    context.add(node, RDF.type, LN.GeneralObjective if objective.general else LN.SpecificObjective)
    document = context.read(node, objective.reading)
    context.add(document.node, LN.hasObjective, node)
    write_fields(context, node, objective)
    for target in objective.targets:
        context.add(node, LN.hasTarget, _write_target(context, target))


def _write_target(context: Context, target: Target) -> ox.NamedNode:
    node = context.element("target", target.reading.evidence)
    context.add(node, RDF.type, LN.Milestone if target.unit == DONE else LN.Target)
    context.read(node, target.reading, target.what or None)
    write_fields(context, node, target)
    return node


def write_note(context: Context, note: Note) -> None:
    """State a doubt about the text, in both languages, with the reading proposed."""
    node = context.element("note", note.reading.evidence)
    context.add(node, RDF.type, LN.ReadingNote)
    document = context.read(node, note.reading, note.message)
    write_fields(context, node, note)
    context.add(node, RDFS.comment, vi(note.message))
    context.add(node, RDFS.comment, en(note.message_en))
    for evidence in note.also:
        context.add(node, LN.evidence, context.excerpt(evidence))
    context.add(document.node, LN.hasReadingNote, node)
