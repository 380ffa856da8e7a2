"""Which measures of a higher plan the measures and tasks of plans below belong to, judged by what their sentences say.

What a measure of a higher plan is about is known from three sources: concepts of the thesaurus that a table gives it
(``themes.toml``), cues that a curator notes (``ln:cue``), and else its own label. A sentence of a plan that traces to the
higher one belongs to the measures whose concepts are its own work, in the order in which it says them: to two of one list
of measures at most. Only the sentence counts, not the heading that it stands under, so a sentence that many plans copy is
judged alike in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.belonging import Belonging, Higher, belongings, by_single_words, says_no_work
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role, mentions
from loader.inference.peculiar import Peculiar
from loader.inference.readings import as_meant, readings_by_document
from loader.inference.said import about, printed
from loader.inference.scopes import Scopes
from loader.inference.wording import Lexicon, words
from loader.lexicon.concepts import Thesaurus, Vocabulary

_HIGHER = """
SELECT ?measure ?document ?cue ?label ?quote WHERE {
  { ?measure %(cue)s ?any } UNION { ?document %(level)s <%(national)s> . ?measure a %(Measure)s }
  ?measure %(inDocument)s ?document .
  OPTIONAL { ?measure %(cue)s ?cue }
  OPTIONAL { ?measure <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = "vi") }
  OPTIONAL { ?measure %(evidence)s ?excerpt . ?excerpt %(quote)s ?quote }
}"""
_BELOW = """
SELECT ?node ?document ?quote ?lower WHERE {
  VALUES ?document { %(documents)s }
  VALUES ?type { %(Measure)s %(Task)s }
  ?lower %(tracesTo)s ?document .
  ?node %(inDocument)s ?lower ; a ?type ; %(evidence)s ?excerpt .
  ?excerpt %(quote)s ?quote .
}"""
_MOST_WORDS = 4
_LABEL = Basis("Cụ thể hóa giải pháp cấp trên", "Spells out a measure of a higher plan")
_LEXICONS_AT_HAND, _SENTENCES_AT_HAND = 8, 4096


def solution_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which measures of higher plans the measures and tasks of lower plans carry out."""
    scopes = Scopes.of(store)
    higher, cues = _read_higher(store, scopes, judging)
    if not higher:
        return
    known = tuple(sorted(cues))
    counts: dict[str, int] = {}
    by_words: dict[str, Peculiar] = {}
    for document, several in higher.items():
        by_words[document] = _peculiar(several, judging.vocabularies.of(scopes.keys_of(document)))
    for (node, document), quotes in _read_below(store, sorted(higher), judging).items():
        sentence = "; ".join(sorted(quotes))
        vocabulary = judging.vocabularies.of(scopes.keys_of(document))
        said = _said(vocabulary, sentence, known)
        found = belongings(said, higher[document], vocabulary)
        for one in found:
            yield from _judged(ox.NamedNode(node), one, counts, vocabulary.thesaurus, judging)
        worded = {one.node.value for one in higher[document] if one.words}
        likest = None if any(b.higher.node.value in worded for b in found) else by_words[document].likest(sentence)
        if not found and likest is None and says_no_work(said, vocabulary.thesaurus) and _is_measure(store, node):
            likest = by_single_words(tuple(higher[document]), vocabulary).likest(sentence)
        if likest is not None:
            yield from _worded(ox.NamedNode(node), ox.NamedNode(likest[0]), likest[1], counts, judging)


def _peculiar(several: Sequence[Higher], known: Vocabulary) -> Peculiar:
    """Return the words by which the solutions of a pack without a table are told apart."""
    return Peculiar.of({one.node.value: one.words for one in several if one.words}, known)


def _is_measure(store: ox.Store, node: str) -> bool:
    """Say whether an element is a measure and no task: what tasks say beside measures is mostly how plans are run."""
    return ox.Quad(ox.NamedNode(node), RDF.type, LN.Task) not in store


def _worded(
    node: ox.NamedNode, measure: ox.NamedNode, words: Sequence[str], counts: dict[str, int], judging: Judging
) -> Iterator[Triple]:
    if not judging.allows(node, LN.carriesOut, measure):
        return
    counts[node.value] = count = counts.get(node.value, 0) + 1
    judgement = ox.NamedNode(judging.iris.element(node.value, "solution", count))
    several = ", ".join(f"“{one}”" for one in words[:_MOST_WORDS])
    basis = Basis(
        f"Câu có những từ chỉ giải pháp ấy của chương trình có: {several}.",
        f"The sentence has words that only this solution of the programme has: {several}.",
    )
    yield from judging.describe(judgement, LN.Judgement, _LABEL, Grade.UNCERTAIN, basis)
    yield from judging.statement(judgement, node, LN.carriesOut, measure)


@lru_cache(_LEXICONS_AT_HAND)
def _lexicon(known: Vocabulary, cues: tuple[str, ...]) -> Lexicon:
    """Return the phrases of a vocabulary and of cues."""
    return Lexicon.of(known.thesaurus, ((cue, cue) for cue in cues))


