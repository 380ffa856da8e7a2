"""Frames between the HTTP process and a worker: one byte of kind, four bytes of length, the payload.

Payloads of ``REQUEST``, ``HEAD`` and ``FAILURE`` are JSON, those of ``DATA`` the serialised result. A small result is
one frame, ``ROWS`` or ``TRIPLES``: a byte that says whether the worker serves on, and the result. Only fixed, typed
values cross (no pickle), so a worker that went wrong cannot run code in the HTTP process.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from query_api.engine.base import Caption, QueryRequest

HEADER = struct.Struct("!cI")
MAX_CHUNK = 65536
MAX_WHOLE = 8192  # bytes up to which a result leaves in one piece
MAX_HELD = 16 << 20  # bytes of a result that may yet turn out not to be writable, held back so that it can be refused
SERVES, RETIRES = b"+", b"-"
"""Whether a worker serves further queries: the payload of its ``END``, the first byte of ``ROWS`` and ``TRIPLES``."""


class Frame(Enum):
    """Kinds of frames."""

    REQUEST = b"Q"
    HEAD = b"H"
    DATA = b"D"
    END = b"E"
    ROWS = b"R"
    TRIPLES = b"T"
    FAILURE = b"X"


@dataclass(frozen=True, slots=True)
class WorkerRequest:
    """A query for a worker; fields as in ``QueryRequest``, formats by key."""

    text: str
    bindings_format: str
    graph_format: str
    deadline: float
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    explicit_dataset: bool
    base_iri: str | None
    functions: str | None
    prefixes: tuple[tuple[str, str], ...]
    caption: Caption | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a worker refused a query.

    Attributes:
        kind: "syntax" (malformed), "refused" (not supported or not allowed), "unwritable" (the format cannot hold the
            result) or "engine".
        message: the engine's own words.
        advice: what to do about it, if known.
    """

    kind: str
    message: str
    advice: str | None = None


def pack(kind: Frame, payload: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    return HEADER.pack(kind.value, len(payload)) + payload


def pack_json(kind: Frame, value: Any) -> bytes:
    """Return a frame with a flat data class (or plain JSON value) as payload."""
    names = getattr(value, "__dataclass_fields__", None)
    plain = {name: getattr(value, name) for name in names} if names is not None else value
    return pack(kind, json.dumps(plain).encode())


def pack_request(request: QueryRequest, seconds: float) -> bytes:
    """Return the ``REQUEST`` frame for a query that has these seconds left: a list, in the order of ``WorkerRequest``."""
    fields = (
        request.text,
        request.bindings_format.key,
        request.graph_format.key,
        seconds,
        request.default_graphs,
        request.named_graphs,
        request.explicit_dataset,
        request.base_iri,
        request.functions,
        request.prefixes,
        asdict(request.caption) if request.caption is not None else None,
    )
    return pack(Frame.REQUEST, json.dumps(fields).encode())


def unpack_request(payload: bytes) -> WorkerRequest:
    """Read the payload of a ``REQUEST`` frame."""
    text, rows, graph, seconds, default, named, explicit, base, functions, prefixes, told = json.loads(payload)
    caption = None
    if told is not None:
        lines = tuple((label, text) for label, text in told["lines"])
        caption = Caption(told["title"], lines, told["base"], told["site"])
    declared = tuple((prefix, namespace) for prefix, namespace in prefixes)
    return WorkerRequest(
        text, rows, graph, seconds, tuple(default), tuple(named), explicit, base, functions, declared, caption
    )


def unpack_failure(payload: bytes) -> Failure:
    """Read the payload of a ``FAILURE`` frame."""
    return Failure(**json.loads(payload))
