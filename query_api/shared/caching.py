"""ETags from what a response depends on, conditional requests, and a small cache of whole results."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

_MOST_TAGS = 200  # of an If-None-Match header


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
