"""Triples as Turtle with the project's prefixes, in an order that depends on nothing but them."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyoxigraph as ox

from loader.errors import FormatError
from query_api.engine.formats import TURTLE
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import write_triples
from query_api.served.prefixes import KNOWN


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as Turtle.

    Raises:
        FormatError: Turtle cannot hold them (406).
    """
    out = io.BytesIO()
    try:
        write_triples(sorted(set(triples), key=str), out, TURTLE, KNOWN)
    except UnwritableError as error:
        raise FormatError(error.message, advice=error.advice) from error
    return out.getvalue()
