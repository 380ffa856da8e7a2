"""Figures that contradict each other: a share and its gloss, parts and their sum, a later target below an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from loader.extraction.doubts.listing import listed_counts
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.quantities import decimal_of
from loader.extraction.target_tables import is_sum_label
from loader.facts import Note, Objective, Target
from loader.kinds import Comparator, NoteKind
from loader.programmes import is_growth
from loader.rules import first, rule
from loader.structure.grids import Grid, GridRow
from loader.structure.provisions import Outline

_FIGURES = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_NO_WORD = re.compile(r"[^\w\s]")
_LIST_LENGTH = 20
"""Items of a list that are added up, at most."""
_LIST_END = 40
_NEXT = 3
"""Paragraphs behind the one that tells a total in which its sources are looked for."""
_LEAST_PARTS = 2
_FAR = 0.1
"""Share of a count by which the sum of parts that are all of it may miss it by a slip."""
_WITHOUT_FIGURE = re.compile(r"\([^()\d]*\)")
_GROWING = frozenset({"percent"})
_ROUNDING = Decimal("0.6")
_APPROXIMATE = Decimal(5)
_NEAR = Decimal("0.02")
"""Share of a total by which one that is told roughly may miss the sum of its annex."""


def figures(outline: Outline, found: Sequence[Stretch], objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield the doubts about figures."""
    for stretch in found:
        if stretch.part is Part.HEAD or stretch.part is Part.TAIL:
            continue
        text = stretch.text
        if "%" in text and "/" in text:
            yield from _glosses(stretch)
        if "%" in text and "(" in text:
            yield from _of_counted(stretch)
        if rule("figure-doubt.currency").holds(text):
            yield from _totals(stretch)
        if rule("figure-doubt.parted").holds(text):
            yield from _counted_parts(stretch)
            yield from _parts_of_all(stretch)
            yield from listed_counts(stretch)
        if rule("figure-doubt.all-of-each").holds(text):
            yield from _all_of_each(stretch)
        if ".." in text or "…" in text or "__" in text:
            yield from _blank_figures(stretch)
    yield from _list_totals(found)
    yield from _sources(found)
    yield from _two_counts(found)
    yield from _sum_rows(outline, found)
    yield from _total_of_annex(outline, found)
    yield from _falling_targets(objectives, found)


