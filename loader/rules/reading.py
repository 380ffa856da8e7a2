"""Reading of packs of rules: TOML files that people edit; whatever is not known there is an error that names the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from loader.errors import ConfigurationError
from loader.rules.expression import inner_expression, literal
from loader.rules.model import Example, FactKind, ReadingRule, Rule, Table, Where
from loader.rules.pattern import Choice, Item, Space, Words, parse
from loader.rules.pattern import Sequence as Items

_TABLE_FIELDS = {"vi", "en", "scope", "case", "where", "rule"}
_RULE_FIELDS = {"id", "vi", "en", "scope", "pattern", "unless", "gives", "case", "where", "yes", "no", "beats", "seen"}
_READING_FIELDS = {"id", "kind", "vi", "en", "tables", "certain"}
_EXAMPLE_FIELDS = {"text", "gives", "why"}
_PIECE_FIELDS = {"vi", "en", "words", "pattern", "regex", "case", "adds"}
_NAMED = re.compile(r"\{([a-z][a-z-]*)\}")
"""An earlier piece inside the raw expression of a piece; a count ("{1,5}") begins with a figure."""


@dataclass(frozen=True, slots=True)
class PieceFile:
    """A file of pieces as it was read: many things are made of it.

    Attributes:
        name: the file's name, for messages.
        entries: its pieces by name.
    """

    name: str
    entries: Mapping[str, Mapping[str, Any]]


def read_piece_file(file: Traversable) -> PieceFile:
    """Return what a TOML file of pieces says.

    Raises:
        ConfigurationError: it is no TOML.
    """
    return PieceFile(file.name, _toml(file))


def read_pieces(
    file: PieceFile, known: Mapping[str, str] | None = None, added: Mapping[str, Sequence[str]] | None = None
) -> dict[str, str]:
    """Return the expressions of the pieces of a file, by name, behind known ones; a piece may name those above it.

    A piece with ``case = false`` is matched in capitals and small letters also where a rule tells them apart.

    Args:
        file: the file.
        known: expressions of the pieces of other files.
        added: words that packs add to pieces of this file; see ``read_added``.

    Raises:
        ConfigurationError: the file is no table of pieces.
    """
    pieces = dict(known or {})
    for name, entry in file.entries.items():
        where = f"{file.name}: {name}"
        _refuse_unknown(entry, _PIECE_FIELDS, where)
        if "adds" in entry:
            if name not in pieces:
                raise ConfigurationError("there is no such piece to add words to", where=where)
            continue
        if "words" in entry:
            longest_first = sorted((*entry["words"], *(added or {}).get(name, ())), key=len, reverse=True)
            pieces[name] = "(?:" + "|".join(literal(word) for word in longest_first) + ")"
        elif "pattern" in entry:
            pieces[name] = inner_expression(parse(entry["pattern"]), pieces)
        elif "regex" in entry:
            pieces[name] = _with_pieces(entry["regex"], pieces, where)
        else:
            raise ConfigurationError("a piece has words, a pattern or a regex", where=where)
        if not entry.get("case", True):
            pieces[name] = f"(?i:{pieces[name]})"
    return pieces


def read_trees(file: PieceFile, added: Mapping[str, Sequence[str]] | None = None) -> dict[str, Choice]:
    """Return the patterns of the pieces of a file, by name; those left out that are raw expressions, or matched whatever the case.

    Args:
        file: the file.
        added: words that packs add to pieces of this file; see ``read_added``.
    """
    trees: dict[str, Choice] = {}
    for name, entry in file.entries.items():
        if not entry.get("case", True):
            continue
        if "words" in entry:
            trees[name] = Choice(tuple(map(_literal, (*entry["words"], *(added or {}).get(name, ())))))
        elif "pattern" in entry:
            trees[name] = parse(entry["pattern"])
    return trees


def _literal(words: str) -> Items:
    """Return words as a pattern has them, whatever signs they hold."""
    items: list[Item] = []
    for word in words.split():
        items += [Space(), Words(word)] if items else [Words(word)]
    return Items(tuple(items))


def _with_pieces(regex: str, pieces: Mapping[str, str], where: str) -> str:
    """Return a raw expression with the earlier pieces that it names put in."""

    def earlier(m: re.Match[str]) -> str:
        if m[1] not in pieces:
            raise ConfigurationError(f"no piece above it is called {m[1]!r}", where=where)
        return f"(?:{pieces[m[1]]})"

    return _NAMED.sub(earlier, regex)


def read_words(file: PieceFile) -> dict[str, tuple[str, ...]]:
    """Return the pieces of a file that list words, by name."""
    return {name: tuple(entry["words"]) for name, entry in file.entries.items() if "words" in entry}


def read_added(file: PieceFile) -> dict[str, tuple[str, ...]]:
    """Return the words that a pack's file of pieces adds to pieces of the language that list words, by their names."""
    return {name: tuple(entry["adds"]) for name, entry in file.entries.items() if "adds" in entry}


