"""Rows as a pandas table whose columns have the types of their literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from query_api.engine.results import Rows, Term, Value, python_value

if TYPE_CHECKING:
    import pandas as pd

_EXACT_FLOAT = 2**53
Labels = Callable[[Iterable[str]], dict[str, str]]


def frame_of(rows: Rows, labels: Labels | None = None) -> pd.DataFrame:
    """Return rows as a table; a result without rows keeps its columns.

    Args:
        rows: the rows.
        labels: gives the labels of IRIs, for a column ``…_label`` behind each column of IRIs; None for no such column.
            A variable of that name in the query itself stays what it is.
    """
    import pandas as pd  # an extra: only notebooks need it

    columns: dict[str, pd.Series] = {}
    for name in rows.variables:
        terms = rows.column(name)
        columns[name] = series_of(terms)
        iris = [t.value for t in terms if isinstance(t, ox.NamedNode)]
        if labels is not None and iris and f"{name}_label" not in rows.variables:
            found = labels(iris)
            named = [found.get(t.value) if isinstance(t, ox.NamedNode) else None for t in terms]
            columns[f"{name}_label"] = pd.Series(named, dtype="string")
    return pd.DataFrame(columns, columns=list(columns))


def series_of(terms: Sequence[Term | None]) -> pd.Series:
    """Return terms as a column of the narrowest type that keeps every value as it is.

    Whole numbers and years ``Int64``, other numbers ``Float64``, booleans ``boolean``, dates and times without zone
    ``datetime64[us]``, times with zone the same in UTC, texts and IRIs ``string``. Where one type cannot keep them all
    (whole numbers from 2⁶³, decimals of more digits than a float has, times with and without zone, numbers beside
    texts) the column has Python values, type ``object``.
    """
    import pandas as pd

    values = [python_value(term) for term in terms]
    present = [value for value in values if value is not None]
    kinds = {type(value) for value in present}
    if not present:
        return pd.Series(values, dtype="object")
    if kinds == {str}:
        return pd.Series(values, dtype="string")
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean")
    if kinds == {int}:
        if all(-(2**63) <= value < 2**63 for value in present if isinstance(value, int)):
            return pd.Series(values, dtype="Int64")
    elif kinds <= {int, float, Decimal}:
        if all(_is_float(value) for value in present):
            return _floats(values)
    elif kinds <= {date, datetime}:
        return _moments(values)
    return pd.Series(values, dtype="object")


def _is_float(value: Value) -> bool:
    """Say whether a number is the same as a float."""
    if isinstance(value, Decimal):
        return Decimal(repr(float(value))) == value
    return isinstance(value, float) or (isinstance(value, int) and abs(value) <= _EXACT_FLOAT)


def _floats(values: Sequence[Value]) -> pd.Series:
    import numpy as np
    import pandas as pd

    missing = np.array([value is None for value in values])
    numbers = np.array([0.0 if value is None else float(value) for value in values])  # type: ignore[arg-type]
    return pd.Series(pd.arrays.FloatingArray(numbers, missing))  # by itself pandas takes a NaN for a missing value


def _moments(values: Sequence[Value]) -> pd.Series:
    """Return dates and times as a column: in UTC if all have a zone; Python values if some have one and some not."""
    import numpy as np
    import pandas as pd

    zoned = {isinstance(value, datetime) and value.tzinfo is not None for value in values if value is not None}
    if len(zoned) == 2:
        return pd.Series(list(values), dtype="object")
    aware = zoned == {True}
    # Microseconds reach from year 1 to 9999 and beyond; the nanoseconds that pandas takes of its own end in 1677.
    try:
        plain = [_utc(value) if isinstance(value, datetime) and aware else value for value in values]
    except OverflowError:  # in UTC it is before year 1, or after 9999
        return pd.Series(list(values), dtype="object")
    column = pd.Series(np.array(plain, dtype="datetime64[us]"))
    return column.dt.tz_localize("UTC") if aware else column


def _utc(value: datetime) -> datetime:
    return (value - (value.utcoffset() or value - value)).replace(tzinfo=None)
