"""The instruments that a file contains: a plan on its own, a decision with an attached plan, a plan inside a decision."""

from __future__ import annotations

from dataclasses import dataclass

from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.letterhead import Letterhead, read_letterhead
from loader.extraction.sections import OBJECTIVES, Category, passages
from loader.facts import Instrument, Reading
from loader.structure.provisions import Outline

ATTACHED_KEY = "ke-hoach"
"""Key of a plan that a decision in the same file promulgates or approves (design.md §3)."""

_PLAN_SYMBOLS = frozenset({"kh", "ctr", "da", "pa", "cl"})


@dataclass(frozen=True, slots=True)
class Packaging:
    """How a file packs its plan.

    Attributes:
        keys: per division, the key of the instrument that its provisions belong to.
        attached: index of the division that is the attached plan, None when there is none.
        inside: the plan is written inside the decision.
    """

    keys: tuple[str, ...]
    attached: int | None
    inside: bool


def packaging(outline: Outline) -> Packaging:
    """Return how the divisions of a file belong together."""
    divisions = outline.divisions
    attached = next((i for i, d in enumerate(divisions) if i and d.symbol in _PLAN_SYMBOLS), None)
    if divisions[0].symbol in _PLAN_SYMBOLS:
        attached = None
    inside = attached is None and divisions[0].symbol in ("qd", "nq") and _holds_plan(outline)
    keys: list[str] = []
    current = ""
    for i, _ in enumerate(divisions):
        if i == attached:
            current = ATTACHED_KEY
        keys.append(current)
    return Packaging(tuple(keys), attached, inside)


def _holds_plan(outline: Outline) -> bool:
    categories = {p.category for d in outline.divisions for p in passages(d)}
    return bool(categories & (OBJECTIVES | {Category.MEASURE})) or any(
        node.grid is not None and node.grid.has("task", "lead") for d in outline.divisions for node in d.walk()
    )


def instruments(outline: Outline, package: Packaging) -> tuple[Instrument, ...]:
    """Return the instruments of a file, the one that carries the plan last."""
    main = read_letterhead(outline, 0)
    symbol = outline.divisions[0].symbol or "kh"
    if package.attached is not None:
        plan = read_letterhead(outline, package.attached)
        plan_symbol = outline.divisions[package.attached].symbol
        return (
            _instrument("", symbol, main, ATTACHED_KEY, False, main.period or plan.period),
            _instrument(ATTACHED_KEY, plan_symbol, plan, None, True, plan.period or main.period, attached=True),
        )
    if package.inside:
        return (
            _instrument("", symbol, main, ATTACHED_KEY, False, main.period),
            _instrument(ATTACHED_KEY, "kh", main, None, True, main.period, attached=True),
        )
    return (_instrument("", symbol, main, None, True, main.period),)


def _instrument(
    key: str, symbol: str, head: Letterhead, promulgates: str | None, is_plan: bool, period: tuple[int | None, int] | None, *, attached: bool = False
) -> Instrument:  # fmt: skip
    reading: Reading | None = None
    if head.title_words:
        reading = EvidenceRecorder(key).at(head.title_words, "", "", "letterhead.title")
    return Instrument(
        key=key,
        kind=symbol,
        number=None if attached else head.number,
        printed_number=None if attached else head.printed_number,
        date=head.day,
        status=head.status,
        issuer=head.issuer,
        level=head.level,
        area=head.area,
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        title=head.title,
        signer=head.signer,
        signer_role=head.signer_role,
        authority=head.authority,
        place=head.place,
        recipients=head.recipients,
        promulgates=promulgates,
        is_plan=is_plan,
        reading=reading,
    )
