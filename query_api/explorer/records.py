"""Rows of a query as values of a class: each field takes the text of the variable of its name."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol, TypeVar

from query_api.engine.results import Rows, text_of


class _Dataclass(Protocol):
    """What every dataclass has."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


R = TypeVar("R", bound=_Dataclass)


def records(rows: Rows, kind: type[R]) -> list[R]:
    """Return rows as values of a dataclass whose fields are all texts.

    Args:
        rows: the result of a query.
        kind: the class; a field without a variable, or one that is not bound, is "".
    """
    places = {name: at for at, name in enumerate(rows.variables)}
    names = [field.name for field in fields(kind)]
    return [kind(**{n: text_of(row[places[n]]) if n in places else "" for n in names}) for row in rows.rows]