@lru_cache(_SENTENCES_AT_HAND)
def _said(known: Vocabulary, sentence: str, cues: tuple[str, ...]) -> tuple[Mention, ...]:
    """Return what a sentence names: plans of one model have sentences in common."""
    # Where no cue stands, the vocabulary alone tells the same, and has perhaps been asked already.
    text = _spaced(sentence)
    cued = any(cue in text for cue in _spaced_cues(cues))
    return mentions(sentence, known, _lexicon(known, cues) if cued else None)


@lru_cache(_LEXICONS_AT_HAND)
def _spaced_cues(cues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_spaced, cues))


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "


def _read_higher(store: ox.Store, scopes: Scopes, judging: Judging) -> tuple[dict[str, list[Higher]], set[str]]:
    """Return the measures of higher plans by their document, and all cues."""
    tabled = {str(judging.iris.of(solution.measure)): solution for solution in judging.vocabularies.whole.solutions}
    cued: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    documents: dict[str, str] = {}
    national = judging.concept("level", "national").value
    quotes: dict[str, set[str]] = {}
    for measure, document, cue, label, quote in _rows(store, _HIGHER, national=national):
        quotes.setdefault(measure, set()).update([quote] if quote else [])
        documents[measure] = document
        cued.setdefault(measure, set()).update([cue] if cue else [])
        labels[measure] = min(label, labels.get(measure, label))
    found: dict[str, list[Higher]] = {}
    under: dict[str, list[str]] = {}
    for measure in sorted(quotes):
        heading = measure.rpartition("/")[0].rpartition("/")[0]
        under.setdefault(heading, []).extend(sorted(quotes[measure]))
    for measure in sorted(documents):
        if measure in tabled:
            concepts, also = tabled[measure].concepts, tabled[measure].also | cued[measure]
        else:
            vocabulary = judging.vocabularies.of(scopes.keys_of(documents[measure]))
            concepts, also = frozenset(cued[measure]), _named(vocabulary, labels[measure])
        if concepts or also:
            list_ = measure.rpartition("/")[0]
            words = () if measure in tabled or not cued[measure] else (*sorted(cued[measure]), *under.get(list_, ()))
            one = Higher(ox.NamedNode(measure), list_, frozenset(concepts), frozenset(also), words)
            found.setdefault(documents[measure], []).append(one)
    return found, {cue for cues in cued.values() for cue in cues}


@lru_cache(_SENTENCES_AT_HAND)
def _named(known: Vocabulary, label: str) -> frozenset[str]:
    return frozenset(
        mention.concept for mention in mentions(label, known) if mention.role is Role.OWN and not mention.wide
    )


def _read_below(store: ox.Store, documents: Sequence[str], judging: Judging) -> dict[tuple[str, str], set[str]]:
    """Return the sentences of measures and tasks below as they are meant, by node and higher document, sorted."""
    found: dict[tuple[str, str], set[str]] = {}
    readings = readings_by_document(store, judging.concept("note-kind", "suspected-misreading"))
    listed = " ".join(f"<{document}>" for document in documents)
    for node, document, quote, lower in _rows(store, _BELOW, documents=listed):
        meant = as_meant(quote, ox.NamedNode(node), readings.get(lower, {}))
        found.setdefault((node, document), set()).add(meant)
    return {key: found[key] for key in sorted(found)}


def _rows(store: ox.Store, query: str, **more: str) -> Iterator[tuple[str, ...]]:
    """Yield the values of a query's solutions; in the order in which it names them; what is not bound is empty."""
    used = ("Measure", "Task", "inDocument", "evidence", "quote", "cue", "tracesTo", "level")
    rows = store.query(query % {**{name: str(getattr(LN, name)) for name in used}, **more})
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            yield tuple([v.value if isinstance(v, ox.NamedNode | ox.Literal) else "" for v in row])


def _judged(
    node: ox.NamedNode, belonging: Belonging, counts: dict[str, int], known: Thesaurus, judging: Judging
) -> Iterator[Triple]:
    measure = belonging.higher.node
    if not judging.allows(node, LN.carriesOut, measure):
        return
    counts[node.value] = count = counts.get(node.value, 0) + 1
    judgement = ox.NamedNode(judging.iris.element(node.value, "solution", count))
    sure = belonging.telling and not all(mention.wide for mention in belonging.by)
    grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
    yield from judging.describe(judgement, LN.Judgement, _LABEL, grade, _basis(belonging.by, known))
    yield from judging.statement(judgement, node, LN.carriesOut, measure)


def _basis(by: Iterable[Mention], known: Thesaurus) -> Basis:
    several = list(by)
    concepts = [key for key in dict.fromkeys(mention.concept for mention in several) if key in known.concepts]
    cues = [mention for mention in several if mention.concept not in known.concepts]
    words = about(concepts, several, known)
    parts_vi, parts_en = ([words.vi], [words.en]) if concepts else ([], [])
    if cues:
        parts_vi.append(f"từ ngữ {printed(cues)}")
        parts_en.append(f"the words {printed(cues)}")
    return Basis(f"Câu nói về: {'; '.join(parts_vi)}.", f"The sentence speaks of: {'; '.join(parts_en)}.")