def _number(value: Decimal) -> str:
    """Return a number the Vietnamese way, at most one decimal."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return f"{rounded:f}".replace(".", ",")


def _glosses(stretch: Stretch) -> Iterator[Note]:
    for name in ("share-glossed", "fraction-glossed", "fraction-told"):
        for m in rule(f"figure-doubt.{name}").all(stretch.text):
            groups = m.groupdict()
            comparator = next((c for c in ("more", "least", "about", "most") if groups.get(c)), "")
            yield from _check(stretch, m, comparator)


def _of_counted(stretch: Stretch) -> Iterator[Note]:
    for m in rule("figure-doubt.of-counted").all(stretch.text):
        if m["noun"] == m["same"]:
            yield from _check(stretch, m, "")


def _check(stretch: Stretch, m: re.Match[str], comparator: str) -> Iterator[Note]:
    share = decimal_of(m["share"])
    part, whole = Decimal(m["part"]), Decimal(m["whole"])
    if whole == 0:
        return
    real = part * 100 / whole
    if part > whole:
        vi = f"{part}/{whole}: phần lớn hơn tổng thể"
        en = f"{part}/{whole}: the part exceeds the whole"
    elif _agrees(real, share, comparator):
        return
    else:
        word = {"more": "trên ", "least": "ít nhất ", "about": "khoảng ", "most": "không quá "}.get(comparator, "")
        word_en = {"more": "above ", "least": "at least ", "about": "about ", "most": "at most "}.get(comparator, "")
        vi = (
            f"Ghi {word}{_number(share)}% nhưng {part}/{whole} chỉ là {_number(real)}%"
            if real < share
            else f"Ghi {word}{_number(share)}% nhưng {part}/{whole} là {_number(real)}%"
        )
        en = f"Printed {word_en}{_number(share)} %, but {part}/{whole} is {_number(real)} %"
    end = m.end()
    yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "share-and-gloss"), stretch, m.start(), end)


def _agrees(real: Decimal, share: Decimal, comparator: str) -> bool:
    if comparator == "more":
        return real > share
    if comparator == "least":
        return real >= share - _ROUNDING
    if comparator == "most":
        return real <= share + _ROUNDING
    return abs(real - share) <= (_APPROXIMATE if comparator == "about" else _ROUNDING)


def _counted_parts(stretch: Stretch) -> Iterator[Note]:
    """Yield counts whose parts do not add up to them: more than all of them, or less where all are said to be listed.

    Parts of one thing may overlap (traditional villages, villages with tourism): what is told apart by place does not.
    """
    for m in rule("figure-doubt.parts-of-count").all(stretch.text):
        listed = m["listed"]
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) < _LEAST_PARTS or len(parts) != len(_FIGURES.findall(listed)):
            continue
        ends = [*(part.start() for part in parts[1:]), len(listed)]
        apart = all(
            rule("figure-doubt.placed").holds(listed[part.end() : end]) for part, end in zip(parts, ends, strict=True)
        )
        if any(part["noun"] != m["noun"] for part in parts) or (m["open"] and not apart):
            continue
        whole, counts = int(m["whole"]), [int(part["value"]) for part in parts]
        added = sum(counts)
        if added == whole or (added < whole and (m["open"] or rule("figure-doubt.open-end").holds(listed))):
            continue
        yield _missed(stretch, m, counts)


def _parts_of_all(stretch: Stretch) -> Iterator[Note]:
    """Yield counts that miss the sum of parts that are said to be all of them.

    They are where each part is of a place, or bears one of the names of the count ("28 hộ, hộ khá (trong đó có 19 hộ và 08
    hộ khá)"), and the sum is near the count: who names a few of many does not come near it.
    """
    bare = _WITHOUT_FIGURE.sub(lambda gloss: " " * len(gloss[0]), stretch.text)
    for m in rule("figure-doubt.parts-of-all").all(bare):
        listed = m["listed"]
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) < _LEAST_PARTS or len(parts) != len(_FIGURES.findall(listed)):
            continue
        if any(part["noun"] != m["noun"] for part in parts) or rule("figure-doubt.open-end").holds(listed):
            continue
        fronts = [listed[end : part.start()] for end, part in zip((0, *(p.end() for p in parts)), parts, strict=False)]
        ends = [*(part.start() for part in parts[1:]), len(listed)]
        behind = [listed[part.end() : end] for part, end in zip(parts, ends, strict=True)]
        by_place = all(rule("figure-doubt.place-before").holds(front) for front in fronts) or all(
            rule("figure-doubt.placed").holds(words) for words in behind
        )
        joint = rule("figure-doubt.list-joint").regex
        names = [
            joint.split(listed[part.start("noun") : end])[0].strip() for part, end in zip(parts, ends, strict=True)
        ]
        called = [name.strip() for name in joint.split(f"{m['noun']}{m['named']}")]
        by_name = len(called) == len(names) and all(
            any(one.startswith(name) for one in called) for name in dict.fromkeys(names)
        )
        whole, added = int(m["whole"]), sum(int(part["value"]) for part in parts)
        if not (by_place or (by_name and len(set(names)) == len(names))) or added == whole:
            continue
        if abs(added - whole) > _FAR * whole:
            continue
        yield _missed(stretch, m, [int(part["value"]) for part in parts])


def _all_of_each(stretch: Stretch) -> Iterator[Note]:
    """Yield totals of so many places that miss the sum of the counts told of just so many ("06 làng có 265 hộ, cụ thể: …")."""
    for m in rule("figure-doubt.all-of-each").all(stretch.text):
        listed = m["listed"]
        parts = list(rule("figure-doubt.counted-part").all(listed))
        if len(parts) != int(m["members"]) or len(parts) != len(_FIGURES.findall(listed)):
            continue
        if len(parts) < _LEAST_PARTS or any(part["noun"] != m["noun"] for part in parts):
            continue
        whole, counts = int(m["whole"]), [int(part["value"]) for part in parts]
        if sum(counts) != whole:
            yield _missed(stretch, m, counts)


def _missed(stretch: Stretch, m: re.Match[str], counts: Sequence[int]) -> Note:
    terms = " + ".join(map(str, counts))
    vi = f"Ghi {m['whole']} {m['noun']} nhưng các phần cộng lại là {sum(counts)} ({terms})"
    en = f"The count is given as {m['whole']}, but its parts add up to {sum(counts)} ({terms})"
    return note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-count"), stretch, m.start("whole"), m.end())


def _money(value: str, unit: str) -> Decimal:
    return decimal_of(value) * _scale(unit)


def _scale(unit: str) -> Decimal:
    """Return what one of a unit of money is worth in đồng."""
    found = first("money-scale", unit)
    assert found is not None
    return Decimal(10) ** int(found[0].gives)


def _totals(stretch: Stretch) -> Iterator[Note]:
    for m in rule("figure-doubt.total").all(stretch.text):
        parts = list(rule("figure-doubt.amount").all(m["inside"] or m["after"]))
        listed = m["inside"] or m["after"]
        if len(parts) < _LEAST_PARTS or rule("figure-doubt.each").holds(listed) or _parted_twice(listed, parts):
            continue
        open_list = bool(m["open"]) or rule("figure-doubt.open-list").holds((m["inside"] or "").lstrip())
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
    named = [listed[a : p.start()] for a, p in zip(begins, parts, strict=False)]
    return all(rule("figure-doubt.source").holds(name) for name in named) and any(
        rule("figure-doubt.beside-budget").holds(name) for name in named
    )


def _compare_sum(stretch: Stretch, m: re.Match[str], parts: Sequence[re.Match[str]], open_list: bool) -> Iterator[Note]:
    total = _money(m["total"], m["unit"])
    amounts = [_money(p["value"], p["unit"]) for p in parts]
    added = sum(amounts, Decimal(0))
    if (open_list and added < total) or _makes(total, amounts):
        return
    scale = _scale(m["unit"])
    terms = " + ".join(_number(_money(p["value"], p["unit"]) / scale) for p in parts)
    vi = f"Tổng ghi {m['total']} {m['unit']} nhưng các khoản cộng lại là {_number(added / scale)} {m['unit']} ({terms})"
    en = f"The total is given as {m['total']} {m['unit']}, but the parts add up to {_number(added / scale)} ({terms})"
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
        complete = True
        for following in found[at + 1 : at + 1 + _LIST_LENGTH]:
            if following.node is None or following.node.kind not in ("bullet", "point"):
                break
            item = rule("figure-doubt.list-item").find(following.text)
            complete = complete and item is not None
            if item:
                items.append(item)
        if complete and len(items) >= _LEAST_PARTS:
            yield from _compare_sum(stretch, m, items, bool(m["open"]))


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
        whole, amounts = _money(total["total"], total["unit"]), [_money(p["value"], p["unit"]) for p in parts]
        if not _makes(whole, amounts):
            scale = _scale(total["unit"])
            terms = " + ".join(_number(amount / scale) for amount in amounts)
            added = _number(sum(amounts, Decimal(0)) / scale)
            vi = f"Tổng ghi {total['total']} {total['unit']} nhưng các nguồn cộng lại là {added} {total['unit']} ({terms})"
            en = f"The total is given as {total['total']} {total['unit']}, but the sources add up to {added} ({terms})"
            finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "parts-and-total")
            yield note(finding, stretch, listing.start(), listing.end())


def _two_counts(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a count of what is recognised in the whole area that differs from the one told first."""
    first: dict[str, re.Match[str]] = {}
    for stretch in found:
        if stretch.part is not Part.BODY:
            continue
        for m in rule("figure-doubt.recognised").all(stretch.text):
            before = stretch.text[: m.start()]
            clause = before[max(before.rfind(mark) for mark in ".;:(") + 1 :]
            if rule("figure-doubt.of-a-part").holds(clause):
                continue
            known = first.setdefault(m["noun"], m)
            if int(known["value"]) != int(m["value"]):
                vi = f"Ở đây ghi “{m[0]}”, ở chỗ trước ghi “{known[0]}”"
                en = f"Here it says “{m[0]}”, in an earlier place “{known[0]}”"
                finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "two-counts")
                yield note(finding, stretch, m.start(), m.end())


