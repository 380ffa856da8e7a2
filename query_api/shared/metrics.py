"""Counters of a server in the text format that Prometheus reads."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)
"""Upper bounds of the histogram of query durations, seconds."""
_BOUNDS = (*BUCKETS, float("inf"))


@dataclass(slots=True)
class Metrics:
    """What a server has done so far.

    Attributes:
        requests: responses by status.
        queries: queries by outcome ("complete", "cached", "not-modified", "broken-off" or a kind of problem).
        seconds: sum of query durations.
        within: queries per bucket of ``BUCKETS`` (not cumulated).
    """

    requests: Counter[int] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    within: Counter[float] = field(default_factory=Counter)

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query."""
        self.queries[outcome] += 1
        self.seconds += seconds
        self.within[_BOUNDS[bisect_left(BUCKETS, seconds)]] += 1

    def text(self, running: int, triples: int | None) -> str:
        """Return all counters.

        Args:
            running: queries running now.
            triples: triples served, if known.
        """
        lines = ["# TYPE langnghe_http_responses_total counter"]
        lines += [f'langnghe_http_responses_total{{status="{s}"}} {n}' for s, n in sorted(self.requests.items())]
        lines.append("# TYPE langnghe_queries_total counter")
        lines += [f'langnghe_queries_total{{outcome="{o}"}} {n}' for o, n in sorted(self.queries.items())]
        lines.append("# TYPE langnghe_query_seconds histogram")
        total = 0
        for bound in _BOUNDS:
            total += self.within[bound]
            label = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'langnghe_query_seconds_bucket{{le="{label}"}} {total}')
        lines += [f"langnghe_query_seconds_sum {self.seconds:.6f}", f"langnghe_query_seconds_count {total}"]
        lines += ["# TYPE langnghe_queries_running gauge", f"langnghe_queries_running {running}"]
        if triples is not None:
            lines += ["# TYPE langnghe_triples gauge", f"langnghe_triples {triples}"]
        return "\n".join(lines) + "\n"
