"""The signs by which short figures say how they compare ("≥ 80%"); in full they are said by the comparators' labels.

A figure that is to be met exactly stands alone, as texts print it: "100%".
"""

from __future__ import annotations

_SIGNS = {"at-least": "≥", "more-than": ">", "at-most": "≤", "about": "≈"}


def sign_of(comparator: str) -> str:
    """Return the sign of a comparator, told by its IRI or the end of it; "" for none."""
    return _SIGNS.get(comparator.rpartition("/")[2], "")
