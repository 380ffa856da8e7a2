"""Money told as a total and in parts that do not make it: in brackets, in a sentence, in bullets, by sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from loader.extraction.doubts.amounts import money, printed, scale
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Note
from loader.kinds import NoteKind
from loader.rules import rule

_LIST_LENGTH = 20
"""Items of a list that are added up, at most."""
_LIST_END = 40
_NEXT = 3
"""Paragraphs behind the one that tells a total in which its sources are looked for."""
_LEAST_PARTS = 2
_NEAR, _NEARER = Decimal("0.05"), Decimal("0.03")
"""Share of a total by which the sum of a list that is meant to be all of it may miss it by a slip, the second of few items."""
_FEW = 3


def parted_money(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the totals of money that miss the sum of their parts."""
    for stretch in found:
        told = stretch.part is not Part.HEAD and stretch.part is not Part.TAIL
        if told and rule("figure-doubt.currency").holds(stretch.text):
            yield from _totals(stretch)
    yield from _list_totals(found)
    yield from _yearly_totals(found)
    yield from _sources(found)


def _totals(stretch: Stretch) -> Iterator[Note]:
    # Behind brackets that part a total by years it may be parted once more, by sources.
    again = rule("figure-doubt.total-behind-brackets").all(stretch.text)
    for m in (*rule("figure-doubt.total").all(stretch.text), *again):
        inside = m.groupdict().get("inside")
        listed = inside or m["after"]
        parts = list(rule("figure-doubt.amount").all(listed))
        if len(parts) < _LEAST_PARTS or rule("figure-doubt.each").holds(listed) or _parted_twice(listed, parts):
            continue
        open_list = bool(m["open"]) or rule("figure-doubt.open-list").holds((inside or "").lstrip())
        # A list that ends with "the rest" has nothing left out.
        closed = rule("figure-doubt.rest").holds(listed) or (":" in m[0] and _by_sources(listed, parts))
        open_list = open_list and not (len(parts) > _LEAST_PARTS and closed)
        yield from _compare_sum(stretch, m, parts, open_list)


def _parted_twice(listed: str, parts: Sequence[re.Match[str]]) -> bool:
    """Whether a list parts a total by years and by sources at once: only some of its amounts are of a year."""
    begins = [0, *(part.end() for part in parts)]
    dated = [rule("figure-doubt.of-year").holds(listed[a : p.start()]) for a, p in zip(begins, parts, strict=False)]
    return any(dated) and not all(dated)


def _by_sources(listed: str, parts: Sequence[re.Match[str]]) -> bool:
    """Whether every amount of a list is of a source of money, budgets and others: then the list names them all."""
    begins = [0, *(part.end() for part in parts)]
    return _sources_named([listed[a : p.start()] for a, p in zip(begins, parts, strict=False)])


def _sources_named(named: Sequence[str]) -> bool:
    return all(rule("figure-doubt.source").holds(name) for name in named) and any(
        rule("figure-doubt.beside-budget").holds(name) for name in named
    )


def _compare_sum(stretch: Stretch, m: re.Match[str], parts: Sequence[re.Match[str]], open_list: bool) -> Iterator[Note]:
    total = money(m["total"], m["unit"])
    amounts = [money(p["value"], p["unit"]) for p in parts]
    added = sum(amounts, Decimal(0))
    if (open_list and added < total) or _makes(total, amounts):
        return
    worth = scale(m["unit"])
    terms = " + ".join(printed(money(p["value"], p["unit"]) / worth) for p in parts)
    vi = f"Tổng ghi {m['total']} {m['unit']} nhưng các khoản cộng lại là {printed(added / worth)} {m['unit']} ({terms})"
    en = f"The total is given as {m['total']} {m['unit']}, but the parts add up to {printed(added / worth)} ({terms})"
    yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-total"), stretch, m.start(), m.end())


def _makes(total: Decimal, amounts: Sequence[Decimal]) -> bool:
    """Say whether amounts may be the parts of a total.

    All of them; the first of them, where others part the total once more (by year, by source); or those that are left when
    the parts of a part, which stand behind it, are left out.
    """
    sums = [sum(amounts[: at + 1], Decimal(0)) for at in range(len(amounts))]
    if total in sums:
        return True
    whole, at = Decimal(0), 0
    while at < len(amounts):
        whole += amounts[at]
        inner, end = Decimal(0), at + 1
        while end < len(amounts) and inner < amounts[at]:
            inner += amounts[end]
            end += 1
        at = end if inner == amounts[at] and end > at + _LEAST_PARTS else at + 1
        if whole == total:
            return True
    return False


