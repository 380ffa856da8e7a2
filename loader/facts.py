"""Facts read from one source: immutable values without RDF.

Every fact carries its evidence (the sentence it was read from), the rule that read it and how sure that rule is.
Values keep the printed form; normalised forms stand beside it. The graph layer turns these values into RDF, the
resolution layer finds the bodies and indicators that they mean.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from loader.kinds import AgentKind, Comparator, Condition, Level, NoteKind, Recurrence, RelationRole, Status
from loader.said import Form, Said, concept, label, things


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read.

    Attributes:
        quote: the words, verbatim, line breaks as one space, markup stripped.
        start: code-point offset of the first character in the source text.
        end: code-point offset behind the last character.
        provision: path of the smallest provision that holds the words ("muc-ii/2/a/gach-1"); "" for the head.
        section: the printed numbering above the words ("II.2.a").
        document: key of the instrument in the file to which the provision belongs (see ``Instrument.key``).
    """

    quote: str
    start: int
    end: int
    provision: str
    section: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a fact came about.

    Attributes:
        evidence: the words it was read from.
        rule: name of the extraction rule ("objectives.bullet").
        confidence: 0 to 1, how often the rule is right (measured: ``loader.rules.tallies``).
    """

    evidence: Evidence
    rule: str
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit as a document names it.

    Attributes:
        name: proper name without the kind ("Lạng Sơn", "Việt Nam").
        level: its level.
        kind: printed kind in lower case ("tỉnh", "huyện", "thị xã"), "" when not printed.
        parent: name of the unit above, when the document states it.
    """

    name: str
    level: Level
    kind: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A body or a group of bodies that a document names.

    Attributes:
        printed: the words of the document, white space collapsed.
        name: the name as written but with abbreviations spelled out ("Ủy ban nhân dân các huyện, thành phố"), without
            "Đề nghị" in front.
        kind: one body or a group.
        head: the phrase names the head of the body ("Giám đốc Sở …", "Chủ tịch UBND …").
    """

    printed: str
    name: str
    kind: AgentKind
    head: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument as cited.

    Attributes:
        kind: symbol in lower ASCII ("qd", "nd", "kh", "luat", "cv", "ttr", "nq", "tt", "ct" …), see lexicon/kinds.toml.
        number: normalised number ("801/QĐ-TTg"), None when the citation has none.
        printed_number: the number as printed when it differs from the normalised one.
        date: date of the instrument when printed and possible.
        printed_date: the date as printed when it could not be read as it stands.
        issuer: who issued it, as named ("Thủ tướng Chính phủ"), None when not named.
        title: its subject as printed ("về phát triển ngành nghề nông thôn" without "về"); the name of a law.
    """

    kind: Annotated[str, Said("documentKind", Form.THING, gold="kind", by_code=True)]
    number: Annotated[str | None, Said("number", gold="number", by_code=True)]
    date: Annotated[datetime.date | None, Said("dateIssued", Form.DATE, by_code=True)]
    issuer: Annotated[str | None, things("issuedBy")]
    title: Annotated[str | None, Said("title", by_code=True)]
    printed_number: Annotated[str | None, Said("numberAsPrinted", by_code=True)] = None
    printed_date: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One distinct instrument that a document names in one role.

    Attributes:
        role: what it is to the document.
        citation: the instrument.
        reading: the words that name it.
        document: key of the document that names it.
        carried_out_by: the instrument of which the same words say that it carries this one out ("Kế hoạch số 24/KH-UBND thực hiện
            Nghị quyết số 66-NQ/TW"), None when they say it of none.
    """

    role: Annotated[RelationRole, Said("citationRole", Form.CONCEPT, "citation-role", "role", by_code=True)]
    citation: Citation
    reading: Reading
    document: str = ""
    carried_out_by: Citation | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document contained in the source file.

    Attributes:
        key: "" for the file's main instrument, "ke-hoach" for a plan promulgated by, or written inside, a decision.
        kind: symbol in lower ASCII ("qd", "kh" …).
        number: normalised number ("617/QĐ-UBND"), None when blank.
        printed_number: as printed ("4182 /QĐ-UBND").
        date: date of issue, None when blank.
        status: issued or draft.
        issuer: name of the issuing body, spelled out ("Ủy ban nhân dân tỉnh Long An"); None when not found.
        level: level of the issuer.
        area: the unit it is for.
        period_start: first year of the plan's period.
        period_end: last year of it (equal to the first for a plan of one year).
        title: title lines, joined.
        signer: name of who signed.
        signer_role: office in which they signed ("Phó Chủ tịch").
        authority: the authority marks ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH").
        place: place in the date line.
        recipients: lines of "Nơi nhận".
        promulgates: key of the instrument that this one issues or approves.
        is_plan: it carries objectives, measures or tasks (plan, programme, scheme, strategy).
        reading: evidence of its head (title).
    """

    key: str
    kind: str
    number: str | None
    printed_number: str | None
    date: datetime.date | None
    status: Status
    issuer: str | None
    level: Level | None
    area: Place | None
    period_start: int | None
    period_end: int | None
    title: str | None
    signer: str | None
    signer_role: str | None
    authority: tuple[str, ...]
    place: str | None
    recipients: tuple[str, ...]
    promulgates: str | None
    is_plan: bool
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of a document that facts hang on.

    Attributes:
        path: path under the document's IRI ("muc-ii/2/a/gach-1", "phu-luc/hang-12").
        kind: "part", "chapter", "section", "article", "clause", "point", "bullet", "paragraph", "annex", "row" …
        number: printed number ("II", "1.1", "a", "-"), "" when none.
        heading: its heading or first words (at most 200 characters).
        parent: path of the part above, None at the top.
        start: offset of its first character in the source text.
        end: offset behind its last.
        document: key of the instrument it belongs to.
    """

    path: str
    kind: str
    number: str
    heading: str
    parent: str | None
    start: int
    end: int
    document: str = ""


DONE = "done"
"""The unit of a target that is met or not, whose value is 1: something that is to be done by its horizon."""
RANK = "rank"
"""The unit of a place in a ranking."""
DURATIONS = frozenset({"minute", "hour", "day", "month"})
"""The units of the time that something takes."""


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that a plan wants to reach.

    Attributes:
        indicator: key of the programme indicator ("ocop_pct", "other"), see lexicon/indicators.toml.
        comparator: how the value bounds.
        value: the number.
        upper_value: the upper end of a range.
        unit: key of the unit concept ("percent", "percent-per-year", "times", "craft", "village", "usd-billion" …).
        printed: the figure with its unit as printed ("01 làng nghề", "1,5 lần").
        what: what is counted or measured, as the target is called.
        measured: the words that name what is measured, without figure, comparator and horizon; "" when there are none.
        horizon: year by which.
        baseline_year: year that a ratio refers to.
        per: "huyện, thành phố" for "Mỗi huyện, thành phố …".
        population: what a share is a share of.
        note: what a reader should know ("6/8" gloss, one number for crafts and villages).
        reading: the words of this target (within the objective's).
    """

    indicator: Annotated[str, concept("ofIndicator", "indicator", "programme_indicator", "other")]
    comparator: Annotated[Comparator, concept("comparator", "comparator", "comparator", "exactly")]
    value: Annotated[Decimal, Said("value", Form.NUMBER, gold="value")]
    upper_value: Annotated[Decimal | None, Said("upperValue", Form.NUMBER, gold="value_max")]
    unit: Annotated[str, concept("unit", "unit", default="item")]
    printed: Annotated[str, Said("printedFigure")]
    what: Annotated[str, label()]
    measured: Annotated[str, Said("measuredAs")]
    horizon: Annotated[int | None, Said("horizon", Form.YEAR)]
    baseline_year: Annotated[int | None, Said("baselineYear", Form.YEAR)]
    per: Annotated[str | None, Said("per")]
    population: Annotated[str | None, Said("population")]
    note: Annotated[str | None, Said("note")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Objective:
    """One bullet (or sentence) of the objectives, with the targets that stand in it."""

    general: Annotated[bool, Said("type", gold="kind", default="false", by_code=True)]
    horizon: Annotated[int | None, Said("horizon", Form.YEAR, gold="horizon")]
    targets: Annotated[tuple[Target, ...], things("hasTarget", "targets")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Measure:
    """A solution bullet that nobody is assigned in that place."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task is to be done.

    Attributes:
        printed: the words ("Hàng năm", "2022-2030").
        recurrence: how often, if it recurs.
        start_year: first year.
        end_year: last year.
    """

    printed: Annotated[str, Said("timeText")]
    recurrence: Annotated[Recurrence | None, concept("recurrence", "recurrence", "recurrence")]
    start_year: Annotated[int | None, Said("startYear", Form.YEAR, gold="start")]
    end_year: Annotated[int | None, Said("endYear", Form.YEAR, gold="end")]


@dataclass(frozen=True, slots=True)
class Task:
    """An action assigned to someone."""

    leads: Annotated[tuple[Agent, ...], things("leadAgent", "lead")]
    coordinating: Annotated[tuple[Agent, ...], things("coordinatingAgent", "coordinating")]
    timing: Timing | None
    deliverable: Annotated[str | None, Said("deliverable", gold="deliverable")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """A duty to report results.

    Attributes:
        reporters: who reports.
        recipients: to whom.
        due: (month, day) pairs, in the order printed.
        recurrence: annual, semiannual …; None when not stated.
    """

    reporters: Annotated[tuple[Agent, ...], things("reporter")]
    recipients: Annotated[tuple[Agent, ...], things("recipient")]
    due: Annotated[tuple[tuple[int, int], ...], Said("dueDay", Form.DAY_OF_YEAR, gold="due")]
    recurrence: Annotated[Recurrence | None, concept("recurrence", "recurrence")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Funding:
    """A source of money.

    Attributes:
        source: what the document calls it.
        amount: amount, if printed.
        currency_unit: unit of the amount as printed ("triệu đồng", "tỷ đồng").
    """

    source: Annotated[str, label("source")]
    amount: Annotated[Decimal | None, Said("amount", Form.NUMBER)]
    currency_unit: Annotated[str | None, Said("currencyUnit")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Risk:
    """What may go wrong, as a plan foresees it.

    Attributes:
        what: what may go wrong, as printed.
        likelihood: how likely or how grave it is, as printed, if the plan says so.
        mitigation: what is to be done about it, as printed, if the plan says so.
    """

    what: Annotated[str, label("what")]
    likelihood: Annotated[str | None, Said("likelihood", gold="likelihood")]
    mitigation: Annotated[str | None, Said("mitigation", gold="mitigation")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class SharedMention:
    """A thing that all places share, named in a plan, and the state the plan ascribes to it in its place.

    Attributes:
        kind: key of its kind (``loader.things``).
        name: its name as printed.
        condition: the state.
    """

    kind: str
    name: Annotated[str, label("name")]
    condition: Annotated[Condition, concept("condition", "condition", default="mentioned")]
    reading: Reading


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A thing that lies in a place, named, or several counted as existing.

    Attributes:
        kind: key of its kind (``loader.things``).
        name: name as printed.
        area: name of the unit where it lies, when stated.
        having: name of the shared thing that it has, when named.
        condition: state, if ascribed.
        count: how many, when things are counted.
    """

    kind: str
    name: Annotated[str, label()]
    area: Annotated[str | None, things("locatedIn")]
    having: Annotated[str | None, things("having")]
    condition: Annotated[Condition | None, concept("condition", "condition")]
    count: Annotated[int | None, Said("count", Form.COUNT)]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt about the text. The printed form is never overwritten.

    Attributes:
        kind: what kind of doubt.
        message: what is doubtful, in Vietnamese.
        message_en: the same in English.
        proposed: the reading proposed instead, if any.
        also: further places that the note is about, behind that of its reading.
        nearest: name of the reading rule that comes nearest to the words, for words that were not read.
    """

    kind: Annotated[NoteKind, concept("noteKind", "note-kind", default="reader-warning")]
    message: Annotated[str, label()]
    message_en: Annotated[str, Said("comment", by_code=True)]
    proposed: Annotated[str | None, Said("proposedReading")]
    reading: Reading
    also: tuple[Evidence, ...] = ()
    nearest: Annotated[str | None, Said("nearestRule")] = None


@dataclass(frozen=True, slots=True)
class ReadShare:
    """How much of what a document states was read.

    Attributes:
        document: key of the instrument.
        read: characters of the statements that gave a fact.
        stated: characters of all statements in parts whose kind is known.
    """

    document: str
    read: int
    stated: int


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """The file that facts were read from.

    Attributes:
        name: file name.
        media_type: IANA media type.
        sha256: hex digest of the file's bytes.
        text: the source text that offsets count in.
        origin: where the file came from (manifest), if known.
    """

    name: str
    media_type: str
    sha256: str
    text: str
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read from one source file."""

    source: SourceInfo
    instruments: tuple[Instrument, ...]
    provisions: tuple[Provision, ...]
    relations: tuple[Relation, ...]
    objectives: tuple[Objective, ...]
    measures: tuple[Measure, ...]
    tasks: tuple[Task, ...]
    duties: tuple[ReportingDuty, ...]
    funding: tuple[Funding, ...]
    shared_things: tuple[SharedMention, ...]
    placed_things: tuple[PlacedMention, ...]
    notes: tuple[Note, ...]
    read_shares: tuple[ReadShare, ...] = ()
    risks: tuple[Risk, ...] = ()
