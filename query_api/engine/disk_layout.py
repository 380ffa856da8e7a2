"""How the folder of a store on disk is laid out, and the opening of what lies there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from query_api.engine.evaluation import Stores
from query_api.engine.planning.statistics import Statistics

LAYOUT, STORE, GRAPHS, STATISTICS = "layout.json", "store", "graphs", "statistics.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the stores of a version hold its data; see ``query_api.engine.bulk``.

    Attributes:
        united: all named graphs together are the default graph; else it is a graph of its own.
        repeated: IRIs of the predicates of facts that stand in several graphs. If there are any, the first store has
            each fact in one graph only, and a second one, which shares the files of the first, has all statements.
    """

    united: bool
    repeated: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Note the layout in a folder.

        Raises:
            OSError: it cannot be written.
        """
        (folder / LAYOUT).write_text(json.dumps(asdict(self)), encoding="utf-8")


def write_statistics(folder: Path, statistics: Statistics) -> None:
    """Note what was counted in the store of a folder.

    Raises:
        OSError: it cannot be written.
    """
    (folder / STATISTICS).write_text(json.dumps(statistics.to_json()), encoding="utf-8")


def _statistics(folder: Path) -> Statistics | None:
    """Return what was counted; None if it was not, by an earlier version of this program."""
    try:
        return Statistics.of_json(json.loads((folder / STATISTICS).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def open_stores(folder: Path, *, refuses_services: bool = False) -> Stores:
    """Open what lies in the folder of a version, to read.

    Raises:
        OSError: it is not there, or damaged.
    """
    told = json.loads((folder / LAYOUT).read_text(encoding="utf-8"))
    layout = Layout(told["united"], tuple(told["repeated"]))
    store = ox.Store.read_only(str(folder / STORE))
    return Stores(
        whole=ox.Store.read_only(str(folder / GRAPHS)) if layout.repeated else store,
        merged=store,
        united=layout.united,
        repeated=frozenset(layout.repeated),
        refuses_services=refuses_services,
        statistics=_statistics(folder),
        on_disk=True,
    )
