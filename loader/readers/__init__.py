"""Readers: bytes of a document in any form → its source text and blocks with offsets.

One interface for all forms: ``read(data, name)`` and ``read_file(path)`` return a ``Source``. The form is taken
from the file name's suffix; the content decides where the suffix is unknown or plainly wrong.
"""

from __future__ import annotations

from loader.readers.reading import SUFFIXES, read, read_file

__all__ = ["SUFFIXES", "read", "read_file"]
