"""Which value of a property is meant by one that it does not have: nearly the same letters, or the end of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import pyoxigraph as ox

from loader.graph.vocabulary import XSD
from query_api.engine.folding import fold
from query_api.engine.results import Rows, text_of
from query_api.query_text.patterns import Literal
from query_api.served.prefixes import KNOWN

MOST_VALUES = 20_000
"""Values of a property up to which those that a literal may mean are looked for."""
_MOST = 3
_SHORTEST = 2
_LIKE = 0.84
_LONG_ENOUGH = 4
"""Letters of a name's end from which on it may stand for the name."""
_MOST_RATIOS = 4_000
_LABELS = f"<{KNOWN['rdfs']}label>|<{KNOWN['skos']}prefLabel>|<{KNOWN['skos']}altLabel>"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def values_query(prop: str) -> str:
    """Return the query for the values of a property, with the names of those that are things."""
    return f"SELECT DISTINCT ?o ?name {{ ?s <{prop}> ?o OPTIONAL {{ ?o {_LABELS} ?name }} }} LIMIT {MOST_VALUES}"


def nearest_values(rows: Rows, text: str) -> Sequence[ox.NamedNode | ox.Literal]:
    """Return the values that a text may mean, at most three: of the same letters, of a name that ends so, or much like it."""
    wanted = _letters(text)
    if len(wanted) < _SHORTEST:
        return ()
    named: list[tuple[str, ox.NamedNode | ox.Literal]] = []
    for value, name in rows.rows:
        if isinstance(value, ox.NamedNode | ox.Literal):
            named.append((text_of(name) if name is not None else value.value, value))
    spelled = [(_letters(name), value) for name, value in named]
    found = [value for letters, value in spelled if letters == wanted]
    if not found and len(wanted) >= _LONG_ENOUGH:
        found = [value for letters, value in spelled if letters.endswith(wanted)]
    if found:
        return sorted(dict.fromkeys(found), key=lambda value: (len(value.value), value.value))[:_MOST]
    like = _most_like(named, wanted)
    return () if like is None else (like,)


def _most_like(named: Iterable[tuple[str, ox.NamedNode | ox.Literal]], wanted: str) -> ox.NamedNode | ox.Literal | None:
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    best: tuple[float, str, ox.NamedNode | ox.Literal] | None = None
    for count, (name, value) in enumerate(named):
        letters = _letters(name)
        if count >= _MOST_RATIOS or not letters or abs(len(letters) - len(wanted)) > max(2, len(wanted) // 6):
            continue
        matcher.set_seq1(letters)
        if matcher.quick_ratio() < _LIKE or (ratio := matcher.ratio()) < _LIKE:
            continue
        if _figures(name) != _figures(wanted):  # another number is another document
            continue
        if best is None or (ratio, value.value) > (best[0], best[1]):
            best = ratio, value.value, value
    return best[2] if best is not None else None


def day_as_date(text: str) -> Literal | None:
    """Return the date that a day written as in Vietnam is ("31/01/2023"); None if it is none."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= 12:
        return None
    return Literal(f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", XSD.date.value)


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
