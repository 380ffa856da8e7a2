"""Facts as JSON and back, both made from their classes: what is declared of a kind of fact is all that there is to say."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from loader.errors import InputError
from loader.facts import Facts


def json_of(facts: Facts) -> str:
    """Return facts as a JSON object, whose keys are the names of their fields; figures are strings, as printed."""
    return _adapter().dump_json(facts, indent=1).decode()


def facts_of(text: str, where: str) -> Facts:
    """Return the facts that a JSON object states.

    Args:
        text: the object, as ``json_of`` writes it.
        where: where it came from, for errors.

    Raises:
        InputError: it states none; the message names the first field at fault.
    """
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(f"not facts as JSON: {field}: {first['msg']}", where=where) from error


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``json_of``'s objects."""
    return _adapter().json_schema(mode="serialization")


def _adapter() -> TypeAdapter[Facts]:
    return TypeAdapter(Facts)
