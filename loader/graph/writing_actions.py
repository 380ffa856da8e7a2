"""Who must do what by when: measures, tasks, reporting duties, funding."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from loader.declarations import kind
from loader.facts import Agent, Funding, Measure, ReportingDuty, Risk, Task
from loader.graph.literals import decimal, shortened, string, vi
from loader.graph.vocabulary import LN, RDF, RDFS
from loader.graph.writing_context import Context
from loader.graph.writing_fields import write_fields, write_plain
from loader.lexicon import funding_kinds
from loader.resolution.agencies import Basis, Setting

_SURE = Decimal("1")
_BASIS = (
    (Basis.CUT_OFF, "tên in bị cắt, chỉ một loại cơ quan bắt đầu như vậy"),
    (Basis.SIMILAR, "tên in gần giống tên loại cơ quan này"),
    (Basis.UNLISTED, "cơ quan không có trong danh mục loại cơ quan"),
)


def write_measure(context: Context, measure: Measure) -> None:
    """State a measure: a solution that nobody is assigned in that place."""
    write_plain(context, kind("measure"), measure)


def write_task(context: Context, task: Task) -> None:
    """State a task with its assignments, time and product."""
    node = context.element("task", task.reading.evidence)
    context.add(node, RDF.type, LN.Task)
    document = context.read(node, task.reading)
    context.add(document.node, LN.hasTask, node)
    _assign(context, node, "lead", task.leads, document.setting)
    _assign(context, node, "coordinate", task.coordinating, document.setting)
    write_fields(context, node, task)
    if task.timing:
        write_fields(context, node, task.timing)


def _assign(context: Context, action: ox.NamedNode, role: str, agents: tuple[Agent, ...], setting: Setting) -> None:
    direct = LN.leadAgent if role == "lead" else LN.coordinatingAgent
    for count, agent in enumerate(agents, 1):
        node = context.node(context.iris.element(action.value, role, count))
        body_node, body = context.agent(agent, setting)
        context.add(node, RDF.type, LN.Assignment)
        context.add(node, RDFS.label, vi(shortened(agent.name)))
        context.add(node, LN.role, context.concept("role", role))
        context.add(node, LN.agent, body_node)
        context.add(node, direct, body_node)
        context.add(node, LN.agentAsPrinted, string(agent.name))
        context.add(node, LN.confidence, decimal(body.confidence))
        if body.confidence < _SURE:
            context.add(node, LN.grade, context.concept("grade", "probable"))
            context.add(node, LN.basis, vi(dict(_BASIS)[body.basis]))
        context.add(action, LN.hasAssignment, node)


def write_duty(context: Context, duty: ReportingDuty) -> None:
    """State a duty to report: who, to whom, by which day of the year. Its reporters lead it like a task."""
    node = context.element("duty", duty.reading.evidence)
    context.add(node, RDF.type, LN.ReportingDuty)
    document = context.read(node, duty.reading)
    context.add(document.node, LN.hasReportingDuty, node)
    _assign(context, node, "lead", duty.reporters, document.setting)
    for agents, predicate in ((duty.reporters, LN.reporter), (duty.recipients, LN.recipient)):
        for agent in agents:
            context.add(node, predicate, context.agent(agent, document.setting)[0])
    write_fields(context, node, duty)


def write_funding(context: Context, funding: Funding) -> None:
    """State a source of money, with the amount if one is printed."""
    node = context.element("funding", funding.reading.evidence)
    context.add(node, RDF.type, LN.Funding)
    document = context.read(node, funding.reading, funding.source)
    context.add(document.node, LN.hasFunding, node)
    for key in funding_kinds(funding.source) or ("other",):
        context.add(node, LN.fundingSource, context.concept("funding-source", key))
    write_fields(context, node, funding)


def write_risk(context: Context, risk: Risk) -> None:
    """State what may go wrong, how likely it is and what is to be done about it."""
    write_plain(context, kind("risk"), risk, risk.what)
