"""The measurement of rules: annotated documents read by them, what was read judged, which rules matched written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from loader.errors import InputError
from loader.evaluation import read_gold
from loader.extraction import extract
from loader.judgements import Entry, Judgement, examples, judged, tallies
from loader.readers import read_file
from loader.rules import Book
from loader.rules.coverage import Recording
from loader.rules.tallies import Measured, measured


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with what it says, as a person read it.

    Attributes:
        name: the name of the annotation, without ending.
        file: the document.
        gold: the annotation; None for a document that is only read.
    """

    name: str
    file: Path
    gold: Entry | None = None


def annotated(golds: Iterable[Path], sources: Path) -> list[Annotated]:
    """Return annotated documents and the sources that have no annotation, in a fixed order.

    Args:
        golds: annotations, or folders with some at any depth; a document stands beside its annotation or among sources.
        sources: the folder of sources.

    Raises:
        InputError: an annotation is none, or its document is nowhere.
    """
    found: dict[Path, Annotated] = {}
    for path in dict.fromkeys(p for g in golds for p in (sorted(g.rglob("*.json")) if g.is_dir() else [g])):
        gold = read_gold(path)
        name = PurePath(str(gold["file"])).name
        file = next((f for f in (path.parent / name, sources / name) if f.is_file()), None)
        if file is None:
            raise InputError(f"the annotated document {name} is not there", where=str(path))
        found[file.resolve()] = Annotated(path.stem, file, gold)
    return sorted(found.values(), key=lambda a: (a.file.name, a.name))


"""In every annotation of a document's facts, and in none of another kind."""


def unannotated(sources: Path, known: Iterable[Annotated]) -> list[Annotated]:
    """Return the sources that none of the annotated documents is."""
    names = {a.file.name for a in known}
    files = sorted(f for f in sources.glob("*") if f.is_file() and f.suffix != ".toml" and f.name not in names)
    return [Annotated(f.stem, f) for f in files]


def revision(documents: Iterable[Annotated]) -> str:
    """Return a digest of documents and their annotations."""
    digest = hashlib.sha256()
    for document in documents:
        said = json.dumps(document.gold, ensure_ascii=False, sort_keys=True)
        digest.update(f"{document.file.name}\t{said}\t".encode())
        digest.update(hashlib.sha256(document.file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def measure(rulebook: Book, documents: Sequence[Annotated]) -> tuple[Measured, Recording]:
    """Return how often the rules of a book are right on documents, and what they matched there.

    Raises:
        InputError: a document cannot be read, or an annotation has another form.
    """
    recording = Recording(rulebook)
    judgements: list[list[Judgement]] = []
    measurable = rulebook.measurable()
    for document in documents:
        with recording.of(document.name):
            facts = extract(read_file(document.file), force=True)
        if document.gold is None:
            continue
        try:
            own = list(judged(facts, document.gold))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise InputError(f"the annotation is not of the form: {error}", where=document.name) from error
        judgements.append([j for j in own if j.rule in measurable])
    counted = measured(
        rulebook.fingerprint(),
        revision(documents),
        measurable,
        tallies(judgements),
        recording.counts(),
        examples(judgements),
    )
    return counted, recording
