"""Content negotiation (RFC 9110 §12.5.1): q-values, wildcards, exclusion by ``q=0``, and 406."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from query_api.engine.formats import Family, ResultFormat, format_named, formats_of
from query_api.problems import RequestError

_MOST_RANGES = 100  # elements of a header that are read
_LONGEST_KEPT = 500  # characters of headers for which the choice is kept
_QVALUE = re.compile(r"\s*(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")


@dataclass(frozen=True, slots=True)
class Range:
    """An element of an ``Accept`` header.

    Attributes:
        main: type ("text", "*").
        sub: subtype ("turtle", "*").
        quality: q, 0 to 1.
    """

    main: str
    sub: str
    quality: float

    def fit(self, media_type: str) -> int:
        """Say how closely it names a media type: 3 exactly, 2 by type, 1 by ``*/*``, 0 not at all."""
        main, _, sub = media_type.partition("/")
        if (self.main, self.sub) == (main, sub):
            return 3
        if (self.main, self.sub) == (main, "*"):
            return 2
        return 1 if (self.main, self.sub) == ("*", "*") else 0


@dataclass(frozen=True, slots=True)
class Choice:
    """What was agreed on.

    Attributes:
        format: how to serialise.
        media_type: what to call it, as the client asked.
    """

    format: ResultFormat
    media_type: str

    @property
    def content_type(self) -> str:
        """The ``Content-Type`` header."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def parse_accept(header: str | None) -> list[Range]:
    """Return the elements of an ``Accept`` header; a missing or empty one accepts everything."""
    ranges: list[Range] = []
    for element in (header or "").split(",", _MOST_RANGES)[:_MOST_RANGES]:
        media_range, *parameters = element.split(";", _MOST_RANGES)
        main, slash, sub = media_range.strip().lower().partition("/")
        if not main or not (slash or main == "*"):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if _QVALUE.fullmatch(value) else 0.0
                break
        ranges.append(Range(main, sub or "*", quality))
    return ranges or [Range("*", "*", 1.0)]


def quality_of(media_type: str, ranges: Iterable[Range]) -> tuple[float, int]:
    """Return the quality that the closest matching element gives a media type, and how close it is."""
    fit, quality = 0, 0.0
    for r in ranges:
        closeness = r.fit(media_type)
        if closeness > fit or (closeness == fit and closeness and r.quality > quality):
            fit, quality = closeness, r.quality
    return quality, fit


def choose_media_type(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that the client likes best (the earlier one of equals); None for 406."""
    ranges = parse_accept(header)
    best, best_rank = None, (0.0, 0)
    for media_type in offered:
        quality, fit = quality_of(media_type, ranges)
        rank = (quality, fit)
        if quality > 0 and rank > best_rank:
            best, best_rank = media_type, rank
    return best


def negotiate(family: Family, accept: str | None, wanted: str | None = None) -> Choice:
    """Choose the format of a result.

    Args:
        family: what the query yields.
        accept: the ``Accept`` header.
        wanted: value of ``?format=``, which overrules the header; several names may stand in it, parted by commas,
            of which those are taken that the query can have, and of these the one that the header likes best.

    Raises:
        RequestError: nothing acceptable is on offer.
    """
    if len(accept or "") + len(wanted or "") > _LONGEST_KEPT:
        return _negotiated.__wrapped__(family, accept, wanted)
    return _negotiated(family, accept, wanted)


@lru_cache(maxsize=512)  # clients ask for the same over and over
def _negotiated(family: Family, accept: str | None, wanted: str | None) -> Choice:
    offered = formats_of(family)
    ranges = parse_accept(accept)
    if wanted:
        found = named_formats(wanted, family)
        if found:
            return _called(max(found, key=lambda f: _liking(f, ranges)), ranges)
        if "*/*" not in wanted:
            raise RequestError(
                "not-acceptable",
                f"no format “{wanted}” for this query",
                message_vi=f"truy vấn này không có dạng “{wanted}”",
                advice=_offer(offered),
                advice_vi=_offer(offered, "có"),
            )
    types = {media_type: f for f in offered for media_type in (f.media_type, *f.accepts)}
    primary = [f.media_type for f in offered]
    best: Choice | None = None
    best_rank = (0.0, 0, False)
    for media_type, candidate in sorted(types.items(), key=lambda item: item[0] not in primary):
        quality, fit = quality_of(media_type, ranges)
        # An alias is meant only when it is named: "text/*" asks for CSV, not for RDF/XML as text/xml.
        if quality <= 0 or (media_type not in primary and fit < 3):
            continue
        excluded = quality_of(candidate.media_type, ranges) == (0.0, 3)
        rank = (quality, fit, media_type in primary)
        if not excluded and rank > best_rank:
            best, best_rank = Choice(candidate, media_type), rank
    if best is None:
        raise RequestError(
            "not-acceptable",
            "none of the accepted formats is available",
            message_vi="không có dạng nào trong những dạng được chấp nhận",
            advice=_offer(offered),
            advice_vi=_offer(offered, "có"),
        )
    return best


def named_formats(wanted: str, family: Family) -> list[ResultFormat]:
    """Return the formats of a family that a list of names, parted by commas, asks for, in its order."""
    found = (format_named(name, family) for name in wanted.split(","))
    return list(dict.fromkeys(f for f in found if f is not None))


def _liking(candidate: ResultFormat, ranges: Sequence[Range]) -> tuple[float, int]:
    return max(quality_of(media_type, ranges) for media_type in (candidate.media_type, *candidate.accepts))


def _called(chosen: ResultFormat, ranges: Sequence[Range]) -> Choice:
    """Return a format that was asked for by name, under the name for it that the header accepts, if there is one."""
    if quality_of(chosen.media_type, ranges)[0] <= 0:
        for alias in chosen.accepts:
            quality, fit = quality_of(alias, ranges)
            if quality > 0 and fit == 3:
                return Choice(chosen, alias)
    return Choice(chosen, chosen.media_type)


def _offer(offered: Iterable[ResultFormat], lead: str = "available are") -> str:
    return f"{lead} " + ", ".join(f"{f.media_type} ({f.key})" for f in offered)
