"""Rule LIT-01: every value has the type that the ontology declares, in a form that this type allows."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Graph
from validation_setting import AS_OF, ROOT, Check

from loader.commands.validate import validate
from loader.graph.dataset import parse_file
from loader.graph.vocabulary import LN
from loader.validation.change import Change
from loader.validation.checks import check_again, run_check
from loader.validation.queries import QueryGraph
from loader.validation.rules import Catalogue
from loader.validation.shacl_engines import ENGINES, EngineName

HEAD = """@prefix ex: <https://example.org/> . @prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."""
WRONG = (
    'ln:dateIssued "2024-02-30"^^xsd:date',
    'ln:dateIssued "2024-01-01T00:00:00"^^xsd:dateTime',
    'ln:dateIssued "2024-01-01"',
    "ln:dateIssued <https://example.org/2024>",
    "ln:dateIssued []",
    'ln:periodStart "25"^^xsd:gYear',
    "ln:periodStart 2025",
    'ln:value "8e1"^^xsd:decimal',
    "ln:value 8e1",
    'ln:value "80"@vi',
    'ln:dueDay "--02-30"^^xsd:gMonthDay',
    'ln:dueDay "15/11"^^xsd:gMonthDay',
    'ln:accepted "TRUE"^^xsd:boolean',
    'ln:start "5 "^^xsd:integer',
    'ln:signedBy "Nguyễn Văn A"@vi',
    'ln:basis "cùng chỉ số"',
    'ln:judgedValue "2024-02-30"^^xsd:date',
)
RIGHT = (
    'ln:dateIssued "2024-02-29"^^xsd:date',
    'ln:periodStart "2025"^^xsd:gYear',
    "ln:value 80.0",
    'ln:dueDay "--02-29"^^xsd:gMonthDay',
    "ln:accepted true",
    'ln:start "05"^^xsd:integer',
    'ln:signedBy "Nguyễn Văn A"',
    'ln:basis "cùng chỉ số"@vi',
    'ln:judgedValue "2024-02-29"^^xsd:date',
    "ln:judgedValue 5",
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("statement", WRONG)
def test_a_value_of_the_wrong_type_or_form_is_reported(
    statement: str, engine: EngineName, check: Check, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.ttl"  # a file: rdflib's own parser makes "80" of "8e1"
    plan.write_text(f"{HEAD} ex:a {statement} .", encoding="utf-8")
    found = check(plan, engine, "LIT-01").findings
    assert [f.rule for f in found] == ["LIT-01"]
    assert found[0].path_text == f"https://w3id.org/langnghe/ontology#{statement.split()[0][3:]}"
    assert statement.split()[0] in found[0].message.vi


@pytest.mark.parametrize("engine", ENGINES)
def test_values_as_declared_pass_and_are_counted(engine: EngineName, check: Check) -> None:
    report = check(f"{HEAD} ex:a {' ; '.join(RIGHT)} .", engine, "LIT-01")
    assert not report.findings
    assert [o.tested for o in report.outcomes] == [len(RIGHT)]


def test_every_declared_property_is_checked(check: Check) -> None:
    ontology = [quad.triple for quad in parse_file(ROOT / "ontology" / "langnghe.ttl")]
    declared = sorted(t.subject.value for t in ontology if t.predicate.value.endswith("#valueType"))
    assert len(declared) > 50
    statements = " ; ".join(f"<{term}> ex:a" for term in declared)
    found = check(f"{HEAD} ex:a {statements} .", "turbo", "LIT-01").findings
    assert sorted(f.path_text for f in found) == declared


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_text_is_looked_at_as_the_file_writes_it(engine: EngineName, tmp_path: Path) -> None:
    plan = tmp_path / "plan.ttl"
    # "05" is one that the store would rewrite; the others stand beside it in the same file.
    plan.write_text(
        f'{HEAD} ex:a a ln:Plan ; ln:start "05"^^xsd:integer ; ln:dateIssued "2024-02-30"^^xsd:date ; ln:value "8e1"^^xsd:decimal .',
        encoding="utf-8",
    )
    words = [plan, "--engine", engine, "--output", tmp_path / "out", "--fail-on", "never", "--as-of", AS_OF]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        made = CliRunner().invoke(validate, [str(word) for word in words])
    assert made.exception is None
    assert "Traceback" not in made.output
    table = (tmp_path / "out" / "report.csv").read_text(encoding="utf-8-sig")
    found = [line for line in table.splitlines() if ",LIT-01," in line]
    assert len(found) == 2
    assert "2024-02-30" in "".join(found)
    assert "8e1" in "".join(found)


def test_what_came_and_went_tells_what_is_wrong_now(shapes: Graph) -> None:
    rule = next(rule for rule in Catalogue.of(shapes).rules if rule.code == "LIT-01")
    ontology = parse_file(ROOT / "ontology" / "langnghe.ttl")
    types = {quad.triple for quad in ontology if quad.predicate == LN.valueType}
    said = [f"{HEAD} ex:s{n} {some} ." for n, some in enumerate((*WRONG, *RIGHT)) if "[]" not in some]
    turtle = [{quad.triple for quad in ox.parse(one, format=ox.RdfFormat.TURTLE)} for one in said]
    chance = random.Random(0)
    stated = set[ox.Triple]()
    known = run_check(rule, QueryGraph.of(types), (), None)
    for _ in range(6):
        now = set().union(*chance.sample(turtle, 14))
        data = QueryGraph.of(types | now)
        again = check_again(rule, data, Change(frozenset(now - stated), frozenset(stated - now)), known)
        whole = run_check(rule, data, (), None)
        assert again is not None
        assert again.tested == whole.tested
        assert Counter(again.results) == Counter(whole.results)
        stated, known = now, again
    assert known.results
    declared = next(iter(types))
    assert check_again(rule, data, Change(frozenset((declared,))), known) is None
