"""The forms of a report."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH
from rich.console import Console
from validation_setting import EXAMPLES, Check, read

from loader.errors import ConfigurationError
from loader.graph.vocabulary import DQV
from loader.validation.baseline import changes, read_baseline
from loader.validation.findings import Language, Report, Severity
from loader.validation.formats.terminal import print_summary
from loader.validation.report import FORMS, render, write_report


@pytest.fixture(scope="module")
def report(check: Check) -> Report:
    graph = Graph()
    for code in ("TGT-14", "TSK-10", "TSK-03", "DOC-01"):
        graph += read(EXAMPLES / code / "fail.ttl")
    graph.parse(
        data="""@prefix ln: <https://w3id.org/langnghe/ontology#> . @prefix ex: <https://example.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:evil a ln:Task ; rdfs:label "</script><b>Đào tạo & truyền nghề"@vi ; ln:inDocument ex:plan ; ln:evidence ex:q .
        ex:q ln:quote "=1+1 </script>" ; ln:start 0 ; ln:end 14 ; ln:inText ex:text .
        ex:text ln:text "=1+1 </script> cuối" ; ln:sourceFile "kế hoạch.txt" .""",
        format="turtle",
    )
    return check(graph)


def test_rdf_form_is_a_shacl_report_with_scores_and_blank_nodes_only_in_paths(report: Report) -> None:
    data = render(report, "ttl")
    assert data == render(report, "ttl")
    graph = Graph().parse(data=data, format="turtle")
    head = graph.value(None, RDF.type, SH.ValidationReport)
    assert len(set(graph.objects(head, SH.result))) == len(report.findings)
    paths = {node for node in graph.objects(None, SH.resultPath) if isinstance(node, BNode)}
    inside = {node for path in paths for node in graph.transitive_objects(path, None) if isinstance(node, BNode)}
    assert inside == {node for node in graph.all_nodes() if isinstance(node, BNode)}
    assert len(set(graph.subjects(RDF.type, URIRef(f"{DQV}QualityMeasurement")))) == 4 * len(report.documents)


def test_json_form_holds_every_finding_and_rule(report: Report) -> None:
    record = json.loads(render(report, "json"))
    assert len(record["findings"]) == len(report.findings)
    assert {rule["code"] for rule in record["rules"]} == {o.rule.code for o in report.outcomes}
    assert record["counts"]["violation"] == report.count(Severity.VIOLATION)
    assert {rule["verdict"] for rule in record["rules"]} == {"passed", "failed", "not-tested"}


def test_csv_form_opens_in_a_spreadsheet_without_running_formulas(report: Report) -> None:
    data = render(report, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(report.findings)
    assert any(row["quote"].startswith("'=1+1") for row in rows)
    assert all(row["message_vi"] and row["message_en"] for row in rows)


def test_sarif_form_points_at_the_sentence(report: Report) -> None:
    run = json.loads(render(report, "sarif"))["runs"][0]
    assert len(run["results"]) == len(report.findings)
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert codes[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    places = [r["locations"][0]["physicalLocation"] for r in run["results"] if "locations" in r]
    assert {p["artifactLocation"]["uriBaseId"] for p in places} == set(run["originalUriBaseIds"])
    assert {"charOffset": 0, "charLength": 14, "snippet": {"text": "=1+1 </script>"}} in [p["region"] for p in places]


def test_page_is_self_contained_and_data_cannot_end_its_script(report: Report) -> None:
    page = render(report, "html").decode()
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "@import" not in page
    assert page.count("</script>") == 2
    assert "&lt;/script&gt;" not in page.split('id="data">')[1].split("</script>")[0]
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert len(data["findings"]) == len(report.findings)
    assert any("</script>" in excerpt[0] for excerpt in data["excerpts"])


def test_page_has_both_languages_and_opens_in_the_one_asked_for(report: Report) -> None:
    page = render(report, "html", language=Language.EN).decode()
    assert '<html lang="en" data-lang="en">' in page
    assert "Báo cáo kiểm tra kế hoạch" in page
    assert "Compliance report" in page


def test_badge_is_an_image_that_counts_violations(report: Report) -> None:
    root = ElementTree.fromstring(render(report, "svg", language=Language.EN))
    assert root.attrib["aria-label"] == f"SHACL: {report.count(Severity.VIOLATION)} violations"


def test_badge_of_nothing_tested_never_says_passed(check: Check) -> None:
    assert b"not tested" in render(check(Graph()), "svg", language=Language.EN)


def test_summary_fits_a_screen_and_names_what_was_not_tested(report: Report) -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    print_summary(report, console, Language.EN)
    text = console.export_text()
    assert len(text.splitlines()) <= 30
    assert "rules not tested" in text
    assert "TGT-14" in text


def test_all_forms_are_written_and_nothing_beside_them(report: Report, tmp_path: Path) -> None:
    written = write_report(report, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in written)
    assert len(written) == len(FORMS)


def test_keys_are_unique_and_do_not_depend_on_wording(report: Report) -> None:
    assert len({finding.key for finding in report.findings}) == len(report.findings)


def test_an_accepted_finding_is_set_apart_and_a_vanished_one_is_solved(report: Report, tmp_path: Path) -> None:
    finding = report.findings[0]
    file = tmp_path / "accepted.toml"
    file.write_text(
        f'[[accepted]]\nkey = "{finding.key}"\nrule = "{finding.rule}"\nreason = "biết rồi"\ndate = 2026-01-01\n'
        '[[accepted]]\nkey = "000000000000"\nrule = "TSK-01"\nreason = "đã sửa"\ndate = 2026-01-01\n',
        encoding="utf-8",
    )
    changed = changes(report, read_baseline(file))
    assert [f.key for f in changed.accepted] == [finding.key]
    assert [e.reason for e in changed.solved] == ["đã sửa"]
    assert len(changed.new) == len(report.findings) - 1


def test_an_earlier_report_is_a_baseline_in_which_nothing_is_new(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(render(report, "json"))
    changed = changes(report, read_baseline(file))
    assert not changed.new
    assert not changed.solved
    assert len(changed.known) == len(report.findings)


@pytest.mark.parametrize(
    "text", ['[[accepted]]\nkey = "a"\ndate = 2026-01-01', '[[accepted]]\nkey = "a"\nreason = "x"', "[[accepted"]
)
def test_an_acceptance_without_reason_or_date_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"accepted\.toml"):
        read_baseline(file)
