"""Words used when a programme is proposed from its root document."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ProposingWords:
    """The lists of ``proposing.toml``.

    Attributes:
        openings: what opens a title and is no part of the programme's name.
        endings: what ends the programme's name.
        worse: what is measured is worse when there is more of it.
        speaking: words behind which a bad thing is only spoken of ("cấp cứu tai nạn").
        falling: verbs that say that a figure is to become smaller.
        better: words that make it good all the same.
        mended: what is done about a bad thing.
        missing: words by which a good thing is still to come: less of it is better.
        acting: verbs that open an action; what it is about stands behind.
        joints: behind these stands for whom, where or what for something is done.
        yearly: words of figures of each year.
        ranks: words of a place in a ranking.
        averages: words of what is an average, or measured by one, and does not add up.
        changing: verbs of growing or falling that are left over behind what changes.
    """

    openings: tuple[str, ...]
    endings: tuple[str, ...]
    worse: tuple[str, ...]
    speaking: tuple[str, ...]
    falling: tuple[str, ...]
    better: tuple[str, ...]
    mended: tuple[str, ...]
    missing: tuple[str, ...]
    acting: tuple[str, ...]
    joints: tuple[str, ...]
    yearly: tuple[str, ...]
    ranks: tuple[str, ...]
    averages: tuple[str, ...]
    changing: tuple[str, ...]


@cache
def proposing_words() -> ProposingWords:
    """Return the lists, read once."""
    content = tomllib.loads(files(__package__).joinpath("proposing.toml").read_text(encoding="utf-8"))
    return ProposingWords(**{field.name: tuple(content[field.name]) for field in fields(ProposingWords)})
