"""The way through all layers: bytes → blocks → facts → triples → files → inferred triples.

Each document becomes one Turtle file; what follows from all of them together with the reference data becomes
``inferred.nt`` (and, for many documents, files beside it). A file that cannot be read is reported and the rest is built. All files take their names together.
"""

from __future__ import annotations

import filecmp
import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from loader.build_state import (
    LEDGER_FILE,
    STATE_FILE,
    BuildState,
    Inference,
    code_fingerprint,
    digest_of_all,
)
from loader.digests import DIGESTS_FILE, Digests, date_back
from loader.documents import DocumentBuilder, Job, read_document
from loader.errors import ConfigurationError, InputError, LangngheError
from loader.generation import Draft, settle, writing
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.programmes import programme_files
from loader.graph.reference import Reference
from loader.graph.turtle import Triple, serialise_triples
from loader.graph.writing_results import result_triples
from loader.inference.closure import Reasoner, infer_into
from loader.inference.layout import WHOLE, Files, digest_of, names_in
from loader.inference.ledger import DamagedLedgerError, opened
from loader.inference.stating import Stated
from loader.inference.updating import Source, Written, relevant_to, update_inferred, written_last
from loader.lexicon.thesaurus import Vocabularies
from loader.programmes import axiom_files, read_packs
from loader.project import Project
from loader.resolution.results import read_results, result_files
from loader.scratch import scratch
from loader.sources import (
    document_files,
    last_received,
    one_line,
    read_manifest,
    receive,
)
from loader.things import Things
from loader.workers.base import Workers
from loader.workers.choice import chosen

Progress = Callable[[int, int, str], None]
RESULTS = "results.ttl"
"""The file of recorded results among those that a build writes."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be built, and why."""

    file: Path
    error: LangngheError


class NothingBuiltError(InputError):
    """None of several documents could be built.

    Attributes:
        failures: each of them, with the reason.
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__(f"none of {len(failures)} documents could be built", advice=f"first {failures[0].error}")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        documents: the Turtle files of all documents of this build.
        changed: the files whose bytes differ from those of before (written, or only named by a check).
        inferred: the file of inferred statements; where these lie in several, the first.
        failures: the documents that could not be built.
        inferences: how many statements were inferred.
        seconds: wall-clock time.
    """

    documents: tuple[Path, ...]
    changed: tuple[Path, ...]
    inferred: Path
    failures: tuple[Failure, ...]
    inferences: int
    seconds: float


def _jobs(
    order: Order, draft: Draft, digests: Digests, files: Sequence[Path] | None, added: Sequence[Path]
) -> list[Job]:
    project, output = order.project, order.output
    if added:
        known = document_files([project.sources]) if project.sources.is_dir() else []
        found = sorted({*known, *added})
    else:
        found = document_files([project.sources] if files is None else files)
    if not found:
        raise InputError("there is no document to build", where=str(project.sources), advice="langnghe add FILE")
    entries = {entry.sha256: entry for entry in read_manifest(draft.current(project.manifest))}
    stems: dict[str, int] = {}
    for file in found:
        stems[file.stem] = stems.get(file.stem, 0) + 1
    jobs: dict[str, Job] = {}
    curation = project.curation
    for file in found:
        sha256 = digests.of_readable(draft.current(file))
        # Files that differ only by their ending keep it in the name, so that plan.docx does not overwrite plan.pdf.
        name = one_line(file.stem if stems[file.stem] == 1 else file.name.replace(".", "-"))
        if name in jobs:
            name = f"{name}-{sha256[:8]}"
        entry = entries.get(sha256)
        jobs[name] = Job(
            draft.current(file),
            output / "documents" / f"{name}.ttl",
            entry.origin if entry else None,
            curation / f"{file.stem}.toml",
            order.force or (entry is not None and entry.forced),
        )
    return list(jobs.values())


def _read(files: Iterable[Path]) -> list[Triple]:
    return [quad.triple for file in files for quad in parse_file(file)]


def _parsed(turtle: Iterable[bytes]) -> list[Triple]:
    return [quad.triple for data in turtle for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]


