"""Rows of a query as values of a class: each field takes the text of the variable of its name."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from query_api.engine.results import Rows, text_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def records(rows: Rows, kind: type[R]) -> list[R]:
    """Return rows as values of a dataclass whose fields are all texts.

    Args:
        rows: the result of a query.
        kind: the class; a field without a variable, or one that is not bound, is "".
    """
    places = {name: at for at, name in enumerate(rows.variables)}
    names = [field.name for field in fields(kind)]
    return [kind(**{n: text_of(row[places[n]]) if n in places else "" for n in names}) for row in rows.rows]
