"""The query page at ``/ask``: a form that works without JavaScript, the example questions, the result as a table."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.errors import LangngheError
from loader.parameters import RESERVED
from query_api.asking.asked import Field
from query_api.asking.binding import bind
from query_api.asking.hints import Lack, lack_of_rows
from query_api.engine.formats import BINDINGS_FORMATS, GRAPH_FORMATS, ResultFormat
from query_api.engine.results import Rows, Term, without_labels
from query_api.explorer.charts import Chart, chart_of, drawing_of
from query_api.explorer.sentence_links import sentence_links
from query_api.explorer.target_names import with_figures
from query_api.pages.editor import is_bundled
from query_api.problems import Problem, problem_of
from query_api.protocol.downloads import download_parameters
from query_api.protocol.execution import evaluate, hints, prepare
from query_api.protocol.named import example_named, given_values
from query_api.protocol.parameters import Operation
from query_api.query_text.advisor import Hint
from query_api.rendering.labels import labels_of
from query_api.rendering.language import VIETNAMESE, language_of
from query_api.rendering.navigation import Entry
from query_api.rendering.page import page
from query_api.rendering.questions import STARTER, themes_of
from query_api.rendering.tables import Text, is_graph, read_rows, read_text
from query_api.rendering.terms import View, view
from query_api.served.examples import Example
from query_api.served.headings import heading_of
from query_api.served.homes import Homes
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared, client_of

router = APIRouter(tags=["pages"])
ENTRY = Entry(70, "/ask", "Hỏi", "Ask")
MOST_ROWS = 500
MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query on the page led to; one of ``rows``, ``boolean``, ``text``, ``problem`` is set.

    Attributes:
        variables: column heads.
        rows: cells.
        boolean: answer of an ASK.
        text: a graph in Turtle.
        cut: only the beginning is shown.
        problem: why there is no result.
        hints: names that are no terms of the ontology, and why there is no result.
        milliseconds: time taken.
        downloads: (name, URL) of the whole result in each format.
        chart: what shows the figures, where columns allow it.
        address: where the result is to be had as data.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[View, ...], ...] | None = None
    boolean: bool | None = None
    text: str | None = None
    cut: bool = False
    problem: Problem | None = None
    hints: tuple[Hint, ...] = ()
    milliseconds: int = 0
    downloads: tuple[tuple[str, str], ...] = ()
    chart: Chart | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a result is to be had as data.

    Attributes:
        path: path of the endpoint or of a stored question.
        values: parameters of the address.
        title: what files made of the result are named after, None for the name of the question.
    """

    path: str
    values: tuple[tuple[str, str], ...]
    title: str | None = None

    def of(self, form: ResultFormat) -> str:
        """Return the address of the result in one format."""
        told = download_parameters(form, self.title)
        if self.path == "/sparql":
            return f"{self.path}?{urlencode([*self.values, ('format', form.key), *told])}"
        values = [*self.values, *told]
        return f"{self.path}.{form.key}" + (f"?{urlencode(values)}" if values else "")


@readable(router, "/ask", summary="Query page")
async def ask(request: Request, services: Shared, query: str | None = None, example: str | None = None) -> Response:
    """Show the form; with ``query`` or ``example`` (and values of its parameters) run it and show the result."""
    chosen = example_named(services, example) if example else None
    fields: tuple[Field, ...] = ()
    outcome: Outcome | None
    if chosen is not None:
        text, fields, outcome = await run_question(request, services, chosen)
    else:
        text = query or ""
        outcome = await run(request, services, text) if text.strip() else None
    english = language_of(request) == "en"
    known = chosen.headings if chosen is not None else ()  # who writes a query names its columns

    def said(vi: str, en: str) -> str:
        return (en or vi) if english else (vi or en)

    def heading(variable: str) -> str:
        found = heading_of(known, variable)
        if found is None:
            return variable
        beside = found.variable != variable and outcome is not None and found.variable in outcome.variables
        return said(found.vi, found.en) + (said(" (tên)", " (name)") if beside else "")

    where = services.site.address(request)
    return page(
        request,
        "ask.html",
        whole=True,
        drawing=drawing_of(outcome.chart) if outcome and outcome.chart else None,
        programs=_programs(where, outcome, text, chosen, fields) if outcome and not outcome.problem else (),
        show=request.query_params.get("show", ""),
        said=said,
        heading=heading,
        status=outcome.problem.status if outcome and outcome.problem else 200,
        text=text or STARTER,
        chosen=chosen,
        fields=fields,
        changed=(chosen is None and bool(query)) or any(f.given for f in fields),
        outcome=outcome,
        themes=themes_of(services.examples, services.thing_pages.tags),
        most_rows=MOST_ROWS,
        summary=services.engine.summary,
        editor=is_bundled(),
    )


