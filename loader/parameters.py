"""The parameters of a competency question: which values of its query another value may take the place of.

A parameter is declared in the YAML file beside the query; the query has exactly one ``VALUES ?name { … }`` for it, whose
terms are the default and which another value replaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from loader.errors import ConfigurationError, InputError, is_exhausted
from loader.graph.vocabulary import LN, SITE, SKOS, term

THINGS: Mapping[str, tuple[str, ...]] = {
    "agency": (LN.Agency.value, LN.AgencyGroup.value),
    "document": (LN.Document.value,),
    "indicator": (LN.Indicator.value,),
    "measure": (LN.Measure.value,),
    "place": (LN.AdministrativeUnit.value,),
    "programme": (LN.PolicyProgramme.value,),
    "target": (LN.Target.value,),
}
"""Types of parameters whose values are things of the graph → the classes that these are of."""
THING = "thing"
"""Type of parameters whose values are things of the class that the parameter names: of a kind that a pack brings."""
CONCEPTS = ("condition", "grade", "level", "status")
"""Types of parameters whose values are the concepts of a scheme."""
LITERALS = ("month", "number", "year")
"""Types of parameters whose values are literals: a month "06", a decimal, a year."""
RESERVED = frozenset(
    {"bom", "example", "format", "lang", "output", "page", "query", "results", "show", "timeout", "title"}
)
"""Names that addresses use for something else."""
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_TERM = re.compile(r"[A-Z][A-Za-z0-9]*|https?://[^\s<>\"{}|\\^`]+")
_FIELDS = frozenset({"name", "type", "class", "vi", "en", "choices", "least", "most"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of a question that may be another one.

    Attributes:
        name: the variable of the query, without "?".
        kind: key of ``THINGS``, ``THING``, or one of ``CONCEPTS`` or ``LITERALS``.
        vi: what it is, in Vietnamese.
        en: what it is, in English.
        choices: graph pattern whose ``?value`` are the values to offer; None to offer all of the kind.
        least: smallest number allowed.
        most: largest number allowed.
        classes: IRIs of the classes that its values are of; none for concepts and literals.
    """

    name: str
    kind: str
    vi: str
    en: str
    choices: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    classes: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether its values are things or concepts, which have names."""
        return bool(self.classes) or self.kind in CONCEPTS

    @property
    def pattern(self) -> str | None:
        """Graph pattern whose ``?value`` are all things of the kind; None for literals."""
        if self.classes:
            classes = " ".join(f"<{iri}>" for iri in self.classes)
            return f"VALUES ?class {{ {classes} }} ?value a ?class"
        if self.kind in CONCEPTS:
            return f"?value {SKOS.inScheme} <{SITE}scheme/{self.kind}>"
        return None


def parameters_beside(path: Path) -> tuple[Parameter, ...] | None:
    """Return the parameters declared beside a query file; None where there is no YAML file to declare any.

    Raises:
        ConfigurationError: the declaration is malformed.
        InputError: the file cannot be read.
    """
    beside = path.with_suffix(".yaml")
    if not beside.is_file():
        return None
    try:
        content = yaml.safe_load(beside.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        if is_exhausted(error):
            raise
        raise InputError(f"cannot be read: {error}", where=str(beside)) from error
    except yaml.YAMLError as error:
        raise ConfigurationError(f"not valid YAML: {error}", where=str(beside)) from error
    declared = content.get("parameters") if isinstance(content, dict) else None
    return read_parameters(declared, str(beside))


def read_parameters(declared: object, where: str) -> tuple[Parameter, ...]:
    """Return the parameters that a YAML value declares.

    Args:
        declared: the value of "parameters"; None for none.
        where: the file, for complaints.

    Raises:
        ConfigurationError: the declaration is malformed.
    """
    if declared is None:
        return ()
    if not isinstance(declared, list):
        raise ConfigurationError("parameters must be a list", where=where)
    found = tuple(_parameter(entry, where) for entry in declared)
    names = [p.name for p in found]
    if len(set(names)) < len(names):
        raise ConfigurationError("a parameter is declared twice", where=where)
    return found


def _parameter(entry: object, where: str) -> Parameter:
    if not isinstance(entry, dict) or not {"name", "type", "vi", "en"} <= entry.keys() <= _FIELDS:
        raise ConfigurationError("a parameter has name, type, vi, en and maybe choices, least, most", where=where)
    name, kind, vi, en = (str(entry[key]) for key in ("name", "type", "vi", "en"))
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise ConfigurationError(f"“{name}” cannot be the name of a parameter", where=where)
    known: Sequence[str] = (*THINGS, THING, *CONCEPTS, *LITERALS)
    if kind not in known:
        raise ConfigurationError(f"no type “{kind}”", where=where, advice=f"known are: {', '.join(known)}")
    choices = entry.get("choices")
    if choices is not None and not isinstance(choices, str):
        raise ConfigurationError("choices must be a graph pattern about ?value", where=where)
    least, most = _bound(entry, "least", where), _bound(entry, "most", where)
    return Parameter(name, kind, vi, en, choices, least, most, _classes(entry, kind, where))


def _classes(entry: Mapping[str, object], kind: str, where: str) -> tuple[str, ...]:
    named = entry.get("class")
    if (kind == THING) is (named is None):
        raise ConfigurationError(f"a parameter of type {THING}, and no other, names a class", where=where)
    if named is None:
        return THINGS.get(kind, ())
    if not isinstance(named, str) or not _TERM.fullmatch(named):
        raise ConfigurationError("class must be a term of the ontology or an IRI", where=where)
    return (term(named).value,)


def _bound(entry: Mapping[str, object], key: str, where: str) -> Decimal | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(f"{key} must be a number", where=where)
    return Decimal(str(value))
