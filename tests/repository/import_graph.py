"""Which module imports which, read from the source, and the picture of the layers that is held against it.

``python tests/repository/import_graph.py`` draws the arrows of the picture in docs/architecture.md anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "architecture.md"
PACKAGES = ("loader", "query_api")
ARROWS = "%% arrows: made by scripts/picture"
_NODE = re.compile(r'^\s*(\w+)\["(.+)"\]\s*$', re.MULTILINE)
_ARROW = re.compile(r"^\s*(\w+) --> (\w+)\s*$", re.MULTILINE)
_MODULE = re.compile(r"\b(?:loader|query_api)(?:\.\w+)*")


@dataclass(frozen=True, slots=True)
class Import:
    """One import: the module that imports, and what it names, which may be a module or something in one."""

    importer: str
    imported: str


def modules() -> dict[str, Path]:
    """Return every module of the two packages by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, path: Path) -> Iterator[Import]:
    """Yield what a module imports, inside functions and under TYPE_CHECKING too."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            yield from (Import(module, f"{base}.{alias.name}") for alias in node.names)


def module_graph() -> nx.DiGraph[str]:
    """Return the graph of modules: an arrow from each to those it imports."""
    known = modules()
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(known)
    for module, path in known.items():
        for found in imports_of(module, path):
            target = found.imported if found.imported in known else found.imported.rpartition(".")[0]
            if target in known and target != module:
                graph.add_edge(module, target)
    return graph


@dataclass(frozen=True, slots=True)
class Part:
    """A box of the picture: its name there, and the modules and packages that it stands for."""

    name: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of the layers: its boxes and its arrows."""

    parts: tuple[Part, ...]
    arrows: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, text: str) -> Picture:
        """Read the mermaid picture out of a page."""
        drawing = text.split("```mermaid")[1].split("```")[0]
        parts = [Part(name, tuple(_MODULE.findall(label))) for name, label in _NODE.findall(drawing)]
        return cls(tuple(parts), frozenset(_ARROW.findall(drawing)))

    def part_of(self, module: str) -> str | None:
        """Return the box that a module belongs to: the one that names it, or else its nearest package."""
        owner = {prefix: part.name for part in self.parts for prefix in part.modules}
        while module:
            if module in owner:
                return owner[module]
            module = module.rpartition(".")[0]
        return None


def part_graph(picture: Picture, graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Return the graph of the picture's boxes as the code has it."""
    parts: nx.DiGraph[str] = nx.DiGraph()
    parts.add_nodes_from(part.name for part in picture.parts)
    for importer, imported in graph.edges:
        ends = picture.part_of(importer), picture.part_of(imported)
        if ends[0] and ends[1] and ends[0] != ends[1] and imported not in PACKAGES:
            parts.add_edge(ends[0], ends[1])
    return parts


def reduced(graph: nx.DiGraph[str]) -> frozenset[tuple[str, str]]:
    """Return the arrows that are left when each that follows from others is taken away."""
    return frozenset(nx.transitive_reduction(graph).edges)


def circles(graph: nx.DiGraph[str]) -> list[list[str]]:
    """Return the sets of nodes that import each other in a circle."""
    return [sorted(found) for found in nx.strongly_connected_components(graph) if len(found) > 1]


def redrawn(text: str, arrows: Iterable[tuple[str, str]]) -> str:
    """Return the page with these arrows in its picture."""
    before, rest = text.split(ARROWS)
    _, after = rest.split("```", 1)
    lines = "".join(f"\n  {a} --> {b}" for a, b in sorted(arrows))
    return f"{before}{ARROWS}{lines}\n```{after}"


def main() -> None:
    """Draw the arrows anew."""
    text = PICTURE.read_text(encoding="utf-8")
    graph = part_graph(Picture.read(text), module_graph())
    if found := circles(graph):
        raise SystemExit(f"a circle cannot be drawn: {found}")
    PICTURE.write_text(redrawn(text, reduced(graph)), encoding="utf-8")


if __name__ == "__main__":
    main()