def read_table(file: Traversable, pack: str) -> Table:
    """Return the rules of a file; its name is the name of the table.

    Args:
        file: the TOML file.
        pack: the first part of the ids of all its rules ("vi").

    Raises:
        ConfigurationError: the file is no table of rules.
    """
    content = _toml(file)
    _refuse_unknown(content, _TABLE_FIELDS, file.name)
    name = file.name.removesuffix(".toml")
    rules = tuple(_rule(entry, content, file.name) for entry in content.get("rule", []))
    for rule in rules:
        if rule.id.split(".")[:2] != [pack, name] or rule.id.count(".") < 2:
            raise ConfigurationError(
                f"the id of a rule in this file begins with {pack}.{name}.", where=f"{file.name}: {rule.id}"
            )
    if len({rule.id for rule in rules}) < len(rules):
        twice = next(r.id for r in rules if sum(o.id == r.id for o in rules) > 1)
        raise ConfigurationError("two rules have this id", where=f"{file.name}: {twice}")
    return Table(name, content.get("vi", ""), content.get("en", ""), rules)


def read_readings(file: Traversable, kinds: dict[str, FactKind] | None = None) -> tuple[ReadingRule, ...]:
    """Return the reading rules of a file.

    Args:
        file: the TOML file.
        kinds: kinds of facts known from other files; those of this file are added.

    Raises:
        ConfigurationError: the file is no list of reading rules, or enters one twice.
    """
    content = _toml(file)
    kinds = {} if kinds is None else kinds
    kinds.update({key: FactKind(key, kind["vi"], kind["en"]) for key, kind in content.get("kind", {}).items()})
    found: dict[str, ReadingRule] = {}
    for entry in content.get("reading", []):
        where = f"{file.name}: {entry.get('id', 'a reading rule without id')}"
        _refuse_unknown(entry, _READING_FIELDS, where)
        for field in ("id", "kind", "vi", "en"):
            if not entry.get(field):
                raise ConfigurationError(f"a reading rule has {field}", where=where)
        if entry["kind"] not in kinds:
            raise ConfigurationError(f"no kind of fact is called {entry['kind']}", where=where)
        if entry["id"] in found:
            raise ConfigurationError("two reading rules have this id", where=where)
        found[entry["id"]] = ReadingRule(
            entry["id"],
            kinds[entry["kind"]],
            entry["vi"],
            entry["en"],
            tuple(entry.get("tables", [])),
            bool(entry.get("certain", False)),
        )
    return tuple(found.values())


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot be read as TOML: {error}", where=file.name) from None


def _rule(entry: Mapping[str, Any], table: Mapping[str, Any], file: str) -> Rule:
    where = f"{file}: {entry.get('id', 'a rule without id')}"
    _refuse_unknown(entry, _RULE_FIELDS, where)
    for field in ("id", "vi", "en", "pattern"):
        if not entry.get(field):
            raise ConfigurationError(f"a rule has {field}", where=where)
    try:
        place = Where(entry.get("where", table.get("where", "anywhere")))
    except ValueError:
        raise ConfigurationError("where is anywhere, start or whole", where=where) from None
    return Rule(
        entry["id"],
        entry["vi"],
        entry["en"],
        entry.get("scope", table.get("scope", "text")),
        entry["pattern"],
        entry.get("unless", ""),
        entry.get("gives", ""),
        bool(entry.get("case", table.get("case", False))),
        place,
        tuple(_example(e, where) for e in entry.get("yes", [])),
        tuple(_example(e, where) for e in entry.get("no", [])),
        tuple(entry.get("beats", [])),
        entry.get("seen", ""),
        file,
    )


def _example(entry: str | Mapping[str, Any], where: str) -> Example:
    if isinstance(entry, str):
        return Example(entry)
    _refuse_unknown(entry, _EXAMPLE_FIELDS, where)
    return Example(entry["text"], tuple(sorted(entry.get("gives", {}).items())), entry.get("why", ""))


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(entry) - known):
        raise ConfigurationError(
            f"unknown: {', '.join(unknown)}", where=where, advice=f"known are {', '.join(sorted(known))}"
        )
