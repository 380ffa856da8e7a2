"""Words that name what is measured: which change nothing, which change what is meant, which say the same."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast


@dataclass(frozen=True, slots=True)
class MeasuringWords:
    """The lists of ``measuring.toml``.

    Attributes:
        empty: phrases that add nothing to what is measured.
        narrowing: phrases that, on one side only, make two indicators.
        kept: compounds, whose syllables are neither left out nor replaced.
        further: verbs that open a further predicate, which plans below leave out.
        made: verbs of making what is counted.
        same: groups of phrases that mean the same; the first stands for all.
        states: words behind which stands what is attained of a population.
    """

    empty: tuple[str, ...]
    narrowing: tuple[str, ...]
    kept: tuple[str, ...]
    further: tuple[str, ...]
    made: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]


@cache
def measuring_words() -> MeasuringWords:
    """Return the lists, read once."""
    content = tomllib.loads(files(__package__).joinpath("measuring.toml").read_text(encoding="utf-8"))
    groups = cast("list[list[str]]", content["same"])
    return MeasuringWords(
        tuple(cast("list[str]", content["empty"])),
        tuple(cast("list[str]", content["narrowing"])),
        tuple(cast("list[str]", content["kept"])),
        tuple(cast("list[str]", content["further"])),
        tuple(cast("list[str]", content["made"])),
        tuple(tuple(group) for group in groups),
        tuple(cast("list[str]", content["states"])),
    )
