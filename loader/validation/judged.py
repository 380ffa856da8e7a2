"""Whether findings are true: judgements by hand beside what the rules report, and the true flaws that they should.

A judgement calls a finding true (a flaw that somebody can act on), noise (true, but nobody acts on it) or false. The
flaws are listed from the texts, before anybody looks at the output: they tell what is missed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from loader.errors import InputError
from loader.validation.causes import Cause, causes
from loader.validation.findings import Finding, Report, Severity

LIMITS = "limits"
"""Name of the file beside the judged ones that says what must not grow."""
SECOND = "second-reader"
"""Name of the file beside the judged ones with the verdicts of another reader, who saw none of the first."""
_AROUND = 3  # line breaks to either side: the line itself, and two more


class Verdict(StrEnum):
    """What a finding is, best first."""

    TRUE = "true"
    NOISE = "noise"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader says of a finding.

    Attributes:
        key: key of the finding.
        rule: code of its rule.
        element: what it is about, for people.
        verdict: what it is.
        reason: why.
        again: the verdict of a second reading that did not look at the first, None when there was none.

    """

    key: str
    rule: str
    element: str
    verdict: Verdict
    reason: str
    again: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """A true flaw of a document, listed from its text.

    Attributes:
        document: IRI of the document.
        kind: what sort of flaw it is.
        words: words of the text where it shows.
        place: offsets in the source text: of the lines with the words and the two around them, for a cell or a heading
            stands on a line of its own.
        note: what is wrong, in Vietnamese.
        rules: codes of the rules that may report it; none when no rule does.
        whole: whether it is a flaw of the document as a whole, wherever a rule shows it.

    """

    document: str
    kind: str
    words: str
    place: tuple[int, int]
    note: str
    rules: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree about the findings that both judged.

    Attributes:
        pairs: how often the first gave one verdict and the second another (or the same).

    """

    pairs: Mapping[tuple[Verdict, Verdict], int]

    @property
    def both(self) -> int:
        """Findings that both judged."""
        return sum(self.pairs.values())

    @property
    def alike(self) -> int:
        """Findings that both judged alike."""
        return sum(count for (one, other), count in self.pairs.items() if one is other)

    @property
    def kappa(self) -> float:
        """Cohen's kappa: agreement beyond chance, 1 at best; 1 when both gave one verdict to all (Cohen 1960)."""
        if not self.both:
            return 1.0
        first, second = Counter[Verdict](), Counter[Verdict]()
        for (one, other), count in self.pairs.items():
            first[one] += count
            second[other] += count
        chance = sum(first[verdict] * second[verdict] for verdict in Verdict) / self.both**2
        return 1.0 if chance == 1.0 else (self.alike / self.both - chance) / (1 - chance)


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements and flaws of some documents.

    Attributes:
        judgements: by key of the finding.
        flaws: the true flaws.
        documents: IRIs of the documents.
        second: verdicts of another reader who saw none of the first, by key of the finding.

    """

    judgements: Mapping[str, Judgement]
    flaws: tuple[Flaw, ...]
    documents: tuple[str, ...]
    second: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def readers(self) -> Agreement:
        """How far the second reader agrees with the first."""
        both = sorted(self.judgements.keys() & self.second.keys())
        return Agreement(Counter((self.judgements[key].verdict, self.second[key]) for key in both))

    @property
    def agreement(self) -> tuple[int, int]:
        """How many judgements a second reading confirmed, and how many it looked at."""
        twice = [j for j in self.judgements.values() if j.again is not None]
        return sum(1 for j in twice if j.again is j.verdict), len(twice)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each verdict was given; ``unjudged`` counts findings that nobody judged."""

    true: int = 0
    noise: int = 0
    false: int = 0
    unjudged: int = 0

    @property
    def judged(self) -> int:
        """Findings with a verdict."""
        return self.true + self.noise + self.false

    @property
    def false_rate(self) -> float:
        """Share of the judged findings that are false; 0 when none was judged."""
        return self.false / self.judged if self.judged else 0.0

    @property
    def useful_rate(self) -> float:
        """Share of the judged findings that are true and worth acting on; 0 when none was judged."""
        return self.true / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """How true a report is.

    Attributes:
        rules: tallies by code of the rule, findings counted.
        severities: tallies by severity, findings counted.
        grouped: tallies by severity, flaws with their places counted; such a flaw is what most of its places are.
        plans: flaws with their places by document.
        second: tallies of the second reader by severity; what that reader did not see counts as unjudged.
        found: the listed flaws that are reported.
        missed: those that are not.

    """

    rules: Mapping[str, Tally]
    severities: Mapping[Severity, Tally]
    grouped: Mapping[Severity, Tally]
    plans: Mapping[str, int]
    second: Mapping[Severity, Tally]
    found: tuple[Flaw, ...] = field(default=())
    missed: tuple[Flaw, ...] = field(default=())


