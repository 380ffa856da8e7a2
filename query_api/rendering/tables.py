"""The first rows of a result, read from a stream that is ended as soon as there are enough of them."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from query_api.engine.base import Answer
from query_api.engine.formats import Family
from query_api.engine.results import Rows, rows_of


@dataclass(frozen=True, slots=True)
class Text:
    """A graph as text.

    Attributes:
        text: its beginning.
        cut: there is more.
    """

    text: str
    cut: bool


async def read_rows(answer: Answer, most: int) -> Rows | bool:
    """Read at most ``most`` rows of an answer in TSV, or the boolean of an ASK, and close it."""
    data = bytearray()
    cut = False
    try:
        async for chunk in answer.chunks():
            data += chunk
            if data.count(b"\n") > most + 1:
                cut = True
                break
    finally:
        await answer.close()
    if bytes(data).strip() in (b"true", b"false"):
        return bytes(data).strip() == b"true"
    lines = bytes(data).split(b"\n")
    # Newlines inside terms are escaped in TSV: a line is a row. The last piece is empty or unfinished.
    whole = b"\n".join(lines[: most + 1]) + b"\n" if cut or len(lines) > most + 2 else bytes(data)
    parsed = ox.parse_query_results(whole, format=ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        return bool(parsed)
    found = rows_of(parsed)
    return Rows(found.variables, found.rows[:most], cut or len(found.rows) > most)


async def read_text(answer: Answer, most: int) -> Text:
    """Read at most ``most`` bytes of an answer as text and close it."""
    data = bytearray()
    try:
        async for chunk in answer.chunks():
            data += chunk
            if len(data) > most:
                break
    finally:
        await answer.close()
    return Text(bytes(data[:most]).decode("utf-8", "ignore"), len(data) > most)


def is_graph(answer: Answer) -> bool:
    """Say whether the answer is a graph."""
    return answer.family is Family.GRAPH
