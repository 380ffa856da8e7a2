"""The kinds of facts, each declared once: writing, curation, scoring and the page of fields are derived from here.

A kind is a row of ``KINDS``; its fields are those of its class in ``loader/facts.py``, each marked with what it is
stated by. To add a kind: write its class there, add its row here, its rules, and its terms in the ontology.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from loader.facts import (
    Funding,
    Measure,
    Note,
    Objective,
    PlacedMention,
    Relation,
    ReportingDuty,
    Risk,
    SharedMention,
    Target,
    Task,
)
from loader.said import Said
from loader.things import Having, ThingKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact.

    Attributes:
        name: what corrections call it ("task"); also in the IRIs of its facts.
        fact: its class.
        collection: the field of ``Facts`` (for targets: of ``Objective``) that holds its facts.
        term: local name of its class in the ontology.
        link: local name of the property from the document to its facts.
        gold: key of its list in annotations, "" when annotations have none.
        only_names: its facts name something, and say nothing by themselves.
        things: the kind of the things that its facts name; None where they state something themselves.
    """

    name: str
    fact: type[Any]
    collection: str
    term: str
    link: str
    gold: str = ""
    only_names: bool = False
    things: ThingKind | None = None

    def has(self, fact: Any) -> bool:
        """Say whether a fact of its collection is of this kind: mentions of all named things stand in two collections."""
        return self.things is None or fact.kind == self.things.key

    @property
    def having(self) -> Having | None:
        """What its things have, of kinds of named things."""
        return self.things.having if self.things is not None else None

    def called(self, field: str) -> str:
        """Return what curators call a field: by the kind that they have where it says what things have."""
        return self.having.kind.key if field == "having" and self.having is not None else field


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of fact.

    Attributes:
        name: its name; a field of a part of the fact ("timing") has the part's name in front, with a dot.
        said: what it is stated by.
        value: type of its value, absence left out.
        required: it is never absent.
        many: it holds several values.
        text: what it holds, from the documentation of its class.
    """

    name: str
    said: Said
    value: type[Any]
    required: bool
    many: bool
    text: str


KINDS = (
    Kind("relation", Relation, "relations", "Citation", "hasCitation", "relations", only_names=True),
    Kind("objective", Objective, "objectives", "Objective", "hasObjective", "objectives"),
    Kind("target", Target, "targets", "Target", "hasTarget"),
    Kind("measure", Measure, "measures", "Measure", "hasMeasure", "measures"),
    Kind("task", Task, "tasks", "Task", "hasTask", "tasks"),
    Kind("duty", ReportingDuty, "duties", "ReportingDuty", "hasReportingDuty", "reporting"),
    Kind("funding", Funding, "funding", "Funding", "hasFunding", "funding"),
    Kind("risk", Risk, "risks", "Risk", "hasRisk", "risks"),
    Kind("note", Note, "notes", "ReadingNote", "hasReadingNote"),
)


"""The kinds that every project has; packs bring those that name things."""


def kinds_with(things: Iterable[ThingKind]) -> tuple[Kind, ...]:
    """Return all kinds of facts where packs bring these kinds of named things; notes, which are on the others, come last."""
    return (*KINDS[:-1], *map(_of_thing, things), KINDS[-1])


def _of_thing(its: ThingKind) -> Kind:
    if its.placed:
        return Kind(its.key, PlacedMention, "placed_things", its.term, its.link, only_names=True, things=its)
    link = its.status.link if its.status else its.link
    return Kind(its.key, SharedMention, "shared_things", its.fact, link, its.annotated, only_names=True, things=its)


def kind(name: str, among: Iterable[Kind] = KINDS) -> Kind:
    """Return the kind of a name.

    Args:
        name: the name.
        among: the kinds to choose from; those that every project has if not given.

    Raises:
        KeyError: there is none.
    """
    found = next((one for one in among if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def fields(fact: type[Any]) -> tuple[Field, ...]:
    """Return the marked fields of a class of facts, those of its parts included, in the order of the class."""
    return tuple(f for f, _ in _fields(fact))


def plain_fields(fact: type[Any]) -> tuple[tuple[str, Said], ...]:
    """Return the fields of a class itself whose values are written as they are, by name."""
    return tuple((f.name, f.said) for f, own in _fields(fact) if own and not f.said.by_code)


def parts(fact: type[Any]) -> dict[str, type[Any]]:
    """Return the fields of a class that are values with marked fields of their own (``timing``), by name."""
    found = {}
    for name, hint in typing.get_type_hints(fact).items():
        value = _bare(hint)[0]
        if dataclasses.is_dataclass(value) and name != "reading" and _marked(value):
            found[name] = value
    return found


def _marked(value: type[Any]) -> bool:
    return any(_said(h) for h in typing.get_type_hints(value, include_extras=True).values())


_KNOWN: dict[type[Any], tuple[tuple[Field, bool], ...]] = {}


def _fields(fact: type[Any]) -> tuple[tuple[Field, bool], ...]:
    if fact not in _KNOWN:
        _KNOWN[fact] = _read_fields(fact)
    return _KNOWN[fact]


def _read_fields(fact: type[Any]) -> tuple[tuple[Field, bool], ...]:
    hints = typing.get_type_hints(fact, include_extras=True)
    texts = _texts(fact)
    inner = parts(fact)
    found: list[tuple[Field, bool]] = []
    for field in dataclasses.fields(fact):
        said = _said(hints[field.name])
        if said is not None:
            value, required, many = _bare(hints[field.name])
            found.append((Field(field.name, said, value, required, many, texts.get(field.name, "")), True))
        elif field.name in inner:
            found += [
                (dataclasses.replace(f, name=f"{field.name}.{f.name}"), False) for f, _ in _fields(inner[field.name])
            ]
    return tuple(found)


def _said(hint: Any) -> Said | None:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Said)), None)


def _bare(hint: Any) -> tuple[type[Any], bool, bool]:
    """Return the type of a field's values, whether it must have one, whether it holds several."""
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    required = True
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        required = False
        hint = next(a for a in typing.get_args(hint) if a is not type(None))
    many = typing.get_origin(hint) is tuple
    if many:
        hint = typing.get_args(hint)[0]
    return hint if isinstance(hint, type) else tuple, required, many


def _texts(fact: type[Any]) -> dict[str, str]:
    """Return what the documentation of a class says of its fields, each in one line."""
    texts: dict[str, str] = {}
    name = ""
    for line in (fact.__doc__ or "").partition("Attributes:")[2].splitlines():
        before, colon, rest = line.strip().partition(": ")
        if colon and before.isidentifier() and len(line) - len(line.lstrip()) == 8:
            name, texts[before] = before, rest
        elif name and line.strip():
            texts[name] += f" {line.strip()}"
    return texts
