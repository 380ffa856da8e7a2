"""Closed lists of kinds that facts, names and IRIs share: of status, level, comparison, recurrence, role and doubt."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether a document was issued or is a draft."""

    ISSUED = "issued"
    DRAFT = "draft"


class Level(StrEnum):
    """Level of government (before 2025-07-01 four levels, since then without the district)."""

    NATIONAL = "national"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Comparator(StrEnum):
    """How a target's value bounds the result; the keys of ``comparator/…`` concepts."""

    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    EXACTLY = "exactly"
    ABOUT = "about"
    AT_MOST = "at-most"


class Recurrence(StrEnum):
    """How often something is due; the keys of ``recurrence/…`` concepts."""

    ANNUAL = "annual"
    SEMIANNUAL = "semiannual"
    QUARTERLY = "quarterly"
    CONTINUOUS = "continuous"
    ONCE = "once"
    CONDITIONAL = "conditional"


class RelationRole(StrEnum):
    """Role in which a document names another instrument (design.md, document → document)."""

    IMPLEMENTS = "implements"
    BASED_ON = "basedOn"
    PROPOSED_IN = "proposedIn"
    CITES = "cites"
    AMENDS = "amends"
    REPLACES = "replaces"


class AgentKind(StrEnum):
    """Whether a phrase names one body or a group of bodies."""

    AGENCY = "agency"
    GROUP = "group"


class Condition(StrEnum):
    """State that a plan ascribes to a craft or village."""

    AT_RISK = "at-risk"
    THRIVING = "thriving"
    PRIORITY = "priority"
    MENTIONED = "mentioned"


class NoteKind(StrEnum):
    """Kinds of doubt about a text (``ln:noteKind``)."""

    BLANK_NUMBER = "blank-number"
    BLANK_FIGURE = "blank-figure"
    BLANK_DATE = "blank-date"
    MALFORMED_DATE = "malformed-date"
    IMPOSSIBLE_DATE = "impossible-date"
    MALFORMED_NUMBER = "malformed-number"
    INCONSISTENT_NUMBER = "inconsistent-number"
    INCONSISTENT_DATE = "inconsistent-date"
    INCONSISTENT_PERIOD = "inconsistent-period"
    SKIPPED_NUMBERING = "skipped-numbering"
    REPEATED_NUMBERING = "repeated-numbering"
    MISSING_ANNEX = "missing-annex"
    MISSING_FOOTNOTE = "missing-footnote"
    MISSING_LETTERHEAD = "missing-letterhead"
    MISSING_SIGNER = "missing-signer"
    MISSING_FUNDING = "missing-funding"
    MISSING_HORIZON = "missing-horizon"
    CUT_SENTENCE = "cut-sentence"
    SUSPECTED_MISREADING = "suspected-misreading"
    REPEATED_WORD = "repeated-word"
    UNBALANCED_MARK = "unbalanced-mark"
    CONTRADICTORY_FIGURES = "contradictory-figures"
    INCONSISTENT_NAME = "inconsistent-name"
    DAMAGED_NAME = "damaged-name"
    LETTER_CASE = "letter-case"
    OTHER_LEVEL = "other-level"
    DRAFTER_MARK = "drafter-mark"
    TARGET_OUTSIDE_SECTION = "target-outside-section"
    DUPLICATE_TASK = "duplicate-task"
    LEAD_COORDINATES = "lead-coordinates"
    READER_WARNING = "reader-warning"
    UNREAD = "unread"
