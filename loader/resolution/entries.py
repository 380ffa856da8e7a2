"""From the text that a curator writes to the value of a field, and from such values to a whole fact."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import InvalidOperation
from typing import Any

from loader.declarations import Field, Kind, fields, parts
from loader.errors import ConfigurationError
from loader.facts import Agent, Reading
from loader.kinds import AgentKind
from loader.lexicon.expressions import expression


def _agent(text: str) -> Agent:
    name = " ".join(text.split())
    kind = AgentKind.GROUP if expression("several-bodies").search(name) else AgentKind.AGENCY
    return Agent(name, name, kind)


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _day_of_year(text: str) -> tuple[int, int]:
    """Return month and day of "15/12"."""
    day, month = text.split("/")
    date(2024, int(month), int(day))  # a leap year: 29/02 is a day
    return int(month), int(day)


_OF_TYPE: dict[type[Any], Callable[[str], Any]] = {
    Agent: _agent,
    bool: _truth,
    date: date.fromisoformat,
    tuple: _day_of_year,
}


def value_of(field: Field, text: str) -> Any:
    """Return the value that a text means; of a field with several they stand between semicolons.

    Raises:
        ConfigurationError: it is no value of the field.
    """
    if not text:
        if field.required and not field.many and field.value is not str:
            raise ConfigurationError(f"{field.name} needs a value")
        return () if field.many else "" if field.required else None
    convert = _OF_TYPE.get(field.value, field.value)
    try:
        if field.many:
            return tuple(convert(one.strip()) for one in text.split(";") if one.strip())
        return convert(text)
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise ConfigurationError(f"{text!r} is no value of {field.name}") from error


def correctable(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind of fact that a curator may set: all but those that are facts of their own."""
    own = (f for f in fields(kind.fact) if not dataclasses.is_dataclass(f.value) or f.value is Agent)
    return tuple(f for f in own if f.name != "having" or kind.having is not None)


def field_of(kind: Kind, name: str) -> Field:
    """Return a field by its name; the name of the part that it belongs to may be left out ("start_year").

    Raises:
        ConfigurationError: the kind has no such field.
    """
    known = correctable(kind)
    found = [f for f in known if name in (f.name, kind.called(f.name))] or [
        f for f in known if f.name.endswith(f".{name}")
    ]
    if not found:
        raise ConfigurationError(
            f"a {kind.name} has no field {name!r} that can be corrected",
            advice=f"it has {', '.join(kind.called(f.name) for f in known)}" if known else "",
        )
    return found[0]


def with_value(kind: Kind, fact: Any, field: Field, text: str) -> Any:
    """Return a fact with another value in one field.

    Raises:
        ConfigurationError: the text is no value of the field.
    """
    part, dot, name = field.name.rpartition(".")
    value = value_of(field, text)
    if not dot:
        return dataclasses.replace(fact, **{name: value})
    inner = getattr(fact, part)
    if inner is None:
        return dataclasses.replace(fact, **{part: _made_part(kind, part, {field.name: text})})
    return dataclasses.replace(fact, **{part: dataclasses.replace(inner, **{name: value})})


def made(kind: Kind, values: Mapping[str, str], reading: Reading) -> Any:
    """Return a new fact.

    Args:
        kind: its kind.
        values: texts of its fields by their whole names; a field that is called by nothing has its default. What the
            fact is called by, if that must be said, is the words of the text.
        reading: the words it stands for.

    Raises:
        ConfigurationError: a value that must be given is not, or is none of its field.
    """
    arguments: dict[str, Any] = {"reading": reading}
    if any(field.name == "having" for field in fields(kind.fact)):
        arguments["having"] = None
    for field in correctable(kind):
        if "." not in field.name:
            arguments[field.name] = value_of(field, values.get(field.name) or _default(field, reading))
    for part in parts(kind.fact):
        given = {name: text for name, text in values.items() if name.startswith(f"{part}.")}
        if given or part == "citation":
            arguments[part] = _made_part(kind, part, given)
        else:
            arguments[part] = None
    wanted = {f.name for f in dataclasses.fields(kind.fact)}
    if "document" in wanted:
        arguments["document"] = reading.evidence.document
    if kind.things is not None:
        arguments["kind"] = kind.things.key
    if "targets" in wanted:
        arguments["targets"] = ()
    return kind.fact(**arguments)


def _default(field: Field, reading: Reading) -> str:
    if field.said.default or not field.required or field.many:
        return field.said.default
    return reading.evidence.quote if field.said.property in ("label", "comment") else ""


def _made_part(kind: Kind, part: str, values: Mapping[str, str]) -> Any:
    own = {f.name.rpartition(".")[2]: f for f in correctable(kind) if f.name.startswith(f"{part}.")}
    arguments = {name: value_of(f, values.get(f.name, f.said.default)) for name, f in own.items()}
    return parts(kind.fact)[part](**arguments)
