"""Names of bodies: two forms in one file, cut-off names, wrong capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loader.extraction.agents import fold_tones, spell_out
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Instrument, Note
from loader.kinds import Level, NoteKind
from loader.lexicon import body_kinds
from loader.rules import Matcher, book, rule

_LEVELS = {Level.DISTRICT: "district", Level.COMMUNE: "commune"}
"""Levels whose plans may speak of the unit above as their own, as rules name them."""
_BEFORE_HEAD = 8
_COUNTED = re.compile(r"\d ")
_INITIALS = re.compile(r"[A-ZĐ]{2,}")


@dataclass(frozen=True, slots=True)
class _Mention:
    stretch: Stretch
    start: int
    end: int
    printed: str


@cache
def _cut_names() -> dict[str, str]:
    """Return names of bodies that were cut off, the longest first, and the whole name of each.

    A prefix that is itself in use as a name ("Sở Nông nghiệp", "Phòng Văn hóa") is no cut-off name.
    """
    head, named = rule("body-mention.head"), rule("body-mention.named").regex
    official = sorted({kind.name for kind in body_kinds() if head.starts(kind.name)})
    known = {fold_tones(name) for name in official}
    prefixes: dict[str, str] = {}
    for name in official:
        syllables = fold_tones(name).split()
        for count in range(3, len(syllables)):
            cut = " ".join(syllables[:count])
            if cut not in known and syllables[count - 1] not in ("-",):
                prefixes.setdefault(cut, name)
    cut_off = [p for p in prefixes if rule("body-mention.cut-end").holds(p) or not named.fullmatch(p)]
    return {prefix: prefixes[prefix] for prefix in sorted(cut_off, key=len, reverse=True)}


def _cut_name(text: str, at: int) -> str | None:
    """Return the cut-off name that stands in a text, with folded tones, where a mention of a body begins."""
    behind = rule("body-mention.cut-behind")
    return next(
        (name for name in _cut_names() if text.startswith(name, at) and behind.starts(text[at + len(name) :].lstrip())),
        None,
    )


def _met(words: Sequence[str], found: Sequence[Stretch]) -> list[str]:
    """Return the words that stand somewhere in a source: few of them do, and only these are looked for in each stretch."""
    whole = "\n".join(stretch.text for stretch in found)
    return [word for word in words if word in whole]


def names(found: Sequence[Stretch], plan: Instrument) -> Iterator[Note]:
    """Yield the doubts about the names of bodies and of the unit that ``plan`` is for."""
    reported: set[str] = set()
    mentions: dict[tuple[str, str], list[_Mention]] = {}
    small: dict[str, _Mention] = {}
    units: list[_Mention] = []
    named = rule("body-mention.named").regex
    capitals = _met(book().words("wrongly-capital"), found)
    for stretch in found:
        if stretch.part is Part.TAIL or stretch.part is Part.HEAD:
            continue
        text = stretch.text
        if heads := [m.start() for m in rule("body-mention.head").all(text)]:
            folded = fold_tones(text)
            for at in heads:
                if (cut := _cut_name(folded, at)) is not None:
                    yield _cut_off(stretch, at, cut)
                if m := named.match(folded, at):
                    head = m["head"][0].upper() + m["head"][1:]
                    mentions.setdefault((head, _key(m["field"])), []).append(
                        _Mention(stretch, m.start(), m.end(), m["field"])
                    )
                    if m["head"][0].islower() and _one_body(folded, m):
                        small.setdefault(m["head"], _Mention(stretch, m.start(), m.end(), m[0]))
        if any(map(text.__contains__, capitals)):
            for m in _wrongly_capital(text):
                if m[0] in reported:
                    continue
                reported.add(m[0])
                proposed = _lowered(m[0])
                vi, en = (
                    f"Viết hoa chưa đúng: “{m[0]}”, đúng là “{proposed}”",
                    f"Wrong capitals: “{m[0]}”, should be “{proposed}”",
                )
                yield note(
                    Finding(NoteKind.LETTER_CASE, vi, en, "capitals", proposed),
                    stretch,
                    m.start(),
                    m.end(),
                )
        units += [
            _Mention(stretch, m.start(), m.end(), m["units"])
            for m in rule("body-mention.unit-group").all(text)
            if not _COUNTED.fullmatch(text, max(0, m.start() - 2), m.start())
        ]
    if plan.level in _LEVELS:
        yield from _other_level(found, rule(f"body-mention.above-{_LEVELS[plan.level]}"))
    if plan.level is Level.DISTRICT:
        yield from _office_of_another_unit(found, plan)
        yield from _two_kinds(found)
    yield from _small_heads(small)
    yield from _two_forms(mentions)
    yield from _two_groups(units)


def _other_level(found: Sequence[Stretch], other: Matcher) -> Iterator[Note]:
    """Yield the places where a plan of a district or commune speaks of the unit above as if it were its own."""
    for stretch in found:
        if stretch.part not in (Part.BODY, Part.CELL):
            continue
        for m in other.all(stretch.text):
            vi = f"Kế hoạch của cấp dưới nhưng viết “{m[0]}”, có thể chép từ văn bản cấp trên"
            en = f"The plan of a lower level speaks of “{m[0]}”, perhaps copied from the level above"
            yield note(Finding(NoteKind.OTHER_LEVEL, vi, en, "other-level"), stretch, m.start(), m.end())


def _office_of_another_unit(found: Sequence[Stretch], plan: Instrument) -> Iterator[Note]:
    """Yield where the plan of an urban unit names the office of agriculture, which rural districts have (Decree 37/2014, article 8).

    Only where it names the office that urban units have for it, too.
    """
    kind = plan.area.kind if plan.area else ""
    if not rule("body-mention.urban-unit").starts(kind):
        return
    said = [s for s in found if s.part in (Part.BODY, Part.CELL)]
    right = next((m[0] for s in said if (m := rule("body-mention.economic-office").find(s.text)) is not None), None)
    if right is None:
        return
    for stretch in said:
        m = rule("body-mention.rural-office").find(stretch.text)
        if m is not None and right not in stretch.text:
            vi = f"Kế hoạch của {kind} viết “{m[0]}”, phòng của huyện; chỗ khác viết “{right}”"
            en = f"The plan of a unit of the kind “{kind}” names “{m[0]}”, an office of rural districts; elsewhere it names “{right}”"
            yield note(Finding(NoteKind.OTHER_LEVEL, vi, en, "unit-office", right), stretch, m.start(), m.end())
            return


def _two_kinds(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the first place where a plan of a district gives the committee of one of its units another kind than before."""
    first: dict[str, re.Match[str]] = {}
    told: set[str] = set()
    for stretch in found:
        if stretch.part not in (Part.BODY, Part.CELL):
            continue
        for m in rule("body-mention.commune-unit").all(stretch.text):
            known = first.setdefault(m["name"], m)
            if known["kind"] != m["kind"] and m["name"] not in told:
                told.add(m["name"])
                vi = f"Một nơi ghi hai loại đơn vị: “{m[0]}” ở đây, “{known[0]}” ở chỗ trước"
                en = f"One place is named as two kinds of unit: “{m[0]}” here, “{known[0]}” before"
                yield note(Finding(NoteKind.INCONSISTENT_NAME, vi, en, "two-kinds"), stretch, m.start(), m.end())


