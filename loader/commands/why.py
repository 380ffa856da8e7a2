"""``langnghe why``: the rule and the premises behind an inferred statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import click
import pyoxigraph as ox
from rich.text import Text
from rich.tree import Tree

from loader.commands.output import console
from loader.errors import InputError
from loader.graph.dataset import parse, parse_file, rdf_snapshot
from loader.graph.iris import Iris
from loader.graph.lookup import Lookup, store_of
from loader.graph.vocabulary import LN, PREFIXES
from loader.inference.alignment import judgements
from loader.inference.explanation import Reason, explain
from loader.inference.materialise import add_new, run_rules
from loader.inference.rules import compile_rules
from loader.lexicon.thesaurus import Vocabularies
from loader.programmes import axiom_files
from loader.project import Project
from loader.snapshot import OpenFile
from loader.trace import judgements_of

_EPILOG = """\b
Example:
  langnghe why vn/ubnd-khoai-chau/2024/01/09/kh/11 ln:tracesTo vn/ttg/2022/07/07/qd/801
"""

_DATED = frozenset((LN.isOverdue, LN.isLapsed))
"""What is judged by a day."""


@click.command(epilog=_EPILOG)
@click.argument("subject")
@click.argument("predicate")
@click.argument("value")
def why(subject: str, predicate: str, value: str) -> None:
    """Vì sao có phát biểu này. Say why the statement SUBJECT PREDICATE VALUE holds.

    Terms are IRIs, their ends below the project's base, or prefixed names (ln:tracesTo, a); VALUE may be true or false.
    """
    project = Project.find()
    built = [path for path in (project.documents, project.programmes, project.inferred) if path.exists()]
    rules = compile_rules(quad.triple for file in axiom_files(project) for quad in parse_file(file))
    with rdf_snapshot([*built, *project.references, project.schemes]) as opened:
        sources = [file for file in opened.files if file.path != project.inferred]
        stated, everything = store_of(sources), store_of(sources)
        day = next((_day_of(file) for file in opened.files if file.path == project.inferred), None)
    run_rules(everything, rules)
    judged = list(judgements(everything, Iris(), day, Vocabularies.of_packs(project.packs)))
    add_new(stated, judged)
    if add_new(everything, judged):
        run_rules(everything, rules)
    truth = {"true": ox.Literal(True), "false": ox.Literal(False)}
    statement = ox.Triple(_term(subject), _term(predicate), truth.get(value) or _term(value))
    reason = explain(statement, stated, everything, rules)
    if reason is None:
        raise InputError(f"the statement does not hold: {_words(statement)}")
    console().print(_tree(reason, Lookup(everything)))
    if day is not None and _DATED & set(_predicates(reason)):
        console().print(f"Ngày xét · the day considered: {day:%d/%m/%Y}")


def _predicates(reason: Reason) -> Iterator[ox.NamedNode]:
    yield reason.statement.predicate
    for premise in reason.premises:
        yield from _predicates(premise)


def _day_of(inferred: OpenFile) -> date | None:
    """Return the day that the built graph speaks of: what a later build would take for it does not matter here."""
    days = (quad.object for quad in parse(inferred) if quad.predicate == LN.asOf)
    return next((date.fromisoformat(day.value) for day in days if isinstance(day, ox.Literal)), None)


def _term(text: str) -> ox.NamedNode:
    text = text.encode("utf-8", "replace").decode()  # what was typed in another encoding is in no graph
    if text == "a":
        text = "rdf:type"
    prefix, colon, local = text.partition(":")
    namespaces = dict(PREFIXES)
    if colon and prefix in namespaces:
        return ox.NamedNode(namespaces[prefix] + local)
    try:
        return ox.NamedNode(text.strip("<>"))
    except ValueError:
        pass
    try:
        return ox.NamedNode(Iris().base + text.lstrip("/"))
    except ValueError as error:
        raise InputError(f"{text!r} is no IRI") from error


def _short(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(term)
    for prefix, namespace in PREFIXES:
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value.removeprefix(Iris().base)


def _words(statement: ox.Triple) -> str:
    return " ".join(_short(term) for term in (statement.subject, statement.predicate, statement.object))


def _tree(reason: Reason, lookup: Lookup) -> Tree:
    line = Text(_words(reason.statement), style="bold")
    rule = (
        f"{reason.rule.name} ({_shortened(str(reason.rule))})"
        if reason.rule
        else "stated or judged / được nêu hoặc nhận định"
    )
    line.append(f"  [{rule}]", style="cyan")
    tree = Tree(line)
    for premise in reason.premises:
        tree.add(_tree(premise, lookup))
    if reason.rule is None:
        for line in _basis(reason.statement, lookup):
            tree.add(line)
    return tree


def _basis(statement: ox.Triple, lookup: Lookup) -> list[Text]:
    """Return how sure a judged statement is and on what basis, one line per judgement."""
    subject, value = statement.subject, statement.object
    if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
        return []
    lines = []
    for judgement in judgements_of(lookup, subject, statement.predicate, value):
        grade = lookup.thing(judgement, LN.grade)
        words = " ".join([*lookup.texts(judgement, LN.basis, "vi"), *lookup.texts(judgement, LN.basis, "en")])
        lines.append(Text(f"{lookup.label(grade) if grade else '?'}: {words}"))
    return lines


def _shortened(rule: str) -> str:
    text = rule.partition(": ")[2]
    for prefix, namespace in PREFIXES:
        text = text.replace(f"<{namespace}", f"{prefix}:")
    return re.sub(r"(?<![=])>", "", text).replace("<", "")
