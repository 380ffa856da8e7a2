"""What changed between the builds that were served: plans and findings that came or went, days that were called off.

Of the data themselves only the present is served; what was before is kept here, in the project if it may be written,
else for as long as the server runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from loader.errors import LangngheError
from loader.sources import write_atomically
from query_api.served.findings import Said

CHRONICLE = Path(".cache") / "chronicle.json"
"""Where it is kept, below the project."""
_MOST_CHANGES = 500
_CALLED_OFF_FOR = timedelta(days=400)  # longer than a year: so that each yearly day is taken out of each calendar


@dataclass(frozen=True, slots=True)
class Due:
    """A day of the year on which something is due, as calendars have it.

    Attributes:
        uid: its lasting name.
        item: IRI of the duty.
        document: IRI of the document.
        place: IRI of its place, "" if none.
        bodies: IRIs of those who report, as printed.
        today: IRIs of those who answer for it today.
        recipients: IRIs of those who receive the report.
        first: the first day.
        last: the last day on which it may come back; None where no end is known.
        summary: what is due.
        description: more about it.
        address: its sentence, as a path of this server.
        place_name: name of the place.
    """

    uid: str
    item: str
    document: str
    place: str
    bodies: tuple[str, ...]
    today: tuple[str, ...]
    recipients: tuple[str, ...]
    first: date
    last: date | None
    summary: Said
    description: Said
    address: str
    place_name: Said


@dataclass(frozen=True, slots=True)
class Named:
    """Something that came or went.

    Attributes:
        about: IRI of the plan, duty or element.
        label: what it is called, or what was found.
        address: where it is or was shown, as a path of this server.
    """

    about: str
    label: Said
    address: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: "plan-added", "plan-removed", "due-called-off", "due-moved", "finding-new" or "finding-gone".
        key: what distinguishes it from other changes of the kind in the version.
        version: version of the data that has it.
        when: when it was noticed (UTC).
        what: what came or went.
    """

    kind: str
    key: str
    version: str
    when: datetime
    what: Named


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A day that is due no more.

    Attributes:
        due: what it was.
        when: when that was noticed (UTC).
    """

    due: Due
    when: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What was known last, and what changed until then.

    Attributes:
        version: version of the data that were looked at last; "" before the first.
        plans: the plans of that version by IRI.
        due: its days by UID.
        checked: version of the data whose findings were looked at last; "" before the first.
        findings: those findings by key.
        changes: the last ones, newest first.
        called_off: the days that are due no more.
    """

    version: str = ""
    plans: Mapping[str, Named] = field(default_factory=dict)
    due: Mapping[str, Due] = field(default_factory=dict)
    checked: str = ""
    findings: Mapping[str, Named] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    called_off: tuple[CalledOff, ...] = ()

    def with_data(self, version: str, when: datetime, plans: Iterable[Named], due: Iterable[Due]) -> History:
        """Return the history after a look at the plans and days of a version."""
        now_plans, now_due = {plan.about: plan for plan in plans}, {one.uid: one for one in due}
        if version == self.version:
            return self
        if not self.version:
            return replace(self, version=version, plans=now_plans, due=now_due)
        found = [*_came_and_went("plan-added", "plan-removed", version, when, self.plans, now_plans)]
        ended = [one for uid, one in self.due.items() if uid not in now_due]
        moved = [one for uid, one in now_due.items() if uid in self.due and self.due[uid].first != one.first]
        found += [Change("due-called-off", one.uid, version, when, _of(one)) for one in ended]
        found += [Change("due-moved", one.uid, version, when, _of(one)) for one in moved]
        off = [*(CalledOff(one, when) for one in ended), *self.called_off]
        kept = tuple(o for o in off if o.due.uid not in now_due and when - o.when < _CALLED_OFF_FOR)
        return replace(
            self, version=version, plans=now_plans, due=now_due, changes=self._behind(found), called_off=kept
        )

    def with_findings(self, version: str, when: datetime, findings: Mapping[str, Named]) -> History:
        """Return the history after a look at the findings in a version."""
        if version == self.checked:
            return self
        found: tuple[Change, ...] = ()
        if self.checked:
            found = tuple(_came_and_went("finding-new", "finding-gone", version, when, self.findings, findings))
        return replace(self, checked=version, findings=findings, changes=self._behind(found))

    def _behind(self, found: Iterable[Change]) -> tuple[Change, ...]:
        return (*found, *self.changes)[:_MOST_CHANGES]


_HISTORY = TypeAdapter(History)


class Chronicle:
    """Keeps the history of what is served."""

    def __init__(self, project: Path | None = None) -> None:
        """Begin with what was kept before.

        Args:
            project: the project that is served and may be written; None keeps nothing beyond this process.
        """
        self._file = project / CHRONICLE if project is not None else None
        self._history: History | None = None
        self._turns = asyncio.Lock()

    @property
    def history(self) -> History:
        """What is known so far."""
        return self._history or History()

    async def note(
        self,
        version: str,
        when: datetime,
        plans: Iterable[Named],
        due: Iterable[Due],
        findings: Mapping[str, Named] | None = None,
    ) -> History:
        """Look at a version of the data; return what changed up to then.

        Args:
            version: which version.
            when: now (UTC).
            plans: its plans.
            due: its days.
            findings: what the rules found in it; None where they have not been asked yet.
        """
        async with self._turns:
            before = self._history if self._history is not None else await asyncio.to_thread(self._read)
            after = before.with_data(version, when, plans, due)
            if findings is not None:
                after = after.with_findings(version, when, findings)
            self._history = after
            if after is not before:
                await asyncio.to_thread(self._write, after)
            return after

    def is_up_to(self, version: str, *, checked: bool) -> bool:
        """Say whether a version has been looked at, with its findings if those are there."""
        known = self._history
        return known is not None and known.version == version and (not checked or known.checked == version)

    def _read(self) -> History:
        if self._file is not None and self._file.is_file():
            with suppress(ValidationError, OSError):
                return _HISTORY.validate_json(self._file.read_bytes())
        return History()

    def _write(self, history: History) -> None:
        if self._file is not None:
            with suppress(LangngheError, OSError):  # a full or read-only disk must not keep pages from being served
                write_atomically(self._file, _HISTORY.dump_json(history))


def _came_and_went(
    came: str, went: str, version: str, when: datetime, before: Mapping[str, Named], now: Mapping[str, Named]
) -> Iterable[Change]:
    yield from (Change(came, key, version, when, what) for key, what in now.items() if key not in before)
    yield from (Change(went, key, version, when, what) for key, what in before.items() if key not in now)


def _of(due: Due) -> Named:
    return Named(due.item, due.summary, due.address)
