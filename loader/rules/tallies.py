"""How often rules are right: counts on annotated documents, what is published from them, and the file that keeps them.

A published value is smoothed towards the precision of the kind of fact, so that a rule met four times does not claim to
be always right; the lower bound is Wilson's (E. B. Wilson, JASA 22, 1927, one-sided 5 %), so that few counts show.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from loader.errors import ConfigurationError

PRIOR = 5
"""How many facts of its kind a rule is given before its own count."""

ENOUGH_FOUND = 20
"""With fewer facts than this a measurement is thin."""

ENOUGH_DOCUMENTS = 3
"""From fewer documents than this a measurement is thin: facts of one document repeat one mistake."""

_Z = 1.6448536269514722  # quantile 0.95 of the normal distribution
_PLACES = Decimal("0.01")
_SUREST = Decimal("0.99")  # no count shows that a rule is never wrong
_HEAD = """# Đo bằng · Measured by: langnghe rules measure
# Không sửa tay; tính lại khi quy tắc hay chú giải đổi. · Never edited by hand; made again when rules or annotations change.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a reading rule found in the annotated documents.

    Attributes:
        found: facts that it read there.
        right: those that the annotations hold.
        documents: documents in which it read any.
    """

    found: int = 0
    right: int = 0
    documents: int = 0

    @property
    def thin(self) -> bool:
        """Whether too little was met to say much of the rule itself."""
        return self.found < ENOUGH_FOUND or self.documents < ENOUGH_DOCUMENTS

    @property
    def lower(self) -> float:
        """Lower 5 % bound of the share that is right (Wilson), 0 without any fact."""
        n = self.found
        if not n:
            return 0.0
        share = self.right / n
        centre = share + _Z**2 / (2 * n)
        spread = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + _Z**2 / n))

    def smoothed(self, prior: float) -> float:
        """Return (right + m·p) / (found + m), m = 5; ``prior`` is p, the precision of the kind of fact."""
        return (self.right + PRIOR * prior) / (self.found + PRIOR)

    def __add__(self, other: Tally) -> Tally:
        """Return both together; documents are added, which fits tallies of different documents."""
        return Tally(self.found + other.found, self.right + other.right, self.documents + other.documents)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a set of rules.

    Attributes:
        rules: fingerprint of the rules that read.
        gold: fingerprint of the annotated documents that were read.
        kinds: precision of each kind of fact, all its reading rules together.
        readings: the tally of each reading rule, by id.
        confidences: what is published of each reading rule, by id, 0 to 1.
        fired: in how many documents each rule of the tables matched, by id; only those that did.
        examples: words that reading rules read and annotations hold, by id.
    """

    rules: str = ""
    gold: str = ""
    kinds: Mapping[str, Decimal] = field(default_factory=dict)
    readings: Mapping[str, Tally] = field(default_factory=dict)
    confidences: Mapping[str, Decimal] = field(default_factory=dict)
    fired: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def measured(
    rules: str,
    gold: str,
    kind_of: Mapping[str, str],
    readings: Mapping[str, Tally],
    fired: Mapping[str, int],
    examples: Mapping[str, tuple[str, ...]],
) -> Measured:
    """Return what is published of counts.

    Args:
        rules: fingerprint of the rules.
        gold: fingerprint of the annotated documents.
        kind_of: the kind of fact that each reading rule yields; one without a tally met nothing.
        readings: the tallies.
        fired: documents in which each rule matched.
        examples: words that reading rules read rightly.
    """
    totals: dict[str, Tally] = {}
    for name, tally in readings.items():
        totals[kind_of[name]] = totals.get(kind_of[name], Tally()) + tally
    everything = _pooled(totals.values(), 0.5)
    kinds = {kind: _pooled([totals.get(kind, Tally())], everything) for kind in set(kind_of.values())}
    tallies = {name: readings.get(name, Tally()) for name in kind_of}
    return Measured(
        rules,
        gold,
        {kind: rounded(share) for kind, share in sorted(kinds.items())},
        tallies,
        {name: min(rounded(t.smoothed(kinds[kind_of[name]])), _SUREST) for name, t in tallies.items()},
        {name: count for name, count in sorted(fired.items()) if count},
        dict(sorted(examples.items())),
    )


def _pooled(tallies: Iterable[Tally], without: float) -> float:
    found = right = 0
    for tally in tallies:
        found, right = found + tally.found, right + tally.right
    return right / found if found else without


def rounded(share: float) -> Decimal:
    """Return a share with two decimals."""
    return Decimal(share).quantize(_PLACES)


def written(result: Measured) -> str:
    """Return the file of a measurement: the same bytes for the same measurement."""
    lines = [_HEAD, f'rules = "{result.rules}"', f'gold = "{result.gold}"', "", "[kinds]"]
    lines += [f"{kind} = {share}" for kind, share in sorted(result.kinds.items())]
    for name, tally in sorted(result.readings.items()):
        lines += ["", f'[reading."{name}"]', f"confidence = {result.confidences[name]}"]
        lines += [f"found = {tally.found}", f"right = {tally.right}", f"documents = {tally.documents}"]
        lines += [f"lower = {rounded(tally.lower)}", f"thin = {str(tally.thin).lower()}"]
        if result.examples.get(name):
            words = (f"  {json.dumps(text, ensure_ascii=False)},\n" for text in result.examples[name])
            lines.append(f"examples = [\n{''.join(words)}]")
    lines += ["", "# Số văn bản mà quy tắc khớp · documents in which a rule matches", "[fired]"]
    lines += [f'"{name}" = {count}' for name, count in sorted(result.fired.items())]
    return "\n".join(lines) + "\n"


def parsed(text: str, where: str) -> Measured:
    """Return the measurement that a file keeps.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        content = tomllib.loads(text, parse_float=Decimal)
        entries = content["reading"]
        return Measured(
            content["rules"],
            content["gold"],
            {kind: Decimal(share) for kind, share in content["kinds"].items()},
            {name: Tally(e["found"], e["right"], e["documents"]) for name, e in entries.items()},
            {name: Decimal(e["confidence"]) for name, e in entries.items()},
            content["fired"],
            {name: tuple(e["examples"]) for name, e in entries.items() if "examples" in e},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"no measurement: {error}", where=where, advice="make it again with 'langnghe rules measure'"
        ) from None
