"""Which indicators an action moves, judged by what its sentence says is done.

An action supports an indicator when its own work is one of the concepts that move the indicator's figure directly
(``themes.toml``); what it does something for, or talks about, is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role
from loader.inference.said import Said, about
from loader.inference.wording import holds, plain
from loader.lexicon.thesaurus import Theme, themes


def supporting_judgements(said: Said, judging: Judging) -> Iterator[Triple]:
    """Yield which indicators a task or measure supports."""
    count = 0
    for theme in themes():
        found = [mention for mention in said.mentions if _moves(mention, theme)]
        indicator = judging.concept("indicator", theme.indicator)
        if not found or not judging.allows(said.node, LN.supports, indicator):
            continue
        count += 1
        node = ox.NamedNode(judging.iris.element(said.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        concepts = list(dict.fromkeys(mention.concept for mention in found))
        words = about(concepts, found)
        basis = Basis(f"Câu nói về: {words.vi}.", f"The sentence speaks of: {words.en}.")
        sure = any(mention.concept in theme.concepts for mention in found)
        grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, said.node, LN.supports, indicator)


def _moves(mention: Mention, theme: Theme) -> bool:
    if mention.role is not Role.OWN or mention.concept not in theme.concepts | theme.also:
        return False
    asked = not theme.with_ or holds(mention.clause, map(plain, theme.with_))
    return asked and not holds(mention.clause, map(plain, theme.unless))
