"""What a plan says of named things of the kinds that packs declare: of shared ones in its place, of placed ones by their names, and how many there are."""

from __future__ import annotations

import pyoxigraph as ox

from loader.facts import Place, PlacedMention, SharedMention
from loader.graph.literals import day, integer, vi, year
from loader.graph.spelling import tone_on_first_vowel
from loader.graph.vocabulary import LN, RDF, RDFS, SKOS, term
from loader.graph.writing_context import Context
from loader.graph.writing_fields import write_fields
from loader.resolution.agencies import Setting, Unit, unit_of
from loader.resolution.names import split_place
from loader.slugs import slug
from loader.things import Counts, ThingKind


def write_shared(context: Context, mention: SharedMention) -> None:
    """State what the plan says of a shared thing in its place; the thing itself is the same in all plans."""
    kind = context.kind_of_things(mention.kind)
    status = kind.status
    thing = _shared(context, kind, mention.name)
    if thing is None or status is None:
        return
    node = context.element(status.key, mention.reading.evidence)
    context.add(node, RDF.type, term(status.term))
    document = context.read(node, mention.reading, mention.name)
    context.add(node, term(status.of), thing)
    write_fields(context, node, mention)
    context.add(node, LN.locatedIn, context.place(document.setting.unit))
    context.add(document.node, term(status.link), node)
    context.add(document.node, term(kind.link), thing)


def _shared(context: Context, kind: ThingKind, name: str) -> ox.NamedNode | None:
    if not slug(name):
        return None
    node = context.node(context.reference.shared_thing(context.iris.thing(kind.key, name)))
    # The scheme of the kind knows how a name is best written; other names follow one rule.
    label = context.reference.shared.get(node.value) or shared_label(name)
    if context.first_time(node):
        context.add(node, RDF.type, term(kind.term))
        context.add(node, RDFS.label, vi(label))
        context.add(node, SKOS.prefLabel, vi(label))
    printed = f"{name[:1].lower()}{name[1:]}"
    if printed != label:
        context.add(node, SKOS.altLabel, vi(printed))
    return node


def shared_label(printed: str) -> str:
    """Return one spelling of a shared thing's name for all that are printed: "nông, lâm, thuỷ sản" and "Nông lâm thủy sản".

    The label must not depend on which document is read first, so it follows from the name alone: small first letter,
    tone marks in one place, no commas.
    """
    plain = " ".join(tone_on_first_vowel(printed).replace(",", " ").split())
    return f"{plain[:1].lower()}{plain[1:]}"


def write_placed(context: Context, mention: PlacedMention) -> None:
    """State a placed thing that the plan names, or how many it counts.

    What has neither a name nor a place of its own ("làng nghề mây tre đan") is a sort of things: what the plan says of
    what they have is stated with the shared thing.
    """
    kind = context.kind_of_things(mention.kind)
    if mention.count is not None:
        if kind.counts is not None:
            _write_count(context, mention, kind, kind.counts, mention.count)
        return
    setting = context.document(mention.reading.evidence.document).setting
    unit = _unit_of(mention.area, setting)
    if not (has_proper_name(mention.name) or unit != setting.unit):
        return
    having = kind.having
    had = _shared(context, having.kind, mention.having) if having and mention.having else None
    known = context.reference.thing_named(
        kind.key, mention.name, context.iris.place(setting.unit.slug), frozenset({had.value} if had else ())
    )
    node = context.node(known.iri if known else context.iris.thing(kind.key, mention.name, unit.slug))
    document = context.holder(mention.reading.evidence.document)
    if context.first_time(node):
        context.add(node, RDF.type, term(kind.term))
        document = context.read(node, mention.reading, known.name if known else mention.name)
    else:
        context.add(node, LN.evidence, context.excerpt(mention.reading.evidence))
    if known is None or unit != setting.unit:
        context.add(node, LN.locatedIn, context.place(unit))
    if known is not None and slug(known.name) != slug(mention.name):
        context.add(node, SKOS.altLabel, vi(mention.name))
    if having and had and not (known and known.having):
        context.add(node, term(having.property), had)
    write_fields(context, node, mention)
    context.add(document.node, term(kind.link), node)


def _unit_of(area: str | None, setting: Setting) -> Unit:
    """Return the unit where a thing lies: the plan's own, or one below it that the plan names with its kind.

    A bare name ("gốm Bát Tràng") names the thing: whether it is also a commune or a hamlet is not said.
    """
    if not area or slug(area) == slug(setting.unit.name):
        return setting.unit
    place = split_place(f" {area}").place
    if place and place.name:
        if slug(place.name) == slug(setting.unit.name) and place.level is setting.unit.level:
            return setting.unit
        return unit_of(Place(place.name, place.level, place.kind), setting.unit)
    return setting.unit


def has_proper_name(name: str) -> bool:
    """Whether a thing's name holds a proper name: a capital letter behind its first word ("làng nghề gốm Bát Tràng")."""
    return any(word[:1].isupper() and not word.isupper() for word in name.split()[1:])


def _write_count(context: Context, mention: PlacedMention, kind: ThingKind, counts: Counts, number: int) -> None:
    """State how many things the plan counts in its place, on the day of the plan."""
    node = context.element(counts.key, mention.reading.evidence)
    context.add(node, RDF.type, term(counts.term))
    document = context.read(node, mention.reading, f"{number} {mention.name}")
    context.add(node, LN.count, integer(number))
    other = kind.having.kind if kind.having else None
    had = _shared(context, other, mention.having) if other and mention.having else None
    if had and other and other.status:
        context.add(node, term(other.status.of), had)
    counted = _counted(mention.name, counts)
    if counts.of and counted:
        context.add(node, term(counts.of), context.concept(counts.scheme, counted))
    context.add(node, LN.locatedIn, context.place(_unit_of(mention.area, document.setting)))
    if document.instrument.date:
        context.add(node, LN.countYear, year(document.instrument.date.year))
        if counts.day:
            context.add(node, term(counts.day), day(document.instrument.date))
    context.add(document.node, term(counts.link), node)


def _counted(name: str, counts: Counts) -> str:
    """Return the key of what a count counts, by its words; "" where the kind does not tell."""
    words = f"-{slug(name)}-"
    return next(
        (
            it.key
            for it in counts.counted
            if (not it.has or f"-{slug(it.has)}-" in words) and not (it.lacks and f"-{slug(it.lacks)}-" in words)
        ),
        "",
    )
