"""A stored question with the values that somebody gives it: names and texts → choices → the query to run.

Choices come from the graph, so whoever has one hands in a way to get them: the server its engine, the client its store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from loader.parameters import Parameter
from loader.sparql_tokens import scan
from query_api.asking.binding import bind, replace_values, values_of
from query_api.asking.choices import Choice, Choices, ParameterError, choices_of, names_query, offered_query
from query_api.engine.results import Rows
from query_api.query_text.advisor import Hint
from query_api.served.examples import Example

_MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it.

    Attributes:
        parameter: what it is.
        choices: the values to offer.
        selected: the values in force.
        given: the values were given and are not the default.
        everything: the default is more than one value, or any.
    """

    parameter: Parameter
    choices: tuple[Choice, ...]
    selected: tuple[Choice, ...]
    given: bool
    everything: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored question with the values given.

    Attributes:
        example: the question.
        query: the query with these values in it.
        fields: its parameters.
        address: the values given, as an address writes them.
    """

    example: Example
    query: str
    fields: tuple[Field, ...]
    address: tuple[tuple[str, str], ...]

    @property
    def hints(self) -> tuple[Hint, ...]:
        """What to say if there is no answer: which values have one, or which do not go together."""
        found = []
        for field in self.fields:
            others = [c for c in field.selected if c not in field.choices]
            if field.given and others and field.choices:
                name, offered = field.parameter.name, ", ".join(c.shown for c in field.choices[:_MOST_OFFERED])
                more = ", …" if len(field.choices) > _MOST_OFFERED else ""
                value = others[0].shown
                found.append(
                    Hint(
                        f"đồ thị không có gì cho {name} = {value}; có cho: {offered}{more}",
                        f"the graph has nothing for {name} = {value}; it has for: {offered}{more}",
                    )
                )
        if not found and self.address:
            values = ", ".join(f"{f.parameter.name} = {' / '.join(c.shown for c in f.selected)}" for f in self._bound())
            found.append(
                Hint(
                    f"câu hỏi này không có câu trả lời cho {values}; giá trị khác có thể có",
                    f"this question has no answer for {values}; another value may have one",
                )
            )
        return tuple(found)

    def _bound(self) -> list[Field]:
        return [field for field in self.fields if field.selected]


def defaults_of(example: Example, name: str) -> tuple[ox.NamedNode | ox.Literal, ...]:
    """Return the terms that stand for a parameter in the query; none for UNDEF, which is any."""
    return tuple(term for term in values_of(scan(example.body), name).terms if term is not None)


def check_names(example: Example, given: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the values given by parameter; empty values are left out, for a form sends them.

    Raises:
        ParameterError: the question has no such parameter.
    """
    declared = {p.name: p for p in example.parameters or ()}
    found: dict[str, list[str]] = {}
    for name, value in given:
        if name not in declared:
            number = example.number if example.number is not None else example.name
            none = not declared
            raise ParameterError(
                f"câu hỏi {number} không có tham số" + ("" if none else f" “{name[:60]}”"),
                f"question {number} has no parameter" + ("s" if none else f" “{name[:60]}”"),
                [(p.name, p.vi) for p in declared.values()],
            )
        if value.strip():
            found.setdefault(name, []).append(value)
    return found


def ask_with(select: Callable[[str], Rows], example: Example, given: Iterable[tuple[str, str]]) -> Asked:
    """Return a question with the values given, or with variables bound where it declares no parameters.

    Args:
        select: answers a SELECT.
        example: the question.
        given: (name, value as a person writes it).

    Raises:
        ParameterError: the question has no such parameter, or a value is not possible.
        QueryError: a variable cannot be bound.
    """
    given = list(given)
    if example.parameters is None:
        return Asked(example, bind(example.body, given), (), tuple(given))
    values = check_names(example, given)
    if not values:
        return Asked(example, example.body, (), ())
    choices = {
        parameter.name: choices_of(
            parameter,
            select(names) if (names := names_query(parameter)) is not None else None,
            select(offered) if (offered := offered_query(parameter)) is not None else None,
            defaults_of(example, parameter.name),
        )
        for parameter in example.parameters
    }
    return asked(example, values, choices)


def asked(example: Example, values: Mapping[str, list[str]], choices: Mapping[str, Choices]) -> Asked:
    """Return a question with values.

    Args:
        example: the question.
        values: what was given, by parameter (see ``check_names``).
        choices: the possible values, by parameter.

    Raises:
        ParameterError: a value is not possible.
    """
    terms: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    fields = []
    address = []
    for parameter in example.parameters or ():
        possible = choices[parameter.name]
        given = list(dict.fromkeys(possible.find(value) for value in values.get(parameter.name, ())))
        default = defaults_of(example, parameter.name)
        everything = len(default) != 1
        selected = given or [possible.of_term(term) for term in default if not everything]
        if given:
            terms[parameter.name] = [choice.term for choice in given]
            address += [(parameter.name, choice.key) for choice in given]
        fields.append(Field(parameter, possible.offered, tuple(selected), bool(given), everything))
    return Asked(example, replace_values(example.body, terms), tuple(fields), tuple(address))