def build(
    project: Project,
    files: Sequence[Path] | None = None,
    output: Path | None = None,
    *,
    reasoner: Reasoner = Reasoner.RULES,
    check: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
    iris: Iris | None = None,
    as_of: date | None = None,
    force: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
) -> BuildResult:
    """Build documents into Turtle files and infer what follows: a new generation of the output, or the old one.

    Args:
        project: where sources, ontology and reference data are.
        files: the documents (or folders of them) to build; all sources of the project when None.
        output: the folder to write ``documents/*.ttl`` and ``inferred.nt`` into; the project's ``data/ttl`` when None.
        reasoner: what infers, the compiled rules or owlrl.
        check: write nothing, only say which files would change.
        fresh: build also what has not changed since the last build.
        progress: told after each document: how many are done, how many there are, and its name.
        iris: the base of IRIs.
        as_of: the day by which actions are overdue; for all sources of the project the day that the last of them was
            received, if not given; for single files nothing is said of it then.
        force: build also what has not the marks of an official document.
        workers: how many processes read documents and infer; one for each processor when None.
        scheduler: address of the scheduler of a cluster whose workers read the documents instead.

    Returns:
        What was done; a document that could not be read stands among the failures.

    Raises:
        InputError: there is no document, or not one of them could be read.
        ConfigurationError: single files are given without a folder to write to, it cannot be written, or the cluster
            cannot be used.
        EngineError: the cluster was lost.
        GraphError: the reference data or the ontology do not parse.
    """
    if files is not None and output is None:
        raise ConfigurationError("a folder to write to is missing", advice="--output DIR, or 'langnghe add FILE'")
    output = output or project.ttl
    order = Order(project, output, reasoner, fresh or check, progress, iris or Iris(), as_of, force, workers, scheduler)
    if check:
        settle(output)
        with scratch("build") as folder:
            return _prepare(order, Draft(folder), files)
    with writing(output) as draft:
        result = _prepare(order, draft, files)
        draft.commit()
        return result


