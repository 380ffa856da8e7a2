"""Which indicators an action moves, judged by what its sentence says is done.

An action supports an indicator when its own work is one of the concepts that move the indicator's figure directly
(``themes.toml``); what it does something for, or talks about, is not enough. Of an indicator that no table knows its own
words tell (see ``attainment``), and the cues of its pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDFS
from loader.inference.attainment import Attained, attained_of, served
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role
from loader.inference.said import Said, about
from loader.inference.scopes import Scopes
from loader.inference.wording import holds, plain
from loader.lexicon.concepts import Theme, Vocabulary
from loader.phrases import has_phrase

_VOCABULARIES_AT_HAND = 16
_MOST_WORDS = 4
_HERE = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Aims:
    """The indicators of a document's programmes, ready to be asked which of them a sentence moves.

    Attributes:
        known: what sentences are read with.
        moved: the themes of those that a table knows, each with its indicator.
        own: IRIs of the others.
        attained: what these say is attained.
        cues: what sentences they are told by.
    """

    known: Vocabulary
    moved: tuple[tuple[_Moved, ox.NamedNode], ...]
    own: tuple[str, ...]
    attained: tuple[Attained, ...]
    cues: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, document: str, scopes: Scopes, pack: Worded, known: Vocabulary, judging: Judging) -> Aims:
        """Return what the actions of a document may work for.

        Args:
            document: IRI of the document; only indicators of its programmes are looked at.
            scopes: the programmes of documents and indicators.
            pack: words that tell it, of indicators without a theme.
            known: what its sentences are read with.
            judging: what judgements are written with.
        """
        moved = [(theme, judging.concept("indicator", theme.theme.indicator)) for theme in _all_moved(known)]
        themed = {indicator.value for _, indicator in moved}
        own = tuple(iri for iri in scopes.indicators_of(document) if iri not in themed)
        concerned = tuple((theme, node) for theme, node in moved if scopes.concerns(document, node.value))
        return cls(known, concerned, own, pack.attained(own, known), pack.cues)


def supporting_judgements(said: Said, aims: Aims, judging: Judging) -> Iterator[Triple]:
    """Yield which indicators a task or measure supports.

    Args:
        said: what its sentence says.
        aims: what it may support.
        judging: what judgements are written with.
    """
    count, known = 0, aims.known
    own_work = {mention.concept for mention in said.clear if mention.role is Role.OWN}
    for moved, indicator in aims.moved:
        if own_work.isdisjoint(moved.concepts):
            continue
        found = [mention for mention in said.clear if moved.by(mention, said.text, known)]
        if not found or not judging.allows(said.node, LN.supports, indicator):
            continue
        count += 1
        node = ox.NamedNode(judging.iris.element(said.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        concepts = list(dict.fromkeys(mention.concept for mention in found))
        words = about(concepts, found, known.thesaurus)
        basis = Basis(f"Câu nói về: {words.vi}.", f"The sentence speaks of: {words.en}.")
        sure = any(mention.concept in moved.theme.concepts and not mention.wide for mention in found)
        grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, said.node, LN.supports, indicator)

    by_words = {one.indicator: one.words for one in served(said.text, aims.attained, known)} if aims.attained else {}
    for iri in aims.own:
        word = next((cue for cue in aims.cues.get(iri, ()) if has_phrase(said.text, [cue])), None)
        indicator = ox.NamedNode(iri)
        if (word is None and iri not in by_words) or not judging.allows(said.node, LN.supports, indicator):
            continue
        count += 1
        node = ox.NamedNode(judging.iris.element(said.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        basis = _by_cue(word) if word is not None else _by_words(by_words[iri])
        yield from judging.describe(node, LN.Judgement, label, Grade.UNCERTAIN, basis)
        yield from judging.statement(node, said.node, LN.supports, indicator)


def _by_cue(word: str) -> Basis:
    return Basis(f"Câu có từ ngữ “{word}”.", f"The sentence has the words “{word}”.")


def _by_words(words: Sequence[str]) -> Basis:
    several = ", ".join(f"“{one}”" for one in words[:_MOST_WORDS])
    return Basis(
        f"Việc của câu là điều mà trong các chỉ số chỉ chỉ số này đo: {several}.",
        f"The sentence does what of the indicators only this one measures: {several}.",
    )


@dataclass(frozen=True, slots=True)
class Worded:
    """The words by which packs know their indicators.

    Attributes:
        cues: IRI of an indicator → words by which an action is seen to work for it.
        measured: IRI of an indicator → the phrases that name what it measures.
        names: IRI of an indicator → the names of its programmes.
    """

    cues: Mapping[str, tuple[str, ...]]
    measured: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, store: ox.Store, scopes: Scopes) -> Worded:
        """Return what a graph says of indicators."""
        cues: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, LN.cue, None, _HERE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                cues.setdefault(quad.subject.value, []).append(quad.object.value)
        measured = {iri: _texts(store, iri, LN.measuredAs) for iri in sorted(scopes.indicators)}
        names = {iri: _named(store, programmes) for iri, programmes in scopes.indicators.items()}
        return cls({iri: tuple(sorted(words)) for iri, words in cues.items()}, measured, names)

    def attained(self, indicators: Sequence[str], known: Vocabulary) -> tuple[Attained, ...]:
        """Return what some indicators say is attained, read with a vocabulary."""
        wordings = tuple((iri, self.measured[iri]) for iri in indicators if self.measured.get(iri))
        names = sorted({name for iri, _ in wordings for name in self.names[iri]})
        return attained_of(wordings, known, tuple(names)) if wordings else ()


def _named(store: ox.Store, programmes: Iterable[str]) -> tuple[str, ...]:
    names = ((iri, predicate) for iri in sorted(programmes) for predicate in (RDFS.label, LN.titleWords))
    return tuple(text for iri, predicate in names for text in _texts(store, iri, predicate))


def _texts(store: ox.Store, iri: str, predicate: ox.NamedNode) -> tuple[str, ...]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), predicate, None, _HERE)
    return tuple(sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)))


@dataclass(frozen=True, slots=True)
class _Moved:
    """A theme with its words in plain form.

    Attributes:
        theme: what moves the figure of an indicator.
        concepts: all concepts that do.
        asked: one of these must stand in the clause; none asked when empty.
        unless: none of these may.
    """

    theme: Theme
    concepts: frozenset[str]
    asked: tuple[str, ...]
    unless: tuple[str, ...]

    def by(self, mention: Mention, sentence: str, known: Vocabulary) -> bool:
        """Say whether what a sentence names as its own work moves the figure of the indicator.

        A clause that does not say of what it speaks goes on with what the sentence spoke of before it.
        """
        if mention.role is not Role.OWN or mention.concept not in self.concepts or holds(mention.clause, self.unless):
            return False
        if not self.asked:
            return True
        where = mention.clause if holds(mention.clause, _things(known)) else plain(sentence)
        return holds(where, self.asked)


@lru_cache(_VOCABULARIES_AT_HAND)
def _all_moved(known: Vocabulary) -> tuple[_Moved, ...]:
    """Return the themes of a vocabulary, ready to be held against sentences."""
    return tuple(
        _Moved(theme, theme.concepts | theme.also, tuple(map(plain, theme.with_)), tuple(map(plain, theme.unless)))
        for theme in known.themes
    )


@lru_cache(_VOCABULARIES_AT_HAND)
def _things(known: Vocabulary) -> tuple[str, ...]:
    """Return the words that say of what an action of any theme is."""
    return tuple(sorted({word for moved in _all_moved(known) for word in moved.asked}))
