"""What a plan wants to reach (objectives, targets), what it says of crafts and villages, and doubts about its text."""

from __future__ import annotations

import pyoxigraph as ox

from loader.facts import CraftMention, Note, Objective, Place, Target, VillageMention
from loader.graph.literals import en, vi
from loader.graph.spelling import craft_label
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS
from loader.graph.writing_context import Context
from loader.graph.writing_fields import write_fields
from loader.kinds import Level
from loader.resolution.agencies import Setting, Unit, unit_of
from loader.resolution.names import split_place
from loader.slugs import slug


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
    context.add(node, RDF.type, LN.Target)
    context.read(node, target.reading, target.what or None)
    write_fields(context, node, target)
    return node


def _craft(context: Context, name: str) -> ox.NamedNode | None:
    if not slug(name):
        return None
    node = context.node(context.iris.craft(name))
    # The scheme of crafts knows how a name is best written; other names follow one rule.
    label = context.reference.crafts.get(node.value) or craft_label(name)
    if context.first_time(node):
        context.add(node, RDF.type, LN.Craft)
        context.add(node, RDFS.label, vi(label))
        context.add(node, SKOS.prefLabel, vi(label))
    printed = f"{name[:1].lower()}{name[1:]}"
    if printed != label:
        context.add(node, SKOS.altLabel, vi(printed))
    return node


def write_craft(context: Context, mention: CraftMention) -> None:
    """State what the plan says of a craft in its place; the craft itself is shared by all plans."""
    craft = _craft(context, mention.name)
    if craft is None:
        return
    node = context.element("craft-status", mention.reading.evidence)
    context.add(node, RDF.type, LN.CraftStatus)
    document = context.read(node, mention.reading, mention.name)
    context.add(node, LN.ofCraft, craft)
    write_fields(context, node, mention)
    context.add(node, LN.locatedIn, context.place(document.setting.unit))
    context.add(document.node, LN.hasCraftStatus, node)
    context.add(document.node, LN.mentionsCraft, craft)


def _village_unit(area: str | None, setting: Setting) -> Unit:
    """Return the unit where a village lies: the plan's own, or one below it that the plan names."""
    if not area or slug(area) == slug(setting.unit.name):
        return setting.unit
    place = split_place(f" {area}").place
    if place and place.name:
        if slug(place.name) == slug(setting.unit.name) and place.level is setting.unit.level:
            return setting.unit
        return unit_of(Place(place.name, place.level, place.kind), setting.unit)
    below = Level.COMMUNE if setting.unit.level in (Level.DISTRICT, Level.COMMUNE) else Level.DISTRICT
    return unit_of(Place(area, below), setting.unit)


def write_village(context: Context, mention: VillageMention) -> None:
    """State a craft village that the plan names, or villages that it counts."""
    setting = context.document(mention.reading.evidence.document).setting
    unit = _village_unit(mention.area, setting)
    node = context.node(context.iris.village(unit.slug, mention.name))
    if context.first_time(node):
        context.add(node, RDF.type, LN.Village)
        document = context.read(node, mention.reading, mention.name)
    else:
        document = context.holder(mention.reading.evidence.document)
        context.add(node, LN.evidence, context.excerpt(mention.reading.evidence))
    context.add(node, LN.locatedIn, context.place(unit))
    craft = _craft(context, mention.craft) if mention.craft else None
    if craft:
        context.add(node, LN.practises, craft)
    write_fields(context, node, mention)
    context.add(document.node, LN.mentionsVillage, node)


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