def add(
    project: Project,
    files: Sequence[Path],
    origin: str,
    day: date,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> BuildResult:
    """Receive documents and build all that is new: sources, manifest and graph change together, or nothing does.

    Args:
        project: where sources, ontology and reference data are.
        files: the documents.
        origin: where they came from.
        day: today.
        progress: see ``build``.
        force: take also what has not the marks of an official document; it is remembered as such.

    Raises:
        InputError: a document cannot be read, or is no plan (unless forced).
        ConfigurationError: another document of that name is among the sources, or a folder cannot be written.
        GraphError: the reference data or the ontology do not parse.
    """
    for file in files:
        read_document(file, force=force)
    order = Order(project, project.ttl, Reasoner.RULES, False, progress, Iris(), None, False)
    with writing(project.ttl) as draft:
        arrival = receive(files, project.sources, origin, day.isoformat(), forced=force)
        for target, file in arrival.files.items():
            draft.put(target, file.read_bytes())
        if arrival.manifest is not None:
            draft.put(project.manifest, arrival.manifest)
        result = _prepare(order, draft, None, tuple(arrival.files))
        draft.commit()
        return result


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built, and how; see ``build``."""

    project: Project
    output: Path
    reasoner: Reasoner
    fresh: bool
    progress: Progress | None
    iris: Iris
    as_of: date | None
    force: bool
    workers: int | None = None
    scheduler: str | None = None

    @property
    def hands(self) -> Workers:
        """Who makes the documents."""
        return chosen(self.workers, self.scheduler)


def _prepare(order: Order, draft: Draft, files: Sequence[Path] | None, added: Sequence[Path] = ()) -> BuildResult:
    """Make a generation in a draft."""
    started = time.perf_counter()
    project, output = order.project, order.output
    curated = rdf_files(project.references)
    schemes = rdf_files([project.schemes]) if project.schemes.is_dir() else []
    programmes = programme_files(project, order.iris)
    digests = Digests() if order.fresh else Digests.read(output)
    jobs = _jobs(order, draft, digests, files, added)
    fingerprint = code_fingerprint(order.iris.base, *project.references, project.schemes, *project.packs)
    state = BuildState.read(output, f"{fingerprint}-forced" if order.force else fingerprint, digests)
    due = [job for job in jobs if order.fresh or not state.is_current(job.file, job.curation, job.target)]
    changed: list[Path] = []
    failures: list[Failure] = []
    stated: dict[Path, Stated] = {}
    if due:
        builder = _builder(order, [*curated, *schemes], programmes.values())
        changed, failures, stated = _make_all(order, builder, due, len(jobs), draft, state)
    failed = {failure.file for failure in failures}
    if failed and len(failed) == len(jobs):
        raise failures[0].error if len(failures) == 1 else NothingBuiltError(failures)
    good = [job.target for job in jobs if job.file not in failed or job.target.is_file()]
    recorded = _record_results(order, draft, changed) if files is None else []
    written = [(file, state.written(file)) for file in good]
    as_of = order.as_of
    if as_of is None and files is None:
        as_of = last_received(draft.current(project.manifest))
    with_day = as_of.isoformat() if as_of else ""
    said = [hashlib.sha256(data).hexdigest() for data in programmes.values()]
    axioms = [(file, digests.of(file)) for file in axiom_files(project)]
    results = [(file, digests.of(file, draft.current(file))) for file in recorded]
    known_files = [
        *written,
        *((file, digests.of(file, draft.current(file))) for file in (*curated, *schemes)),
        *results,
    ]
    made_from = digest_of_all([*known_files, *axioms], state.fingerprint, order.reasoner.value, with_day, *said)
    known = Files(output, {name: digests.of_readable(output / name) for name in names_in(output)})
    inferences = None if order.fresh else state.inferred_count(made_from, known.digest)
    if inferences is None:
        reference: list[Path | bytes] = [
            *(draft.current(file) for file in (*curated, *schemes, *recorded)),
            *programmes.values(),
        ]
        valid_for = digest_of_all([*axioms, *results], state.fingerprint, *said)
        inferred = _infer(order, draft, known, state, good, stated, reference, as_of, valid_for)
        inferences = inferred.count
        state.inference = Inference(made_from, digest_of(inferred.digests), inferences)
        changed += inferred.changed
    if files is None:
        built = {output / file.relative_to(project.ttl): data for file, data in programmes.items()}
        changed += [file for file, data in built.items() if draft.put(file, data)]
        orphans = _orphans(output, [*(job.target for job in jobs), *built])
        for path in orphans:
            draft.remove(path)
        changed += orphans
    draft.put(output / STATE_FILE, state.stored())
    draft.put(output / DIGESTS_FILE, digests.stored())
    seconds = time.perf_counter() - started
    return BuildResult(tuple(good), tuple(changed), output / WHOLE, tuple(failures), inferences, seconds)


def _builder(order: Order, reference: Iterable[Path], programmes: Iterable[bytes]) -> DocumentBuilder:
    """Return what documents are made with, read from the reference data and the Turtle of programmes."""
    packs = read_packs(order.project.packs)
    kinds = Things.together(pack.things for pack in packs).kinds
    known = Reference.of([*_read(reference), *_parsed(programmes)], kinds)
    return DocumentBuilder(order.iris, known, packs, relevant_to(_read(axiom_files(order.project))))


def _record_results(order: Order, draft: Draft, changed: list[Path]) -> list[Path]:
    """Write the results that people recorded; return the file, or nothing when there are none."""
    target = order.output / RESULTS
    files = result_files(order.project.results)
    results = read_results(draft.current(file) for file in files)
    if results:
        if draft.put(target, serialise_triples(set(result_triples(results, order.iris)))):
            changed.append(target)
        return [target]
    if target.is_file():
        draft.remove(target)
        changed.append(target)
    return []


@dataclass(frozen=True, slots=True)
class _Inferred:
    """What inferring did: how many statements there are, the digests of their files, and the files that changed."""

    count: int
    digests: Mapping[str, str]
    changed: Sequence[Path]


def _infer(
    order: Order,
    draft: Draft,
    known: Files,
    state: BuildState,
    documents: Sequence[Path],
    stated: Mapping[Path, Stated],
    reference: Sequence[Path | bytes],
    as_of: date | None,
    valid_for: str,
) -> _Inferred:
    """Write the inferred statements of a generation, as far as their files changed."""
    axioms = _read(axiom_files(order.project))
    words = Vocabularies.of_packs(order.project.packs)

    def stage(name: str) -> Path:
        return draft.stage(known.folder / name)

    if order.reasoner is not Reasoner.RULES:
        sources = [*(draft.current(file) for file in documents), *reference]
        with stage(WHOLE).open("wb") as written:
            count = infer_into(written, sources, axioms, order.iris, order.reasoner, as_of, draft.folder, words)
        changed = _take(draft, known, {WHOLE}, {WHOLE})
        target = known.folder / WHOLE
        return _Inferred(count, {WHOLE: state.digests.of(target, draft.current(target))}, changed)
    # A draft that is never committed may not touch what lies beside the output; all is made anew for one.
    path = draft.folder / LEDGER_FILE.name if order.fresh else order.output / LEDGER_FILE
    sources_of = [Source(draft.current(file), file.name, state.written(file), stated.get(file)) for file in documents]

    def update() -> _Inferred:
        with opened(path, valid_for) as ledger:
            updated = update_inferred(
                stage,
                known if known.digest and known.digest == written_last(ledger) else None,
                ledger,
                sources_of,
                reference,
                axioms,
                order.iris,
                as_of,
                workers=order.workers,
                folder=draft.folder,
                vocabularies=words,
            )
        to_compare = updated.changed if updated.written is Written.WHOLE else ()
        changed = _take(draft, known, updated.digests, to_compare)
        for name in updated.changed & updated.digests.keys():
            target = known.folder / name
            if (lies := draft.current(target)) != target:
                date_back(lies)
            state.digests.know(target, lies, updated.digests[name])
        return _Inferred(updated.count, updated.digests, changed)

    try:
        return update()
    except DamagedLedgerError:
        return update()


def _take(draft: Draft, known: Files, names: Collection[str], to_compare: Collection[str]) -> list[Path]:
    """Let the new generation have the files of inferred statements that were staged, and no others; return what changes.

    Args:
        draft: the generation.
        known: the files of the old one.
        names: those that the new one has.
        to_compare: the names of files that may be staged with the bytes that they have already.
    """
    changed: list[Path] = []
    for name in sorted({*names, *known.digests}):
        target = known.folder / name
        staged = draft.current(target)
        if name not in names:
            draft.remove(target)
            if target.is_file():
                changed.append(target)
        elif staged != target:
            if name in to_compare and target.is_file() and filecmp.cmp(target, staged, shallow=False):
                draft.keep(target)
            else:
                changed.append(target)
    return changed


def _make_all(
    order: Order, builder: DocumentBuilder, due: Sequence[Job], total: int, draft: Draft, state: BuildState
) -> tuple[list[Path], list[Failure], dict[Path, Stated]]:
    """Make documents; return the files that changed, those that failed, and what each file states."""
    changed: list[Path] = []
    stated: dict[Path, Stated] = {}
    failures: list[Failure] = []
    done = total - len(due)
    for outcome in order.hands.outcomes(builder, due):
        done += 1
        job = outcome.job
        if outcome.turtle is None:
            failures.append(Failure(job.file, outcome.error or InputError("cannot be read", where=str(job.file))))
        else:
            if draft.put(job.target, outcome.turtle):
                changed.append(job.target)
            state.note(job.file, job.curation, job.target, draft.current(job.target), outcome.turtle)
            if outcome.stated is not None:
                stated[job.target] = outcome.stated
        if order.progress:
            order.progress(done, total, job.file.name)
    place = {job.file: number for number, job in enumerate(due)}  # they were made in any order
    return sorted(changed), sorted(failures, key=lambda failure: place[failure.file]), stated


def _orphans(output: Path, good: Sequence[Path]) -> list[Path]:
    """Return the files of documents that are no longer among the sources, and of programmes without a pack."""
    keep = set(good)
    known = (path for folder in ("documents", "programmes") for path in sorted((output / folder).glob("*.ttl")))
    return [path for path in known if path not in keep]
