"""Which indicators an action moves, judged by what its sentence says is done.

An action supports an indicator when its own work is one of the concepts that move the indicator's figure directly
(``themes.toml``); what it does something for, or talks about, is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role
from loader.inference.said import Said, about
from loader.inference.scopes import Scopes
from loader.inference.wording import holds, plain
from loader.lexicon.concepts import Theme, Vocabulary
from loader.phrases import has_phrase

_VOCABULARIES_AT_HAND = 16
Cues = Mapping[str, tuple[str, ...]]
"""IRI of an indicator → words by which an action is seen to work for it."""


def supporting_judgements(
    said: Said, document: str, scopes: Scopes, cues: Cues, known: Vocabulary, judging: Judging
) -> Iterator[Triple]:
    """Yield which indicators a task or measure supports.

    Args:
        said: what its sentence says.
        document: IRI of its document; only indicators of its programmes are looked at.
        scopes: the programmes of documents and indicators.
        cues: words that tell it, of indicators without a theme.
        known: what the sentence is read with.
        judging: what judgements are written with.
    """
    count = 0
    for theme in known.themes:
        found = [mention for mention in said.mentions if moves(mention, theme, said.text, known)]
        indicator = judging.concept("indicator", theme.indicator)
        if (
            not found
            or not scopes.concerns(document, indicator.value)
            or not judging.allows(said.node, LN.supports, indicator)
        ):
            continue
        count += 1
        node = ox.NamedNode(judging.iris.element(said.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        concepts = list(dict.fromkeys(mention.concept for mention in found))
        words = about(concepts, found, known.thesaurus)
        basis = Basis(f"Câu nói về: {words.vi}.", f"The sentence speaks of: {words.en}.")
        sure = any(mention.concept in theme.concepts and not mention.wide for mention in found)
        grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, said.node, LN.supports, indicator)

    themed = {judging.concept("indicator", theme.indicator).value for theme in known.themes}
    for iri in scopes.indicators_of(document):
        word = next((cue for cue in cues.get(iri, ()) if has_phrase(said.text, [cue])), None)
        indicator = ox.NamedNode(iri)
        if word is None or iri in themed or not judging.allows(said.node, LN.supports, indicator):
            continue
        count += 1
        node = ox.NamedNode(judging.iris.element(said.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        basis = Basis(f"Câu có từ ngữ “{word}”.", f"The sentence has the words “{word}”.")
        yield from judging.describe(node, LN.Judgement, label, Grade.UNCERTAIN, basis)
        yield from judging.statement(node, said.node, LN.supports, indicator)


def cues_of(store: ox.Store) -> Cues:
    """Return the words by which packs tell that an action works for an indicator."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, LN.cue, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    return {iri: tuple(sorted(words)) for iri, words in found.items()}


@lru_cache(_VOCABULARIES_AT_HAND)
def _things(known: Vocabulary) -> tuple[str, ...]:
    """Return the words that say of what an action of any theme is."""
    return tuple(sorted({plain(word) for theme in known.themes for word in theme.with_}))


def moves(mention: Mention, theme: Theme, sentence: str, known: Vocabulary) -> bool:
    """Say whether what a sentence names as its own work moves the figure of an indicator.

    A clause that does not say of what it speaks goes on with what the sentence spoke of before it.
    """
    if mention.role is not Role.OWN or mention.concept not in theme.concepts | theme.also:
        return False
    if holds(mention.clause, map(plain, theme.unless)):
        return False
    asked = tuple(map(plain, theme.with_))
    where = mention.clause if holds(mention.clause, _things(known)) else plain(sentence)
    return not asked or holds(where, asked)
