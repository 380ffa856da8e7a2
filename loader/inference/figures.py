"""Further indicators that one figure serves: "khôi phục, bảo tồn và công nhận mới 05 nghề" restores and recognises.

A target is on one indicator (``ln:ofIndicator``). Its words may say another as well, by a second verb or a second noun: then
the figure serves both (``ln:alsoOfIndicator``), and nobody may say that the plan is silent on the other. The figure of the
one is never split: how much of it belongs to which is not said. Counts go with counts and rates with rates.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.scopes import Scopes
from loader.inference.wording import plain, says
from loader.lexicon.concepts import Figure
from loader.lexicon.expressions import expression

_TARGETS = """
SELECT DISTINCT ?target ?indicator ?measured ?rate ?unit ?document WHERE {
  ?target a %(Target)s ; %(ofIndicator)s ?indicator ; %(measuredAs)s ?measured .
  OPTIONAL { ?target %(unit)s ?unit }
  OPTIONAL { ?indicator %(isRate)s ?rate }
  OPTIONAL { ?target %(inDocument)s ?document }
}"""
# What is counted stands before what is done with it; its nouns are listed.
_OTHER, _PERCENT = "other", "percent"


def figure_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield the further indicators of targets."""
    names = ("Target", "inDocument", "ofIndicator", "measuredAs", "isRate", "unit")
    rows = store.query(_TARGETS % {name: str(getattr(LN, name)) for name in names})
    found = sorted(
        {
            tuple(
                "" if row[name] is None else row[name].value
                for name in ("target", "indicator", "measured", "rate", "unit", "document")
            )
            for row in rows
        }
        if isinstance(rows, ox.QuerySolutions)
        else ()
    )
    scopes = Scopes.of(store)
    for target, indicator, measured, rate, unit, document in found:
        key = indicator.rsplit("/", 1)[-1]
        # Of a target that no rule of reading knows only the unit says whether it is a rate.
        unknown = key == _OTHER
        is_rate = unit.rsplit("/", 1)[-1] == _PERCENT if unknown else rate == "true"
        others = [
            figure
            for figure in judging.vocabularies.whole.figures
            if figure.indicator != key and figure.rate == is_rate
        ]
        own = [f for f in others if scopes.concerns(document, judging.concept("indicator", f.indicator).value)]
        served = [figure for figure in own if serves(measured, figure, wide=unknown)]
        for count, figure in enumerate(served, 1):
            yield from _judged(ox.NamedNode(target), figure, measured, count, judging)


def serves(measured: str, figure: Figure, *, wide: bool = False) -> bool:
    """Say whether words that name what a figure measures name an indicator.

    Args:
        measured: the words ("nghề hoặc làng nghề được công nhận").
        figure: how the indicator is named.
        wide: its wider words name it, too.
    """
    counted = [
        plain(noun)
        for noun in expression("counted-list").split(expression("done-with").split(measured.lower(), maxsplit=1)[0])
    ]
    named = not figure.of or any(noun.startswith(f" {start} ") for noun in counted for start in figure.of)
    return named and any(says(measured, words) for words in (*figure.words, *(figure.wide if wide else ())))


def _judged(target: ox.NamedNode, figure: Figure, measured: str, count: int, judging: Judging) -> Iterator[Triple]:
    indicator = judging.concept("indicator", figure.indicator)
    if not judging.allows(target, LN.alsoOfIndicator, indicator):
        return
    node = ox.NamedNode(judging.iris.element(target.value, "also", count))
    label = Basis("Một con số cho nhiều chỉ số", "One figure for several indicators")
    basis = Basis(
        f"Con số đo “{measured}”: không tách được phần của từng chỉ số.",
        f"The figure measures “{measured}”: the share of each indicator is not told apart.",
    )
    yield from judging.describe(node, LN.Judgement, label, Grade.PROBABLE, basis)
    yield from judging.statement(node, target, LN.alsoOfIndicator, indicator)
