"""From a national target down to the sentence, and up again: a tree in which every arrow says how it is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import LN, RDF
from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import Rows, text_of, texts_of
from query_api.explorer.bodies_at import Successions
from query_api.explorer.facts import target_figure
from query_api.explorer.said import Said
from query_api.explorer.warrant import INFERRED, MISSING, NOT_READ, WRITTEN, Warrant, warrant_of
from query_api.rendering.figures import day, day_of_year
from query_api.rendering.labels import names_of

_RELATIONS = {
    "derivesFrom": ("cụ thể hóa", "derives from", "được cụ thể hóa ở", "spelt out in"),
    "carriesOut": ("thực hiện", "carries out", "được thực hiện bởi", "carried out by"),
    "supports": ("góp phần vào", "contributes to", "có việc góp phần", "served by"),
    "implements": ("thực hiện", "implements", "được thực hiện bởi", "implemented by"),
    "promulgatedBy": ("ban hành bởi", "issued by", "ban hành", "issues"),
}
"""Local name of a relation → its words upward and downward in Vietnamese and English."""
_DEEPEST = 6
MOST_BRANCHES = 63
"""Things that hang on one thing; what is more is counted, not shown."""
_LOOKED_AT = 3 * MOST_BRANCHES  # things of which is asked what they are; of a nation's plans there are thousands
_ACTIONS = frozenset({LN.Task.value, LN.Measure.value, LN.ReportingDuty.value, LN.PlannedAction.value})


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the tree, or the place of one that is missing.

    Attributes:
        kind: "document", "target", "measure", "task", "duty", "body", "deadline", "sentence",
            "more" or "missing".
        iri: the thing; "" for what has no IRI of its own.
        label: what it is called, or what is missing.
        figure: a target's figure with unit and year.
        document: IRI of the document that it stands in, "" for none.
        place: name of that document's place.
        quote: the words that it was read from.
        read: the words can be opened in the whole text.
        relation: how it hangs on the node above.
        warrant: how that is known; None at the root.
        children: the nodes below.
    """

    kind: str
    iri: str
    label: str
    figure: str = ""
    document: str = ""
    place: str = ""
    quote: str = ""
    read: bool = False
    relation: str = ""
    warrant: Warrant | None = None
    children: tuple[Node, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """Yield the node and all below it, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Trace:
    """A thing with what it is done for and what is done for it.

    Attributes:
        root: the thing, without the nodes around it.
        up: what it is done for, nearest first.
        down: what is done for it.
    """

    root: Node
    up: tuple[Node, ...]
    down: tuple[Node, ...]


Further = Callable[[Sequence[str], int, frozenset[str]], Awaitable[dict[str, tuple[Node, ...]]]]
"""Finds what hangs on things, at a depth, without those already seen."""


class Tracer:
    """Builds traces, asking for a whole generation at a time."""

    def __init__(self, queries: NamedQueries, language: str, at: str = "") -> None:
        self._queries = queries
        self._language = language
        self._at = at
        self._said = Said({})
        self._quotes: dict[str, str] = {}
        self._labels: dict[str, str] = {}

    async def trace(self, iri: str, way: str = "") -> Trace | None:
        """Return the trace of a document, target or action; None if the graph does not know it.

        Args:
            iri: the thing.
            way: "up" or "down" for one side only.
        """
        await self._learn([iri])
        if iri not in self._said.things:
            return None
        up = await self._up([iri], 0, frozenset({iri})) if way != "down" else {}
        down = await self._down([iri], 0, frozenset({iri})) if way != "up" else {}
        return Trace(self._node(iri, "", None), up.get(iri, ()), down.get(iri, ()))

    # What things are

    async def _learn(self, iris: Iterable[str]) -> None:
        new = [iri for iri in dict.fromkeys(iris) if iri and iri not in self._said.things]
        if not new:
            return
        nodes = [ox.NamedNode(iri) for iri in new]
        said = Said.of(await self._queries.rows("trace-things", thing=nodes))
        for thing, _, quote in texts_of(await self._queries.rows("trace-quotes", thing=nodes)):
            self._quotes.setdefault(thing, quote)
        documents = {d for iri in new for d in said.all(iri, LN.inDocument)} - set(self._said.things)
        about = Said.of(await self._queries.rows("trace-things", thing=[ox.NamedNode(d) for d in sorted(documents)]))
        self._said = Said({**self._said.things, **about.things, **said.things})
        await self._name([*new, *said.iris(), *about.iris()])

    async def _name(self, iris: Iterable[str]) -> None:
        new = [iri for iri in dict.fromkeys(iris) if iri not in self._labels]
        self._labels |= dict.fromkeys(new, "") | await names_of(self._queries, new, self._language)

    def _label(self, iri: str) -> str:
        return self._labels.get(iri) or iri

    def _kind(self, iri: str) -> str:
        types = self._said.types(iri, RDF.type)
        for kind, cls in (("target", LN.Target), ("duty", LN.ReportingDuty), ("task", LN.Task), ("measure", LN.Measure),
                          ("document", LN.Document)):  # fmt: skip
            if cls.value in types:
                return kind
        return "thing"

    def _node(self, iri: str, relation: str, warrant: Warrant | None, children: Sequence[Node] = ()) -> Node:
        said = self._said
        kind = self._kind(iri)
        document = iri if kind == "document" else said.one(iri, LN.inDocument)
        figure = ""
        if kind == "target":
            year = said.one(iri, LN.horizon)
            figure = target_figure(said, iri, self._labels, self._language) + (f" ({year})" if year else "")
        words = said.one(iri, LN.measuredAs) if kind == "target" else ""
        label = words or (self._quotes.get(iri) if kind in ("task", "measure", "duty") else "") or self._label(iri)
        place = said.one(document, LN.area)
        return Node(
            kind, iri, label, figure, document, self._label(place) if place else "", self._quotes.get(iri, ""),
            bool(said.all(document, LN.hasText)) and iri in self._quotes, relation, warrant, tuple(children),
        )  # fmt: skip

    def _say(self, vi: str, en: str) -> str:
        return en if self._language == "en" else vi

    def _missing(self, vi: str, en: str, why: str = MISSING) -> Node:
        return Node("missing", "", self._say(vi, en), warrant=Warrant(why))

    # Up

    async def _up(self, iris: Sequence[str], depth: int, seen: frozenset[str]) -> dict[str, tuple[Node, ...]]:
        steps = self._steps(await self._queries.rows("trace-up", **{"from": _nodes(iris)}), downward=False)
        actions = [iri for iri in iris if self._said.types(iri, RDF.type) & _ACTIONS]
        for action, target, grade, basis in self._judged(
            await self._queries.rows("trace-served", action=_nodes(actions))
        ):
            warrant = Warrant("judged", grade, basis)
            steps.setdefault(action, {}).setdefault(target, (self._say("góp phần vào", "contributes to"), warrant))
        steps = {
            one: {other: step for other, step in found.items() if "/indicator/" not in other}
            for one, found in steps.items()
        }
        return await self._hang(steps, depth, seen, self._up)

    # Down

    async def _down(self, iris: Sequence[str], depth: int, seen: frozenset[str]) -> dict[str, tuple[Node, ...]]:
        steps = self._steps(await self._queries.rows("trace-down", to=_nodes(iris)), downward=True)
        kinds = {iri: self._kind(iri) for iri in iris}
        targets = [iri for iri in iris if kinds[iri] == "target"]
        for target, action, grade, basis in self._judged(
            await self._queries.rows("trace-serving", target=_nodes(targets))
        ):
            words = self._say("có việc góp phần", "served by")
            steps.setdefault(target, {}).setdefault(action, (words, Warrant("judged", grade, basis)))
        documents = [iri for iri in iris if kinds[iri] == "document"] if depth == 0 else []
        for document, element, _ in texts_of(await self._queries.rows("trace-elements", document=_nodes(documents))):
            words = self._say("ghi", "states")
            steps.setdefault(document, {}).setdefault(element, (words, Warrant(WRITTEN)))
        found = await self._hang(steps, depth, seen, self._down)
        ends = await self._ends([iri for iri in iris if kinds[iri] in ("task", "duty")])
        result = {}
        for iri in iris:
            children = [*found.get(iri, ()), *ends.get(iri, ())]
            read = bool(self._said.all(self._said.one(iri, LN.inDocument), LN.hasText))
            if kinds[iri] == "target" and read and not any(c.kind in ("task", "measure", "duty") for c in children):
                vi, en = (
                    "không có nhiệm vụ hay giải pháp nào phục vụ chỉ tiêu này",
                    "no task or measure serves this target",
                )
                children.append(self._missing(vi, en))
            elif kinds[iri] == "measure" and read and not any(c.kind == "task" for c in children):
                children.append(
                    self._missing("không có nhiệm vụ nào thực hiện giải pháp này", "no task carries this out")
                )
            if kinds[iri] in ("target", "measure") and not read and not children:
                children.append(
                    self._missing(
                        "chưa có toàn văn của kế hoạch này", "the full text of this plan is not here", NOT_READ
                    )
                )
            if iri in self._quotes and kinds[iri] == "target":
                children.insert(0, self._sentence(iri))
            result[iri] = tuple(children)
        return result

    def _sentence(self, iri: str) -> Node:
        document = self._said.one(iri, LN.inDocument)
        quote = self._quotes[iri]
        relation = self._say("câu gốc", "its sentence")
        read = bool(self._said.all(document, LN.hasText))
        return Node(
            "sentence",
            iri,
            quote,
            document=document,
            quote=quote,
            read=read,
            relation=relation,
            warrant=Warrant(WRITTEN),
        )

    async def _ends(self, items: Sequence[str]) -> dict[str, tuple[Node, ...]]:
        """Return what stands at the end of each task: its lead, the body of the day, its deadline, its sentence."""
        rows = list(texts_of(await self._queries.rows("trace-assignments", item=_nodes(items))))
        agents = sorted({agent for _, _, agent, _ in rows})
        changes = Successions.of(await self._queries.rows("trace-changes", agent=_nodes(agents)))
        await self._name([*agents, *changes.steps, *(s.body for steps in changes.steps.values() for s in steps)])
        found: dict[str, tuple[Node, ...]] = {}
        for item in items:
            children = []
            for part, vi, en in (("lead", "chủ trì", "lead"), ("coordinate", "phối hợp", "with")):
                for _, role, agent, printed in (row for row in rows if row[0] == item):
                    if role.endswith(f"/{part}"):
                        label = printed or self._label(agent)
                        body = Node("body", agent, label, relation=self._say(vi, en), warrant=Warrant(WRITTEN))
                        children.append(_with(body, self._today(agent, changes)))
            if not any(child.relation in ("chủ trì", "lead") for child in children):
                children.insert(0, self._missing("không ghi ai chủ trì", "nobody is named to lead it"))
            children.append(self._deadline(item))
            if item in self._quotes:
                children.append(self._sentence(item))
            found[item] = tuple(children)
        return found

    def _today(self, agent: str, changes: Successions) -> tuple[Node, ...]:
        when = (
            self._say(f"ngày {day(self._at, 'vi')}", f"on {day(self._at, 'en')}")
            if self._at
            else self._say("nay là", "today")
        )
        steps = changes.on(agent, self._at)
        if not steps:
            return ()
        return tuple(
            Node(
                "body", s.body, self._label(s.body), relation=when,
                warrant=Warrant(INFERRED, "", "; ".join(filter(None, [", ".join(s.basis), day(s.day, self._language) if s.day else ""]))),
            )
            for s in steps
        )  # fmt: skip

    def _deadline(self, item: str) -> Node:
        said = self._said
        due = [day_of_year(v, self._language) for v in said.all(item, LN.dueDay)]
        years = "–".join(dict.fromkeys(y for y in (said.one(item, LN.startYear), said.one(item, LN.endYear)) if y))
        recurs = self._label(said.one(item, LN.recurrence)) if said.one(item, LN.recurrence) else ""
        text = "; ".join(dict.fromkeys(filter(None, [*due, *said.all(item, LN.timeText), years, recurs])))
        if not text:
            return self._missing("chưa đọc thấy thời hạn", "no deadline was read")
        return Node("deadline", "", text, relation=self._say("thời hạn", "deadline"), warrant=Warrant(WRITTEN))

    # Shared

    def _steps(self, rows: Rows, *, downward: bool) -> dict[str, dict[str, tuple[str, Warrant]]]:
        found: dict[str, dict[str, tuple[str, Warrant]]] = {}
        for row in rows.rows:
            start, relation, end, grade, basis, graph = row
            language = getattr(basis, "language", None) or self._language
            one, other = (text_of(end), text_of(start)) if downward else (text_of(start), text_of(end))
            words = _RELATIONS[text_of(relation).rpartition("#")[2]]
            said = self._say(words[2], words[3]) if downward else self._say(words[0], words[1])
            told = text_of(basis) if language == self._language else ""
            warrant = warrant_of(text_of(graph), self._grade(text_of(grade)), told)
            known = found.setdefault(one, {}).get(other)
            if known is None or (told and not known[1].basis):
                found[one][other] = (said, warrant)
        return found

    def _judged(self, rows: Rows) -> Iterator[tuple[str, str, str, str]]:
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for one, other, grade, basis in rows.rows:
            language = getattr(basis, "language", None) or self._language
            told = text_of(basis) if language == self._language else ""
            key = (text_of(one), text_of(other))
            if key not in found or (told and not found[key][1]):
                found[key] = (self._grade(text_of(grade)), told)
        yield from ((one, other, grade, told) for (one, other), (grade, told) in found.items())

    def _grade(self, iri: str) -> str:
        words = {"verified": ("đã kiểm chứng", "verified"), "probable": ("có lẽ đúng", "probable"),
                 "uncertain": ("chưa chắc", "uncertain")}  # fmt: skip
        vi, en = words.get(iri.rpartition("/")[2], (iri, iri))
        return self._say(vi, en)

    async def _hang(
        self,
        steps: Mapping[str, Mapping[str, tuple[str, Warrant]]],
        depth: int,
        seen: frozenset[str],
        further: Further,
    ) -> dict[str, tuple[Node, ...]]:
        near = {one: [other for other in found if other not in seen] for one, found in steps.items()}
        looked_at = {one: await self._first(others) for one, others in near.items()}
        await self._learn(other for others in looked_at.values() for other in others)
        kept = {one: sorted(others, key=self._rank)[:MOST_BRANCHES] for one, others in looked_at.items()}
        nearest = list(dict.fromkeys(other for others in kept.values() for other in others))
        beyond: dict[str, tuple[Node, ...]] = {}
        if nearest and depth < _DEEPEST:
            beyond = await further(nearest, depth + 1, seen | set(nearest))
        hung: dict[str, tuple[Node, ...]] = {}
        for one, others in kept.items():
            nodes = [self._node(other, *steps[one][other], beyond.get(other, ())) for other in others]
            if left := len(near[one]) - len(others):
                nodes.append(Node("more", "", self._say(f"và {left} điều nữa", f"and {left} more")))
            hung[one] = tuple(nodes)
        return hung

    async def _first(self, iris: list[str]) -> list[str]:
        """Return those of many things that are worth a look: documents with a text first, else in order of their IRIs."""
        if len(iris) <= _LOOKED_AT:
            return iris
        rows = await self._queries.rows("plans")
        read = {text_of(row[0]) for row in rows.rows if row[4] is not None}
        return sorted(iris, key=lambda iri: (iri not in read, iri))[:_LOOKED_AT]

    def _rank(self, iri: str) -> tuple[int, str, str]:
        order = ("document", "target", "measure", "task", "duty", "thing")
        document = self._said.one(iri, LN.inDocument) or iri
        read = bool(self._said.all(document, LN.hasText))
        return (order.index(self._kind(iri)) * 2 + (not read), self._label(self._said.one(document, LN.area)), iri)


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in iris]


def _with(node: Node, children: Sequence[Node]) -> Node:
    return Node(
        node.kind, node.iri, node.label, node.figure, node.document, node.place, node.quote, node.read, node.relation,
        node.warrant, tuple(children),
    )  # fmt: skip
