"""The layers: arrows one way, no circles, and a picture of them that is true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import networkx as nx
import pytest
from import_graph import (
    PACKAGES,
    PICTURE,
    Picture,
    circles,
    imports_of,
    module_graph,
    modules,
    part_graph,
    redrawn,
    reduced,
)

WEB = ("fastapi", "starlette", "uvicorn")
RDF = ("rdflib", "pyoxigraph", "pyshacl", "owlrl")
BEFORE_RDF = ("readers", "structure", "extraction", "lexicon", "facts", "text")

MODULES = modules()
GRAPH = module_graph()


def picture() -> Picture:
    return Picture.read(PICTURE.read_text(encoding="utf-8"))


def outside_imports(prefix: str) -> Iterator[tuple[str, str]]:
    for module, path in MODULES.items():
        if module == prefix or module.startswith(f"{prefix}."):
            yield from ((module, found.imported) for found in imports_of(module, path))


def starts_with(name: str, packages: tuple[str, ...]) -> bool:
    return name.split(".")[0] in packages


def test_the_loader_never_imports_the_query_api():
    assert [(a, b) for a, b in outside_imports("loader") if starts_with(b, ("query_api",))] == []


def test_no_module_imports_itself_by_a_circle():
    assert circles(GRAPH) == []


@pytest.mark.parametrize("layer", BEFORE_RDF)
def test_what_comes_before_the_graph_knows_nothing_of_rdf(layer: str):
    name = f"loader.{layer}"
    assert [(a, b) for a, b in outside_imports(name) if starts_with(b, RDF) or b.startswith("loader.graph")] == []


def test_the_graph_layer_knows_nothing_of_text_layout():
    below = ("loader.readers", "loader.structure", "loader.extraction")
    assert [(a, b) for a, b in outside_imports("loader.graph") if b.startswith(below)] == []


def test_the_engine_knows_nothing_of_http_serving():
    layers = ("query_api.protocol", "query_api.pages", "query_api.app")
    found = outside_imports("query_api.engine")
    assert [(a, b) for a, b in found if starts_with(b, WEB) or b.startswith(layers)] == []


def test_the_loader_needs_no_web_framework():
    assert [(a, b) for a, b in outside_imports("loader") if starts_with(b, WEB)] == []


def test_every_module_has_one_box_in_the_picture():
    names = [name for part in picture().parts for name in part.modules]
    assert sorted(set(names)) == sorted(names)
    assert [module for module in MODULES if module not in PACKAGES and picture().part_of(module) is None] == []


def test_every_box_of_the_picture_stands_for_modules_that_exist():
    assert [name for part in picture().parts for name in part.modules if name not in MODULES] == []


def test_the_boxes_of_the_picture_form_no_circle():
    assert circles(part_graph(picture(), GRAPH)) == []


def test_the_arrows_of_the_picture_are_the_imports_of_the_code():
    drawn = picture()
    real = part_graph(drawn, GRAPH)
    assert nx.is_directed_acyclic_graph(real)
    assert drawn.arrows == reduced(real), "run scripts/picture and look at what changed"


def test_drawing_the_picture_anew_changes_only_its_arrows():
    text = PICTURE.read_text(encoding="utf-8")
    assert redrawn(text, picture().arrows) == text
    assert "\n  a --> b\n```" in redrawn(text, [("a", "b")])


def test_one_module_gives_the_terms_of_the_ontology():
    homes = {found.imported for module, path in MODULES.items() for found in imports_of(module, path)}
    assert {home for home in homes if home.endswith(".LN")} == {"loader.graph.vocabulary.LN"}


def test_rdflib_stands_only_where_its_graphs_are_needed():
    """pyshacl and owlrl work on its graphs, a notebook's user asks for them; one module converts."""
    users = {
        module
        for module, path in MODULES.items()
        for found in imports_of(module, path)
        if starts_with(found.imported, ("rdflib",))
    }
    needed = (
        "loader.graph.conversion",
        "loader.inference.reference_reasoner",
        "loader.validation.",
        "query_api.client",
    )
    assert [module for module in sorted(users) if not module.startswith(needed)] == []


def test_sparql_is_judged_by_the_scanner_and_by_no_regular_expression():
    keyword = re.compile(
        r"\b(?:SELECT|WHERE|MINUS|FILTER|BIND|bound|GRAPH|graph|SERVICE|service|GROUP|UNION|OPTIONAL)\b|\[[?]\$\]|\[\$[?]\]"
    )
    found = [
        (module, node.args[0].value)
        for module, path in MODULES.items()
        if module != "loader.sparql_tokens"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and keyword.search(str(node.args[0].value))
    ]
    places_in_messages = r"\{[?$](\w+)\}"  # "{$value}": SHACL, section 5.2.2
    assert [each for each in found if each[1] != places_in_messages] == []
