"""How a field of a fact is stated: the mark that ``loader/facts.py`` puts on each field, once. Knows nothing of RDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OUTSIDE = {
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    "title": "dcterms:title",
    "type": "rdf:type",
    "having": "…",
}
"""What fields are stated by that no property of the ontology states; "label" is what the fact is called, "having" what its
kind of named things has."""


class Form(StrEnum):
    """What the value of a property is."""

    TEXT = "string"
    NUMBER = "decimal"
    COUNT = "integer"
    YEAR = "gYear"
    DAY_OF_YEAR = "gMonthDay"
    DATE = "date"
    CONCEPT = "concept"
    """A concept of the scheme that the mark names."""
    THING = "thing"
    """A body, place, craft or document, or another fact."""


@dataclass(frozen=True, slots=True)
class Said:
    """The mark of a field.

    Attributes:
        property: local name of its property in the ontology; ``OUTSIDE`` names those of other vocabularies.
        form: what the values are.
        scheme: the scheme of concepts ("unit") for ``Form.CONCEPT``.
        gold: its name in annotations, "" when annotations do not hold it.
        default: the value, as a curator would write it, that an added fact has when none is given.
        by_code: a writing module states it, for it is more than a value (bodies, a part of another fact).
    """

    property: str
    form: Form = Form.TEXT
    scheme: str = ""
    gold: str = ""
    default: str = ""
    by_code: bool = False


def concept(property_: str, scheme: str, gold: str = "", default: str = "") -> Said:
    """Return the mark of a field whose values are concepts of a scheme."""
    return Said(property_, Form.CONCEPT, scheme, gold, default)


def label(gold: str = "") -> Said:
    """Return the mark of the field that a fact is called by."""
    return Said("label", gold=gold, by_code=True)


def things(property_: str, gold: str = "") -> Said:
    """Return the mark of a field of bodies or other facts, which a writing module states."""
    return Said(property_, Form.THING, gold=gold, by_code=True)
