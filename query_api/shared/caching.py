"""ETags from what a response depends on, conditional requests, and what is kept of results and requests."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST_TAGS = 200  # of an If-None-Match header
_ENTRY = 1000  # bytes that the objects of a known request take beside their characters


def etag_of(*parts: str) -> str:
    """Return the weak ETag of what depends on these parts only (weak: the body may be compressed)."""
    encoded = [part.encode() for part in parts]
    told = b"".join([piece for data in encoded for piece in (len(data).to_bytes(8, "big"), data)])
    return f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'


def is_fresh(if_none_match: str | None, etag: str) -> bool:
    """Say whether an ``If-None-Match`` header names the ETag (weak comparison, RFC 9110 §13.1.2)."""
    if not if_none_match:
        return False
    opaque = etag.removeprefix("W/")
    return any(t.strip() == "*" or t.strip().removeprefix("W/") == opaque for t in if_none_match.split(",", _MOST_TAGS))


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole result.

    Attributes:
        content_type: its ``Content-Type``.
        body: its bytes.
        headers: further headers that go with it.
    """

    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class _Recent(Generic[K, V]):
    """Values by key, the least recently used going first when their bytes exceed the bound."""

    def __init__(self, capacity: int, size_of: Callable[[K, V], int]) -> None:
        """Start with none.

        Args:
            capacity: bytes that are kept.
            size_of: tells the bytes of a key and its value.
        """
        self._capacity = capacity
        self._size_of = size_of
        self._size = 0
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is kept under a key."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: K, value: V) -> None:
        """Keep a value."""
        self.forget(key)
        self._kept[key] = value
        self._size += self._size_of(key, value)
        while self._size > self._capacity:
            self.forget(next(iter(self._kept)))

    def forget(self, key: K) -> None:
        """Forget what is kept under a key, if anything."""
        if key in self._kept:
            self._size -= self._size_of(key, self._kept.pop(key))

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._size = 0


class ResultCache:
    """Results by ETag, as many as their bytes allow."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: _Recent[str, Kept] = _Recent(capacity, lambda _, kept: len(kept.body))

    @property
    def largest(self) -> int:
        """Bytes of the largest result worth keeping: one that does not push out most others."""
        return self._capacity // 8

    def get(self, key: str) -> Kept | None:
        """Return the result kept under a key."""
        return self._kept.get(key)

    def put(self, key: str, kept: Kept) -> None:
        """Keep a result."""
        if len(kept.body) <= self.largest:
            self._kept.put(key, kept)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()


Key = tuple[str | bytes, ...]
"""The parts of a request that its answer depends on."""
Fields = tuple[tuple[bytes, bytes], ...]
"""Header fields, as they are sent."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is to be sent for a request that was made before.

    Attributes:
        version: of the data that the response was made from.
        tag: its ETag, under which its body is kept.
        text: the query.
        headers: header fields of the response.
        not_modified: those of a response that confirms the ETag.
    """

    version: str
    tag: str
    text: str
    headers: Fields
    not_modified: Fields


class KnownRequests:
    """Responses by request, without their bodies, as many as the bytes of requests and header fields allow."""

    def __init__(self, capacity: int) -> None:
        """Start with none.

        Args:
            capacity: bytes of requests and header fields that are kept.
        """
        self._known: _Recent[Key, Known] = _Recent(capacity, _size)

    def get(self, key: Key, version: str) -> Known | None:
        """Return what is known of a request, if it is of this version of the data."""
        known = self._known.get(key)
        if known is not None and known.version != version:
            self._known.forget(key)
            return None
        return known

    def put(self, key: Key, known: Known) -> None:
        """Keep what is to be sent for a request."""
        self._known.put(key, known)

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()


def _size(key: Key, known: Known) -> int:
    fields = (*known.headers, *known.not_modified)
    return sum(map(len, key)) + 2 * len(known.text) + sum(len(name) + len(value) for name, value in fields) + _ENTRY
