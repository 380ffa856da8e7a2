"""The checks done in code and the messages and sentences of findings."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from validation_setting import EXAMPLES, Check, read

from loader.graph.conversion import LN_NODES
from loader.validation.checks import QUOTE_EQUALS_TEXT, run_check
from loader.validation.evidence import Evidence
from loader.validation.findings import Bilingual, Group, Rule, Severity
from loader.validation.messages import message

TEXT = URIRef("https://example.org/text")
EXCERPT = URIRef("https://example.org/excerpt")
WORDS = st.text(alphabet="aăâeêiouơưy đĐxÁ90%", min_size=1, max_size=20).map(lambda s: " ".join(s.split())).filter(bool)


WRONG = Bilingual("Sai", "Wrong")


def rule(message: Bilingual = WRONG, check: str = QUOTE_EQUALS_TEXT) -> Rule:
    return Rule(
        iri="https://example.org/rule",
        code="SRC-01",
        severity=Severity.VIOLATION,
        group=Group("g", Bilingual("g", "g"), 1.0),
        order=1.0,
        title=Bilingual("t", "t"),
        rationale=Bilingual(),
        message=message,
        remedy=Bilingual(),
        source=Bilingual(),
        check=check,
    )


def quoted(text: str, quote: str, start: int, end: int) -> Graph:
    graph = Graph()
    graph.add((TEXT, LN_NODES.text, Literal(text)))
    graph.add((EXCERPT, RDF.type, LN_NODES.Excerpt))
    graph.add((EXCERPT, LN_NODES.quote, Literal(quote)))
    graph.add((EXCERPT, LN_NODES.start, Literal(start)))
    graph.add((EXCERPT, LN_NODES.end, Literal(end)))
    graph.add((EXCERPT, LN_NODES.inText, TEXT))
    return graph


@given(WORDS, WORDS, WORDS)
def test_words_cut_out_of_a_text_equal_it_and_other_words_do_not(before: str, words: str, after: str) -> None:
    text = f"{before}\n{words}\n{after}"
    start = len(before) + 1
    right = run_check(rule(), quoted(text, words, start, start + len(words)), [EXCERPT], None)
    assert (right.tested, right.results) == (1, ())
    wrong = run_check(rule(), quoted(text, words + "z", start, start + len(words)), [EXCERPT], None)
    assert len(wrong.results) == 1


def test_offsets_outside_the_text_are_found() -> None:
    assert run_check(rule(), quoted("abc", "abc", 0, 9), [EXCERPT], None).results


def test_an_excerpt_without_its_text_is_not_tested_rather_than_passed() -> None:
    graph = quoted("", "abc", 0, 3)
    assert run_check(rule(), graph, [EXCERPT], None).tested == 0


def test_a_source_file_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"x")
    folder = tmp_path / "sources"
    folder.mkdir()
    graph = Graph()
    graph.add((TEXT, LN_NODES.sourceFile, Literal("../secret.txt")))
    graph.add((TEXT, LN_NODES.sha256, Literal("0" * 64)))
    assert run_check(rule(check="source-digest"), graph, [TEXT], folder).tested == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_filled_message_is_given_to_the_language_of_its_template(one: str, two: str) -> None:
    template = Bilingual("Đặt {?own}, thấp hơn {?higher}.", "It sets {?own}, below {?higher}.")
    vi, en = f"Đặt {one}, thấp hơn {two}.", f"It sets {one}, below {two}."
    assert message(rule(template), [Literal(en), Literal(vi)]) == Bilingual(vi, en)


def test_a_value_with_a_backslash_stands_in_the_message_as_it_is(check: Check) -> None:
    graph = read(EXAMPLES / "TXT-05" / "fail.ttl")
    note = URIRef("https://example.org/n")
    graph.remove((note, None, Literal("Chỗ “6/8” cần xem lại", lang="vi")))
    graph.add((note, URIRef("http://www.w3.org/2000/01/rdf-schema#comment"), Literal(r"chỗ \1 và \d", lang="vi")))
    finding = next(f for f in check(graph, code="TXT-05").findings)
    assert finding.message.vi.endswith(r"chỗ \1 và \d")


def test_a_finding_shows_its_sentence_in_its_surroundings_without_markup() -> None:
    text = "Mở đầu. **Trên 80%** làng nghề hoạt động. Kết thúc."
    graph = quoted(text, "Trên 80% làng nghề", 10, 31)
    target = URIRef("https://example.org/target")
    graph.add((target, LN_NODES.evidence, EXCERPT))
    graph.add((target, LN_NODES.section, Literal("II.2")))
    graph.add((target, LN_NODES.inDocument, URIRef("https://example.org/plan")))
    evidence = Evidence(graph)
    excerpt = evidence.excerpt(URIRef("https://example.org/plan"), target)
    assert excerpt is not None
    assert (excerpt.quote, excerpt.section) == ("Trên 80% làng nghề", "II.2")
    assert excerpt.before == "Mở đầu."
    assert excerpt.after.endswith("Kết thúc.")
    assert evidence.document(target) == "https://example.org/plan"
    assert evidence.subject(URIRef("https://example.org/plan"), target) == target


def test_a_finding_about_a_body_shows_what_it_leads_before_what_it_helps_with() -> None:
    graph = Graph().parse(
        data="""
        @prefix ex: <https://example.org/> . @prefix ln: <https://w3id.org/langnghe/ontology#> .
        @prefix role: <https://w3id.org/langnghe/role/> .
        ex:plan ln:hasText ex:text .
        ex:text ln:text "Phối hợp quảng bá. Chủ trì đánh giá." .
        ex:helps ln:inDocument ex:plan ; ln:hasAssignment ex:a ; ln:evidence ex:e1 .
        ex:e1 ln:quote "Phối hợp quảng bá." ; ln:start 0 ; ln:end 18 ; ln:inText ex:text .
        ex:leads ln:inDocument ex:plan ; ln:hasAssignment ex:b ; ln:evidence ex:e2 .
        ex:e2 ln:quote "Chủ trì đánh giá." ; ln:start 19 ; ln:end 36 ; ln:inText ex:text .
        ex:a ln:role role:coordinate ; ln:agent ex:office . ex:b ln:role role:lead ; ln:agent ex:office .
        """,
        format="turtle",
    )
    excerpt = Evidence(graph).excerpt(URIRef("https://example.org/plan"), URIRef("https://example.org/office"))
    assert excerpt is not None
    assert excerpt.quote == "Chủ trì đánh giá."
