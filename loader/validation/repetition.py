"""Words that a document says twice in one of its main sections, and whole sentences that it says in two of them.

Compared are the parts of a text that hold no further parts, by runs of syllables without figures: a name of an instrument
or a year repeats with good reason. So do rows of tables (what the text above them says), targets (for each year) and
another main section (which assigns what one before it plans); all three are left out, but for a whole sentence that stands
in two main sections where neither gives anybody work. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, Graph, Literal
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.kinds import NoteKind
from loader.readers.markup import collapse_whitespace, strip_markup

NEAR = 14
"""Syllables that two parts under one heading must share: a clause."""
FAR = 18
"""Syllables that parts under different headings must share: longer than the usual phrases of the field."""

_LONGEST_PHRASE = 60
"""Characters that a copied task has at least, as rule TSK-19 has it: less may be a phrase of the field."""

_Gram = tuple[Node, tuple[str, ...]]  # a main section and syllables in a row
_SYLLABLE = re.compile(r"\w+")
_FORMULAS = frozenset({("phối", "hợp"), ("chủ", "trì"), ("báo", "cáo")})
"""Words that say who leads, who works with whom and who reports: they repeat with good reason."""
_LABEL = re.compile(r"^\W*(?:\w{1,2}[.)]\s*)?")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[^\W\d_])")
_REPORT = re.compile(r"\W*(?:\w{1,2}[.)]\s*)?(?:định kỳ |hằng năm )?báo cáo\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"báo cáo|lồng ghép|bố trí (?:kinh phí|nguồn)|tuyên truyền|vận động|chức năng, nhiệm vụ|lĩnh vực (?:được )?(?:phụ trách|phân công|quản lý)|phối hợp với"
)
"""What rule TSK-19 leaves alone, for every body does it in its own field: said twice it is a sentence said twice."""
_LEFT_OUT = frozenset(("row", "cell", "table", "preamble"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text.

    Attributes:
        node: the provision.
        section: its printed path or number, "" when it has none.
        parent: what it is directly part of.
        main: the main section that it is in.
        words: its text, white space collapsed.

    """

    node: Node
    section: str
    parent: Node | None
    main: Node
    words: str


@dataclass(frozen=True, slots=True)
class Repetition:
    """Words that stand in two passages.

    Attributes:
        first: the passage that says them first.
        again: the passage that says them again.
        words: the words, as the later passage has them.

    """

    first: Passage
    again: Passage
    words: str


def repetitions(passages: Iterable[Passage], near: int = NEAR, far: int = FAR) -> Iterator[Repetition]:
    """Yield what later passages repeat of earlier ones of their main section, at most once for two passages.

    Args:
        passages: the passages in order of the text.
        near: syllables that two passages with one parent must share.
        far: syllables that others must share, at least ``near``.

    """
    first: dict[_Gram, tuple[Passage, int]] = {}
    for passage in passages:
        spans = [match.span() for match in _SYLLABLE.finditer(passage.words)]
        syllables = [passage.words[start:end].lower() for start, end in spans]
        grams = [(passage.main, tuple(syllables[at : at + near])) for at in range(len(syllables) - near + 1)]
        for before, begin, end in _runs(grams, first, near):
            begin += begin > 0 and tuple(syllables[begin - 1 : begin + 1]) in _FORMULAS  # no half of "phối hợp"
            if end - begin >= (near if before.parent == passage.parent else far) and not _reports(passage):
                yield Repetition(before, passage, passage.words[spans[begin][0] : spans[end - 1][1]])
        formula = _formula_from(syllables, near)
        for at, gram in enumerate(grams):
            if formula[at] >= at + near:
                first.setdefault(gram, (passage, at))


def said_in_two_sections(passages: Iterable[Passage], far: int = FAR) -> Iterator[Repetition]:
    """Yield the whole sentences of one main section that another says again word for word, each once.

    Args:
        passages: the passages in order of the text, less those that give somebody work.
        far: syllables that such a sentence has at least.

    """
    first: dict[tuple[str, ...], Passage] = {}
    for passage in passages:
        if _reports(passage):
            continue
        for sentence in _SENTENCE_END.split(_LABEL.sub("", passage.words)):
            syllables = tuple(syllable.lower() for syllable in _SYLLABLE.findall(sentence))
            if len(syllables) < far or _formula_from(syllables, far)[0] < len(syllables):
                continue
            before = first.setdefault(syllables, passage)
            if before.main != passage.main:
                yield Repetition(before, passage, sentence.strip(" .;"))


def _reports(passage: Passage) -> bool:
    """Whether a passage asks for a report: every body is told so in the same words."""
    return _REPORT.match(passage.words) is not None


def _formula_from(syllables: Sequence[str], near: int) -> list[int]:
    """Return for each syllable the end of the first words behind it that repeat with good reason, beyond any run without.

    These are a figure, and who leads, works with whom or reports.
    """
    found: list[int] = [len(syllables) + near] * (len(syllables) + 1)
    for at in range(len(syllables) - 1, -1, -1):
        if any(map(str.isdigit, syllables[at])):
            found[at] = at
        elif tuple(syllables[at : at + 2]) in _FORMULAS:
            found[at] = at + 1
        else:
            found[at] = found[at + 1]
    return found


