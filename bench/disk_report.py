"""What ``bench/disk.py`` measured, as a table beside what is asked of us."""

from __future__ import annotations

import math
import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from endpoint_bars import OURS, OXIGRAPH, Bars

FUSEKI = "Fuseki"
LOAD, MEMORY, DISK, LATENCY, LONGEST, MEDIAN = 1.5, 2.0, 2.0, 1.2, 3.0, 60.0
"""At most so many times the time of ``oxigraph load``, GB, times its disk, times its server's latency; seconds that a
stored question may take, cold; milliseconds that half of them may, warm."""
RATES = {OXIGRAPH: 1.0, FUSEKI: 2.0}
"""At least so many times another server's answers a second, by several clients."""
QUICK = 250.0  # ms up to which a question is asked by several clients, for every server
PATIENCE = 45.0  # seconds that a question may take
GIGABYTE = 1e9
MARKS = ("<!-- disk -->\n", "<!-- /disk -->\n")


@dataclass(frozen=True, slots=True)
class Cost:
    """What loading took: seconds, those of processors, bytes of memory at the peak, bytes on disk at the end."""

    seconds: float
    processor: float
    memory: int
    disk: int


@dataclass(frozen=True, slots=True)
class Row:
    """What one question took, milliseconds (infinite: no answer in time).

    Attributes:
        name: of the question.
        cold: our first answer.
        ours, theirs: medians of those after it.
        rows: their numbers (-1: no answer).
        stored: it is one of the project's own.
    """

    name: str
    cold: float
    ours: float
    theirs: float
    rows: tuple[int, int]
    stored: bool

    @property
    def ratio(self) -> float:
        """Ours to theirs; what gave no answer counts as if it had come when patience ended; not a number for both."""
        if math.isinf(self.ours) and math.isinf(self.theirs):
            return math.nan
        return min(self.ours, PATIENCE * 1000) / min(self.theirs, PATIENCE * 1000)


@dataclass(frozen=True, slots=True)
class Measured:
    """All of a run.

    Attributes:
        command: that measured.
        quads: in the data.
        loads: server → what loading took.
        served: bytes that our processes held together after all questions.
        rows: the questions.
        rates: server → answers a second to several clients, of each turn.
        busy: processes that wanted a processor meanwhile, on average.
    """

    command: str
    quads: int
    loads: dict[str, Cost]
    served: int
    rows: list[Row]
    rates: dict[str, list[float]]
    busy: float

    def text(self) -> str:
        """Return it as Markdown."""
        lines = [
            f"`{self.command}`", "",
            f"{self.quads} quads, {os.cpu_count()} cores, Python {platform.python_version()}, "
            f"pyoxigraph {ox.__version__}, load average {self.busy:.1f}", "",
            self._bars().text(), "",
            "| | s | s CPU | GB bộ nhớ · memory | GB đĩa · disk | trả lời/s, 8 máy khách · answers/s, 8 clients |",
            "|---|---|---|---|---|---|",
            *(self._server(name) for name in dict.fromkeys((*self.loads, *self.rates))), "",
            f"| câu hỏi · question | {OURS}, nguội · cold, ms | {OURS}, ms | {OXIGRAPH}, ms | × | dòng · rows |",
            "|---|---|---|---|---|---|",
            *(
                f"| {row.name} | {_cell(row.cold)} | {_cell(row.ours)} | {_cell(row.theirs)} | "
                f"{'–' if math.isnan(row.ratio) else f'{row.ratio:.2f}'} | {_rows(row.rows)} |"
                for row in self.rows
            ),
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def _bars(self) -> Bars:
        bars = Bars()
        ours, theirs = self.loads[OURS], self.loads.get(OXIGRAPH)
        if theirs is not None:
            bars.check("nạp · load, × `oxigraph load`", ours.seconds / theirs.seconds, "×", LOAD, most=True)
            bars.check(
                "nạp, giờ CPU · load, CPU time, × `oxigraph load`",
                ours.processor / theirs.processor,
                "×",
                LOAD,
                most=True,
            )
            bars.check("đĩa · disk, × `oxigraph load`", ours.disk / theirs.disk, "×", DISK, most=True)
        bars.check("bộ nhớ khi nạp · memory, loading", ours.memory / GIGABYTE, "GB", MEMORY, most=True)
        bars.check("bộ nhớ khi phục vụ · memory, serving", self.served / GIGABYTE, "GB", MEMORY, most=True)
        unanswered = sum(not math.isfinite(row.ours) for row in self.rows)
        bars.check("câu hỏi không có trả lời · questions unanswered", unanswered, "", 0, most=True)
        ratios = [row.ratio for row in self.rows if not math.isnan(row.ratio)]
        if theirs is not None and ratios:
            bars.check(
                "độ trễ, trung vị · latency, median of ratios", statistics.median(ratios), "×", LATENCY, most=True
            )
        own = [row for row in self.rows if row.stored]
        slowest = max(own, key=lambda row: row.cold)
        bars.check(
            f"câu hỏi mẫu chậm nhất, nguội · slowest question, cold ({slowest.name})",
            slowest.cold / 1000, "s", LONGEST, most=True,
        )  # fmt: skip
        late = sum(row.cold > LONGEST * 1000 for row in own)
        bars.check(
            f"câu hỏi mẫu quá {LONGEST:g} s, nguội · slower than that, cold, of {len(own)}", late, "", 0, most=True
        )
        middle = statistics.median(row.ours for row in own)
        bars.check("câu hỏi mẫu, trung vị · stored questions, median", middle, "ms", MEDIAN, most=True)
        for server, bound in RATES.items():
            if server in self.rates:
                ratio = statistics.median(self.rates[OURS]) / statistics.median(self.rates[server])
                bars.check(f"trả lời/s · answers/s, × {server}", ratio, "×", bound, most=False)
        return bars

    def _server(self, name: str) -> str:
        cost, rates = self.loads.get(name), self.rates.get(name)
        loaded = (
            f"{cost.seconds:.0f} | {cost.processor:.0f} | {cost.memory / GIGABYTE:.2f} | {cost.disk / GIGABYTE:.2f}"
            if cost is not None
            else "– | – | – | –"
        )
        told = f"{statistics.median(rates):.1f} ({min(rates):.1f}–{max(rates):.1f})" if rates else "–"
        return f"| {name} | {loaded} | {told} |"


def _cell(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if math.isfinite(milliseconds) else f"> {PATIENCE:.0f} s"


def _rows(rows: tuple[int, int]) -> str:
    one, two = ("–" if number < 0 else str(number) for number in rows)
    return one if one == two else f"{one} / {two}"


def write_report(page: Path, text: str) -> None:
    """Put the text between the page's marks."""
    before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
    _, after = rest.split(MARKS[1])
    beside = page.with_name(f".{page.name}.new")
    beside.write_text(before + MARKS[0] + text + MARKS[1] + after, encoding="utf-8")
    beside.replace(page)
