"""ETags from what a response depends on, conditional requests, and what is kept of results and requests."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

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


class ResultCache:
    """Results by ETag, the least recently used going first when their bytes exceed the bound."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    @property
    def largest(self) -> int:
        """Bytes of the largest result worth keeping: one that does not push out most others."""
        return self._capacity // 8

    def get(self, key: str) -> Kept | None:
        """Return the result kept under a key."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep a result."""
        if len(kept.body) > self.largest:
            return
        if key in self._kept:
            self._size -= len(self._kept.pop(key).body)
        self._kept[key] = kept
        self._size += len(kept.body)
        while self._size > self._capacity:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._size = 0


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
    """Responses by request, without their bodies; the least recently used going first when there are too many bytes."""

    def __init__(self, capacity: int) -> None:
        """Start with none.

        Args:
            capacity: bytes of requests and header fields that are kept.
        """
        self._capacity = capacity
        self._size = 0
        self._known: OrderedDict[Key, Known] = OrderedDict()

    def get(self, key: Key, version: str) -> Known | None:
        """Return what is known of a request, if it is of this version of the data."""
        known = self._known.get(key)
        if known is None:
            return None
        if known.version != version:
            self._forget(key)
            return None
        self._known.move_to_end(key)
        return known

    def put(self, key: Key, known: Known) -> None:
        """Keep what is to be sent for a request."""
        if key in self._known:
            self._forget(key)
        self._known[key] = known
        self._size += _size(key, known)
        while self._size > self._capacity:
            self._forget(next(iter(self._known)))

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._size = 0

    def _forget(self, key: Key) -> None:
        self._size -= _size(key, self._known.pop(key))


def _size(key: Key, known: Known) -> int:
    fields = (*known.headers, *known.not_modified)
    return sum(map(len, key)) + 2 * len(known.text) + sum(len(name) + len(value) for name, value in fields) + _ENTRY
