"""One document on its way: its bytes and corrections → facts → triples → Turtle.

Nothing else is looked at, so documents can be made side by side, by other processes and on other machines.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loader.declarations import kinds_with
from loader.errors import InputError, LangngheError, not_a_file, not_enough_memory
from loader.extraction import extract
from loader.facts import Facts, Instrument
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.turtle import serialise_triples
from loader.graph.writing import document_triples
from loader.inference.stating import Stated
from loader.kinds import Status
from loader.letters import without_accents
from loader.programmes import Programme
from loader.readers import file_bytes, read, read_file
from loader.resolution.curation import curate, parse_curation
from loader.things import Things


@dataclass(frozen=True, slots=True)
class Job:
    """One document to build.

    Attributes:
        file: the document.
        target: the Turtle file to write.
        origin: where the document came from, if the manifest says.
        curation: file of curated corrections, which need not exist.
        force: build it even if it has not the marks of an official document.
    """

    file: Path
    target: Path
    origin: str | None
    curation: Path
    force: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job with all that it is made from, for whoever has not the files.

    Attributes:
        job: what is to be made.
        data: the bytes of the document.
        curation: the text of its curated corrections; "" where there are none.
    """

    job: Job
    data: bytes
    curation: str

    @classmethod
    def of(cls, job: Job) -> Parcel:
        """Read the files of a job.

        Raises:
            InputError: the document cannot be read.
            OSError: the corrections cannot be read.
        """
        corrections = job.curation.read_text(encoding="utf-8-sig") if job.curation.is_file() else ""
        return cls(job, file_bytes(job.file), corrections)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its Turtle, or why there is none.

    Attributes:
        job: the document.
        turtle: its Turtle.
        error: why there is none.
        stated: what the Turtle states, as far as it is reasoned over, so that nobody need read it again.
    """

    job: Job
    turtle: bytes | None
    error: LangngheError | None
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class DocumentBuilder:
    """What every document is built with; handed to each worker once.

    Attributes:
        iris: maker of IRIs.
        reference: what curated data say of places and bodies.
        programmes: those whose packs may be used.
        relevant: what statements are about that are reasoned over (see ``Pattern.key``).
    """

    iris: Iris
    reference: Reference
    programmes: tuple[Programme, ...] = ()
    relevant: frozenset[str] = frozenset()

    def make(self, job: Job) -> Outcome:
        """Return the Turtle of one document, whose files are here."""
        parcel = pack(job)
        return parcel if isinstance(parcel, Outcome) else self.make_of(parcel)

    def make_of(self, parcel: Parcel) -> Outcome:
        """Return the Turtle of one document."""
        job = parcel.job
        try:
            source = read(parcel.data, job.file.name)
            facts = extract(source, origin=job.origin, force=job.force, programmes=self.programmes)
            if not job.force:
                _require_plan(facts, job.file)
            things = Things.together(it.things for it in self.programmes)
            kinds = kinds_with(things.kinds)
            corrections = parse_curation(parcel.curation, str(job.curation), kinds)
            curated = curate(facts, corrections, kinds)
            triples = document_triples(curated, self.iris, self.reference, corrections, things)
            stated = Stated.of(triples, self.relevant) if self.relevant else None
            return Outcome(job, serialise_triples(triples), None, stated)
        except Exception as error:
            return _failed(job, error)


def pack(job: Job) -> Parcel | Outcome:
    """Return a job with its files' contents, or what became of it where they cannot be read."""
    try:
        _require_utf8(job.file)
        return Parcel.of(job)
    except Exception as error:
        return _failed(job, error)


def _require_utf8(file: Path) -> None:
    try:
        str(file).encode()
    except UnicodeEncodeError:
        shown = os.fsencode(file).decode("utf-8", "replace")
        raise InputError(
            "the file's name is not UTF-8, and could not stand in the graph", where=shown, advice="rename it"
        ) from None


def _failed(job: Job, error: Exception) -> Outcome:
    if isinstance(error, LangngheError):
        return Outcome(job, None, error)
    if isinstance(error, MemoryError):
        return Outcome(job, None, not_enough_memory())
    # A fault of the program in one document must not end the build of thousands; it is named as what it is.
    fault = f"the program failed on this file: {type(error).__name__}: {error}"
    return Outcome(job, None, LangngheError(fault, where=str(job.file), advice="please report it"))


def _require_plan(facts: Facts, file: Path) -> None:
    content = (facts.objectives, facts.measures, facts.tasks, facts.relations, facts.duties)
    # A decree, a notice, a letter is one without any content that is read.
    identified = any(_is_identified(instrument, len(facts.provisions)) for instrument in facts.instruments)
    if not facts.instruments or not (identified or any(content)):
        raise InputError(
            "no plan was found in the text: no title, objectives, tasks or cited instruments",
            where=str(file),
            advice="it is written without accents, which the rules of reading need"
            if without_accents(facts.source.text)
            else "is this an administrative document? --force reads it all the same",
        )


def _is_identified(instrument: Instrument, parts: int) -> bool:
    """Say whether a letterhead tells which document it is: by its number; while that is blank, by title; an annex by date."""
    if instrument.number or instrument.title:
        known = instrument.issuer or instrument.date or (instrument.title and instrument.status is Status.DRAFT)
        return bool(known)
    return bool(instrument.date and parts)


def read_document(file: Path, *, force: bool = False, programmes: Sequence[Programme] | None = None) -> Facts:
    """Return what a build reads from a document, before it is corrected.

    Args:
        file: the document.
        force: read it even if it has not the marks of an official document.
        programmes: those whose packs may be used; those that come along when not given.

    Raises:
        InputError: it cannot be read, or is no plan (unless forced).
    """
    if not file.is_file():
        raise not_a_file(file)
    facts = extract(read_file(file), force=force, programmes=programmes)
    if not force:
        _require_plan(facts, file)
    return facts