def _cut_off(stretch: Stretch, at: int, cut: str) -> Note:
    name = _cut_names()[cut]
    vi = f"Tên cơ quan bị cụt: “{cut}”, có thể là “{name}”"
    en = f"A body's name is cut off: “{cut}”, perhaps “{name}”"
    return note(Finding(NoteKind.DAMAGED_NAME, vi, en, "cut-off-name", name), stretch, at, at + len(cut))


def _one_body(text: str, m: re.Match[str]) -> bool:
    """Whether the head names one body: not "các sở Tài chính, Công Thương" nor "ban ngành"."""
    return not rule("body-mention.several").holds(text[max(0, m.start() - _BEFORE_HEAD) : m.start()])


def _lowered(name: str) -> str:
    first, *rest = name.split()
    kept = rule("letter-case.kept")
    return " ".join([first, *(w if w.isupper() or kept.holds(w) else w.lower() for w in rest)])


def _wrongly_capital(text: str) -> Iterator[re.Match[str]]:
    for name in ("state-body", "instrument"):
        yield from rule(f"letter-case.{name}").all(text)


def _small_heads(small: dict[str, _Mention]) -> Iterator[Note]:
    for mention in small.values():
        proposed = mention.printed[0].upper() + mention.printed[1:]
        vi = f"Tên cơ quan viết thường chữ đầu: “{mention.printed}”, đúng là “{proposed}”"
        en = f"A body's name begins with a small letter: “{mention.printed}”, should be “{proposed}”"
        finding = Finding(NoteKind.LETTER_CASE, vi, en, "small-letter", proposed)
        yield note(finding, mention.stretch, mention.start, mention.end)


