"""The instruments that set programmes up, by their numbers: which of them is meant where the date is misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from loader.programmes.model import Programme

_ROOT = re.compile(r"(?P<issuer>vn/[^/]+)/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?P<act>[^/]+/[^/]+)")


def date_of_root(programmes: Iterable[Programme], number: str) -> date | None:
    """Return the date of issue of the root document with a number ("801/QĐ-TTg"); None where no programme has it."""
    for programme in programmes:
        for path, known in zip(programme.roots, programme.numbers, strict=True):
            found = _ROOT.fullmatch(path)
            if known == number and found is not None:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
    return None


def misdated_root(programmes: Iterable[Programme], path: str) -> str | None:
    """Return the path of the root document that is meant by the path of one with a misprinted date; None for any other.

    A body gives a number once a year, and no two years have it on one day: issuer, kind and number with the year, or with day
    and month, of a root are that root.
    """
    cited = _ROOT.fullmatch(path)
    if cited is None:
        return None
    for programme in programmes:
        for root in programme.roots:
            known = _ROOT.fullmatch(root)
            if (
                known is not None
                and root != path
                and known["issuer"] == cited["issuer"]
                and known["act"] == cited["act"]
            ):
                same_day = known["m"] == cited["m"] and known["d"] == cited["d"]
                if known["y"] == cited["y"] or same_day:
                    return root
    return None
