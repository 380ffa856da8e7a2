"""A programme as a pack describes it: immutable values without RDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from loader.things import Things


class Direction(StrEnum):
    """Whether more or less of what an indicator measures is better."""

    MORE = "more"
    LESS = "less"


class TargetType(StrEnum):
    """How the figures of an indicator are to be understood."""

    ABSOLUTE = "absolute"
    SHARE = "share"
    GROWTH = "growth"
    CHANGE = "change"
    RATIO = "ratio"
    RANK = "rank"
    DONE = "done"


class Counting(StrEnum):
    """Whether the figure of a year holds for that year or counts from the start of the programme."""

    YEARLY = "yearly"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class NationalTarget:
    """A target that a root document sets for an indicator.

    Attributes:
        element: path of the target under the base of IRIs ("vn/ttg/2022/07/07/qd/801/…/target-1").
        horizon: year by which, None when the document names none.
        value: the figure.
        upper: the upper end of a range.
        comparator: how the figure bounds ("at-least").
    """

    element: str
    horizon: int | None
    value: Decimal
    upper: Decimal | None
    comparator: str


@dataclass(frozen=True, slots=True)
class ProgrammeIndicator:
    """An indicator of a programme.

    Attributes:
        key: its key, unique among all packs; the last part of its IRI.
        vi: name in Vietnamese.
        en: name in English, "" while nobody has translated it.
        definition_vi: what it counts, in Vietnamese.
        definition_en: the same in English.
        words: phrases that name what is measured; plans below find the indicator by them. None are needed where the
            pack has reading rules for it.
        units: keys of the units that its figures may be in, the usual one first ("percent").
        type: how its figures are to be understood.
        direction: whether more or less is better.
        counting: whether figures are of one year or run on, None when the decision does not say.
        population: what a share is a share of.
        baseline: base year of a change.
        goals: Sustainable Development Goals and their indicators that it belongs to ("1.2.1").
        related: keys of indicators for which one figure may be set together.
        cues: words by which an action is seen to work for it.
        source: where it comes from.
        targets: the targets of the root documents.
    """

    key: str
    vi: str
    en: str
    definition_vi: str
    definition_en: str
    words: tuple[str, ...]
    units: tuple[str, ...]
    type: TargetType
    direction: Direction
    counting: Counting | None
    population: str | None
    baseline: int | None
    goals: tuple[str, ...]
    related: tuple[str, ...]
    cues: tuple[str, ...]
    source: str
    targets: tuple[NationalTarget, ...]

    @property
    def unit(self) -> str:
        """The usual unit of its figures."""
        return self.units[0]

    @property
    def is_rate(self) -> bool:
        """Whether its figures compare across levels; the others add up."""
        return self.type not in (TargetType.ABSOLUTE, TargetType.DONE)


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution of a root document and the words by which plans below name it.

    Attributes:
        element: path of the measure under the base of IRIs.
        vi: its name in Vietnamese, "" where reference RDF describe it.
        cues: the words.
    """

    element: str
    vi: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and all that only it has.

    Attributes:
        key: its name, that of the folder; the last part of its IRI.
        folder: the folder of its pack.
        vi: title in Vietnamese.
        en: title in English, "" while nobody has translated it.
        roots: paths under the base of IRIs of the instruments that set it up; two where a decision carries out a
            resolution.
        numbers: numbers by which documents cite the roots ("801/QĐ-TTg").
        since: the day from which a plan can carry it out, ISO 8601: that of its first root.
        start: first year of its period, None when it names none.
        end: last year of it, None when it names none.
        titles: words of titles that name the programme: a plan of that title is expected to trace to it.
        subjects: words of titles that tell its field; a document of that field is read with the pack's rules.
        modules: files of the ontology's folder that it declares ("crafts.ttl").
        indicators: its indicators.
        solutions: its solutions.
        things: the kinds of named things that it brings.
    """

    key: str
    folder: Path
    vi: str
    en: str
    roots: tuple[str, ...]
    numbers: tuple[str, ...]
    since: str
    start: int | None
    end: int | None
    titles: tuple[str, ...]
    subjects: tuple[str, ...]
    modules: tuple[str, ...]
    indicators: tuple[ProgrammeIndicator, ...]
    solutions: tuple[Solution, ...]
    things: Things = field(default_factory=Things)

    @property
    def language(self) -> Path:
        """The folder of its own reading rules, which need not exist."""
        return self.folder / "language" / "vi"

    @property
    def reference(self) -> Path:
        """The folder of its own reference RDF, which need not exist."""
        return self.folder / "reference"

    @property
    def questions(self) -> Path:
        """The folder of its own questions, which need not exist."""
        return self.folder / "queries"
