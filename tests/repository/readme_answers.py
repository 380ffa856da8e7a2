"""The questions of README.md and the answers printed below them.

``python tests/repository/readme_answers.py`` writes the answers anew from the built graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from query_api.client import Client, connect

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_EXAMPLE = re.compile(r"```sparql\n(?P<query>.*?)```\n\n(?P<answer>(?:\|[^\n]*\|\n)*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """One query of the page and the table below it, as printed."""

    query: str
    answer: str


def examples(text: str) -> Iterator[Example]:
    """Yield the queries of a page that have an answer."""
    for match in _EXAMPLE.finditer(text):
        yield Example(match["query"], match["answer"])


def built_graph() -> Client:
    """Return the graph of the project, as it is committed."""
    return connect([ROOT / "data" / "ttl", ROOT / "ontology"])


def answer(client: Client, query: str) -> str:
    """Return the answer to a query as a Markdown table; things are named by their labels."""
    rows = client.select(query)
    names = client.labels(t.value for row in rows.rows for t in row if isinstance(t, ox.NamedNode))
    head = [list(rows.variables), ["---"] * len(rows.variables)]
    body = [[_cell(term, names) for term in row] for row in rows.rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in [*head, *body])


def _cell(term: object, names: dict[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        text = names.get(term.value, term.value)
    else:
        text = term.value if isinstance(term, ox.Literal) else ""
    return " ".join(text.replace("|", "\\|").split())


def rewritten(text: str, client: Client) -> str:
    """Return the page with every answer made anew."""
    return _EXAMPLE.sub(lambda m: f"```sparql\n{m['query']}```\n\n{answer(client, m['query'])}", text)


def main() -> None:
    """Write the answers anew."""
    README.write_text(rewritten(README.read_text(encoding="utf-8"), built_graph()), encoding="utf-8")


if __name__ == "__main__":
    main()