def read_judged(folder: Path, sources: Path) -> Judged:
    """Return what the TOML files of a folder hold.

    Args:
        folder: one file per document.
        sources: where the source texts are, in which the words of the flaws are looked up.

    Raises:
        InputError: the folder holds none, or a file is not as it should be.

    """
    files = sorted(file for file in folder.glob("*.toml") if file.stem not in (LIMITS, SECOND))
    if not files:
        raise InputError("there are no judged findings here", where=str(folder), advice="name a folder: FOLDER")
    judgements: dict[str, Judgement] = {}
    flaws: list[Flaw] = []
    documents: list[str] = []
    for file in files:
        try:
            entry = tomllib.loads(file.read_text(encoding="utf-8-sig"))
            documents.append(str(entry["document"]))
            text = (sources / Path(str(entry["source"])).name).read_text(encoding="utf-8")
            flaws += [_flaw(documents[-1], flaw, text) for flaw in entry.get("flaw", ())]
            judgements |= {str(j["key"]): _judgement(j) for j in entry.get("judgement", ())}
        except (OSError, KeyError, ValueError) as error:
            raise InputError(f"not a file of judged findings: {error}", where=str(file)) from error
    return Judged(judgements, tuple(flaws), tuple(documents), _second(folder / f"{SECOND}.toml"))


def measure(report: Report, judged: Judged) -> Measured:
    """Return how true a report is on the documents that were judged."""
    told = [c for c in causes(report) if c.document in judged.documents]
    findings = [finding for cause in told for finding in cause.findings]
    by_rule: dict[str, list[Verdict | None]] = {}
    by_severity: dict[Severity, list[Verdict | None]] = {severity: [] for severity in Severity}
    by_cause: dict[Severity, list[Verdict | None]] = {severity: [] for severity in Severity}
    for finding in findings:
        verdict = _verdict(finding, judged)
        by_rule.setdefault(finding.rule, []).append(verdict)
        by_severity[finding.severity].append(verdict)
    for cause in told:
        by_cause[cause.severity].append(_most([_verdict(finding, judged) for finding in cause.findings]))
    found = tuple(flaw for flaw in judged.flaws if _is_found(flaw, told))
    return Measured(
        {rule: _tally(verdicts) for rule, verdicts in sorted(by_rule.items())},
        {severity: _tally(verdicts) for severity, verdicts in by_severity.items()},
        {severity: _tally(verdicts) for severity, verdicts in by_cause.items()},
        {document: sum(1 for c in told if c.document == document) for document in judged.documents},
        {s: _tally(judged.second.get(f.key) for f in findings if f.severity is s) for s in Severity},
        found,
        tuple(flaw for flaw in judged.flaws if flaw not in found),
    )


def _second(file: Path) -> dict[str, Verdict]:
    """Return the verdicts of the second reader, none when there is no such file."""
    if not file.is_file():
        return {}
    try:
        entry = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        return {str(j["key"]): Verdict(j["verdict"]) for j in entry.get("judgement", ())}
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"not a file of judged findings: {error}", where=str(file)) from error


def _flaw(document: str, entry: Mapping[str, Any], text: str) -> Flaw:
    words = str(entry["words"])
    start = text.find(words)
    if start < 0:
        raise ValueError(f"“{words}” is not in the text")
    rules = frozenset(map(str, entry.get("rules", ())))
    place = _lines_around(text, start, start + len(words))
    return Flaw(document, str(entry["kind"]), words, place, str(entry["vi"]), rules, bool(entry.get("whole", False)))


def _lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    for _ in range(_AROUND):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1
        after = text.find("\n", end + 1)
        end = len(text) if after < 0 else after
    return start, end


def _judgement(entry: Mapping[str, Any]) -> Judgement:
    again = entry.get("again")
    return Judgement(
        str(entry["key"]),
        str(entry["rule"]),
        str(entry["element"]),
        Verdict(entry["verdict"]),
        str(entry["reason"]),
        None if again is None else Verdict(again),
    )


def _verdict(finding: Finding, judged: Judged) -> Verdict | None:
    judgement = judged.judgements.get(finding.key)
    return None if judgement is None else judgement.verdict


def _most(verdicts: Sequence[Verdict | None]) -> Verdict | None:
    """Return what most of the judged are; of two as frequent the worse."""
    counts = Counter(verdict for verdict in verdicts if verdict is not None)
    order = list(Verdict)
    return max(counts, key=lambda verdict: (counts[verdict], order.index(verdict)), default=None)


def _tally(verdicts: Iterable[Verdict | None]) -> Tally:
    counts = Counter(verdicts)
    return Tally(counts[Verdict.TRUE], counts[Verdict.NOISE], counts[Verdict.FALSE], counts[None])


def _is_found(flaw: Flaw, told: Iterable[Cause]) -> bool:
    near = (c for c in told if c.document == flaw.document and c.findings[0].rule in flaw.rules)
    return any(flaw.whole or any(_touches(flaw, finding) for finding in cause.findings) for cause in near)


def _touches(flaw: Flaw, finding: Finding) -> bool:
    place = finding.excerpt
    return place is not None and place.start < flaw.place[1] and flaw.place[0] < place.end
