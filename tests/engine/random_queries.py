"""Queries that nobody would write: groups within groups, a few variables and two constants in all places."""

from __future__ import annotations

from random import Random

_VARIABLES = ("?v", "?w", "?x", "?y", "?z")
_PATHS = (":p", ":q", "a", ":p/:q", ":p|:q", "^:p", "?r", ":p*", ":q+", ":p?")


class QueryMaker:
    """Makes one query after the other from a seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._made = 0

    def query(self) -> str:
        """Return a query that selects all; now and then one that no engine takes, for it gives a variable two values."""
        return f"SELECT * {{ {self._group(3)} }}"

    def _group(self, depth: int) -> str:
        return " ".join(self._piece(depth) for _ in range(self._chance.randint(1, 4)))

    def _piece(self, depth: int) -> str:
        kinds = (
            ["edge"] * 10 if depth == 0 else [*["edge"] * 9, "optional", "optional", "union", "union", "group_alone"]
        )
        kinds += ["minus", "minus", "filter", "filter", "values", "query"] if depth else []
        kinds += (
            ["bind"] if depth == 3 else []
        )  # the engine lets BIND see what is bound outside OPTIONAL, unlike 18.2.2
        return str(getattr(self, f"_{self._chance.choice(kinds)}")(depth))

    def _term(self) -> str:
        return self._chance.choice((*_VARIABLES, *_VARIABLES, ":a", ":b"))

    def _name(self) -> str:
        return self._chance.choice(_VARIABLES)

    def _edge(self, depth: int) -> str:
        return f"{self._term()} {self._chance.choice(_PATHS)} {self._term()} ."

    def _optional(self, depth: int) -> str:
        return f"OPTIONAL {{ {self._group(depth - 1)} }}"

    def _union(self, depth: int) -> str:
        return f"{{ {self._group(depth - 1)} }} UNION {{ {self._group(depth - 1)} }}"

    def _group_alone(self, depth: int) -> str:
        return f"{{ {self._group(depth - 1)} }}"

    def _minus(self, depth: int) -> str:
        return f"MINUS {{ {self._group(depth - 1)} }}"

    def _filter(self, depth: int) -> str:
        return "FILTER " + self._chance.choice(
            (
                f"({self._name()} != {self._name()})",
                f"(!BOUND({self._name()}) || {self._name()} = :a)",
                f"EXISTS {{ {self._group(depth - 1)} }}",
                f"(NOT EXISTS {{ {self._group(depth - 1)} }} || {self._name()} = :b)",
            )
        )

    def _values(self, depth: int) -> str:
        return f"VALUES {self._name()} {{ :a {self._chance.choice((':b', 'UNDEF', ':c'))} }}"

    def _bind(self, depth: int) -> str:
        self._made += 1
        return f"BIND(IF({self._name()} = :a, :b, {self._name()}) AS ?n{self._made})"

    def _query(self, depth: int) -> str:
        self._made += 1
        one, other = self._name(), self._name()
        if self._chance.random() < 0.5:
            return f"{{ SELECT DISTINCT {one} {{ {self._group(depth - 1)} }} }}"
        group = self._group(depth - 1)
        return f"{{ SELECT {one} (COUNT({other}) AS ?n{self._made}) {{ {group} }} GROUP BY {one} }}"
