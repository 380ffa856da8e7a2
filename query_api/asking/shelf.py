"""The choices of parameters, asked from the engine once per version of the data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from loader.parameters import Parameter
from query_api.asking.asked import Asked, asked, check_names, defaults_of
from query_api.asking.choices import Choices, choices_of, names_query, offered_query
from query_api.asking.rows import ask_rows
from query_api.engine.base import Engine
from query_api.engine.results import Rows
from query_api.served.examples import Example


@dataclass(slots=True)
class Shelf:
    """Keeps the choices of each parameter."""

    _version: str | None = None
    _rows: dict[str, Rows] = field(default_factory=dict)
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, engine: Engine, example: Example, given: Iterable[tuple[str, str]]) -> Asked:
        """Return a question with the values given.

        Raises:
            ParameterError: the question has no such parameter, or a value is not possible.
            LangngheError: the engine does not answer.
        """
        values = check_names(example, given)
        choices = {p.name: await self._choices(engine, example, p) for p in example.parameters or ()}
        return await asyncio.to_thread(asked, example, values, choices)

    async def _choices(self, engine: Engine, example: Example, parameter: Parameter) -> Choices:
        names, offered = names_query(parameter), offered_query(parameter)
        return choices_of(
            parameter,
            await self._answer(engine, names) if names is not None else None,
            await self._answer(engine, offered) if offered is not None else None,
            defaults_of(example, parameter.name),
        )

    async def _answer(self, engine: Engine, query: str) -> Rows:
        async with self._filling:
            version = engine.summary.version
            if version != self._version:
                self._version = version
                self._rows.clear()
            if query not in self._rows:
                self._rows[query] = await ask_rows(engine, query)
            return self._rows[query]
