"""What a plan says of crafts in its place, of villages by their names, and of how many there are."""

from __future__ import annotations

import pyoxigraph as ox

from loader.facts import CraftMention, Place, VillageMention
from loader.graph.literals import day, integer, vi, year
from loader.graph.named_things import CRAFT, VILLAGE
from loader.graph.spelling import tone_on_first_vowel
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS
from loader.graph.writing_context import Context
from loader.graph.writing_fields import write_fields
from loader.resolution.agencies import Setting, Unit, unit_of
from loader.resolution.names import split_place
from loader.slugs import slug


def _craft(context: Context, name: str) -> ox.NamedNode | None:
    if not slug(name):
        return None
    node = context.node(context.reference.craft_of(context.iris.thing(CRAFT, name)))
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


def write_facts(context: Context) -> None:
    """State all that a document says of them; the way in for the core, see ``named_things.WRITTEN_BY``."""
    for craft in context.facts.crafts:
        write_craft(context, craft)
    for village in context.facts.villages:
        write_village(context, village)


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
    """Return the unit where a village lies: the plan's own, or one below it that the plan names with its kind.

    A bare name ("gốm Bát Tràng") names the village: whether it is also a commune or a hamlet is not said.
    """
    if not area or slug(area) == slug(setting.unit.name):
        return setting.unit
    place = split_place(f" {area}").place
    if place and place.name:
        if slug(place.name) == slug(setting.unit.name) and place.level is setting.unit.level:
            return setting.unit
        return unit_of(Place(place.name, place.level, place.kind), setting.unit)
    return setting.unit


def write_village(context: Context, mention: VillageMention) -> None:
    """State a craft village that the plan names, or how many it counts.

    What has neither a name nor a place of its own ("làng nghề mây tre đan") is a kind of villages: what the plan says
    of its craft is stated with the craft.
    """
    if mention.count is not None:
        _write_count(context, mention, mention.count)
        return
    setting = context.document(mention.reading.evidence.document).setting
    unit = _village_unit(mention.area, setting)
    if not (has_proper_name(mention.name) or unit != setting.unit):
        return
    craft = _craft(context, mention.craft) if mention.craft else None
    known = context.reference.village_named(
        mention.name, context.iris.place(setting.unit.slug), frozenset({craft.value} if craft else ())
    )
    node = context.node(known.iri if known else context.iris.thing(VILLAGE, mention.name, unit.slug))
    document = context.holder(mention.reading.evidence.document)
    if context.first_time(node):
        context.add(node, RDF.type, LN.Village)
        document = context.read(node, mention.reading, known.name if known else mention.name)
    else:
        context.add(node, LN.evidence, context.excerpt(mention.reading.evidence))
    if known is None or unit != setting.unit:
        context.add(node, LN.locatedIn, context.place(unit))
    if known is not None and slug(known.name) != slug(mention.name):
        context.add(node, SKOS.altLabel, vi(mention.name))
    if craft and not (known and known.crafts):
        context.add(node, LN.practises, craft)
    write_fields(context, node, mention)
    context.add(document.node, LN.mentionsVillage, node)


def has_proper_name(name: str) -> bool:
    """Whether a village's name holds a proper name: a capital letter behind its first word ("làng nghề gốm Bát Tràng")."""
    return any(word[:1].isupper() and not word.isupper() for word in name.split()[1:])


def _write_count(context: Context, mention: VillageMention, number: int) -> None:
    """State how many villages the plan counts in its place, on the day of the plan."""
    node = context.element("village-count", mention.reading.evidence)
    context.add(node, RDF.type, LN.VillageCount)
    document = context.read(node, mention.reading, f"{number} {mention.name}")
    context.add(node, LN.count, integer(number))
    craft = _craft(context, mention.craft) if mention.craft else None
    if craft:
        context.add(node, LN.ofCraft, craft)
    context.add(node, LN.countOf, context.concept("counted", _counted(mention.name)))
    context.add(node, LN.locatedIn, context.place(_village_unit(mention.area, document.setting)))
    if document.instrument.date:
        context.add(node, LN.countYear, year(document.instrument.date.year))
        context.add(node, LN.countDate, day(document.instrument.date))
    context.add(document.node, LN.hasVillageCount, node)


def _counted(name: str) -> str:
    """Return the key of what a count counts, by its words."""
    words = f"-{slug(name)}-"
    if "-cong-nhan-" in words:
        return "recognised"
    if "-lang-" not in words:
        return "crafts"
    return "traditional" if "-truyen-thong-" in words else "villages"


def craft_label(printed: str) -> str:
    """Return one spelling of a craft's name for all that are printed: "nông, lâm, thuỷ sản" and "Nông lâm thủy sản".

    The label must not depend on which document is read first, so it follows from the name alone: small first letter,
    tone marks in one place, no commas.
    """
    plain = " ".join(tone_on_first_vowel(printed).replace(",", " ").split())
    return f"{plain[:1].lower()}{plain[1:]}"