def _blank_figures(stretch: Stretch) -> Iterator[Note]:
    for m in rule("figure-doubt.blank").all(stretch.text):
        vi, en = f"Con số để trống: “{m[0]}”", f"A figure is left blank: “{m[0]}”"
        yield note(Finding(NoteKind.BLANK_FIGURE, vi, en, "blank-figure"), stretch, m.start(), m.end())


def _sum_rows(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    by_place = {(s.division, s.path, s.words.start): s for s in found if s.part is Part.CELL}
    for index, division in enumerate(outline.divisions):
        for node in division.walk():
            if node.grid is not None:
                yield from _sum_row(node.grid, node.path, index, by_place)


def _sum_row(grid: Grid, path: str, division: int, cells: dict[tuple[int, str, int], Stretch]) -> Iterator[Note]:
    sums = [row for row in grid.rows if _is_sum(row)]
    if len(sums) != 1:
        return  # each adds up a group of its own
    for at, row in enumerate(grid.rows, 1):
        if row is not sums[0]:
            continue
        numbered = [r for r in grid.rows if r is not row and r.number.isdigit()]
        for column, cell in enumerate(row.cells):
            if grid.columns[column].role not in ("funding", "") or (total := _plain(cell.text.text)) is None:
                continue
            values = [
                v
                for r in numbered
                if column < len(r.cells)
                and not r.cells[column].carried
                and (v := _plain(r.cells[column].text.text)) is not None
            ]
            added = sum(values, Decimal(0))
            stretch = cells.get((division, f"{path}/hang-{at}" if path else f"hang-{at}", cell.text.start))
            if len(values) >= _LEAST_PARTS and added != total and stretch is not None:
                title = grid.columns[column].title
                vi = f"Dòng tổng ghi {cell.text.text} ({title}) nhưng các dòng cộng lại là {_number(added)}"
                en = f"The sum row gives {cell.text.text} ({title}), but the rows add up to {_number(added)}"
                yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "sum-row"), stretch)


