"""Looks at the data that are served and enters what changed into the chronicle: before they are replaced, and when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from query_api.engine.results import text_of
from query_api.explorer.duties import Duty, duties_of, events_of
from query_api.explorer.duty_words import words_of
from query_api.pages.compliance import address_of
from query_api.rendering.addresses import plan_address
from query_api.rendering.names import Names, names_of
from query_api.served.chronicle import Due, History, Named
from query_api.served.findings import Said
from query_api.shared.services import Services


async def note(services: Services) -> History:
    """Enter what changed since the data were looked at last; return all that is known to have changed."""
    version = services.engine.summary.version
    made = await services.reports.ready(services.settings, services.engine) if services.settings.paths else None
    if services.chronicle.is_up_to(version, checked=made is not None):
        return services.chronicle.history
    duties = duties_of(await services.queries.rows("duties"))
    plans = await services.queries.rows("plans")
    documents = {text_of(row[0]): row[4] is not None for row in plans.rows}
    iris = [*documents, *(i for d in duties for i in (*d.bodies, *d.today, *d.recipients, d.document, d.place) if i)]
    names = (await names_of(services, iris, "vi"), await names_of(services, iris, "en"))
    findings: Mapping[str, Named] | None = None
    if made is not None:
        findings = {
            f.key: Named(f.subject, Said(f"{f.rule}: {f.message.vi}", f"{f.rule}: {f.message.en}"), address_of(f, names[0].homes))
            for f in made.report.findings
        }  # fmt: skip
    return await services.chronicle.note(
        version, datetime.now(UTC), [_plan(iri, read, names) for iri, read in documents.items()],
        list(_due(duties, names)), findings,
    )  # fmt: skip


def _plan(iri: str, read: bool, names: tuple[Names, Names]) -> Named:
    base = names[0].base
    address = plan_address(iri, base) if read and iri.startswith(base) else (names[0].homes.page_of(iri) or "/")
    return Named(iri, Said(names[0].text(iri), names[1].text(iri)), address)


def _due(duties: Iterable[Duty], names: tuple[Names, Names]) -> Iterable[Due]:
    vietnamese, english = names
    for duty in duties:
        said, in_english = words_of(duty, vietnamese, "", "vi"), words_of(duty, english, "", "en")
        for event in events_of(duty, said, date.today()):
            yield Due(
                event.uid, duty.item, duty.document, duty.place, duty.bodies, duty.today, duty.recipients, event.first,
                event.last, Said(said.summary, in_english.summary), Said(said.description, in_english.description), said.url,
                Said(vietnamese.text(duty.place), english.text(duty.place)),
            )  # fmt: skip
