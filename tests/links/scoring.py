"""Holds the links that are derived inside a plan against those that a reader wrote down (``*.json`` beside this file).

Each item is found by the first words of its sentence. What is listed as open (two careful readers may differ) counts neither
as missed nor as false. ``python -m tests.links.scoring`` prints the figures of all plans. Those of ``REAL`` are documents of
the project, two of them by two readers; those of ``INVENTED`` are plans of ``tests/gold`` and ``plans`` and are built first.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from loader.build import build
from loader.graph.dataset import parse_file
from loader.graph.vocabulary import LN, RDF
from loader.inference.wording import plain
from loader.project import Project

HERE = Path(__file__).parent
REAL = ("khoai-chau", "long-an", "tuyen-quang", "second-khoai-chau", "second-long-an")
INVENTED = (
    *("dak-lak", "bac-giang", "quang-nam", "tra-vinh", "nam-dinh", "phu-yen"),
    *("hoa-binh", "vinh-long", "thai-binh", "gia-lai"),
    *("quang-tri", "lam-thao", "ha-nam", "ben-tre"),
)
Link = tuple[int, int | str]
SOLUTIONS = "/giai-phap/measure-"


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind of link was found."""

    kind: str
    wanted: frozenset[Link]
    found: frozenset[Link]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there is nothing to find and nothing was found."""
        hits = len(self.wanted & self.found)
        precision = hits / len(self.found) if self.found else 1.0
        recall = hits / len(self.wanted) if self.wanted else 1.0
        return 2 * precision * recall / (precision + recall) if hits or not (self.wanted or self.found) else 0.0

    def __str__(self) -> str:
        hits = len(self.wanted & self.found)
        return f"{self.kind:22} F1 {self.f1:.3f} ({hits} of {len(self.wanted)}, found {len(self.found)})"


def build_invented(output: Path) -> Path:
    """Build the invented plans into a folder, and return it."""
    files = [
        HERE.parent / "gold" / json.loads(_gold_file(plan).read_text(encoding="utf-8"))["file"] for plan in INVENTED
    ]
    build(Project.find(), files, output, workers=1)
    return output


def scores(plan: str, built: Path) -> list[Score]:
    """Return the scores of one plan, kind by kind.

    Args:
        plan: name of its file of links.
        built: the folder with ``documents`` and ``inferred.nt``.
    """
    gold, store = _read(plan, built)
    measures = _nodes(store, LN.Measure, gold["measures"])
    tasks = _nodes(store, LN.Task, gold["tasks"])
    back = {node: number for number, node in measures.items()}
    numbered = {number: _solutions(store, node) for number, node in measures.items()}
    carried = {n: {m for m in _objects(store, t, LN.carriesOut) if m in back} for n, t in tasks.items()}
    by = {m["i"]: {t for t, several in carried.items() if measures[m["i"]] in several} for m in gold["measures"]}
    clear = [m for m in gold["measures"] if m["carried_out_by"] or not m["open_tasks"]]
    return [
        Score(
            "measure without task",
            frozenset((m["i"], 0) for m in clear if not m["carried_out_by"]),
            frozenset((m["i"], 0) for m in clear if not by[m["i"]]),
        ),
        _score("task carries out", gold["measures"], "carried_out_by", "open_tasks", by),
        _score("measure, solution", gold["measures"], "solutions", "open_solutions", numbered),
        _score(
            "task, solution",
            gold["tasks"],
            "solutions",
            "open_solutions",
            {number: _solutions(store, node) for number, node in tasks.items()},
        ),
        _score(
            "task, indicator",
            gold["tasks"],
            "supports",
            "open_supports",
            {n: {i.value.rsplit("/", 1)[-1] for i in _objects(store, t, LN.supports)} for n, t in tasks.items()},
        ),
    ]


def _gold_file(plan: str) -> Path:
    return HERE / f"{plan}.json"


def _read(plan: str, built: Path) -> tuple[dict[str, Any], ox.Store]:
    gold = json.loads(_gold_file(plan).read_text(encoding="utf-8"))
    store = ox.Store()
    for file in (built / "documents" / f"{Path(gold['file']).stem}.ttl", built / "inferred.nt"):
        store.bulk_extend(ox.Quad(*quad.triple) for quad in parse_file(file))
    return gold, store


def false_silence(plan: str, built: Path) -> tuple[int, int]:
    """Return how many measures are stated to be carried out by nobody, and how many of them a task does carry out."""
    gold, store = _read(plan, built)
    measures = _nodes(store, LN.Measure, gold["measures"])
    said = [m for m in gold["measures"] if ox.Literal(False) in _values(store, measures[m["i"]], LN.isCarriedOut)]
    return len(said), sum(bool(m["carried_out_by"]) for m in said)


def _score(
    kind: str,
    items: list[dict[str, list[int]]],
    key: str,
    open_key: str,
    found: dict[int, set[int]] | dict[int, set[str]],
) -> Score:
    wanted, have = set(), set()
    for item in items:
        number = int(str(item["i"]))
        wanted |= {(number, link) for link in item[key] if link not in item[open_key]}
        have |= {(number, link) for link in found[number] if link not in item[open_key]}
    return Score(kind, frozenset(wanted), frozenset(have))


def _nodes(store: ox.Store, kind: ox.NamedNode, items: list[dict[str, object]]) -> dict[int, ox.NamedNode]:
    """Return the node of each item; an item whose sentence was not read is an error of the test."""
    nodes = sorted(_of_type(store, kind), key=lambda node: node.value)
    quotes = [(node, " ".join(_quotes(store, node))) for node in nodes]
    found: dict[int, ox.NamedNode] = {}
    for item in items:
        start = plain(str(item["quote"]))
        node = next(node for node, quote in quotes if plain(quote).startswith(start) and node not in found.values())
        found[int(str(item["i"]))] = node
    return found


def _of_type(store: ox.Store, kind: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(None, RDF.type, kind, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _values(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[object]:
    return [quad.object for quad in store.quads_for_pattern(node, predicate, None, None)]


def _objects(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    return [value for value in _values(store, node, predicate) if isinstance(value, ox.NamedNode)]


def _quotes(store: ox.Store, node: ox.NamedNode) -> list[str]:
    quotes = [_values(store, excerpt, LN.quote) for excerpt in _objects(store, node, LN.evidence)]
    return [value.value for several in quotes for value in several if isinstance(value, ox.Literal)]


def _solutions(store: ox.Store, node: ox.NamedNode) -> set[int]:
    found = (value.value for value in _objects(store, node, LN.carriesOut))
    return {int(iri.rsplit("-", 1)[-1]) for iri in found if SOLUTIONS in iri}


def main() -> None:
    """Print the figures of all plans."""
    with tempfile.TemporaryDirectory() as folder:
        invented = build_invented(Path(folder))
        for plan in (*REAL, *INVENTED):
            built = invented if plan in INVENTED else Project.find().ttl
            rows = scores(plan, built)
            print(plan, *rows, f"mean {sum(row.f1 for row in rows) / len(rows):.3f}", sep="\n  ")
            print("  said to be carried out by nobody: {}, false: {}".format(*false_silence(plan, built)))


if __name__ == "__main__":
    main()