def _list_totals(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the totals that the bullets below them do not add up to; every bullet must state one amount."""
    for at, stretch in enumerate(found):
        end = max(0, len(stretch.text) - _LIST_END)
        if not rule("figure-doubt.currency").holds(stretch.text[end:]):
            continue
        if (m := rule("figure-doubt.list-total").find(stretch.text)) is None:
            continue
        items: list[re.Match[str]] = []
        complete, last = True, ""
        for following in takewhile(_is_item, found[at + 1 : at + 1 + _LIST_LENGTH]):
            item = rule("figure-doubt.list-item").find(following.text)
            item = item or rule("figure-doubt.source-item").find(following.text)
            if item is None and len(items) >= _LEAST_PARTS and last.endswith("."):
                break
            complete = complete and item is not None
            last = following.text
            if item:
                items.append(item)
        if complete and len(items) >= _LEAST_PARTS:
            whole = len(items) > _LEAST_PARTS and (
                _sources_named([item.string[: item.start("value")] for item in items]) or _comes_near(m, items)
            )
            yield from _compare_sum(stretch, m, items, bool(m["open"]) and not whole)


def _comes_near(total: re.Match[str], parts: Sequence[re.Match[str]]) -> bool:
    """Whether parts below a total come so near it that they are meant to be all of it: who names a few of many does not."""
    whole, near = money(total["total"], total["unit"]), _NEAR if len(parts) > _FEW else _NEARER
    missing = whole - sum((money(part["value"], part["unit"]) for part in parts), Decimal(0))
    return Decimal(0) < missing <= near * whole


def _yearly_totals(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the totals that the bullets below them, each of a year or stage of its own, do not add up to."""
    for at, stretch in enumerate(found):
        m = rule("figure-doubt.yearly-total").find(stretch.text)
        if m is None or rule("figure-doubt.loosely-counted").holds(f"{stretch.text[: m.start()]}|"):
            continue
        listed = _one_list(list(takewhile(_is_item, found[at + 1 : at + 1 + _LIST_LENGTH])))
        items = [item for item in map(rule("figure-doubt.year-item").find, listed) if item]
        years = [int(year) for item in items for year in (item["from"] or item["first"], item["from"] or item["last"])]
        # Stages that overlap, or an order that goes back, part the total more than once.
        apart = all(end < begin for end, begin in zip(years[1::2], years[2::2], strict=False))
        if len(items) == len(listed) >= _LEAST_PARTS and apart:
            yield from _compare_sum(stretch, m, items, open_list=False)


def _one_list(bullets: Sequence[Stretch]) -> list[str]:
    """Return the words of bullets up to the full stop that ends a list whose other items end otherwise, else of all."""
    texts = [bullet.text for bullet in bullets]
    end = next((at for at, text in enumerate(texts, 1) if text.endswith(".")), len(texts))
    return texts[:end] if end > 1 else texts


def _is_item(stretch: Stretch) -> bool:
    return stretch.node is not None and stretch.node.kind in ("bullet", "point")


def _sources(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the sums of all sources that miss the total told in one of the paragraphs in front of them."""
    total: re.Match[str] | None = None
    since = 0
    for stretch in found:
        if stretch.part is not Part.BODY:
            continue
        m = rule("figure-doubt.money-needed").find(stretch.text)
        if m is not None:
            total, since = m, 0
            continue
        since += 1
        listing = rule("figure-doubt.sources-listed").find(stretch.text) if since <= _NEXT else None
        if total is None or listing is None:
            continue
        listed = listing["listed"]
        parts = list(rule("figure-doubt.amount").all(listed))
        if len(parts) < _LEAST_PARTS or rule("figure-doubt.each").holds(listed) or not _by_sources(listed, parts):
            continue
        whole, amounts = money(total["total"], total["unit"]), [money(p["value"], p["unit"]) for p in parts]
        if not _makes(whole, amounts):
            worth = scale(total["unit"])
            terms = " + ".join(printed(amount / worth) for amount in amounts)
            added = printed(sum(amounts, Decimal(0)) / worth)
            vi = f"Tổng ghi {total['total']} {total['unit']} nhưng các nguồn cộng lại là {added} {total['unit']} ({terms})"
            en = f"The total is given as {total['total']} {total['unit']}, but the sources add up to {added} ({terms})"
            finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-total")
            yield note(finding, stretch, listing.start(), listing.end())