def _runs(
    grams: Sequence[_Gram], first: Mapping[_Gram, tuple[Passage, int]], near: int
) -> Iterator[tuple[Passage, int, int]]:
    """Yield earlier passages with the longest run of syllables that each shares: its start and its end."""
    longest: dict[Node, tuple[Passage, int, int]] = {}
    begin, last = 0, None
    for at, gram in enumerate(grams):
        known = first.get(gram)
        if known is None:
            last = None
            continue
        before, place = known
        if last is None or last != (before.node, place - 1):
            begin = at
        last = (before.node, place)
        best = longest.get(before.node)
        if best is None or at + near - begin > best[2] - best[1]:
            longest[before.node] = (before, begin, at + near)
    yield from longest.values()


def passages_of(document: Node, data: Graph) -> Sequence[Passage]:
    """Return the innermost parts of a document's text, in its order."""
    source = data.value(document, LN_NODES.hasText)
    text = str(data.value(source, LN_NODES.text) or "") if source is not None else ""
    nodes = set(data.subjects(LN_NODES.inDocument, document))
    ends = {node: span for node in nodes if (span := _span(node, data)) is not None}
    whole = {data.value(node, LN_NODES.partOf) for node in ends}
    counted = {
        place
        for target in _targets(nodes, document, data)
        for excerpt in data.objects(target, LN_NODES.evidence)
        for place in data.objects(excerpt, LN_NODES.inProvision)
    }
    found = [
        (start, _passage(node, collapse_whitespace(strip_markup(text[start:end])), data))
        for node, (start, end) in ends.items()
        if node not in whole and node not in counted and str(data.value(node, LN_NODES.provisionKind)) not in _LEFT_OUT
    ]
    return [passage for _, passage in sorted(found, key=lambda entry: (entry[0], str(entry[1].node)))]


def repeated(document: Node, data: Graph) -> Iterator[tuple[Node, Mapping[str, str]]]:
    """Yield the parts of a document that repeat earlier ones, each with what its rule's message names.

    A task copied from another body's is told as that (rule TSK-19), with both bodies.
    """
    passages = passages_of(document, data)
    told = list(repetitions(passages))
    told += said_in_two_sections(passage for passage in passages if not _gives_work(passage.node, data))
    for found in told:
        if _copies_a_task(found, data) or _is_doubted(found.again.node, data):
            continue
        words = found.words if len(found.words) <= 160 else found.words[:159].rpartition(" ")[0] + "…"
        yield (
            found.again.node,
            {"words": words, "first": found.first.section or "…", "again": found.again.section or "…"},
        )


def _gives_work(place: Node, data: Graph) -> bool:
    """Whether a task is read in a part of a text."""
    return any(
        (task, RDF.type, LN_NODES.Task) in data
        for excerpt in data.subjects(LN_NODES.inProvision, place)
        for task in data.subjects(LN_NODES.evidence, excerpt)
    )


def _copies_a_task(found: Repetition, data: Graph) -> bool:
    """Whether the later passage gives a body the whole task that the earlier one gives another."""
    earlier, later = (_led(passage.node, data) for passage in (found.first, found.again))
    return any(
        len(words) >= _LONGEST_PHRASE and words in again and not bodies & others and _OF_ALL.search(again) is None
        for words, bodies in earlier
        for again, others in later
    )


def _is_doubted(place: Node, data: Graph) -> bool:
    """Whether a note of the reader says already that the task given here is one given before."""
    return any(
        str(data.value(note, LN_NODES.noteKind)).endswith(f"/{NoteKind.DUPLICATE_TASK}")
        for excerpt in data.subjects(LN_NODES.inProvision, place)
        for note in data.subjects(LN_NODES.evidence, excerpt)
    )


def _led(place: Node, data: Graph) -> Sequence[tuple[str, frozenset[Node]]]:
    """Return the words of the tasks in a part of a text and the bodies that lead each, where they are no groups."""
    found: list[tuple[str, frozenset[Node]]] = []
    for excerpt in data.subjects(LN_NODES.inProvision, place):
        words = str(data.value(excerpt, LN_NODES.quote) or "").lower().strip("-+* .;,")
        for task in data.subjects(LN_NODES.evidence, excerpt):
            leads = {
                body
                for assignment in data.objects(task, LN_NODES.hasAssignment)
                for body in data.objects(assignment, LN_NODES.leadAgent)
            }
            if leads and all((body, RDF.type, LN_NODES.Agency) in data for body in leads):
                found.append((words, frozenset(leads)))
    return found


def _targets(nodes: Iterable[Node], document: Node, data: Graph) -> Iterator[Node]:
    plans = {document, *data.objects(document, LN_NODES.promulgates)}
    objectives = {o for plan in plans for o in data.objects(plan, LN_NODES.hasObjective)}
    yield from objectives
    for objective in objectives:
        yield from data.objects(objective, LN_NODES.hasTarget)


def _span(node: Node, data: Graph) -> tuple[int, int] | None:
    kind, start, end = (data.value(node, term) for term in (LN_NODES.provisionKind, LN_NODES.start, LN_NODES.end))
    if kind is None or not isinstance(start, Literal) or not isinstance(end, Literal):
        return None
    return int(start), int(end)


def _passage(node: Node, words: str, data: Graph) -> Passage:
    """Return a part with the printed numbers above it, outermost first ("II.3")."""
    way = [node]
    while (above := data.value(way[-1], LN_NODES.partOf)) is not None and above not in way:
        way.append(above)
    numbers = [
        str(number)
        for place in reversed(way)
        if (number := data.value(place, LN_NODES.provisionNumber)) is not None
        and str(data.value(place, LN_NODES.provisionKind)) not in ("paragraph", "bullet")
    ]
    sections = [place for place in way if str(data.value(place, LN_NODES.provisionKind)) == "section"]
    return Passage(node, ".".join(numbers), way[1] if len(way) > 1 else None, (sections or way)[-1], words)