def _key(field: str) -> str:
    """Return what two forms of one body's field share: its words without connectives, abbreviations spelled out."""
    spelled = spell_out(field)
    if spelled.isupper() or _INITIALS.search(spelled):
        return spelled
    return " ".join(rule("body-mention.joiner").replaced(spelled).lower().split())


def _form(field: str) -> str:
    return re.sub(r"\s*[-–]\s*", " - ", " ".join(field.split())).lower()


def _two_forms(mentions: dict[tuple[str, str], list[_Mention]]) -> Iterator[Note]:
    """Yield the rarer forms of a body that a file names in several ways, and the forms that differ from its official name."""
    official = _official()
    for (head, key), found in mentions.items():
        forms: dict[str, _Mention] = {}
        counts = Counter(_form(m.printed) for m in found)
        for mention in found:
            forms.setdefault(_form(mention.printed), mention)
        right = official.get((head, key))
        standard = _form(right) if right and _form(right) in forms else None
        if len(forms) == 1:
            only = next(iter(forms))
            mention = forms[only]
            if right is not None and only != _form(right) and not _abbreviated(mention.printed):
                yield _other_form(head, mention, f"{head} {right}", counts[only], official_name=True)
            continue
        usual = standard or max(forms, key=lambda f: (counts[f], not _abbreviated(forms[f].printed), -forms[f].start))
        for form, mention in forms.items():
            if form != usual:
                yield _other_form(head, mention, f"{head} {forms[usual].printed}", counts[form], official_name=False)


def _abbreviated(field: str) -> bool:
    return _INITIALS.search(field) is not None


def _other_form(head: str, mention: _Mention, usual: str, count: int, *, official_name: bool) -> Note:
    printed = f"{head} {mention.printed}"
    if official_name:
        vi = f"Tên cơ quan ghi khác tên chính thức: “{printed}” ({count} lần), tên chính thức là “{usual}”"
        en = f"A body is not named as it is officially: “{printed}” ({count} times) for “{usual}”"
    else:
        vi = f"Một cơ quan ghi hai cách: “{printed}” ({count} lần), chỗ khác ghi “{usual}”"
        en = f"One body is named in two ways: “{printed}” ({count} times), elsewhere “{usual}”"
    finding = Finding(NoteKind.INCONSISTENT_NAME, vi, en, "two-forms", usual)
    return note(finding, mention.stretch, mention.start, mention.end)


@cache
def _official() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind in body_kinds():
        head, _, field = kind.name.partition(" ")
        if field and rule("body-mention.head").starts(kind.name):
            found.setdefault((head, _key(fold_tones(field))), fold_tones(field))
    return found


def _two_groups(units: Sequence[_Mention]) -> Iterator[Note]:
    """Yield the rarer form of a group of local units that a file prints in two ways."""
    counts = Counter(_unit_set(m.printed) for m in units)
    if len(counts) < 2:
        return
    (usual, most), *others = counts.most_common()
    for kinds, count in others:
        mention = next(m for m in units if _unit_set(m.printed) == kinds)
        example = next(m for m in units if _unit_set(m.printed) == usual)
        if not set(kinds) < set(usual) and not set(kinds) > set(usual):
            continue
        # How often is not said: not each place that names a group is read.
        more_vi, more_en = ("nhiều chỗ khác", "more often") if most > count + 1 else ("chỗ khác", "elsewhere")
        vi = f"Nhóm địa phương ghi không thống nhất: “{mention.printed}”, {more_vi} “{example.printed}”"
        en = f"A group of local units is named in two ways: “{mention.printed}”, {more_en} “{example.printed}”"
        finding = Finding(NoteKind.INCONSISTENT_NAME, vi, en, "two-groups", example.printed)
        yield note(finding, mention.stretch, mention.start, mention.end)


def _unit_set(printed: str) -> tuple[str, ...]:
    return tuple(sorted(rule("body-mention.joiner").replaced(printed, "|").split("|")))
