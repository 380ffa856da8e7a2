"""What is asked of our endpoint beside others, and tables of what was measured."""

from __future__ import annotations

import statistics

OURS, OXIGRAPH, RDFLIB = "langnghe", "Oxigraph server", "rdflib-endpoint"
SMALL = 20.0  # ms up to which an answer counts as small
ABOVE, TIMES, RATE, FASTER, REPEATED = 2.0, 1.2, 0.8, 10.0, 5.0
"""At most so many ms above Oxigraph's server (small answers), so many times its time (others); at least so much of its
throughput; so many times faster than rdflib-endpoint; and than Oxigraph's server when a question is repeated."""


class Bars:
    """What is asked of us, what was measured, and whether that will do."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def check(self, what: str, measured: float, unit: str, bound: float, *, most: bool) -> None:
        """Note a bar: at most, or at least, ``bound``."""
        good = measured <= bound if most else measured >= bound
        sign = "≤" if most else "≥"
        self._lines.append(f"| {what} | {measured:.2f} {unit} | {sign} {bound:g} {unit} | {'yes' if good else 'NO'} |")

    def text(self) -> str:
        """Return the table."""
        return "\n".join(["| bar | measured | wanted | held |", "|---|---|---|---|", *self._lines])


def table(head: str, rows: dict[str, dict[str, list[float]]]) -> None:
    """Print medians (p99) by server."""
    servers = list(next(iter(rows.values())))
    print(f"\n| {head}, ms: median (p99) | " + " | ".join(servers) + " |\n|---" + "|---" * len(servers) + "|")
    for name, by_server in rows.items():
        cells = []
        for server in servers:
            times = sorted(by_server.get(server, []))
            cells.append(f"{statistics.median(times):.2f} ({times[int(len(times) * 0.99)]:.1f})" if times else "")
        print(f"| {name} | " + " | ".join(cells) + " |")