def _total_of_annex(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a total in the text that is none of the sums of the one annex of money to which its sentence points."""
    units = {m["unit"] for s in found if (m := rule("figure-doubt.table-unit").find(s.text)) is not None}
    grids = [node.grid for division in outline.divisions for node in division.walk() if node.grid is not None]
    titles = [column.title for grid in grids for column in grid.columns]
    units |= {m["unit"] for t in titles if (m := rule("figure-doubt.column-unit").find(t)) is not None}
    sums = [[row for row in grid.rows if _is_sum(row)] for grid in grids]
    rows = [of_grid[0] for of_grid in sums if len(of_grid) == 1]
    if len(units) != 1 or len(rows) != 1 or any(len(of_grid) > 1 for of_grid in sums):
        return
    scale = _scale(units.pop())
    values = [v * scale for cell in rows[0].cells if (v := _plain(cell.text.text)) is not None]
    for stretch in found:
        m = rule("figure-doubt.total-by-annex").find(stretch.text) if stretch.part is Part.BODY else None
        if m is None or not values:
            continue
        total = _money(m["total"], m["unit"])
        if any(abs(v - total) <= total * _NEAR for v in values):
            continue
        shown = _number(max(values) / _scale(m["unit"]))
        vi = f"Câu này ghi tổng {m['total']} {m['unit']} nhưng dòng tổng của phụ lục là {shown} {m['unit']}"
        en = f"The sentence gives a total of {m['total']} {m['unit']}, but the sum row of the annex is {shown}"
        yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "sum-row"), stretch, m.start("total"), m.end("unit"))


def _is_sum(row: GridRow) -> bool:
    return any(is_sum_label(c.text.text) for c in row.cells[:3])


def _plain(text: str) -> Decimal | None:
    return decimal_of(text.strip()) if _FIGURES.fullmatch(text.strip()) else None


def _falling_targets(objectives: Sequence[Objective], found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the shares that a plan wants lower in a later year than in an earlier one."""
    best: dict[tuple[str, str], Target] = {}
    targets = [t for o in objectives for t in o.targets if t.horizon is not None and t.unit in _GROWING]
    for target in sorted(targets, key=lambda t: (t.horizon or 0, t.reading.evidence.start)):
        if target.comparator is Comparator.AT_MOST or is_growth(target.indicator):
            continue
        key = (target.indicator, _subject(target.what)) if target.indicator == "other" else (target.indicator, "")
        before = best.get(key)
        if (
            before is not None
            and (before.horizon or 0) < (target.horizon or 0)
            and target.value < before.value
            and _subject(before.what) == _subject(target.what)
        ):
            vi = f"Chỉ tiêu năm {target.horizon} ({_number(target.value)}%) thấp hơn chỉ tiêu năm {before.horizon} ({_number(before.value)}%) của cùng nội dung"
            en = f"The target for {target.horizon} ({_number(target.value)} %) is below the one for {before.horizon} ({_number(before.value)} %)"
            place = target.reading.evidence
            stretch = next(
                (s for s in found if s.words.start <= place.start < s.words.end and s.document == place.document), None
            )
            if stretch is not None:
                start = next((i for i, o in enumerate(stretch.words.offsets) if o >= place.start), 0)
                end = next((i for i, o in enumerate(stretch.words.offsets) if o >= place.end), len(stretch.words))
                yield note(Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "falling-target"), stretch, start, end)
        best[key] = target


def _subject(what: str) -> str:
    return " ".join(_NO_WORD.sub(" ", what.lower()).split())