async def run_question(
    request: Request, services: Services, example: Example
) -> tuple[str, tuple[Field, ...], Outcome]:
    """Run a question with the values that the address gives; return its query, its form and the outcome."""
    given = given_values(request, RESERVED)
    try:
        if example.parameters is None:
            text = bind(example.body, given)
            return text, (), await run(request, services, text, Address(f"/q/{example.name}", tuple(given)))
        asked = await services.shelf.ask(services.engine, example, given)
    except LangngheError as error:
        fields = () if example.parameters is None else (await services.shelf.ask(services.engine, example, ())).fields
        return example.body, fields, Outcome(problem=problem_of(error))
    address = Address(f"/q/{example.name}", asked.address)
    return asked.query, asked.fields, await run(request, services, asked.query, address, asked.hints)


async def run(
    request: Request, services: Services, text: str, address: Address | None = None, empty: tuple[Hint, ...] = ()
) -> Outcome:
    """Run a query for the page: no more rows than a page holds.

    Args:
        request: the page's.
        services: the server's.
        text: the query.
        address: where the same result is to be had as data; by default the endpoint, with the query.
        empty: what to say if there is no result, in place of what else there is to say of the query.
    """
    at = address or Address("/sparql", (("query", text),))
    started = time.perf_counter()
    if len(text) > services.settings.longest_query:
        return Outcome(problem=Problem("too-large", "the query is too long"))
    try:
        async with services.clients.turn(client_of(request)):
            prepared = await prepare(
                services, client_of(request), Operation(text), text, "text/tab-separated-values, text/turtle"
            )
            answer = await evaluate(services, request, prepared)
            result: Rows | bool | Text
            result = await (read_text(answer, MOST_TEXT) if is_graph(answer) else read_rows(answer, MOST_ROWS))
            labels = (
                await labels_of(services.engine, _iris(result), language_of(request))
                if isinstance(result, Rows)
                else {}
            )
            sentences = (
                await sentence_links(services.queries, _iris(result), services.settings.base)
                if isinstance(result, Rows)
                else {}
            )
            lack = _lack(result)
            said = await hints(services, prepared, lack)
    except LangngheError as error:
        return Outcome(problem=problem_of(error))
    milliseconds = round((time.perf_counter() - started) * 1000)
    if lack is not None and lack.nothing:
        said = empty or said
    if isinstance(result, bool):
        return Outcome(
            boolean=result, milliseconds=milliseconds, hints=said, downloads=_links(at, BINDINGS_FORMATS[:2])
        )
    if isinstance(result, Text):
        links = _links(at, GRAPH_FORMATS)
        return Outcome(text=result.text, cut=result.cut, milliseconds=milliseconds, hints=said, downloads=links)
    result = without_labels(result, labels)
    if language_of(request) != VIETNAMESE:  # in which the questions ask for labels
        result = without_labels(result, await labels_of(services.engine, _iris(result), VIETNAMESE))
    shown = await with_figures(services.queries, labels, labels, language_of(request))
    shown = {} if request.query_params.get("show") == "iri" else shown
    rows = tuple(tuple(_cell(t, services.homes, shown, sentences) for t in row) for row in result.rows)
    return Outcome(
        result.variables, rows, cut=result.cut, hints=said, milliseconds=milliseconds, downloads=_links(at, BINDINGS_FORMATS),
        chart=chart_of(result, labels), address=at,
    )  # fmt: skip


def _cell(term: Term | None, homes: Homes, labels: dict[str, str], sentences: Mapping[str, str]) -> View:
    """Return a cell: a thing of the graph leads to the page about it, and to the sentence it was read from."""
    shown = view(term, homes.base, labels)
    if not isinstance(term, ox.NamedNode):
        return shown
    return replace(shown, href=homes.page_of(term.value), note="", sentence=sentences.get(term.value, ""))


def _programs(
    where: str, outcome: Outcome, text: str, chosen: Example | None, fields: tuple[Field, ...]
) -> tuple[tuple[str, str], ...]:
    """Return the question as Python and R ask it."""
    given = {f.parameter.name: [c.key for c in f.selected] for f in fields if f.given}
    if chosen is not None:
        values = "".join(
            f", {name}={keys[0]!r}" if len(keys) == 1 else f", {name}={keys!r}" for name, keys in given.items()
        )
        asked = f"graph.frame(graph.question({chosen.name!r}{values}), labels=True)"
    else:
        quoted = text.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        asked = f'graph.frame("""\n{quoted}\n""", labels=True)'
    python = f"from query_api.client import connect\n\ngraph = connect({where + '/sparql'!r})\ntable = {asked}\n"
    address = outcome.address or Address("/sparql", (("query", text),))
    csv = where + address.of(BINDINGS_FORMATS[2]).replace("bom=1", "").rstrip("?&")
    r = f'table <- read.csv("{csv}", encoding = "UTF-8")\n'
    return (("Python", python), ("R", r))


def _lack(result: Rows | bool | Text) -> Lack | None:
    if isinstance(result, Rows):
        return lack_of_rows(result)
    nothing = not result if isinstance(result, bool) else not result.text.strip()
    return Lack(True) if nothing else None


def _iris(rows: Rows) -> list[str]:
    found = (t.value for row in rows.rows for t in row if isinstance(t, ox.NamedNode))
    return list(dict.fromkeys(found))


def _links(address: Address, formats: tuple[ResultFormat, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f.key.upper(), address.of(f)) for f in formats)
