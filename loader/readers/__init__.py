"""Readers: bytes of a document in any form → its source text and blocks with offsets.

One interface for all forms: ``read(data, name)`` and ``read_file(path)`` return a ``Source``. The form is taken
from the file name's suffix; the content decides where the suffix is unknown or plainly wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loader.readers.reading import SUFFIXES, file_bytes, read, read_file

__all__ = ["SUFFIXES", "file_bytes", "read", "read_file"]


def __getattr__(name: str) -> Any:
    # Not at once: who only needs what markup is would pay for the readers of all forms.
    if name in __all__:
        from loader.readers import reading

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
